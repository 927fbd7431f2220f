"""The texts of the bot: gettext files keyed by names, English as reference.

A text is found by its key (`profile.email.ask`), which is the `msgid` of `locales/<lang>/LC_MESSAGES/bot.po`; the
English file holds the reference texts, and `bot.pot` is made from it for translators, with the English text as a
comment above each key. Texts that depend on a number are ordinary gettext plurals whose `msgid_plural` is the key too:

    # limit 600
    msgid "goals.left"
    msgid_plural "goals.left"
    msgstr[0] "{n} goal is left."
    msgstr[1] "{n} goals are left."

The number is always the field `n`. Fields are plain names in braces, `{host}`; anything else in braces is an error of
the text. Two comments for translators change what `problems` reports: `# same` (the text may equal the English one) and
`# limit 600` (it may be that long, in characters; for all languages when it stands in the English file).

A text that a language lacks, or that is marked `fuzzy`, is shown in English. A key that no file has is shown as it is.
"""

import gettext
import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Final

from babel.messages.catalog import Catalog, Message
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po, write_po

from locales import formats

REFERENCE: Final = "en"
LIMIT: Final = 300
"""How long a text may be, in characters: some trainees read with difficulty (DESIGN section 8)."""

# Pinned to CLDR for the numbers below a million; CLDR's third form for millions in French, Spanish and Italian is left
# out, for nothing here is counted in millions and no translation tool writes it.
_PLURAL_FORMS: Final = {
    **dict.fromkeys(("en", "nl", "de", "es", "it"), "nplurals=2; plural=(n != 1);"),
    "fr": "nplurals=2; plural=(n > 1);",
}
_FIELD = re.compile(r"\{([a-z_][a-z0-9_]*)\}")
_WORD = re.compile(r"[^\W\d_]+")
_PLURAL_HEADER = re.compile(r'^"Plural-Forms: (.*?)(?:\\n)?"$', re.MULTILINE)
_LIMIT_NOTE = re.compile(r"limit (\d+)")
_SAME_NOTE = "same"
_SAME_FROM_WORDS: Final = 4
_DETECT_FROM_WORDS: Final = 6

Detect = Callable[[str], str | None]
"""Tells the language of a text, or None when it is not sure."""


class Template(tuple[str, ...]):
    """A text cut at its fields: words and names of fields in turn."""

    __slots__ = ()

    @classmethod
    def of(cls, words: str) -> "Template":
        return cls(_FIELD.split(words))

    def fill(self, lang: str, fields: Mapping[str, object]) -> str:
        if len(self) == 1:
            return self[0]
        parts = list(self)
        for at in range(1, len(parts), 2):
            name = parts[at]
            value = fields.get(name, "{" + name + "}")
            parts[at] = value if isinstance(value, str) else _shown(value, lang)
        return "".join(parts)


def _shown(value: object, lang: str) -> str:
    return formats.number(value, lang) if isinstance(value, int | float) else str(value)


