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

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from dialogs import besides, doubts, letter, marking, marks, said, written
from dialogs.questions import ALL, CHANGE, DONE, KEEP, NOTHING, SKIP, Given, NotAnAnswer, Question, Reading
from dialogs.reading import IN_WORDS, UNSURE, read
from dialogs.state import Answer, Giver, Memo, State, plain
from dialogs.talk import LOOK_AHEAD, Call, Dialog, Later, Run, Talk
from domain.messages import Part, Text

Actions = Mapping[str, Callable[..., Any]]


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
        self.state = state.copy()
        self.target = given.key or self.state.asked
        self.error: Text | None = None
        self.taken: Taken | None = None
        #: was the proposed text changed in this turn?
        self.changed = False
        #: questions that the answer of this turn settles as well
        self.settled: set[str] = set()
        self.consumed = given.kind == "start"
        if given.kind == "fill":
            self.state.answers[given.key] = Answer(plain(given.value), given.by)
            letter.forget(self.state, given.key)
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
        value = plain(self.actions[call.action](*call.args))
        self.state.memo[call.key] = Memo(call.digest, value)
        return value

    def _consume(self, question: Question) -> tuple[bool, Any]:
        """Try to answer the question that stopped the replay; (False, None) when it has to be asked."""
        given = self._input_for(question)
        if given is None:
            return self._settle(question)
        passing = question.kind == "text" or question.who
        words = given.words if question.others is None else marks.of_the_journey(given.words, self.reading.lang)
        for key, guessed in besides.found(question.besides, words, self.reading, passing):
            # what was told last counts; an answer given to the question itself stays
            if key not in self.state.answers or self.state.answers[key].by == "guess":
                self.state.answers[key] = Answer(plain(guessed), "guess")
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
        for key, told in besides.found(question.settles, given.words, self.reading):
            self.state.answers[key] = Answer(plain(told), "guess")
            self.settled.add(key)
        self.state.pending.pop(question.key, None)
        self.state.misses = 0
        self.run.stop_at = ""
        self.run.says.clear()
        self.consumed = True
        return True, value

    def _settle(self, question: Question) -> tuple[bool, Any]:
        """Take what was told for a question along with the answer before it, if it can be an answer; else it is asked."""
        told = self.state.answers.get(question.key)
        if question.key not in self.settled or told is None or not question.fits(told.value):
            return False, None
        if question.check:
            action, *args = question.check
            self.error = self.actions[action](told.value, *args)
            if self.error is not None:
                del self.state.answers[question.key]
                return False, None
        self.state.answers[question.key] = Answer(told.value)
        return True, told.value

    def _input_for(self, question: Question) -> Given | None:
        kind = self.given.kind
        if not self.consumed and kind in ("answer", "skip") and self.target:
            if question.key == self.target:
                return self.given.given if kind == "answer" else Given(option=SKIP)
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
        if question.changes and self._changes(question, given):
            return _UNFINISHED
        given = self._meant(question, given)
        if given.option == SKIP:
            if not question.optional:
                # at a review nothing is missing: "address: leave it out" is about one of its lines
                raise NotAnAnswer(Text(f"answer.error.{'review' if question.kind == 'review' else 'needed'}"))
            return None
        if (own := doubts.own_words(self.state, question, given)) is not None:
            return own
        if given.option == KEEP and question.key in self.state.answers:
            recorded = self.state.answers[question.key].value
            value = marking.still_offered(question, recorded)
            if recorded and not value:
                raise NotAnAnswer(Text("answer.error.not_possible"))
        elif (question.kind, given.option) in _SHOWS_MORE:
            self.state.pending[question.key] = [given.option]
            return _UNFINISHED
        elif question.kind == "choices" and given.option is not None:
            marked = marking.marked(self.state, question)
            if given.option != DONE:
                self.state.pending[question.key] = marking.pressed(question, marked, given.option)
                return _UNFINISHED
            value = marking.finished(question, marked)
        elif question.kind == "choice" and question.others is not None and given.words:
            value = self._or_other(question, question.others, given)
        elif question.others is not None and given.words:
            value = self._put_right(question, question.others, given)
        else:
            try:
                value = plain(read(question, given, self._reading_at(question)))
            except NotAnAnswer:
                if not self._opens(question, given):
                    raise
                value = True
        if not question.fits(value):
            raise NotAnAnswer(Text("answer.error.not_possible"))
        if given.words and self.state.pending.get(question.key) != given.words:
            doubts.ask_back(self.state, question, value, self.actions)
        if question.check:
            action, *args = question.check
            wrong = self.actions[action](value, *args)
            if wrong is not None:
                raise NotAnAnswer(wrong)
        return letter.taken(self.state, question, value) if question.changes else value

    def _changes(self, question: Question, given: Given) -> bool:
        """Is something done to the proposed text, or undone, rather than answered?"""
        if given.option == letter.FIRST:
            letter.give_up(self.state, question)
            return True
        if not given.words:
            return False
        trouble = letter.change(self.state, question, given.words, self.actions)
        self.changed = trouble != letter.NOT_ONE
        if self.changed:
            self.error = trouble
        return self.changed

    def _reading_at(self, question: Question) -> Reading:
        """With what is marked or proposed at a question that takes several, "also German" adds to it; with the day that stands
        there: "the 15th" is in its month; with the text that is known: "that's right, but" keeps it."""
        held = self.state.answers.get(question.key)
        if question.kind in _ONE_KNOWN and held is not None and held.value:
            return replace(self.reading, proposed=(held.value,))
        if question.kind not in ("choices", "countries", "languages"):
            return self.reading
        return replace(self.reading, proposed=tuple(one for one in marking.marked(self.state, question) if one != ALL))

    def _put_right(self, question: Question, others: tuple[str, str], given: Given) -> list[str]:
        """Words about what is marked; those that name something else wait for the question that takes them."""
        other, takes = others
        value, left = marks.read(question, other, given.words, marking.marked(self.state, question), self.reading)
        if left:
            self.state.answers.pop(takes, None)
            self.state.pending[takes] = Given(words=left).plain()
        return value

    def _or_other(self, question: Question, others: tuple[str, str], given: Given) -> Any:
        """Words of one's own where one of the options is "something else" wait for the question that takes them."""
        other, takes = others
        try:
            return plain(read(question, given, self.reading))
        except NotAnAnswer:
            if not marks.says_something_else(given.words, self.reading.lang):
                raise
        self.state.answers.pop(takes, None)
        self.state.pending[takes] = given.plain()
        return other

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
        if letter.stands(self.state, question) and self._keeps(question, words):
            return Given(option=question.proposed)
        if doubts.asked_back(self.state, question) and (meant := doubts.answered(question, words, lang)):
            return meant
        if recorded is not None and self._keeps(question, words):
            return Given(option=KEEP)
        if recorded is not None and recorded.by == "guess" and said.is_no(words, lang):
            raise NotAnAnswer(Text("answer.error.correct_it"))
        if question.kind == "choices" and (said.is_done(words, lang) or written.refers_back(words, lang)):
            return Given(option=DONE)
        return given

    def _keeps(self, question: Question, words: str) -> bool:
        """Do the words let the answer stand that is known already?"""
        if said.only_agrees(words, self.reading.lang) or written.refers_back(words, self.reading.lang):
            return True
        return question.kind == "text" and not question.picks and written.takes_proposal(words, self.reading.lang)

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
        # a proposed text that was taken stands there with its own button
        offered = (
            question.kind == "text" and recorded is not None and recorded.value in [one.id for one in question.picks]
        )
        # the choice is then between the proposed text and the words that are asked back, and no third one
        between = (bool(question.proposed) and doubts.asked_back(state, question)) or letter.stands(state, question)
        if (
            recorded is not None
            and recorded.value is not None
            and question.kind != "review"
            and not (offered or between)
        ):
            kept = marking.still_offered(question, recorded.value)
            old = question.show(kept) if kept or not recorded.value else None
        says = self._said() if self.consumed else ()
        selected = (
            tuple(marking.marked(self.state, question)) if question.kind in ("choice", "choices", "review") else ()
        )
        # looking ahead writes assumed answers into the state: everything to be kept is taken before
        frozen = state.copy()
        before = len(path) - 1
        rest = self._look_ahead(question) if question is self.run.path[-1] and self.given.kind != "back" else None
        return Turn(
            frozen,
            says,
            Prompt(
                letter.shown(state, doubts.with_own(state, question), self.error, changed=self.changed),
                error=self.error,
                old=old,
                guess=recorded is not None and recorded.by == "guess",
                # somebody who does not know what to answer is helped by an example
                help=question.help if self.given.kind == "help" or self._is_lost(question) else None,
                selected=selected,
                progress=None if rest is None else (before, before + rest),
                can_go_back=before > 0,
                offer_person=state.misses >= 2,
            ),
            taken=self.taken,
        )

    def _is_lost(self, question: Question) -> bool:
        """Does somebody not know what to answer, or was not found in a list?"""
        return self.error in (UNSURE, IN_WORDS) or (self.error is not None and question.kind == "choice")

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
                run.met += 1
                value = _assumed(self.state, item)
        except StopIteration:
            pass
        except Exception:
            # an assumed answer may lead a dialog where no real one does: then there is no honest figure
            return None
        return run.met


_UNFINISHED = object()
#: of these a reader is told the answer that is known
_ONE_KNOWN = ("date", "text", "location")
#: buttons that only show more of a question: the lines of a review, the rest of its options
_SHOWS_MORE = (("review", CHANGE), ("choice", ALL))


def _assumed(state: State, question: Question) -> Any:
    recorded = state.answers.get(question.key)
    return recorded.value if recorded is not None and question.fits(recorded.value) else question.sample
