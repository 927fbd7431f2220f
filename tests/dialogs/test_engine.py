"""The replay engine: what it promises whichever dialog runs on it."""

import json
import random
from datetime import date
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs.engine import Input, Turn, begin, turn
from dialogs.questions import Given, Option, Reading
from dialogs.state import State
from dialogs.talk import Talk
from domain.messages import Text, verbatim

READING = Reading("en", date(2027, 1, 10))


def restarted(state: State) -> State:
    """The state as another process would find it."""
    return msgspec.json.decode(msgspec.json.encode(state), type=State)


class Player:
    """Talks with a dialog; the state goes through JSON at every turn."""

    def __init__(self, dialog: Any, actions: Any = None, args: Any = None) -> None:
        self.dialog, self.actions = dialog, actions or {}
        self.state = begin("test", "1", args)
        self.turns: list[Turn] = []
        self.last = self.give(Input("start"))

    def give(self, what: Input) -> Turn:
        self.last = turn(self.dialog, restarted(self.state), what, READING, self.actions)
        self.state = self.last.state
        self.turns.append(self.last)
        return self.last

    def types(self, words: str) -> Turn:
        return self.give(Input("answer", Given(words=words)))

    def picks(self, option: str) -> Turn:
        return self.give(Input("answer", Given(option=option)))

    @property
    def asked(self) -> str:
        return self.last.prompt.question.key if self.last.prompt else ""

    def says(self) -> list[str]:
        return [part.text.key for part in self.last.says]


async def three(d: Talk) -> dict[str, Any]:
    d.say("hello")
    name = await d.text("name")
    d.say("nice", name=name)
    age = await d.number("age", least=0, most=120)
    city = await d.text("city", optional=True)
    await d.review()
    d.say("bye")
    return {"name": name, "age": age, "city": city}


def test_a_dialog_reads_top_to_bottom() -> None:
    player = Player(three)
    assert (player.asked, player.says()) == ("name", ["test.hello"])
    player.types("Ana")
    assert (player.asked, player.says()) == ("age", ["test.nice"])
    player.types("41")
    player.give(Input("skip"))
    assert player.asked == "review"
    done = player.picks("=ok")
    assert done.done
    assert done.result == {"name": "Ana", "age": 41, "city": ""}
    assert player.says() == ["test.bye"]


def test_a_turn_tells_what_an_answer_was_taken_for() -> None:
    player = Player(three)

    def taken() -> tuple[str, Any, bool] | None:
        found = player.last.taken
        return (found.question.key, found.value, found.understood) if found is not None else None

    assert taken() is None
    for words, expected in (
        ("Ana", ("name", "Ana", True)),
        ("qwertz", ("age", None, False)),
        ("41", ("age", 41, True)),
    ):
        player.types(words)
        assert taken() == expected
    player.give(Input("show"))
    assert taken() is None
    player.give(Input("back"))
    assert taken() is None


def test_a_wrong_answer_is_kindly_asked_again_and_a_person_offered_after_two() -> None:
    player = Player(three)
    player.types("Ana")
    player.types("old")
    assert player.last.prompt is not None
    assert player.last.prompt.error is not None
    assert not player.last.prompt.offer_person
    player.types("very old")
    assert player.last.prompt.offer_person
    assert player.says() == []
    player.types("41")
    assert player.asked == "city"
    assert player.state.misses == 0


def test_back_shows_the_old_answer_and_keeps_the_later_ones() -> None:
    player = Player(three)
    player.types("Ana")
    player.types("41")
    player.give(Input("back"))
    assert player.asked == "age"
    assert player.last.prompt is not None
    assert player.last.prompt.old is not None
    player.give(Input("back"))
    assert player.asked == "name"
    player.types("Anna")
    assert player.asked == "city"
    assert player.state.answers["age"].value == 41


def test_any_answer_can_be_changed_from_the_review_which_then_opens_again() -> None:
    player = Player(three)
    for words in ("Ana", "41", "Ghent"):
        player.types(words)
    assert player.asked == "review"
    player.give(Input("edit", key="age"))
    assert player.asked == "age"
    player.types("42")
    assert player.asked == "review"
    assert player.picks("=ok").result["age"] == 42


