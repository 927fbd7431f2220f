"""Dialogs as straight-line coroutines, replayed from keyed answers.

A dialog is an `async def` that asks one question after the other:

    async def profile(d: Talk) -> dict[str, Any]:
        name = await d.text("name")
        country = await d.countries("country", most=1)
        await d.review()
        return await d.once("saved", "save_profile", {"name": name, "country": country})

Between turns nothing stays in memory. A turn replays the coroutine: a question whose answer is recorded returns it at
once; the first one without stops the replay and is asked. So restart, deploy, another worker, "back" and "change my
third answer" are all the same thing. Keys, not positions, tie answers to questions: code may change under a suspended
dialog, and no answer is ever thrown away.

The driver talks with the coroutine through `yield`: it sends back the answer of the question that stopped it and goes on in the
same run, so a turn costs one replay.
"""

import hashlib
import types
from collections.abc import Awaitable, Callable, Coroutine, Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal

import msgspec

from dialogs import besides, said
from dialogs.questions import NOTHING, Given, Line, NotAnAnswer, Option, Question, Reading
from dialogs.reading import IN_WORDS, UNSURE, read
from dialogs.state import Answer, Giver, Memo, State
from domain.messages import Part, Style, Text, verbatim

Dialog = Callable[["Talk"], Coroutine[Any, Any, Any]]
Actions = Mapping[str, Callable[..., Any]]

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
class Input:
    """What the person (or staff) does at the question on the screen.

    `answer` gives `given`; `edit` opens question `key` again; `fill` records `value` for `key` on somebody's behalf;
    `drop` deletes the repeated item that question `key` belongs to; `show` asks the same question once more.
    """

    kind: Literal["start", "answer", "back", "skip", "edit", "fill", "drop", "show", "help"]
    given: Given = NOTHING
    key: str = ""
    value: Any = None
    by: Giver = "trainee"


@dataclass(frozen=True, slots=True)
class Prompt:
    """The question to put on the screen, and what belongs around it."""

    question: Question
    error: Text | None = None
    old: Text | None = None
    guess: bool = False
    help: Text | None = None
    selected: tuple[str, ...] = ()
    progress: tuple[int, int] | None = None
    can_go_back: bool = False
    offer_person: bool = False


@dataclass(frozen=True, slots=True)
class Taken:
    """What the input was taken for: the question it answered, and the value; none when it was not understood."""

    question: Question
    value: Any
    understood: bool = True


@dataclass(frozen=True, slots=True)
class Turn:
    """What a turn led to: the new state, what to say, and the next prompt, or the result when the dialog has ended.

    `taken` tells how an answer was read.
    """

    state: State
    says: tuple[Part, ...] = ()
    prompt: Prompt | None = None
    done: bool = False
    result: Any = None
    taken: Taken | None = None


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


def _plain(value: Any) -> Any:
    """As it will come back from the store: the dialog must see the same before and after a restart."""
    return msgspec.json.decode(msgspec.json.encode(value))


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
        """Yes or no."""
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
            if not await self.yes_no(f"{key}.more", label=None, sample=False, opens=begun):
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
        digest = _digest([action, args])
        full = self._run.scope + key
        memo = self._run.state.memo.get(full)
        if memo is not None and memo.digest == digest:
            return memo.value
        return await _wait(Call(full, action, tuple(_plain(arg) for arg in args), digest, sample))

    def guess(self, key: str, value: Any) -> None:
        """Propose an answer that the person has yet to confirm; a given answer is left alone."""
        full = self._run.scope + key
        if value not in (None, "", []) and full not in self._run.state.answers:
            self._run.state.answers[full] = Answer(_plain(value), "guess")

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
        if recorded is not None and recorded.by != "guess" and full != run.stop_at and question.fits(recorded.value):
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


def begin(dialog: str, run: str, args: Mapping[str, Any] | None = None, version: int = 1) -> State:
    """A fresh state, to be given to `turn` with the input `start`."""
    return State(dialog=dialog, run=run, version=version, args=dict(args or {}))


def turn(dialog: Dialog, state: State, given: Input, reading: Reading, actions: Actions) -> Turn:
    """Apply one input to a suspended dialog and run it to its next question or its end.

    `state` is not changed; the new one is in the result. Whatever an action raises passes through: nothing was
    recorded then.
    """
    return _Driver(dialog, state, given, reading, actions).go()


def questions(dialog: Dialog, state: State, reading: Reading, actions: Actions) -> tuple[Question, ...]:
    """The questions of a suspended dialog so far, the one on the screen last. Nothing changes."""
    driver = _Driver(dialog, state, Input("show"), reading, actions)
    prompt = driver.go().prompt
    keys = [question.key for question in driver.run.path]
    return tuple(driver.run.path[: keys.index(prompt.question.key) + 1]) if prompt is not None else ()


