"""Logs hold no token and no personal text, whatever goes wrong (P8)."""

import io
import json
import logging
from pathlib import Path

import pytest
import structlog

from bot import logs
from domain.messages import Event
from domain.traces import Heard
from storage.conversations import Conversation
from storage.unit_of_work import UnitOfWork
from tests.scene import Clock, Scene, make_app

CANARY = "CANARY-Ana-Costa"


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    stream = io.StringIO()
    monkeypatch.setattr("sys.stderr", stream)
    before = logging.root.handlers[:], logging.root.level
    structlog.reset_defaults()
    logs.configure("DEBUG")
    yield stream  # type: ignore[misc]
    logging.root.handlers[:], level = before[0], before[1]
    logging.root.setLevel(level)
    structlog.reset_defaults()


def failing(work: UnitOfWork, conversation: Conversation, event: Event) -> Heard | None:
    raise ValueError(f"cannot handle {event.text}")


async def test_a_failing_turn_logs_where_and_not_what(tmp_path: Path, lines: io.StringIO) -> None:
    clock = Clock()
    app = make_app(tmp_path, clock)
    app.inbox._handler = failing
    scene = Scene(app, place=CANARY)
    await scene.says(f"My name is {CANARY} and my e-mail is canary@example.org")
    clock.forward(seconds=10)
    while await app.inbox.work_once():
        clock.forward(seconds=10)
    app.close()
    assert "inbox.turn_failed" in lines.getvalue()
    assert "test_logs.py" in lines.getvalue()
    assert "CANARY" not in lines.getvalue()


async def test_an_undecodable_update_is_logged_without_its_content(tmp_path: Path, lines: io.StringIO) -> None:
    from bot.channels.base import RawUpdate

    app = make_app(tmp_path)
    await app.inbox.store([RawUpdate("web", "1", "p", {}, f'{{"kind": "{CANARY}"'.encode())])
    while await app.inbox.work_once():
        pass
    app.close()
    assert "inbox.undecodable" in lines.getvalue()
    assert "CANARY" not in lines.getvalue()


def test_tokens_and_addresses_never_reach_the_log(lines: io.StringIO) -> None:
    secret = "123456789:AAFakeFakeFakeFakeFakeFakeFakeFakeFake"
    logging.getLogger("library").error("POST https://api.telegram.org/bot%s/sendMessage for ana@example.org", secret)
    structlog.get_logger().error("event", url=f"https://api.telegram.org/bot{secret}/getMe")
    assert secret not in lines.getvalue()
    assert "ana@example.org" not in lines.getvalue()
    assert lines.getvalue().count("[removed]") >= 3


def test_a_line_of_a_library_is_json_whatever_it_says(lines: io.StringIO) -> None:
    logging.getLogger("library").warning('a "quoted" word\nand a second line')
    assert json.loads(lines.getvalue())["message"] == 'a "quoted" word\nand a second line'
