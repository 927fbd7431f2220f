"""The door for pushed updates: who may come in, and what Telegram is told."""

import logging
from collections.abc import Sequence

import pytest

from bot.channels.base import RawUpdate
from bot.channels.telegram.webhook import LARGEST_BODY, Webhook
from tests.bot.channels.telegram.samples import encoded, message

SECRET = "correct-horse_battery"
RIGHT = {"x-telegram-bot-api-secret-token": SECRET}
BODY = encoded(message(text="Bonjour"))


class Shelf:
    """A store that remembers, or fails when told to."""

    def __init__(self, failure: Exception | None = None) -> None:
        self.kept: list[RawUpdate] = []
        self.failure = failure

    async def __call__(self, updates: Sequence[RawUpdate]) -> None:
        if self.failure is not None:
            raise self.failure
        self.kept.extend(updates)


@pytest.mark.parametrize("secret", ["", " ", "with space", "é", "x" * 257])
def test_a_door_without_a_usable_secret_is_not_built(secret: str) -> None:
    with pytest.raises(ValueError, match="COMPAGNON_TELEGRAM_WEBHOOK_SECRET"):
        Webhook(secret)


@pytest.mark.parametrize("name", ["X-Telegram-Bot-Api-Secret-Token", "x-telegram-bot-api-secret-token"])
async def test_an_update_with_the_secret_is_stored_and_acknowledged(name: str) -> None:
    shelf = Shelf()
    assert await Webhook(SECRET).accept({name: SECRET}, BODY, shelf) == 200
    assert [update.body for update in shelf.kept] == [BODY]


@pytest.mark.parametrize("given", [None, "", "wrong", SECRET + "x", SECRET[:-1], "\udce9", "é"])
async def test_without_the_secret_nothing_is_stored(given: str | None) -> None:
    shelf = Shelf()
    headers = {} if given is None else {"x-telegram-bot-api-secret-token": given}
    assert await Webhook(SECRET).accept(headers, BODY, shelf) == 401
    assert shelf.kept == []


async def test_a_huge_body_is_refused() -> None:
    shelf = Shelf()
    assert await Webhook(SECRET).accept(RIGHT, b" " * (LARGEST_BODY + 1), shelf) == 413
    assert shelf.kept == []


@pytest.mark.parametrize("body", [b"", b"hello", b"[1, 2]", b'"text"', b"\xff", b"[" * 9999])
async def test_what_is_no_json_object_is_refused(body: bytes) -> None:
    shelf = Shelf()
    assert await Webhook(SECRET).accept(RIGHT, body, shelf) == 400
    assert shelf.kept == []


async def test_an_update_nobody_understands_is_stored_so_that_it_does_not_block_its_chat() -> None:
    shelf = Shelf()
    assert await Webhook(SECRET).accept(RIGHT, b'{"update_id": "?", "message": 5}', shelf) == 200
    assert len(shelf.kept) == 1


async def test_telegram_keeps_an_update_that_could_not_be_stored(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    failing = Shelf(OSError("disk full: Bonjour"))
    assert await Webhook(SECRET).accept(RIGHT, BODY, failing) == 503
    assert "OSError" in caplog.text
    assert "Bonjour" not in caplog.text
