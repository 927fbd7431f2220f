"""Every kind of button × every way to misuse it: nothing changes (S2)."""

from collections.abc import Callable

import pytest

from bot.app import App
from tests.scene import Clock, Line, Scene, welcomed
from tests.security.remains import opened

TALK = (
    "Many young people stop our programme after two weeks, we want to change it",
    "The young people and our team",
    "How other teams keep people on board, peer support",
)
#: what may differ after a press that changed nothing: the messages themselves, and when they were
OF_THE_TALK_ITSELF = ("inbox.", "outbox.", "conversation.last_", "conversation.waiting_since")


def kept(app: App) -> dict[str, str]:
    return {where: value for where, value in opened(app).items() if not where.startswith(OF_THE_TALK_ITSELF)}


async def asked(app: App, kind: str, place: str = "ana") -> tuple[Scene, Line, int]:
    """A scene in which a button of this kind has just been shown: its message and its place there."""
    scene = Scene(app, place)
    await scene.says("Hello, I would like to visit a team abroad.")
    if kind == "consent":
        return _found(scene, "answer|", "|agree")
    await scene.presses("agree")
    if kind == "role":
        return _found(scene, "answer|", "|trainee")
    await scene.presses("visit")
    if kind == "language":
        await scene.runs("/language")
        return _found(scene, "language|", "fr")
    if kind in ("command", "open"):
        await scene.runs("/menu")
        return _found(scene, f"{kind}|")
    await scene.says(TALK[0])
    if kind == "back":
        return _found(scene, "back|")
    await scene.says(TALK[1])
    await scene.says(TALK[2])
    if kind == "mark":
        return _found(scene, "answer|", "")
    await scene.presses(scene.buttons[0])
    if kind == "done":
        return _found(scene, "answer|", "=done")
    await scene.presses("Done")
    await scene.presses(scene.buttons[0])
    await scene.presses("Done")
    for words in ("anywhere", "any time", "three", "alone", "French, English B2, Italian, Spanish, German, Dutch"):
        await scene.says(words)
    await scene.presses("agrees")
    await scene.presses("grant")
    if kind == "skip":
        return _found(scene, "answer|", "=skip")
    await scene.presses("Skip")
    if kind == "review":
        return _found(scene, "answer|", "=ok")
    if kind == "change":
        return _found(scene, "answer|", "=change")
    await scene.presses("Change")
    assert kind == "edit"
    return _found(scene, "edit|")


def _found(scene: Scene, start: str, end: str = "") -> tuple[Scene, Line, int]:
    for line in reversed(scene.lines):
        for index, choice in enumerate(line.message.choices):
            if choice.action.startswith(start) and choice.action.endswith(end):
                return scene, line, index
    raise AssertionError(f"no button {start}…{end} among {[c.action for x in scene.lines for c in x.message.choices]}")


KINDS = ("consent", "role", "language", "command", "open", "back", "mark", "done", "skip", "review", "change", "edit")
#: these ask the dialog something: pressed again after it went on they are late. The others say the same thing at any time.
ONCE = ("consent", "role", "back", "mark", "done", "skip", "review", "change")


def _damaged(token: str) -> str:
    head, _, mac = token.rpartition(".")
    return f"{head}.{'B' if mac[0] != 'B' else 'C'}{mac[1:]}"


def _cut(token: str) -> str:
    return token[:-1]


def _elsewhere(token: str) -> str:
    number, rest = token.split(".", 1)
    return f"{int(number, 16) + 1:x}.{rest}"


def _other_choice(token: str) -> str:
    number, index, mac = token.split(".")
    return f"{number}.{int(index, 16) + 1:x}.{mac}"


FORGERIES: list[Callable[[str], str]] = [_damaged, _cut, _elsewhere, _other_choice]


@pytest.mark.parametrize("kind", KINDS)
async def test_misused_buttons_change_nothing(app: App, clock: Clock, kind: str) -> None:
    ana, line, index = await asked(app, kind)
    token = app.buttons.sign(ana.conversation, line.id, index)
    ben = Scene(app, "ben")
    await welcomed(ben)
    before = kept(app)
    for forge in FORGERIES:
        await ana.presses_token(forge(token))
        assert kept(app) == before, forge.__name__
        assert "Nothing has changed" in ana.text
    # somebody else's button; a choice that this message never had; a message that never was
    for foreign in (
        token,
        app.buttons.sign(ben.conversation, line.id, index),
        app.buttons.sign(ben.conversation, ben.last.id if ben.lines else 1, 99),
        app.buttons.sign(ben.conversation, 2**60, 0),
    ):
        await ben.presses_token(foreign)
        assert kept(app) == before, foreign
        assert "Nothing has changed" in ben.text
    clock.forward(days=184)
    await ana.presses_token(token)
    assert kept(app) == before
    assert "Nothing has changed" in ana.text


@pytest.mark.parametrize("kind", ONCE)
async def test_a_button_pressed_again_after_its_question_changes_nothing(app: App, kind: str) -> None:
    ana, line, index = await asked(app, kind)
    token = app.buttons.sign(ana.conversation, line.id, index)
    await ana.presses_token(token)
    if kind == "mark":
        await ana.presses("Done")
    if kind == "change":
        await ana.presses("All correct")
    before = kept(app)
    for _ in range(3):
        await ana.presses_token(token)
        assert kept(app) == before


async def test_the_buttons_of_a_deleted_person_are_dead(app: App) -> None:
    ana, line, index = await asked(app, "review")
    token = app.buttons.sign(ana.conversation, line.id, index)
    await ana.runs("/mydata")
    for label in ("Delete everything", "Yes", "Yes"):
        await ana.presses(label)
    before = kept(app)
    await ana.presses_token(token)
    assert "Nothing has changed" in ana.text
    assert kept(app) == before
