"""The page of the answers written beforehand: all languages side by side, what they look like filled in, which are missing."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import msgspec
from litestar import Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from sqlalchemy import Connection

from bot.channels.webchat.problems import Problem
from bot.console import helping
from bot.console.console import Console
from bot.console.door import AGENT, LEAD, HttpRequest, visit_of
from bot.console.numbers import known, one_of
from bot.console.pages import go, headers
from bot.console.wording import Wording
from domain import canned as answers
from domain.answers.cleaning import NotUnderstood, clean
from domain.canned import LONGEST, LONGEST_NAME, Canned
from domain.canned_files import starting
from domain.messages import Text
from domain.texts import render
from storage import access, canned, conversations, helpdesks, staff
from storage.staff import Account

if TYPE_CHECKING:
    pass

PATH: Final = "/desk/canned"
#: bytes of a form: a text in each language, every letter of it written in three times three
_LARGEST_FORM: Final = 400_000
#: why a form was not kept
PROBLEMS: Final = ("name", "texts", "field", "too-long")
#: who and where the preview speaks of: nobody, nowhere
_TRAINEE, _HOST = "Alex Example", "Example House"


@dataclass(frozen=True, slots=True)
class Side:
    """A language of an answer: its text as it was typed, and as a trainee would read it."""

    lang: str
    language: str
    text: str
    preview: str


@dataclass(frozen=True, slots=True)
class Row:
    """An answer in the list; `missing` names the languages it lacks."""

    id: int
    name: str
    team: str
    begins: str
    lang: str
    missing: str


class _Pages:
    def __init__(self, console: Console) -> None:
        self._console, self._app, self._pages, self._now = console, console.app, console.pages, console.now

    def teams(self, connection: Connection, wording: Wording, account: Account) -> list[tuple[str, str]]:
        """Whose answers they look after (code, name): everybody's, and those of their teams."""
        mine = [
            (one.code, one.name)
            for one in helpdesks.everyone(connection)
            if account.role == "admin" or one.code in account.teams
        ]
        return [("", wording.t("canned.all_teams")), *mine]

    def page(
        self, request: HttpRequest, template: str, values: Mapping[str, object], status: int = 200
    ) -> Response[Any]:
        return self._console.page(request, template, self._console.wording(request), values, status)

    async def listed(self, request: HttpRequest) -> Response[Any]:
        wording, account = self._console.wording(request), visit_of(request).account

        def read(connection: Connection) -> tuple[list[Canned], list[tuple[str, str]]]:
            return helping.usable_answers(connection, account), self.teams(connection, wording, account)

        found, teams = await self._app.database.read(read)
        names = dict(teams)
        rows = [self._row(wording, one, names) for one in found]
        return self.page(request, "canned_answers.html", {"answers": rows, "several": len(teams) > 1})

    def _row(self, wording: Wording, one: Canned, names: Mapping[str, str]) -> Row:
        lang = answers.nearest(one.texts, wording.lang) or wording.lang
        text = " ".join(one.texts.get(lang, "").split())
        missing = [wording.language(code) for code in self._pages.languages if code not in one.texts]
        return Row(
            one.id, one.name, names.get(one.team, one.team), text, lang, wording.joined(missing) if missing else ""
        )

    async def one(
        self, request: HttpRequest, answer: Canned, problem: str = "", said: str = "", *, shown: bool = False
    ) -> Response[Any]:
        """The form of an answer; with `problem` once more, with `shown` as a preview of what is not kept yet."""
        wording, account = self._console.wording(request), visit_of(request).account
        teams = await self._app.database.read(lambda c: self.teams(c, wording, account))
        sides = [self._side(wording, answer, account, code) for code in self._pages.languages]
        values = {
            "answer": answer, "sides": sides, "teams": teams, "problem": problem, "said": said, "fields": answers.FIELDS,
            "shown": shown, "longest": LONGEST, "longest_name": LONGEST_NAME,
        }  # fmt: skip
        return self.page(request, "canned_answer.html", values, 422 if problem else 200)

    def _side(self, wording: Wording, answer: Canned, account: Account, lang: str) -> Side:
        text = answer.texts.get(lang, "")
        first = wording.today() + dt.timedelta(days=60)
        example = {
            "trainee": _TRAINEE, "me": account.name, "helpdesk": render(Text("canned.helpdesk"), lang), "host": _HOST,
            "first_day": render(Text(f"day:{first.isoformat()}"), lang),
            "last_day": render(Text(f"day:{(first + dt.timedelta(days=4)).isoformat()}"), lang),
        }  # fmt: skip
        return Side(lang, wording.language(lang), text, answers.fill(text, example))

    async def found(self, request: HttpRequest, number: int) -> Canned:
        """An answer that they look after. Raises Problem(404)."""
        account = visit_of(request).account
        found = await self._app.database.read(
            lambda c: next((one for one in helping.usable_answers(c, account) if one.id == known(number)), None)
        )
        if found is None:
            raise Problem(404, "not-found")
        return found

    async def keep(self, request: HttpRequest, answer: Canned) -> Response[Any]:
        """What the form says of an answer: kept, shown once as it would look, or told why not."""
        wording, account = self._console.wording(request), visit_of(request).account
        form = {key: value for key, value in (await request.form()).items() if isinstance(value, str)}
        teams = dict(await self._app.database.read(lambda c: self.teams(c, wording, account)))
        typed = msgspec.structs.replace(
            answer,
            name=" ".join(form.get("name", "").split()),
            team=one_of(form.get("team", ""), tuple(teams)),
            texts=_texts(answer, form, self._pages.languages),
        )
        if form.get("do") == "preview":
            return await self.one(request, typed, shown=True)
        if (wrong := _wrong(typed)) is not None:
            code, what = wrong
            return await self.one(request, typed, code, wording.t(f"canned.problem.{code}", what=what))
        kept = msgspec.structs.replace(typed, texts={lang: clean(text) for lang, text in typed.texts.items()})

        def write(connection: Connection) -> None:
            number = canned.save(connection, self._now(), kept, account.id)
            self._note(connection, account, "canned.saved", number)

        await self._app.database.write(write)
        return go(PATH)

    async def remove(self, request: HttpRequest, number: int) -> Response[Any]:
        answer, account = await self.found(request, number), visit_of(request).account

        def write(connection: Connection) -> None:
            if canned.remove(connection, answer.id):
                self._note(connection, account, "canned.removed", answer.id)

        await self._app.database.write(write)
        return go(PATH)

    async def start(self, request: HttpRequest) -> Response[Any]:
        """The answers to start with, named in the language of whoever asks for them."""
        account = visit_of(request).account
        given = starting(self._console.wording(request).lang)

        def write(connection: Connection) -> None:
            there = {one.code for one in canned.of_teams(connection)}
            canned.take_in(connection, self._now(), [one for one in given if one.code not in there], account.id)
            self._note(connection, account, "canned.started", 0)

        await self._app.database.write(write)
        return go(PATH)

    async def pick(self, request: HttpRequest, number: int, answer: int) -> Response[Any]:
        """An answer filled in for a conversation, for the script that puts it into the box."""
        wording, account = self._console.wording(request), visit_of(request).account

        def read(connection: Connection) -> helping.Picked | None:
            if not access.sees_conversation(connection, account, known(number)):
                return None
            conversation = conversations.load(connection, self._app.vault, known(number))
            chosen = next((one for one in helping.usable_answers(connection, account) if one.id == known(answer)), None)
            if conversation is None or chosen is None:
                return None
            values = helping.values_of(connection, self._app, wording, account, conversation)
            return helping.picked(wording, chosen, conversation.lang or "en", values, account)

        found = await self._app.database.read(read)
        if found is None:
            raise Problem(404, "not-found")
        content = {"words": found.words, "lang": found.lang, "notes": found.notes}
        return Response(content, media_type="application/json", headers=headers())

    def _note(self, connection: Connection, account: Account, what: str, number: int) -> None:
        staff.record(connection, self._now(), f"staff:{account.id}", what, f"canned:{number}" if number else "")


