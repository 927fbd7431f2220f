"""What staff do with a conversation: take it, reply, note, hand it back, give it to somebody, put it off, resolve it.

Each form carries the owner its page showed (`epoch`) and a key: sent twice, it is done once. What cannot be done changes nothing,
and the page comes back with what was written still in its box. Works without scripts.
"""

import datetime as dt
import hashlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import msgspec
from litestar import Response, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from sqlalchemy import Connection

from bot.channels.webchat.problems import Problem
from bot.console.attaching import LARGEST_FORM, LARGEST_WORDS, NotSent, let_go, taken
from bot.console.console import Console
from bot.console.conversation import ConversationPage, Told
from bot.console.door import AGENT, HttpRequest, visit_of
from bot.console.numbers import known, number_of
from bot.console.pages import go
from bot.console.standing import Standing, standing
from bot.console.wording import Wording
from domain.answers.cleaning import LONGEST
from domain.language import DETECTED
from domain.staff_actions import (
    Action,
    Assign,
    Colleague,
    HandBack,
    Note,
    Outcome,
    Reply,
    Resolve,
    Snooze,
    Take,
)
from domain.uploads import UploadRefused
from storage import access, conversations, staff, transcripts
from storage.conversations import Conversation
from storage.staff import Account

if TYPE_CHECKING:
    pass

#: those that may carry files to the trainee
SENDING: Final = ("reply", "take")
#: what the routes are called
ACTIONS: Final = ("take", "reply", "note", "hand-back", "assign", "snooze", "resolve")
#: refusals that have words of their own; any other is told like "changed"
REFUSALS: Final = ("held", "changed", "empty", "too-long", "gap", "past", "too-far", "wrong", "nobody", "unreachable",
                   "not-agreed")  # fmt: skip
#: the hour of a working day when what was put off comes back
MORNING: Final = dt.time(9)
FACT: Final = "fact."
_HOUR = 3_600_000

Form = Mapping[str, str]


def create_acting(console: Console, page: ConversationPage) -> list[HTTPRouteHandler]:
    """The routes to act."""
    acting = _Acting(console, page)

    def route(name: str) -> HTTPRouteHandler:
        @post(
            f"/conversations/{{number:int}}/{name}", opt=AGENT, include_in_schema=False,
            request_max_body_size=LARGEST_FORM if name in SENDING else LARGEST_WORDS,
        )  # fmt: skip
        async def handler(request: HttpRequest, number: FromPath[int]) -> Response[Any]:
            return await acting.act(request, number, name)

        return handler

    return [route(name) for name in ACTIONS]


