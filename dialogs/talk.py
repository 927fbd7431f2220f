"""What a dialog sees: questions to await, things to say, actions to have done once.

The driver (`dialogs.engine`) talks with the coroutine through `yield`: it sends back the answer of the question that stopped it
and goes on in the same run.
"""

import hashlib
import types
from collections.abc import Awaitable, Callable, Coroutine, Generator, Iterable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal

import msgspec

from dialogs import letter
from dialogs.questions import Line, Option, Question
from dialogs.state import Answer, Memo, State, plain
from domain.messages import Part, Style, Text, verbatim

Dialog = Callable[["Talk"], Coroutine[Any, Any, Any]]

#: look-ahead stops here: a dialog that asks more is a dialog nobody finishes
LOOK_AHEAD = 60
_YES_NO = (Option("yes", Text("common.yes")), Option("no", Text("common.no")))


@dataclass(frozen=True, slots=True)
class Call:
    """An action that the dialog needs done: the driver does it once and records the result."""

    key: str
    action: str
    args: tuple[Any, ...]
    digest: str
    sample: Any


@dataclass(frozen=True, slots=True)
class Later:
    """Something to say whose parts an action makes, only if it is really said."""

    action: str
    args: tuple[Any, ...]


@dataclass(slots=True)
class Run:
    """One replay in the making; `met` counts the questions met while looking `ahead`."""

    state: State
    stop_at: str
    path: list[Question] = field(default_factory=list)
    says: list[Part | Later] = field(default_factory=list)
    scope: str = ""
    ahead: bool = False
    met: int = 0


@types.coroutine
def _wait(item: Question | Call) -> Generator[Question | Call, Any, Any]:
    return (yield item)


def _digest(value: Any) -> str:
    return hashlib.blake2s(msgspec.json.encode(value, order="deterministic"), digest_size=6).hexdigest()