def create_canned(console: Console) -> list[HTTPRouteHandler]:
    """The routes of the list, of one answer, and of an answer for a conversation."""
    all_of_it = _Pages(console)
    ours = partial(post, opt=LEAD, include_in_schema=False, request_max_body_size=_LARGEST_FORM)

    @get("/canned", opt=LEAD, include_in_schema=False)
    async def listed(request: HttpRequest) -> Response[Any]:
        return await all_of_it.listed(request)

    @get("/canned/new", opt=LEAD, include_in_schema=False)
    async def new(request: HttpRequest) -> Response[Any]:
        return await all_of_it.one(request, Canned("", "", {}))

    @get("/canned/{number:int}", opt=LEAD, include_in_schema=False)
    async def one(request: HttpRequest, number: FromPath[int]) -> Response[Any]:
        return await all_of_it.one(request, await all_of_it.found(request, number))

    @ours("/canned/new")
    async def add(request: HttpRequest) -> Response[Any]:
        return await all_of_it.keep(request, Canned("", "", {}))

    @ours("/canned/{number:int}")
    async def change(request: HttpRequest, number: FromPath[int]) -> Response[Any]:
        return await all_of_it.keep(request, await all_of_it.found(request, number))

    @ours("/canned/{number:int}/remove")
    async def remove(request: HttpRequest, number: FromPath[int]) -> Response[Any]:
        return await all_of_it.remove(request, number)

    @ours("/canned/start")
    async def start(request: HttpRequest) -> Response[Any]:
        return await all_of_it.start(request)

    @get("/conversations/{number:int}/canned/{answer:int}", opt=AGENT, include_in_schema=False)
    async def pick(request: HttpRequest, number: FromPath[int], answer: FromPath[int]) -> Response[Any]:
        return await all_of_it.pick(request, number, answer)

    return [listed, new, one, add, change, remove, start, pick]


def _texts(answer: Canned, form: Mapping[str, str], languages: tuple[str, ...]) -> dict[str, str]:
    """What was typed by language; one that the form does not show stays as it is."""
    others = {lang: text for lang, text in answer.texts.items() if lang not in languages}
    typed = {lang: form.get(f"text.{lang}", "") for lang in languages}
    return {lang: text for lang, text in (typed | others).items() if text.strip()}


def _wrong(answer: Canned) -> tuple[str, str] | None:
    """Why an answer cannot be kept, and what of it."""
    if not answer.name or len(answer.name) > LONGEST_NAME or not answer.name.isprintable():
        return "name", str(LONGEST_NAME)
    if not answer.texts:
        return "texts", ""
    for text in answer.texts.values():
        if odd := answers.unknown_fields(text):
            return "field", "{" + odd[0] + "}"
        try:
            clean(text, LONGEST)
        except NotUnderstood as refused:
            return ("texts", "") if refused.code == "empty" else ("too-long", str(LONGEST))
    return None