class _Acting:
    def __init__(self, console: Console, page: ConversationPage) -> None:
        self._console, self._app, self._pages, self._page = console, console.app, console.pages, page

    async def act(self, request: HttpRequest, number: int, name: str) -> Response[Any]:
        """Do what a form asks for; 404 to whom the conversation is not there, or not theirs to act in."""
        account, number = visit_of(request).account, known(number)
        received = await request.form()
        form = {key: value for key, value in received.items() if isinstance(value, str)}
        wording = self._console.wording(request)
        wanted = await self._app.database.read(lambda c: self._wanted(c, account, wording, number, name, form))
        if wanted is None:
            raise Problem(404, "not-found")
        try:
            files, form["files"] = await taken(self._app.files, received.getall("files", ()), sends=name in SENDING)
        except UploadRefused as refused:
            said = wording.t(f"file.refused.{refused.code}")
            return await self._page.show(request, number, Told(name, said, _written(form)))
        except NotSent:
            return await self._page.show(request, number, Told(name, wording.t("file.not_in_note"), _written(form)))
        if isinstance(wanted, Reply):
            wanted = msgspec.structs.replace(wanted, files=files)
        outcome = await self._do(number, account, wanted, _key(account, number, name, form))
        if outcome.done and isinstance(wanted, Take) and (files or form.get("words", "").strip()):
            # "take it over and send this"
            reply = Reply(wanted.epoch, form.get("words", ""), files)
            outcome = await self._do(number, account, reply, _key(account, number, "reply", form))
        if outcome.code:
            # not sent, or sent before
            await let_go(self._app.files, files)
        if not outcome.done:
            said = await self._app.database.read(lambda c: self._refused(c, account, wording, number, outcome, form))
            facts = {key.removeprefix(FACT): value for key, value in form.items() if key.startswith(FACT)}
            return await self._page.show(request, number, Told(name, said, _written(form), facts))
        if name != "note":
            self._app.writing.done(number)
        newest = await self._app.database.read(lambda c: _newest(c, account, number))
        # whoever passes it on to others may not see it any more
        return go("/desk" if newest is None else f"/desk/conversations/{number}#m{newest}")

    async def _do(self, number: int, account: Account, wanted: Action | Outcome, key: str) -> Outcome:
        if isinstance(wanted, Outcome):
            return wanted
        try:
            return await self._app.staff_turns.do(number, Colleague(account.id, account.name), wanted, key)
        except LookupError:
            raise Problem(404, "not-found") from None

    def _wanted(
        self, connection: Connection, account: Account, wording: Wording, number: int, name: str, form: Form
    ) -> Action | Outcome | None:
        """The action of a form, why it is none, or None when nothing is there for this account."""
        if not access.sees_conversation(connection, account, number):
            return None
        given = number_of(form.get("epoch", ""))
        epoch = -1 if given is None else given
        match name:
            case "take":
                return Take(epoch, force="force" in form)
            case "reply":
                # the language it was written in, where a machine put it into the trainee's
                lang = form.get("original_lang", "")
                original = form.get("original", "") if lang in DETECTED else ""
                return Reply(
                    epoch, form.get("words", ""), anyway="anyway" in form, original=original, original_lang=lang
                )
            case "note":
                return Note(form.get("words", ""))
            case "snooze":
                until = until_of(form, wording)
                return Snooze(epoch, until) if until is not None else Outcome("past")
            case "resolve":
                return Resolve(epoch, _seen(form))
        return self._about(connection, account, wording, number, name, form, epoch)

    def _about(
        self, connection: Connection, account: Account, wording: Wording, number: int, name: str, form: Form, epoch: int
    ) -> Action | Outcome | None:
        """What depends on how the conversation stands."""
        conversation = conversations.load(connection, self._app.vault, number)
        if conversation is None:
            return None
        stand = self._standing(connection, account, wording, conversation)
        if name == "hand-back":
            return HandBack(epoch, _facts(stand, form), _seen(form))
        kind, _, to = form.get("to", "").partition(":")
        if f"{kind}:{to}" not in {value for value, _ in (*stand.people, *stand.teams)}:
            return Outcome("nobody")
        if kind == "team":
            return Assign(epoch, to)
        return Assign(epoch, conversation.team or conversation.lang or "en", int(to))

    def _refused(
        self, connection: Connection, account: Account, wording: Wording, number: int, outcome: Outcome, form: Form
    ) -> str:
        """Why it was not done, in a sentence or two."""
        names = {one.id: one.name for one in staff.everybody(connection)}
        code = outcome.code if outcome.code in REFUSALS else "changed"
        label = outcome.key
        if code == "wrong" and (conversation := conversations.load(connection, self._app.vault, number)) is not None:
            stand = self._standing(connection, account, wording, conversation)
            label = next((one.label for one in stand.fields if one.key == outcome.key), outcome.key)
        name = names.get(outcome.by or 0, "") or wording.t("owner.staff")
        said = wording.t(f"refused.{code}", name=name, limit=str(LONGEST), label=label)
        kept = code in ("held", "changed", "unreachable", "not-agreed") and form.get("words", "").strip()
        return f"{said} {wording.t('refused.kept')}" if kept else said

    def _standing(
        self, connection: Connection, account: Account, wording: Wording, conversation: Conversation
    ) -> Standing:
        app = self._app
        return standing(connection, app.vault, app.services, wording, conversation, account, self._pages.languages)


def _written(form: Form) -> str:
    """What was written, which must not be lost: with a translation also what was translated."""
    return "\n\n".join(text for text in (form.get("words", ""), form.get("original", "")) if text.strip())


def until_of(form: Form, wording: Wording) -> int | None:
    """When what is put off comes back, in milliseconds since 1970: in an hour, or on the morning of a day; None when it does not
    say."""
    today = wording.today()
    match form.get("until", ""):
        case "hour":
            return wording.now + _HOUR
        case "tomorrow":
            day = today + dt.timedelta(days=1)
        case "monday":
            day = today + dt.timedelta(days=7 - today.weekday())
        case _:
            try:
                day = dt.date.fromisoformat(form.get("day", ""))
            except ValueError:
                return None
    return int(dt.datetime.combine(day, MORNING, wording.zone).timestamp() * 1000)


def _facts(stand: Standing, form: Form) -> dict[str, str]:
    """What was filled in or changed, in the order of the questions; what stands as it stood, or empty, is not touched."""
    in_order = sorted(stand.fields, key=lambda one: one.asked)
    given = {one.key: form.get(FACT + one.key, "").strip() for one in in_order}
    return {one.key: given[one.key] for one in in_order if given[one.key] not in ("", one.value.strip())}


def _key(account: Account, number: int, name: str, form: Form) -> str:
    """What makes this form the same when it comes again: who sends it, from which page, and what is in it. Other words from the
    same page are another form: nothing that somebody writes is lost."""
    if not form.get("key"):
        return ""
    filled = [f"{key}={value}" for key, value in sorted(form.items()) if key != "token"]
    return hashlib.sha256(
        "\0".join((str(account.id), str(number), name, *filled)).encode("utf-8", "replace")
    ).hexdigest()


def _seen(form: Form) -> int:
    """The newest message on the page that the form stood on."""
    return number_of(form.get("seen", "")) or 0


def _newest(connection: Connection, account: Account, number: int) -> int | None:
    """The newest message, 0 without any; None where the conversation is not theirs to see."""
    if not access.sees_conversation(connection, account, number):
        return None
    return transcripts.newest(connection, number)