def test_an_answer_that_no_longer_fits_is_asked_again_with_the_old_value() -> None:
    async def choosy(d: Talk) -> str:
        kind = await d.choice("kind", ["warm", "cold"])
        drink = await d.choice("drink", ["tea", "coffee"] if kind == "warm" else ["water", "juice"])
        await d.review()
        return drink

    player = Player(choosy)
    player.picks("warm")
    player.picks("tea")
    player.give(Input("edit", key="kind"))
    player.picks("cold")
    assert player.asked == "drink"
    assert player.last.prompt is not None
    assert player.last.prompt.old is not None
    player.picks("juice")
    assert player.picks("=ok").result == "juice"


def test_an_action_runs_once_and_again_only_when_its_arguments_change() -> None:
    calls: list[str] = []

    async def searching(d: Talk) -> Any:
        word = await d.text("word")
        found = await d.once("found", "search", word)
        await d.text("comment")
        await d.review()
        return found

    def search(word: str) -> dict[str, Any]:
        calls.append(word)
        return {"hits": (word, word)}

    player = Player(searching, {"search": search})
    player.types("peer")
    player.types("one comment")
    player.give(Input("show"))
    assert calls == ["peer"]
    player.give(Input("edit", key="word"))
    player.types("peer")
    assert calls == ["peer"]
    player.give(Input("edit", key="word"))
    player.types("family")
    assert calls == ["peer", "family"]
    # what an action returns looks the same before and after a restart
    assert player.picks("=ok").result == {"hits": ["family", "family"]}


def test_an_action_that_fails_records_nothing() -> None:
    async def failing(d: Talk) -> None:
        await d.text("word")
        await d.once("sent", "send")

    def send() -> None:
        raise OSError("away")

    player = Player(failing, {"send": send})
    before = player.state
    with pytest.raises(OSError, match="away"):
        player.types("x")
    assert player.state == before


async def shopping(d: Talk) -> list[Any]:
    async def item(d: Talk, number: int) -> dict[str, Any]:
        return {"n": number, "what": await d.text("what"), "count": await d.number("count", least=1, most=9)}

    found = await d.each("item", item, at_most=3)
    await d.review()
    return found


def test_repeated_parts_have_stable_keys_and_one_can_be_deleted() -> None:
    player = Player(shopping)
    for words in ("milk", "1", "yes", "bread", "2", "yes", "salt", "3"):
        player.types(words)
    assert player.asked == "review"
    player.give(Input("drop", key="item.1.what"))
    assert set(player.state.items["item"]) == {0, 2}
    assert player.asked == "item.more"
    player.types("no")
    assert [one["what"] for one in player.picks("=ok").result] == ["milk", "salt"]


def test_the_last_repeated_part_cannot_be_deleted() -> None:
    player = Player(shopping)
    player.types("milk")
    player.give(Input("drop", key="item.0.what"))
    assert player.state.items["item"] == [0]


def test_a_guess_is_confirmed_before_it_counts() -> None:
    async def guessed(d: Talk) -> str:
        d.guess("name", "Ana Costa")
        return await d.text("name")

    player = Player(guessed)
    assert player.last.prompt is not None
    assert player.last.prompt.guess
    assert player.picks("=keep").result == "Ana Costa"


async def of_what_was_said(d: Talk) -> Any:
    wish = await d.text("wish")
    options = [Option(one, Text(f"concept:{one}")) for one in wish.split()]
    picked = await d.choices("about", options, least=0)
    await d.review()
    return picked


def test_what_was_kept_may_be_kept_after_an_earlier_answer_took_some_of_its_options() -> None:
    player = Player(of_what_was_said)
    player.types("autism school")
    for press in ("autism", "school", "=done"):
        player.picks(press)
    player.give(Input("edit", key="wish"))
    player.types("autism adults")
    assert player.asked == "about"
    player.picks("=keep")
    assert player.asked == "review"
    assert player.state.answers["about"].value == ["autism"]


async def with_a_draft(d: Talk) -> Any:
    draft = Option("=draft", Text("request.message.use_draft"), shown=verbatim("Hello"))
    message = await d.text("message", picks=[draft], doubt=("doubt",))
    await d.review()
    return message


def test_words_that_are_asked_back_leave_two_ways_and_a_yes_takes_the_proposed_text() -> None:
    player = Player(with_a_draft, {"doubt": lambda words: Text("common.sorry") if len(words) < 30 else None})
    own = "Hello, we would like to come and see you work"
    player.types(own)
    player.give(Input("edit", key="message"))
    player.types("but change the date")
    prompt = player.last.prompt
    assert prompt is not None
    assert prompt.old is None
    assert [pick.id for pick in prompt.question.picks] == ["=draft", "=own"]
    player.types("yes, send it")
    assert player.asked == "review"
    assert player.state.answers["message"].value == "=draft"


