"""Answers written beforehand as a file: TOML, a table for each, as `domain/data/canned/starting.toml` shows."""

import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from importlib import resources
from typing import Any, Final

from domain.answers.cleaning import NotUnderstood, clean
from domain.canned import LONGEST, LONGEST_CODE, LONGEST_NAME, Canned, unknown_fields
from domain.language.codes import SERVED

#: keys of a table that are no language
_OTHERS: Final = frozenset({"name", "team"})
_CODE = re.compile(rf"[a-z0-9](?:[a-z0-9-]{{0,{LONGEST_CODE - 1}}})")


class CannedFileError(ValueError):
    """The file cannot be taken; the message names the table and says what to do."""


def read(text: str, lang: str = "en") -> list[Canned]:
    """The answers of a file; where a name is given in several languages, the one in `lang`. Raises CannedFileError."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CannedFileError(f"not TOML: {error}") from None
    return [_answer(code, table, lang) for code, table in tables.items()]


def starting(lang: str = "en") -> list[Canned]:
    """The answers to start with."""
    source = resources.files("domain") / "data" / "canned" / "starting.toml"
    return read(source.read_text(encoding="utf-8"), lang)


def write(answers: Iterable[Canned]) -> str:
    """A file that `read` takes again without a difference."""
    return "\n".join(_table(one) for one in answers)


def _answer(code: str, table: Any, lang: str) -> Canned:
    if not _CODE.fullmatch(code):
        raise CannedFileError(
            f"[{code[:60]}]: name the table with small letters, figures and hyphens, at most {LONGEST_CODE}"
        )
    if not isinstance(table, dict):
        raise CannedFileError(f"{code}: begin a table with [{code}]")
    name, team = _name(table.get("name", code), lang), table.get("team", "")
    if not isinstance(name, str) or not name.strip() or len(name) > LONGEST_NAME or not name.isprintable():
        raise CannedFileError(f"[{code}]: give it a name of at most {LONGEST_NAME} characters")
    if not isinstance(team, str) or len(team) > 8:
        raise CannedFileError(f'[{code}]: write the code of a team, or "" for all')
    texts = {key: _text(code, key, text) for key, text in table.items() if key not in _OTHERS}
    if not texts:
        raise CannedFileError(f"[{code}]: write its text in one language at least")
    return Canned(code, name.strip(), texts, team)


def _name(given: Any, lang: str) -> Any:
    return given.get(lang, given.get("en", "")) if isinstance(given, Mapping) else given


def _text(code: str, lang: str, text: Any) -> str:
    if lang not in SERVED:
        raise CannedFileError(f"[{code}]: {lang[:20]!r} is not among {', '.join(SERVED)}")
    if not isinstance(text, str):
        raise CannedFileError(f"[{code}] {lang}: write a text")
    if odd := unknown_fields(text):
        raise CannedFileError(f"[{code}] {lang}: there is no field {{{odd[0]}}}")
    try:
        return clean(text, LONGEST)
    except NotUnderstood as refused:
        raise CannedFileError(f"[{code}] {lang}: the text is {refused.code}") from None


def _table(one: Canned) -> str:
    lines = [f"[{one.code}]", f"name = {_quoted(one.name)}"]
    if one.team:
        lines.append(f"team = {_quoted(one.team)}")
    lines += [f"{lang} = {_quoted(text)}" for lang, text in sorted(one.texts.items())]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """A string of TOML on one line: JSON's way of writing one is TOML's, but for DEL, which `clean` lets nobody write."""
    return json.dumps(text, ensure_ascii=False)
