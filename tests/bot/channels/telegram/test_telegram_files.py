"""Files of staff on Telegram: after the words, pictures as photos, names as they are, and every failure has its meaning."""

from collections.abc import Callable

import pytest

from bot.channels.base import Outgoing, Refused, Unavailable
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.pieces import LARGEST_CAPTION
from domain.messages import Choice, FileRef, Message, Part, verbatim
from tests.bot.channels.telegram.kept import Naps
from tests.doubles.bot_api import TOKEN, BotApiDouble

PDF, PNG = "application/pdf", "image/png"
ADDRESS = {"chat_id": 1001}
ODD = 'é <b>"x"</b> 100%.pdf'


def kept(stored: str) -> bytes:
    """The store: `map.png` is a picture, all else only says that it is one."""
    return b"\x89PNG and so on" if "map.png" in stored else stored.encode()


def channel_to(url: str, content: Callable[[str], bytes] = kept) -> TelegramChannel:
    return TelegramChannel(TOKEN, api_base=url, sleep=Naps(), content=content)


def files(*given: tuple[str, str]) -> tuple[FileRef, ...]:
    return tuple(FileRef(name, mime, 5, stored=f"content of {name}") for name, mime in given)


async def send(channel: TelegramChannel, message: Message) -> list[Outgoing]:
    pieces = list(channel.render(message, "en", str))
    for piece in pieces:
        await channel.send(ADDRESS, piece)
    return pieces


async def test_files_come_after_the_words_and_pictures_are_photos() -> None:
    message = Message((Part(verbatim("Here it is.")),), author="Anna", files=files((ODD, PDF), ("map.png", PNG)))
    async with BotApiDouble() as double:
        channel = channel_to(double.url)
        ann = double.user(1001, started=True)
        await send(channel, message)
        words, document, photo = ann.screen()
        assert words.text == "👤 Anna\n\nHere it is."
        assert document.document == ODD
        assert photo.photo
        await channel.close()


async def test_without_words_the_name_stands_below_the_first_file() -> None:
    async with BotApiDouble() as double:
        channel = channel_to(double.url)
        ann = double.user(1001, started=True)
        pieces = await send(channel, Message((), author="Anna <b>", files=files(("a.pdf", PDF), ("b.pdf", PDF))))
        assert [piece.payload.get("caption") for piece in pieces] == ["<b>👤 Anna &lt;b&gt;</b>", None]
        assert [shown.document for shown in ann.screen()] == ["a.pdf", "b.pdf"]
        await channel.close()


def test_a_caption_is_never_longer_than_telegram_takes() -> None:
    channel = channel_to("http://127.0.0.1:1")
    message = Message((), author="👤" * LARGEST_CAPTION, files=files(("a.pdf", PDF)))
    assert [piece.payload.get("caption") for piece in channel.render(message, "en", str)] == [None]
    with_buttons = Message((), (Choice(verbatim("Yes"), "yes"),), author="Anna", files=files(("a.pdf", PDF)))
    assert ["text" in piece.payload for piece in channel.render(with_buttons, "en", str)] == [True, False]


async def test_a_picture_that_is_no_photo_for_telegram_goes_as_it_is() -> None:
    async with BotApiDouble() as double:
        channel = channel_to(double.url)
        ann = double.user(1001, started=True)
        await send(channel, Message((), author="Anna", files=files(("long.png", PNG))))
        assert [shown.document for shown in ann.screen()] == ["long.png"]
        await channel.close()


@pytest.mark.parametrize(("error", "meaning"), [(LookupError, Refused), (OSError, Unavailable)])
async def test_a_file_that_is_gone_is_refused_and_a_disk_that_fails_is_asked_again(
    error: type[Exception], meaning: type[Exception]
) -> None:
    def content(stored: str) -> bytes:
        raise error(stored)

    async with BotApiDouble() as double:
        channel = channel_to(double.url, content)
        ann = double.user(1001, started=True)
        with pytest.raises(meaning):
            await send(channel, Message((), author="Anna", files=files(("a.pdf", PDF))))
        assert ann.screen() == []
        await channel.close()