class Talk:
    """What a dialog sees: questions to await, things to say, actions to have done once.

    The text of a question is found by its key: dialog `profile`, key `email` has the texts `profile.email.ask`,
    `.label` (for reviews), `.help` (optional) and `.option.<id>`. Ids of repeated items are left out.
    """

    def __init__(self, run: Run) -> None:
        self._run = run
        self.args: Mapping[str, Any] = run.state.args

    # --- questions ---

    async def text(self, key: str, *, limit: int = 2000, **more: Any) -> str:
        """Free words, at most `limit` characters; with `picks`, quick answers beside them."""
        more.setdefault("sample", "…")
        return str(await self._ask(key, "text", most=limit, **more) or "")

    async def email(self, key: str, **more: Any) -> str | None:
        """An e-mail address."""
        return await self._ask(key, "email", sample="a@b.example", **more)  # type: ignore[no-any-return]

    async def number(self, key: str, *, least: int, most: int, **more: Any) -> int | None:
        """A whole number between `least` and `most`."""
        more.setdefault("sample", least)
        return await self._ask(key, "number", least=least, most=most, **more)  # type: ignore[no-any-return]

    async def money(self, key: str, **more: Any) -> dict[str, Any] | None:
        """An amount: {"minor": cents, "currency": "EUR"}."""
        return await self._ask(key, "money", sample={"minor": 100, "currency": "EUR"}, **more)  # type: ignore[no-any-return]

    async def date(self, key: str, **more: Any) -> str | None:
        """A day, YYYY-MM-DD."""
        more.setdefault("sample", "2030-01-15")
        return await self._ask(key, "date", **more)  # type: ignore[no-any-return]

    async def period(self, key: str, **more: Any) -> dict[str, Any] | None:
        """A stretch of time: {"months": ["2027-05"], "from": day or null, "to": day or null}."""
        return await self._ask(key, "period", sample={"months": ["2030-01"]}, **more)  # type: ignore[no-any-return]

    async def choice(self, key: str, options: Iterable[str | Option], **more: Any) -> str:
        """One of the options (their ids)."""
        return str(await self._ask(key, "choice", options=self._options(key, options), **more))

    async def choices(self, key: str, options: Iterable[str | Option], **more: Any) -> list[str]:
        """Some of the options, in the order of the options; `least` and `most` bound how many."""
        more.setdefault("least", 1)
        return list(await self._ask(key, "choices", options=self._options(key, options), **more) or [])

    async def yes_no(self, key: str, **more: Any) -> bool | None:
        """Yes or no: only a bare yes is one, but where it is `lenient` (`domain.answers.yes_no`)."""
        more.setdefault("sample", True)
        return await self._ask(key, "yes_no", options=_YES_NO, **more)  # type: ignore[no-any-return]

    async def file(self, key: str, **more: Any) -> dict[str, Any] | None:
        """An attachment: {"stored", "name", "mime", "size"}."""
        sample = {"stored": "sample", "name": "sample", "mime": "", "size": 1}
        return await self._ask(key, "file", sample=sample, **more)  # type: ignore[no-any-return]

    async def location(self, key: str, **more: Any) -> str | None:
        """A place, typed or shared ("latitude,longitude")."""
        return await self._ask(key, "location", sample="…", **more)  # type: ignore[no-any-return]

    async def languages(self, key: str, **more: Any) -> list[list[Any]]:
        """Languages with their level: [["fr", "C1"], ["nl", null]]."""
        return list(await self._ask(key, "languages", sample=[["en", None]], **more) or [])

    async def countries(self, key: str, **more: Any) -> list[str]:
        """Countries as ISO codes; an empty list means anywhere."""
        return list(await self._ask(key, "countries", sample=["FR"], **more) or [])

    async def review(self, key: str = "review") -> None:
        """Show every answer so far with a button to change it; opens again when something has changed since."""
        if self._run.ahead:
            # only counted: what it would show does not matter
            await self._ask(key, "review")
            return
        lines = tuple(
            Line(q.key, q.label, q.show(self._run.state.answers[q.key].value if q.key in self._run.state.answers else q.sample))
            for q in self._run.path
            if q.label is not None and q.kind != "review"
        )  # fmt: skip
        answers = self._run.state.answers
        digest = _digest([(line.key, answers[line.key].value if line.key in answers else None) for line in lines])
        await self._ask(key, "review", lines=lines, digest=digest, sample=digest)

    def begun_before(self, key: str, later: str) -> bool:
        """Was question `later` reached when `once(key)`, or the question `key`, did not yet come before it? Such a conversation
        goes on as it began."""
        state, key, later = self._run.state, self._run.scope + key, self._run.scope + later
        there = key in state.memo or key in state.answers
        return not there and (later in state.answers or state.asked == later)

    def did(self, key: str, *action: Any) -> bool:
        """Was `once(key)` done in an earlier turn, with these arguments when an action is named?"""
        memo = self._run.state.memo.get(self._run.scope + key)
        return memo is not None and (not action or memo.digest == _digest(list(action)))

    def added(self, key: str) -> list[str]:
        """What `add` has put into the answer to a choice of several so far: options of that question from then on."""
        memo = self._run.state.memo.get(f"{self._run.scope}{key}.added")
        return list(memo.value) if memo is not None else []

    def add(self, key: str, ids: Iterable[str], settled: tuple[str, str, str] | None = None) -> None:
        """Put `ids` into the answer to a choice of several, where the review shows them and a person can take them out again.

        `settled` names an option that is thereby answered, with the question and the action for it: they are taken out.
        """
        run, scope = self._run, self._run.scope
        if run.ahead:
            return
        more = [one for one in ids if one not in run.state.answers[scope + key].value]
        chosen = [*run.state.answers[scope + key].value, *more]
        if settled is not None:
            option, question, action = settled
            chosen = [one for one in chosen if one != option]
            run.state.answers.pop(scope + question, None)
            run.state.memo.pop(scope + action, None)
            run.path[:] = [one for one in run.path if one.key != scope + question]
        run.state.answers[scope + key] = Answer(chosen)
        known = self.added(key)
        run.state.memo[f"{scope}{key}.added"] = Memo("", [*known, *(one for one in more if one not in known)])

    # --- repeated parts ---

    async def each(
        self, key: str, item: Callable[["Talk", int], Awaitable[Any]], *, at_most: int, at_least: int = 1,
        opens: tuple[str, str] | None = None,
    ) -> list[Any]:  # fmt: skip
        """Run `item(d, number)` for each repeated part; after each, ask `<key>.more` until the answer is no.

        `opens` names an action that tells whether typed words are neither yes nor no but begin the next part already, and the
        question of the part that they answer then.

        Keys inside are scoped (`goal.0.by`), ids stay stable, so one item can be deleted without touching the others.
        """
        results: list[Any] = []
        ids = self._run.state.items.setdefault(key, list(range(max(1, at_least))))
        while True:
            for number, item_id in enumerate(ids[len(results) :], start=len(results) + 1):
                with self._scoped(f"{key}.{item_id}."):
                    results.append(await item(self, number))
            if len(results) >= at_most:
                return results
            coming = max(ids, default=-1) + 1
            begun = (opens[0], f"{self._run.scope}{key}.{coming}.{opens[1]}") if opens else None
            if not await self.yes_no(f"{key}.more", label=None, sample=False, opens=begun, lenient=True):
                return results
            # "more" is asked again after the new item
            if self._run.ahead:
                return results
            self._run.state.answers.pop(f"{key}.more", None)
            ids.append(coming)

    # --- saying and doing ---

    def say(self, key: str, *, style: Style = "body", **fields: Any) -> None:
        """Say `<dialog>.<key>`; sent only in the turn that gets here, never again at replay."""
        self.show(Part(Text(self._name(key), fields), style))

    def show(self, *parts: Part) -> None:
        """Say ready-made parts (cards, lists)."""
        self._run.says.extend(parts)

    def show_later(self, action: str, *args: Any) -> None:
        """Say the parts that `action` makes of `args`; not asked for at replay, nothing is recorded."""
        self._run.says.append(Later(action, args))

    async def once(self, key: str, action: str, *args: Any, sample: Any = None) -> Any:
        """Have `action` done with `args` and remember the result; other arguments do it again, the same never."""
        full = self._run.scope + key
        memo = self._run.state.memo.get(full)
        if self._run.ahead:
            return sample if memo is None else memo.value
        digest = _digest([action, args])
        if memo is not None and memo.digest == digest:
            return memo.value
        return await _wait(Call(full, action, tuple(plain(arg) for arg in args), digest, sample))

    def guess(self, key: str, value: Any) -> None:
        """Propose an answer that the person has yet to confirm; a given answer is left alone."""
        full = self._run.scope + key
        if value not in (None, "", []) and full not in self._run.state.answers:
            self._run.state.answers[full] = Answer(plain(value), "guess")

    # --- inside ---

    def _name(self, key: str) -> str:
        return text_name(self._run.state.dialog, self._run.scope + key)

    @contextmanager
    def _scoped(self, prefix: str) -> Generator[None]:
        before = self._run.scope
        self._run.scope = before + prefix
        try:
            yield
        finally:
            self._run.scope = before

    def _options(self, key: str, options: Iterable[str | Option]) -> tuple[Option, ...]:
        found = tuple(options)
        kinds = set(map(type, found))
        if str not in kinds:
            return found  # type: ignore[return-value]
        return _as_options(self._name(key), found, named=len(kinds) == 1)

    async def _ask(
        self, key: str, kind: Any, *, fields: dict[str, Any] | None = None, text: Text | None = None,
        label: Text | Literal["named"] | None = "named", picks: Iterable[str | Option] = (), helped: bool = False, **more: Any,
    ) -> Any:  # fmt: skip
        run, full, name = self._run, self._run.scope + key, self._name(key)
        if label == "named":
            label = None if kind == "review" else _named_text(name, "label")
        options = more.get("options")
        if options and more.get("sample") is None:
            more["sample"] = [options[0].id] if kind == "choices" else options[0].id
        answers = run.state.answers
        if run.ahead and run.met < LOOK_AHEAD and full not in answers:
            # only counted
            run.met += 1
            return more.get("sample")
        question = Question(
            key=full,
            kind=kind,
            text=text or (Text(f"{name}.ask", fields) if fields else _named_text(name, "ask")),
            label=label,
            help=_named_text(name, "help") if helped else None,
            picks=self._options(key, picks) if picks else (),
            **more,
        )
        run.path.append(question)
        if full not in answers:
            for alias in question.aliases:
                if run.scope + alias in answers:
                    answers[full] = answers.pop(run.scope + alias)
        recorded = answers.get(full)
        given = recorded is not None and recorded.by != "guess" and full != run.stop_at
        if (
            recorded is not None
            and given
            and question.fits(recorded.value)
            and not letter.outdated(run.state, question)
        ):
            run.says.clear()
            return recorded.value
        return await _wait(question)


@lru_cache(maxsize=2048)
def text_name(dialog: str, key: str) -> str:
    """What the texts of a question are named after: the dialog and the key, without the numbers of repeated parts."""
    return ".".join((dialog, *(part for part in key.split(".") if not part.isdigit())))


@lru_cache(maxsize=4096)
def _named_text(name: str, part: str) -> Text:
    return Text(f"{name}.{part}")


def _as_options(name: str, options: tuple[Any, ...], *, named: bool) -> tuple[Option, ...]:
    if named:
        return _named_options(name, options)
    return tuple(option if isinstance(option, Option) else Option(option, _label(name, option)) for option in options)


@lru_cache(maxsize=1024)
def _named_options(name: str, options: tuple[str, ...]) -> tuple[Option, ...]:
    return tuple(Option(option, _label(name, option)) for option in options)


def _label(name: str, option: str) -> Text:
    return verbatim(option) if option.isdigit() else Text(f"{name}.option.{option}")