class _Driver:
    """One turn: replay, consume the input at its question, run on, look ahead."""

    def __init__(self, dialog: Dialog, state: State, given: Input, reading: Reading, actions: Actions) -> None:
        self.given, self.reading, self.actions = given, reading, actions
        self.state = replace_state(state)
        self.target = given.key or self.state.asked
        self.error: Text | None = None
        self.taken: Taken | None = None
        self.consumed = given.kind == "start"
        if given.kind == "fill":
            self.state.answers[given.key] = Answer(_plain(given.value), given.by)
        if given.kind == "drop":
            self._drop(given.key)
        if given.kind == "edit":
            # the next review is shown as it is at first
            for key in [key for key in self.state.pending if key.endswith("review")]:
                del self.state.pending[key]
        reopens = given.kind in ("edit", "answer", "skip", "show", "help", "back") and bool(self.target)
        self.run = Run(self.state, stop_at=self.target if reopens else "")
        self.coroutine = dialog(Talk(self.run))

    def go(self) -> Turn:
        value: Any = None
        try:
            while True:
                item = self.coroutine.send(value)
                if isinstance(item, Call):
                    value = self._do(item)
                    continue
                consumed, value = self._consume(item)
                if not consumed:
                    return self._stop(item)
        except StopIteration as end:
            self.state.asked = ""
            return Turn(self.state, self._said(), done=True, result=end.value, taken=self.taken)
        finally:
            self.coroutine.close()

    def _do(self, call: Call) -> Any:
        value = _plain(self.actions[call.action](*call.args))
        self.state.memo[call.key] = Memo(call.digest, value)
        return value

    def _consume(self, question: Question) -> tuple[bool, Any]:
        """Try to answer the question that stopped the replay; (False, None) when it has to be asked."""
        given = self._input_for(question)
        if given is None:
            return False, None
        for key, guessed in besides.found(question.besides, given.words, self.reading):
            self.state.answers.setdefault(key, Answer(_plain(guessed), "guess"))
        try:
            value = self._value(question, given)
        except NotAnAnswer as refused:
            self.error = refused.text
            if given is self.given.given:
                self.taken = Taken(question, None, understood=False)
            self.state.misses += 1
            return False, None
        if value is _UNFINISHED:
            return False, None
        if given is self.given.given:
            self.taken = Taken(question, value)
        self.state.answers[question.key] = Answer(value)
        self.state.pending.pop(question.key, None)
        self.state.misses = 0
        self.run.stop_at = ""
        self.run.says.clear()
        self.consumed = True
        return True, value

    def _input_for(self, question: Question) -> Given | None:
        kind = self.given.kind
        if not self.consumed and kind in ("answer", "skip") and self.target:
            if question.key == self.target:
                return self.given.given if kind == "answer" else Given(option="=skip")
            # the code has changed: another question comes first, the input waits for its own
            if kind == "answer" and question.kind != "choices":
                self.state.pending[self.target] = self.given.given.plain()
            return None
        waiting = self.state.pending.get(question.key)
        if isinstance(waiting, dict) and question.key not in self.state.answers:
            del self.state.pending[question.key]
            return Given.from_plain(waiting)
        return None

    def _value(self, question: Question, given: Given) -> Any:
        given = self._meant(question, given)
        if given.option == "=skip":
            if not question.optional:
                raise NotAnAnswer(Text("answer.error.needed"))
            return None
        if given.option == "=keep" and question.key in self.state.answers:
            value = self.state.answers[question.key].value
        elif (question.kind, given.option) in _SHOWS_MORE:
            self.state.pending[question.key] = [given.option]
            return _UNFINISHED
        elif question.kind == "choices" and given.option is not None:
            value = self._toggle(question, given.option)
            if value is _UNFINISHED:
                return value
        else:
            try:
                value = _plain(read(question, given, self.reading))
            except NotAnAnswer:
                if not self._opens(question, given):
                    raise
                value = True
        if not question.fits(value):
            raise NotAnAnswer(Text("answer.error.not_possible"))
        if question.check:
            action, *args = question.check
            wrong = self.actions[action](value, *args)
            if wrong is not None:
                raise NotAnAnswer(wrong)
        return value

    def _opens(self, question: Question, given: Given) -> bool:
        """Do the words begin the next repeated part? Then they wait for its first question."""
        if question.opens is None or not given.words:
            return False
        action, key = question.opens
        if not self.actions[action](given.words):
            return False
        self.state.pending[key] = given.plain()
        return True

    def _meant(self, question: Question, given: Given) -> Given:
        """Typed words that stand for a button: "yes" to what is known already, "done" in a choice of several."""
        words, lang = given.words, self.reading.lang
        if not words or question.kind in ("review", "yes_no"):
            return given
        recorded = self.state.answers.get(question.key)
        if recorded is not None and said.is_kept(words, lang):
            return Given(option="=keep")
        if recorded is not None and recorded.by == "guess" and said.is_no(words, lang):
            raise NotAnAnswer(Text("answer.error.correct_it"))
        if question.kind == "choices" and said.is_done(words, lang):
            return Given(option="=done")
        return given

    def _toggle(self, question: Question, option: str) -> Any:
        """A press in a choice of several marks or unmarks; "done" ends it."""
        marked = list(self._marked(question))
        if option == "=done":
            least = question.least or 0
            if len([one for one in marked if one != "=all"]) < least:
                raise NotAnAnswer(Text("answer.error.choose_at_least", {"n": least}))
            return [o.id for o in question.options if o.id in marked]
        if option == "=all":
            marked.append(option)
        elif option not in [o.id for o in question.options]:
            raise NotAnAnswer(Text("answer.error.not_possible"))
        elif option in marked:
            marked.remove(option)
        elif question.most is not None and len([one for one in marked if one != "=all"]) >= question.most:
            raise NotAnAnswer(Text("answer.error.choose_at_most", {"n": question.most}))
        else:
            marked.append(option)
        self.state.pending[question.key] = marked
        return _UNFINISHED

    def _marked(self, question: Question) -> Sequence[str]:
        marked = self.state.pending.get(question.key)
        if not isinstance(marked, list):
            recorded = self.state.answers.get(question.key)
            marked = recorded.value if recorded is not None and isinstance(recorded.value, list) else []
        return marked

    def _drop(self, key: str) -> None:
        """Forget one repeated item: `goal.1.by` belongs to item 1 of `goal`."""
        parts = key.split(".")
        for cut in range(len(parts) - 1, 0, -1):
            name = ".".join(parts[:cut])
            if name in self.state.items and parts[cut].isdigit():
                ids = self.state.items[name]
                if int(parts[cut]) in ids and len(ids) > 1:
                    ids.remove(int(parts[cut]))
                    prefix = f"{name}.{parts[cut]}."
                    for store in (self.state.answers, self.state.memo, self.state.pending):
                        for old in [k for k in store if k.startswith(prefix)]:
                            del store[old]
                    self.consumed = True
                return

    def _stop(self, question: Question) -> Turn:
        """Ask: build the prompt, freeze the state, then look ahead for the progress."""
        path = self.run.path
        if self.given.kind == "back" and not self.consumed and len(path) > 1:
            path.pop()
            question = path[-1]
        state = self.state
        state.asked = question.key
        recorded = state.answers.get(question.key)
        old = None
        if recorded is not None and recorded.value is not None and question.kind != "review":
            old = question.show(recorded.value)
        says = self._said() if self.consumed else ()
        selected = tuple(self._marked(question)) if question.kind in ("choice", "choices", "review") else ()
        # looking ahead writes assumed answers into the state: everything to be kept is taken before
        frozen = replace_state(state)
        before = len(path) - 1
        rest = self._look_ahead(question) if question is self.run.path[-1] and self.given.kind != "back" else None
        return Turn(
            frozen,
            says,
            Prompt(
                question,
                error=self.error,
                old=old,
                guess=recorded is not None and recorded.by == "guess",
                # somebody who does not know what to answer is helped by an example
                help=question.help if self.given.kind == "help" or self.error in (UNSURE, IN_WORDS) else None,
                selected=selected,
                progress=None if rest is None else (before, before + rest),
                can_go_back=before > 0,
                offer_person=state.misses >= 2,
            ),
            taken=self.taken,
        )

    def _said(self) -> tuple[Part, ...]:
        parts: list[Part] = []
        for item in self.run.says:
            parts.extend(self.actions[item.action](*item.args) if isinstance(item, Later) else (item,))
        return tuple(parts)

    def _look_ahead(self, question: Question) -> int | None:
        """How many questions are left, this one included, if the rest is answered in the most usual way."""
        run = self.run
        run.stop_at, run.ahead, run.met = "", True, 1
        value = _assumed(self.state, question)
        self.state.answers[question.key] = Answer(value)
        try:
            while run.met < LOOK_AHEAD:
                item = self.coroutine.send(value)
                if isinstance(item, Call):
                    value = item.sample
                else:
                    run.met += 1
                    value = _assumed(self.state, item)
        except StopIteration:
            pass
        except Exception:
            # an assumed answer may lead a dialog where no real one does: then there is no honest figure
            return None
        return run.met


_UNFINISHED = object()
#: buttons that only show more of a question: the lines of a review, the rest of its options
_SHOWS_MORE = (("review", "=change"), ("choice", "=all"))


def _assumed(state: State, question: Question) -> Any:
    recorded = state.answers.get(question.key)
    return recorded.value if recorded is not None and question.fits(recorded.value) else question.sample


def replace_state(state: State) -> State:
    """A copy that shares no container with the original."""
    return State(
        dialog=state.dialog,
        run=state.run,
        version=state.version,
        args=state.args,
        answers=dict(state.answers),
        memo=dict(state.memo),
        items={key: list(ids) for key, ids in state.items.items()},
        asked=state.asked,
        pending=dict(state.pending),
        misses=state.misses,
    )
