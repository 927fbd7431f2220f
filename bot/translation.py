"""The seam to a translation service: LibreTranslate's HTTP, or anything that answers like it (ENQ-05). Off until it is set up.

Only a press of a member of staff asks it, for one text at a time. Its address is a setting of the operator, never of anybody who
writes here; what is translated leaves this machine for that address (docs/reference/personal-data.md).
"""

from dataclasses import dataclass
from typing import Final, Literal, get_args

import msgspec

#: characters of a text: a message of a trainee, or a reply, is no longer
LONGEST: Final = 8000
#: bytes of an answer: four for each character of a text that has become thrice as long
_LARGEST_ANSWER: Final = 12 * LONGEST + 10_000
#: seconds, for all of it and for the connection: somebody sits and waits
_TIMEOUT: Final = 15.0
_CONNECT: Final = 5.0

Problem = Literal["off", "empty", "too-long", "timeout", "busy", "refused", "language", "broken"]
PROBLEMS: Final[tuple[Problem, ...]] = get_args(Problem)


class TranslationFailed(Exception):
    """No translation; `code` (one of `PROBLEMS`) names the sentence that tells staff why."""

    def __init__(self, code: Problem) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Translated:
    """What a machine made of a text; `source` is the language it found the text in, "" where it does not say."""

    words: str
    source: str


class _Detected(msgspec.Struct):
    language: str = ""


class _Answer(msgspec.Struct, rename="camel"):
    translated_text: str
    detected_language: _Detected | None = None


_read = msgspec.json.Decoder(_Answer).decode


class Translator:
    """Asks the service at `url` (without /translate); `key` is what some of them want to be told."""

    def __init__(self, url: str = "", key: str = "", timeout: float = _TIMEOUT) -> None:
        self._url, self._key, self._timeout = url.rstrip("/"), key, timeout

    @property
    def on(self) -> bool:
        """Is there a service?"""
        return bool(self._url)

    async def translate(self, words: str, target: str, source: str = "auto") -> Translated:
        """The words in the language `target`. Raises TranslationFailed; nothing of it repeats the words."""
        if not self.on:
            raise TranslationFailed("off")
        if not words.strip():
            raise TranslationFailed("empty")
        if len(words) > LONGEST:
            raise TranslationFailed("too-long")
        asked = {"q": words, "source": source, "target": target, "format": "text"}
        if self._key:
            asked["api_key"] = self._key
        status, body = await self._ask(asked)
        if status != 200:
            raise TranslationFailed(_reason(status))
        try:
            answer = _read(body)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            raise TranslationFailed("broken") from None
        if not answer.translated_text.strip() or len(answer.translated_text) > 3 * LONGEST:
            raise TranslationFailed("broken")
        found = answer.detected_language.language if answer.detected_language is not None else ""
        return Translated(answer.translated_text.strip(), _code(found or ("" if source == "auto" else source)))

    async def _ask(self, asked: dict[str, str]) -> tuple[int, bytes]:
        # most programs never translate: the HTTP client is loaded when one does
        from aiohttp import ClientError, ClientSession, ClientTimeout, DummyCookieJar

        limits = ClientTimeout(total=self._timeout, connect=_CONNECT)
        try:
            # a press now and then: a connection that stays open would be closed by the other side meanwhile
            async with (
                ClientSession(cookie_jar=DummyCookieJar(), timeout=limits, trust_env=False) as session,
                session.post(f"{self._url}/translate", json=asked, allow_redirects=False) as response,
            ):
                body = bytearray()
                async for chunk in response.content.iter_any():
                    body += chunk
                    if len(body) > _LARGEST_ANSWER:
                        raise TranslationFailed("broken")
                return response.status, bytes(body)
        except TimeoutError:
            raise TranslationFailed("timeout") from None
        except (ClientError, OSError, ValueError):
            raise TranslationFailed("broken") from None


def _reason(status: int) -> Problem:
    match status:
        case 400:
            return "language"
        case 401 | 403:
            return "refused"
        case 413:
            return "too-long"
        case 429:
            return "busy"
        case _:
            return "broken"


def _code(language: str) -> str:
    """A language code as we write them: "pt-BR" is "pt"; what is none is nothing."""
    code = language.replace("_", "-").partition("-")[0].lower()
    return code if 2 <= len(code) <= 3 and code.isascii() and code.isalpha() else ""
