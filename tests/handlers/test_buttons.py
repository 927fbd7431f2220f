"""Forged, foreign, old and repeated buttons change nothing and get a polite answer (S2)."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from bot.app import App
from handlers.buttons import Buttons
from storage import conversations, outbox
from storage.tables import conversation
from tests.scene import Clock, Scene, welcomed


def dialogs_of(app: App, scene: Scene) -> Any:
    """The answers a conversation holds, for comparison."""
    import msgspec

    found = app.database.read_now(lambda c: conversations.load(c, app.vault, scene.conversation))
    assert found is not None
    memory = msgspec.json.decode(found.memory)
    return [(state["dialog"], state.get("answers")) for state in memory.get("session", {}).get("stack", [])]


@pytest.mark.parametrize("token", ["", "x", "1.0.AAAAAAAAAAAA", "zz.zz.zz", "1.0", "9" * 80, "-1.0.AAAAAAAAAAAA"])
async def test_a_forged_button_changes_nothing(app: App, ana: Scene, token: str) -> None:
    await welcomed(ana)
    before = dialogs_of(app, ana)
    await ana.presses_token(token or "_")
    assert dialogs_of(app, ana) == before
    assert "Nothing has changed" in ana.text


async def test_a_button_of_somebody_else_changes_nothing(app: App, ana: Scene) -> None:
    await welcomed(ana)
    await ana.says("Many young people stop our programme after two weeks and we do not know why")
    ben = Scene(app, "ben")
    await welcomed(ben)
    token = app.buttons.sign(ana.conversation, ana.last.id, 0)
    before = dialogs_of(app, ben)
    await ben.presses_token(token)
    assert dialogs_of(app, ben) == before
    assert "Nothing has changed" in ben.text


async def test_a_late_press_changes_nothing_but_offers_to_change_the_answer(app: App, ana: Scene) -> None:
    await ana.says("Hello there, I would like to visit a team")
    old = ana.last
    await ana.presses("I agree")
    role = ana.last
    await ana.presses("visit")
    before = dialogs_of(app, ana)
    await ana.presses("No, thanks", line=old)
    assert dialogs_of(app, ana) == before
    assert "already answered" in ana.text
    await ana.presses("I host", line=role)
    assert dialogs_of(app, ana) == before


async def test_pressing_twice_is_pressing_once(app: App, ana: Scene) -> None:
    await welcomed(ana)
    await ana.says(
        "Many young people stop our programme after two weeks, we want to change it", "youth", "peer support"
    )
    question = ana.last
    await ana.presses(question.buttons[0])
    await ana.presses("Done")
    before = dialogs_of(app, ana)
    index = next(n for n, label in enumerate(question.buttons) if "Done" in label)
    await ana.presses_token(app.buttons.sign(ana.conversation, question.id, index))
    assert dialogs_of(app, ana) == before


async def test_a_button_of_last_year_is_politely_refused(app: App, ana: Scene, clock: Clock) -> None:
    await ana.says("Hello there, I would like to visit a team")
    clock.forward(days=300)
    await ana.presses("I agree")
    assert "Nothing has changed" in ana.text


async def test_a_pressed_button_is_looked_up_once_a_turn(app: App, ana: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    await ana.says("Hello there, I would like to visit a team")
    looked_up: list[int] = []
    choice = outbox.choice

    def counted(*args: Any) -> Any:
        looked_up.append(args[-1])
        return choice(*args)

    monkeypatch.setattr(outbox, "choice", counted)
    consent = ana.last.id
    await ana.presses("I agree")
    assert looked_up == [consent]
    await ana.runs("/human")
    looked_up.clear()
    await ana.presses("Go on with Compagnon")
    assert len(looked_up) == 1


@given(st.integers(1, 2**40), st.integers(1, 2**40), st.integers(0, 200), st.text(max_size=80))
def test_only_what_was_signed_opens(conversation_id: int, outbox_id: int, index: int, noise: str) -> None:
    buttons = Buttons(b"k" * 32)
    token = buttons.sign(conversation_id, outbox_id, index)
    assert len(token.encode()) <= 64
    assert buttons.open(conversation_id, token) == (outbox_id, index)
    assert buttons.open(conversation_id + 1, token) is None
    if noise != token:
        assert buttons.open(conversation_id, noise) is None


def test_while_a_rotation_lasts_older_buttons_are_good_and_new_ones_have_the_newest_key() -> None:
    oldest, older, newest = (Buttons(letter * 32) for letter in (b"a", b"b", b"c"))
    rotating = Buttons(newest.key, [older.key, oldest.key])
    assert rotating.sign(7, 8, 9) == newest.sign(7, 8, 9)
    for buttons in (oldest, older, newest):
        assert rotating.open(7, buttons.sign(7, 8, 9)) == (8, 9)
        assert rotating.open(6, buttons.sign(7, 8, 9)) is None
    assert newest.open(7, older.sign(7, 8, 9)) is None
    assert rotating.open(7, Buttons(b"d" * 32).sign(7, 8, 9)) is None


async def test_a_mark_changes_the_message_in_place(app: App, ana: Scene) -> None:
    await welcomed(ana)
    await ana.says(
        "Many young people stop our programme after two weeks, we want to change it", "youth", "peer support"
    )
    question = ana.last
    await ana.presses(question.buttons[0])
    rows = app.database.read_now(lambda c: c.execute(select(conversation.c.id)).all())
    assert len(rows) == 1
    assert not ana.last.message.choices[0].selected
    assert len(ana.lines) == 1
