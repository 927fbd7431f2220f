"""Answers of the Bot API and what they mean for a message."""

from typing import Any

import pytest

from bot.channels.base import Busy, Refused, Unavailable, Unreachable, Unsure
from bot.channels.telegram.errors import failure


@pytest.mark.parametrize(
    ("status", "description", "expected"),
    [
        (403, "Forbidden: bot was blocked by the user", Unreachable),
        (403, "Forbidden: user is deactivated", Unreachable),
        (403, "Forbidden: bot can't initiate conversation with a user", Unreachable),
        (400, "Bad Request: chat not found", Unreachable),
        (400, "Bad Request: PEER_ID_INVALID", Unreachable),
        (400, "Bad Request: group chat was upgraded to a supergroup chat", Refused),
        (400, "Bad Request: message is too long", Refused),
        (400, "Bad Request: can't parse entities: unexpected end tag", Refused),
        (413, "Request Entity Too Large", Refused),
        (401, "Unauthorized", Unavailable),
        (404, "Not Found", Unavailable),
        (500, "Internal Server Error", Unavailable),
        (502, "Bad Gateway", Unavailable),
        (503, None, Unavailable),
        (504, "Gateway Timeout", Unsure),
    ],
)
def test_each_answer_has_one_meaning(status: int, description: str | None, expected: type[Exception]) -> None:
    assert type(failure(status, {"ok": False, "description": description})) is expected


def test_nothing_to_change_is_no_failure() -> None:
    text = "Bad Request: message is not modified: specified new message content and reply markup are exactly the same"
    assert failure(400, {"ok": False, "description": text}) is None


@pytest.mark.parametrize(
    ("answer", "seconds"),
    [
        ({"parameters": {"retry_after": 17}}, 17.0),
        ({"parameters": {"retry_after": 0}}, 0.0),
        ({"parameters": "?"}, 3.0),
        (None, 3.0),
        ("<html>", 3.0),
    ],
)
def test_busy_says_how_long(answer: Any, seconds: float) -> None:
    busy = failure(429, answer)
    assert isinstance(busy, Busy)
    assert busy.retry_after == seconds


@pytest.mark.parametrize("answer", [None, "<html>502</html>", [1], 5, {}])
def test_an_answer_of_a_proxy_is_understood_by_its_status(answer: Any) -> None:
    assert isinstance(failure(502, answer), Unavailable)
    assert isinstance(failure(403, answer), Unreachable)
    assert isinstance(failure(400, answer), Refused)