def test_staff_may_fill_in_a_field_and_the_dialog_goes_on() -> None:
    player = Player(three)
    player.give(Input("fill", key="name", value="Ana", by="staff"))
    assert player.asked == "age"
    assert player.state.answers["name"].by == "staff"


def test_marks_of_a_choice_of_several_survive_a_restart_and_are_bounded() -> None:
    async def several(d: Talk) -> list[str]:
        return await d.choices("skills", ["a", "b", "c"], most=2)

    player = Player(several)
    player.picks("b")
    player.picks("a")
    assert player.last.prompt is not None
    assert set(player.last.prompt.selected) == {"a", "b"}
    assert player.picks("c").prompt.error is not None
    player.picks("b")
    assert player.picks("=done").result == ["a"]


@pytest.mark.parametrize("optional", [True, False])
def test_who_is_done_with_no_mark_leaves_out_what_may_be_left_out(optional: bool) -> None:
    async def dialog(d: Talk) -> Any:
        return await d.choices("skills", ["a", "b", "c"], optional=optional)

    player = Player(dialog)
    done = player.picks("=done")
    assert done.done is optional
    assert (done.result == []) is optional


def test_nothing_is_said_twice() -> None:
    player = Player(three)
    player.types("Ana")
    player.give(Input("show"))
    assert player.says() == []
    player.types("nonsense")
    assert player.says() == []


def test_progress_looks_ahead_and_never_goes_back() -> None:
    player = Player(three)
    seen = [player.last.prompt.progress]
    for words in ("Ana", "41", "Ghent"):
        player.types(words)
        seen.append(player.last.prompt.progress)
    assert seen == [(0, 4), (1, 4), (2, 4), (3, 4)]


def test_cleanup_of_a_suspended_dialog_runs_at_every_suspension() -> None:
    closed: list[str] = []

    async def careful(d: Talk) -> str:
        try:
            return await d.text("a")
        except Exception:
            closed.append("must not happen")
            raise
        finally:
            closed.append("closed")

    player = Player(careful)
    assert closed == ["closed"]
    player.types("x")
    assert closed == ["closed", "closed"]


# --- code that changes under a suspended dialog ---


async def grown(d: Talk) -> dict[str, Any]:
    name = await d.text("name")
    phone = await d.text("phone")
    age = await d.number("age", least=0, most=120)
    return {"name": name, "phone": phone, "age": age}


def upgraded(player: Player, dialog: Any) -> Player:
    player.dialog = dialog
    return player


def test_an_inserted_question_is_asked_and_the_waiting_answer_finds_its_own_question() -> None:
    player = Player(three)
    player.types("Ana")
    assert player.asked == "age"
    upgraded(player, grown)
    player.types("41")
    assert player.asked == "phone"
    done = player.types("+32 2 123")
    assert done.result == {"name": "Ana", "phone": "+32 2 123", "age": 41}


def test_a_removed_question_keeps_its_answer_and_the_dialog_goes_on() -> None:
    async def shrunk(d: Talk) -> dict[str, Any]:
        return {"age": await d.number("age", least=0, most=120), "city": await d.text("city")}

    player = Player(three)
    player.types("Ana")
    player.types("41")
    upgraded(player, shrunk)
    assert player.types("Ghent").result == {"age": 41, "city": "Ghent"}
    assert player.state.answers["name"].value == "Ana"


def test_a_renamed_question_takes_its_answer_along() -> None:
    async def renamed(d: Talk) -> str:
        full = await d.text("full_name", aliases=("name",))
        await d.number("age", least=0, most=120)
        return full

    player = Player(three)
    player.types("Ana")
    upgraded(player, renamed)
    assert player.types("41").result == "Ana"


def test_reordered_questions_lose_nothing() -> None:
    async def reordered(d: Talk) -> Any:
        city = await d.text("city", optional=True)
        age = await d.number("age", least=0, most=120)
        name = await d.text("name")
        return [name, age, city]

    player = Player(three)
    player.types("Ana")
    upgraded(player, reordered)
    # "41" was typed at "age"; "city" comes first now
    player.types("41")
    assert player.asked == "city"
    assert player.types("Ghent").result == ["Ana", 41, "Ghent"]


# --- random walks ---


