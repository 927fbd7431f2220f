"""The seam to a translation service: off without an address, bounded, and every way it can fail has its own sentence."""

import socket
from collections.abc import Iterator

import pytest

from bot.settings import Settings
from bot.translation import LONGEST, PROBLEMS, Translated, TranslationFailed, Translator
from locales import catalogue
from tests.doubles.libre_translate import LibreTranslate, libre_translate


@pytest.fixture
def service() -> Iterator[LibreTranslate]:
    with libre_translate() as double:
        yield double


async def code(translator: Translator, words: str = "Bonjour") -> str:
    with pytest.raises(TranslationFailed) as failed:
        await translator.translate(words, "en")
    assert words not in repr(failed.value) or not words.strip()
    return failed.value.code


async def test_without_an_address_nothing_is_translated() -> None:
    assert not Translator().on
    assert await code(Translator()) == "off"


async def test_words_go_out_and_come_back_with_the_language_they_were_in(service: LibreTranslate) -> None:
    assert await Translator(service.url + "/").translate("Bonjour", "en") == Translated("[en] Bonjour", "fr")
    assert service.asked == [{"q": "Bonjour", "source": "auto", "target": "en", "format": "text"}]
    service.source = "pt-BR"
    assert (await Translator(service.url).translate("Bom dia", "en")).source == "pt"
    service.source = "<script>"
    assert (await Translator(service.url).translate("Bom dia", "en")).source == ""
    assert (await Translator(service.url).translate("Hallo", "en", "de")).source == "de"


async def test_the_key_is_sent_where_there_is_one(service: LibreTranslate) -> None:
    service.key = "secret"
    assert await code(Translator(service.url)) == "refused"
    assert (await Translator(service.url, "secret").translate("Bonjour", "en")).words == "[en] Bonjour"


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (400, None, "language"),
        (401, None, "refused"),
        (403, None, "refused"),
        (413, None, "too-long"),
        (429, None, "busy"),
        (500, None, "broken"),
        (302, None, "broken"),
        (200, b"<html>", "broken"),
        (200, b"{}", "broken"),
        (200, b'{"translatedText": ""}', "broken"),
        (200, b'{"translatedText": 5}', "broken"),
        (200, b'{"translatedText": "' + b"x" * 200_000 + b'"}', "broken"),
    ],
)
async def test_what_it_cannot_do_is_told_by_a_code(
    service: LibreTranslate, status: int, body: bytes | None, expected: str
) -> None:
    service.status, service.body = status, body
    assert await code(Translator(service.url)) == expected


async def test_nothing_empty_and_nothing_endless_leaves_us(service: LibreTranslate) -> None:
    assert await code(Translator(service.url), " \n") == "empty"
    assert await code(Translator(service.url), "x" * (LONGEST + 1)) == "too-long"
    assert service.asked == []


async def test_a_service_that_is_away_or_silent_holds_nobody_up(service: LibreTranslate) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        port = nobody.getsockname()[1]
    assert await code(Translator(f"http://127.0.0.1:{port}")) == "broken"
    service.silent = True
    assert await code(Translator(service.url, timeout=0.1)) == "timeout"


def test_the_address_is_a_setting_and_every_failure_has_a_sentence() -> None:
    assert Settings(translate_url="https://translate.example.org/").translate_url == "https://translate.example.org"
    with pytest.raises(ValueError, match="http"):
        Settings(translate_url="file:///etc/passwd")
    for problem in PROBLEMS:
        assert catalogue.has(f"desk.translation.problem.{problem}")