@dataclass(frozen=True, slots=True)
class Plural:
    """A text in the plural forms of its language."""

    forms: tuple[Template, ...]
    form: Callable[[int], int]

    def fill(self, lang: str, fields: Mapping[str, object]) -> str:
        n = fields.get("n")
        which = self.form(n) if isinstance(n, int) and n >= 0 else len(self.forms) - 1
        return self.forms[min(which, len(self.forms) - 1)].fill(lang, fields)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to mend in the texts of a language. `kind` is one of `missing`, `fuzzy`, `extra`, `fields`, `braces`,
    `plural-forms`, `forms`, `same`, `long`, `language`, `template`; `detail` says what exactly."""

    lang: str
    key: str
    kind: str
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.lang}: {self.key}: {self.kind}{f' ({self.detail})' if self.detail else ''}"


class Texts:
    """The texts of all languages in one folder; each language is read once, when it is first needed."""

    def __init__(self, folder: Traversable) -> None:
        self._folder = folder
        self._tables: dict[str, dict[str, Template | Plural]] = {}
        self._sources: dict[str, str] = {}
        self._catalogs: dict[str, Catalog] = {}

    def languages(self) -> tuple[str, ...]:
        """The languages that have a file, the reference first."""
        found = sorted(entry.name for entry in self._folder.iterdir() if self._file(entry.name).is_file())
        return tuple(sorted(found, key=lambda code: code != REFERENCE))

    def text(self, lang: str, key: str, /, **fields: object) -> str:
        """The text of a key in a language, with its fields filled in; fields that are not given stay in braces."""
        table = self._tables.get(lang)
        if table is None:
            table = self._table(lang)
        found = table.get(key)
        return key if found is None else found.fill(lang, fields)

    def has(self, key: str) -> bool:
        """Does the reference have this text?"""
        return key in self._table(REFERENCE)

    def keys(self) -> tuple[str, ...]:
        """The keys of all texts, in the order of the reference."""
        return tuple(_key(message) for message in _messages(self._catalog(REFERENCE)))

    # -- reading -----------------------------------------------------------------------------------------------------

    def _file(self, lang: str) -> Traversable:
        return self._folder.joinpath(lang, "LC_MESSAGES", "bot.po")

    def _catalog(self, lang: str) -> Catalog:
        if lang not in self._catalogs:
            file = self._file(lang)
            source = file.read_text("utf-8") if file.is_file() else ""
            self._sources[lang] = source
            self._catalogs[lang] = read_po(io.StringIO(source), ignore_obsolete=True)
        return self._catalogs[lang]

    def _table(self, lang: str) -> dict[str, Template | Plural]:
        if lang not in self._tables:
            base = lang.replace("_", "-").split("-")[0]
            if lang != REFERENCE and not self._file(lang).is_file():
                return self._table(base if base != lang else REFERENCE)
            table = dict(self._table(REFERENCE)) if lang != REFERENCE else {}
            table |= {
                _key(message): _compiled(message, lang)
                for message in _messages(self._catalog(lang))
                if _is_translated(message)
            }
            self._tables[lang] = table
        return self._tables[lang]

    # -- for translators ---------------------------------------------------------------------------------------------

    def template(self) -> str:
        """What `bot.pot` should hold: every key, with its comments and the English text."""
        return self._written(None)

    def merged(self, lang: str) -> str:
        """What the file of a language should hold: all keys in order, translations kept, new ones empty."""
        return self._written(lang)

    def _written(self, lang: str | None) -> str:
        forms = plural_forms(lang or REFERENCE)
        own = {_key(message): message for message in _messages(self._catalog(lang))} if lang else {}
        catalog = Catalog()
        for message in _messages(self._catalog(REFERENCE)):
            known = own.get(_key(message))
            notes = dict.fromkeys((*message.user_comments, *(known.user_comments if known else ())))
            catalog.add(
                message.id,
                known.string if known else ("" if isinstance(message.id, str) else ("",) * _count(forms)),
                user_comments=list(notes),
                auto_comments=[*message.auto_comments, *([] if lang == REFERENCE else _quoted(message))],
                flags=known.flags if known else (),
            )
        written = io.BytesIO()
        write_po(written, catalog, omit_header=True, width=0)
        header = {
            "Language": lang or "",
            "MIME-Version": "1.0",
            "Content-Type": "text/plain; charset=utf-8",
            "Content-Transfer-Encoding": "8bit",
            "Plural-Forms": forms,
        }
        lines = "".join(f'"{name}: {value}\\n"\n' for name, value in header.items())
        return f'msgid ""\nmsgstr ""\n{lines}\n{written.getvalue().decode("utf-8")}'

    def problems(self, detect: Detect | None = None) -> list[Problem]:
        """All that is wrong in the files of all languages; `detect` finds texts left in another language."""
        reference = {_key(message): message for message in _messages(self._catalog(REFERENCE))}
        found = [problem for lang in self.languages() for problem in self._problems(lang, reference, detect)]
        file = self._folder.joinpath("bot.pot")
        if not file.is_file() or file.read_text("utf-8") != self.template():
            found.append(Problem(REFERENCE, "bot.pot", "template", "not made from the English file"))
        return found

    def _problems(self, lang: str, reference: Mapping[str, Message], detect: Detect | None) -> Iterator[Problem]:
        own = {_key(message): message for message in _messages(self._catalog(lang))}
        header = _PLURAL_HEADER.search(self._sources[lang])
        if header is None or _bare(header[1]) != _bare(plural_forms(lang)):
            yield Problem(lang, "", "plural-forms", plural_forms(lang))
        for key in sorted(own.keys() - reference.keys()):
            yield Problem(lang, key, "extra")
        for key, english in reference.items():
            message = own.get(key)
            if message is None or not any(_forms(message)):
                yield Problem(lang, key, "missing")
            elif message.fuzzy:
                yield Problem(lang, key, "fuzzy")
            else:
                yield from _text_problems(lang, message, english, detect)


def _text_problems(lang: str, message: Message, english: Message, detect: Detect | None) -> Iterator[Problem]:
    key, forms = _key(message), _forms(message)
    notes = {note.strip() for note in (*message.user_comments, *english.user_comments)}
    limit = next((int(match[1]) for note in notes if (match := _LIMIT_NOTE.fullmatch(note))), LIMIT)
    plural = not isinstance(english.id, str)
    if isinstance(message.id, str) == plural or len(forms) != (_count(plural_forms(lang)) if plural else 1):
        yield Problem(lang, key, "forms", f"{len(forms)} forms")
        return
    wanted = set().union(*map(_fields, _forms(english)))
    for form in forms:
        # "one goal" may do without its number
        differing = (wanted ^ _fields(form)) - ({"n"} if plural else set())
        words = _WORD.findall(_FIELD.sub(" ", form))
        same = lang != REFERENCE and len(words) >= _SAME_FROM_WORDS and form in _forms(english)
        if not form:
            yield Problem(lang, key, "missing", "one of its plural forms")
            continue
        if differing:
            yield Problem(lang, key, "fields", ", ".join(sorted(differing)))
        if re.search(r"[{}]", _FIELD.sub("", form)):
            yield Problem(lang, key, "braces", form)
        if len(form) > limit:
            yield Problem(lang, key, "long", f"{len(form)} characters, {limit} allowed")
        if same and _SAME_NOTE not in notes:
            yield Problem(lang, key, "same")
        elif detect and not same and len(words) >= _DETECT_FROM_WORDS:
            written_in = detect(_FIELD.sub(" ", form))
            if written_in not in (None, lang):
                yield Problem(lang, key, "language", f"looks like {written_in}")


def plural_forms(lang: str) -> str:
    """The Plural-Forms header that the file of a language must have."""
    return _PLURAL_FORMS.get(lang) or get_plural(lang).plural_forms


@cache
def _rule(lang: str) -> Callable[[int], int]:
    expression = plural_forms(lang).partition("plural=")[2].rstrip("; ")
    return gettext.c2py(expression)


def _count(forms: str) -> int:
    match = re.match(r"nplurals=(\d+)", forms)
    return int(match[1]) if match else 1


def _messages(catalog: Catalog) -> Iterator[Message]:
    return (message for message in catalog if message.id)


def _key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _forms(message: Message) -> tuple[str, ...]:
    words = message.string
    return (words,) if isinstance(words, str) else tuple(words or ())


def _is_translated(message: Message) -> bool:
    return not message.fuzzy and all(_forms(message))


def _fields(words: str) -> set[str]:
    return set(_FIELD.findall(words))


def _compiled(message: Message, lang: str) -> Template | Plural:
    forms = tuple(map(Template.of, _forms(message)))
    return forms[0] if isinstance(message.id, str) else Plural(forms, _rule(lang))


def _quoted(message: Message) -> list[str]:
    return [line for form in _forms(message) for line in f"English: {form}".split("\n")]


def _bare(expression: str) -> str:
    return re.sub(r"[\s;]+", "", expression)


_TEXTS: Final = Texts(resources.files("locales"))

text = _TEXTS.text
has = _TEXTS.has
keys = _TEXTS.keys
languages = _TEXTS.languages
problems = _TEXTS.problems
template = _TEXTS.template
merged = _TEXTS.merged