async def everything(d: Talk) -> dict[str, Any]:
    name = await d.text("name")
    kind = await d.choice("kind", ["a", "b"])
    extra = await d.text("extra") if kind == "b" else ""
    marks = await d.choices("marks", ["x", "y", "z"], most=2)
    note = await d.text("note", optional=True)

    async def part(d: Talk, number: int) -> list[Any]:
        return [await d.text("what"), await d.yes_no("good")]

    parts = await d.each("part", part, at_most=3)
    found = await d.once("found", "look", name, kind)
    await d.review()
    return {"name": name, "kind": kind, "extra": extra, "marks": marks, "note": note, "parts": parts, "found": found}


def look(name: str, kind: str) -> str:
    return f"{name}/{kind}"


#: what the wanderer wants to have said in the end, by question (repeated parts by their last name)
WANTED = {
    "name": Given(words="Ana"), "kind": Given(option="b"), "extra": Given(words="more"), "note": Given(words="a note"),
    "what": Given(words="thing"), "good": Given(option="yes"), "more": Given(option="no"),
    "review": Given(option="=ok"), "marks": Given(words="x"),
}  # fmt: skip


def wanted(player: Player) -> Turn:
    return player.give(Input("answer", WANTED[player.asked.rsplit(".", 1)[-1]]))


def straight() -> Any:
    player = Player(everything, {"look": look})
    # `marks` is read from typed labels, which are keys here as there is no catalogue for them
    while not player.last.done:
        if player.asked == "marks":
            player.picks("x")
            player.picks("=done")
        else:
            wanted(player)
    return player.last.result


@settings(max_examples=120, deadline=None)
@given(st.integers(0, 2**32))
def test_a_random_walk_ends_where_the_straight_one_does(seed: int) -> None:
    chance = random.Random(seed)
    player = Player(everything, {"look": look})
    for _ in range(chance.randrange(5, 60)):
        if player.last.done:
            break
        what = chance.randrange(8)
        if what == 0:
            player.give(Input("back"))
        elif what == 1 and player.state.answers:
            player.give(Input("edit", key=chance.choice(sorted(player.state.answers))))
        elif what == 2:
            player.give(Input("show"))
        elif what == 3:
            player.give(Input("answer", Given(option=chance.choice(["nonsense", "=keep", "=ok", "a"]))))
        elif what == 4:
            player.give(Input("skip"))
        elif what == 5:
            player.give(Input("help"))
        elif player.asked == "marks":
            player.picks(chance.choice("xyz"))
        else:
            wanted(player)
    # now everything is put right, from the first question to the last, and confirmed
    guard = 0
    while not player.last.done:
        guard += 1
        assert guard < 200
        wrong = next((key for key in ("name", "kind", "extra", "note") if _differs(player, key)), None)
        if player.asked == "marks":
            for mark in player.last.prompt.selected:
                if mark != "x":
                    player.picks(mark)
            if "x" not in player.last.prompt.selected:
                player.picks("x")
            player.picks("=done")
        elif player.asked == "review" and wrong is not None:
            player.give(Input("edit", key=wrong))
        elif player.asked == "review" and player.state.answers["marks"].value != ["x"]:
            player.give(Input("edit", key="marks"))
        else:
            wanted(player)
    result = player.last.result
    expected = straight()
    assert {**result, "parts": result["parts"][:1]} == {**expected, "parts": expected["parts"][:1]}
    assert json.dumps(msgspec.to_builtins(player.state))


def _differs(player: Player, key: str) -> bool:
    recorded = player.state.answers.get(key)
    want = WANTED[key]
    return recorded is not None and recorded.value != (want.option or want.words)


async def with_a_proposal(d: Talk) -> Any:
    d.guess("countries", ["FR"])
    countries = await d.countries("countries", text=Text("enquiry.countries.ask"), picks=["anywhere"])
    d.guess("languages", [["fr", "C1"]])
    languages = await d.languages("languages", text=Text("enquiry.languages.ask"))
    return countries, languages


def test_also_adds_to_what_is_proposed_and_other_words_take_its_place() -> None:
    player = Player(with_a_proposal)
    player.give(Input("answer", Given(words="also Italy")))
    assert player.give(Input("answer", Given(words="also English B1"))).result == (
        ["FR", "IT"],
        [["fr", "C1"], ["en", "B1"]],
    )
    player = Player(with_a_proposal)
    player.give(Input("answer", Given(words="Italy")))
    assert player.give(Input("answer", Given(words="English"))).result == (["IT"], [["en", None]])
