"""What helps staff to write on the page of a conversation: answers written beforehand, files, and a translation."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from sqlalchemy import Connection

from bot.console.dossiers import Line
from bot.console.numbers import number_of
from bot.console.wording import Wording
from domain import canned as answers
from domain.answers.cleaning import fold
from domain.canned import Canned, Draft
from domain.messages import Text
from domain.texts import render
from storage import access, canned, desk, helpdesks, people, translations
from storage.conversations import Conversation
from storage.staff import Account
from storage.unit_of_work import UnitOfWork

if TYPE_CHECKING:
    from bot.app import App

#: characters of an answer in the list
PREVIEW: Final = 90
_LONGEST_SEARCH = 100


@dataclass(frozen=True, slots=True)
class Offer:
    """An answer in the list: `other` names its language where it is not the trainee's; `href` is for pages without scripts."""

    id: int
    name: str
    begins: str
    lang: str
    other: str
    href: str


@dataclass(frozen=True, slots=True)
class Picked:
    """The answer that was chosen: what goes into the box, in which language, and what staff should know about it."""

    words: str
    lang: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Version:
    """What a machine made of a message; `label` says so and from which language."""

    words: str
    label: str


@dataclass(frozen=True, slots=True)
class Helps:
    """All of it; `language` is the trainee's in words, "" while nobody knows it. `here` are the stored files that can be saved,
    `translated` the versions by message, `translates` whether a machine can be asked."""

    offers: tuple[Offer, ...] = ()
    find: str = ""
    picked: Picked | None = None
    language: str = ""
    speaks: bool = True
    translates: bool = False
    translated: Mapping[int, Version] = field(default_factory=dict)
    here: frozenset[str] = frozenset()


def common_helps(
    connection: Connection, app: "App", wording: Wording, conversation: Conversation, items: Iterable[object]
) -> Helps:
    """What helps everybody with this conversation, of which `items` are shown."""
    lines = [one for one in items if isinstance(one, Line)]
    sent = {file.stored for line in lines for file in line.files if file.stored}
    if conversation.person_id is not None:
        work = UnitOfWork(connection, app.vault, wording.now)
        sent |= {one["stored"] for one in people.documents(work, conversation.person_id)}
    found = translations.of_messages(connection, app.vault, [line.id for line in lines], wording.lang)
    return Helps(
        language=wording.in_a_sentence(conversation.lang) if conversation.lang else "",
        translates=app.translator.on,
        translated={number: Version(one.words, label(wording, one.source)) for number, one in found.items()},
        here=frozenset(stored for stored in sent if app.files.has(stored)),
    )


def helps(
    connection: Connection, app: "App", wording: Wording, account: Account, conversation: Conversation, common: Helps,
    query: Mapping[str, str],
) -> Helps:  # fmt: skip
    """What helps this member of staff with this conversation."""
    lang = conversation.lang or "en"
    shown = replace(common, speaks=not conversation.lang or conversation.lang in account.langs)
    if not access.may(account, "agent"):
        return shown
    find = query.get("find", "").strip()[:_LONGEST_SEARCH]
    usable = usable_answers(connection, account)
    chosen = next((one for one in usable if one.id == number_of(query.get("canned", ""))), None)
    values = values_of(connection, app, wording, account, conversation) if chosen is not None else {}
    return replace(
        shown,
        offers=_offers(wording, usable, lang, account, find),
        find=find,
        picked=picked(wording, chosen, lang, values, account) if chosen is not None else None,
    )


def label(wording: Wording, source: str) -> str:
    """What stands above what a machine made of a text."""
    if not source:
        return wording.t("translation.machine")
    return wording.t("translation.machine.from", language=wording.in_a_sentence(source))


def usable_answers(connection: Connection, account: Account) -> list[Canned]:
    """The answers that somebody may use: those of all, and of their teams."""
    everything = account.role == "admin" or not helpdesks.everyone(connection)
    return canned.of_teams(connection, None if everything else account.teams)


def picked(wording: Wording, answer: Canned, lang: str, values: Mapping[str, str], account: Account) -> Picked | None:
    """An answer for a trainee of this language, with what there is to know about it."""
    draft = answers.draft(answer, lang, values, account.langs)
    return Picked(draft.words, draft.lang, tuple(_notes(wording, draft, lang))) if draft is not None else None


def _notes(wording: Wording, draft: Draft, lang: str) -> Iterable[str]:
    if draft.lang != lang:
        yield wording.t("canned.other", wanted=wording.in_a_sentence(lang), language=wording.in_a_sentence(draft.lang))
    if draft.missing:
        yield wording.t("canned.gaps", fields=wording.joined([f"{{{name}}}" for name in draft.missing]))


def values_of(
    connection: Connection, app: "App", wording: Wording, account: Account, conversation: Conversation
) -> dict[str, str]:
    """What the fields of an answer stand for in this conversation, in the trainee's language; without what is not known."""
    lang = conversation.lang or "en"
    team = conversation.team or helpdesks.of_language(connection, lang)
    name = next((one.name for one in helpdesks.everyone(connection) if one.code == team), "")
    found = {"me": account.name, "helpdesk": name or render(Text("canned.helpdesk"), lang)}
    if conversation.person_id is None:
        return found
    work = UnitOfWork(connection, app.vault, wording.now)
    found["trainee"] = str(people.profile(work, conversation.person_id).get("name") or "").strip()
    asked = desk.requests(connection, app.vault, person_id=conversation.person_id).items
    # the host that has agreed; before, the first choice of the latest request
    request = next((one for one in asked if one.state == "accepted"), next(iter(asked), None))
    if request is not None:
        found["host"] = request.host_name
        found["first_day"] = render(Text(f"day:{request.first_day}"), lang)
        found["last_day"] = render(Text(f"day:{request.last_day}"), lang)
    return {field_name: value for field_name, value in found.items() if value}


def _offers(wording: Wording, usable: Iterable[Canned], lang: str, account: Account, find: str) -> tuple[Offer, ...]:
    """Those whose name or text holds all the words looked for; those in the trainee's language first."""
    wanted = fold(find).split()
    found = []
    for one in usable:
        language = answers.nearest(one.texts, lang, account.langs)
        if language is None:
            continue
        text = one.texts[language]
        if not all(word in fold(f"{one.name}\n{text}") for word in wanted):
            continue
        begins = " ".join(text.split())
        found.append(
            Offer(
                one.id, one.name, begins if len(begins) <= PREVIEW else begins[:PREVIEW].rsplit(" ", 1)[0] + "…", language,
                "" if language == lang else wording.language(language),
                "?" + urlencode({"canned": one.id, **({"find": find} if find else {})}) + "#reply",
            )
        )  # fmt: skip
    return tuple(sorted(found, key=lambda one: (bool(one.other), one.name.casefold(), one.id)))
