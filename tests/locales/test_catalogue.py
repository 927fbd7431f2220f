"""The catalogue: texts by key, fields, plurals, what falls back, and what `problems` finds."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from locales import catalogue
from locales.catalogue import REFERENCE, Problem, Texts, plural_forms

HEADER = (
    'msgid ""\nmsgstr ""\n"Language: {lang}\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    '"Plural-Forms: {forms}\\n"\n'
)
ENGLISH = """
# the greeting
msgid "hello.ask"
msgstr "Hello {name}, how are you today?"

msgid "goals.left"
msgid_plural "goals.left"
msgstr[0] "One goal is left."
msgstr[1] "{n} goals are left."

msgid "hello.help"
msgstr "Just say anything."
"""
FRENCH = """
msgid "hello.ask"
msgstr "Bonjour {name}, comment allez-vous ?"

msgid "goals.left"
msgid_plural "goals.left"
msgstr[0] "Il reste {n} objectif."
msgstr[1] "Il reste {n} objectifs."

msgid "hello.help"
msgstr "Écrivez ce que vous voulez."
"""


def texts(folder: Path, files: Mapping[str, str], forms: Mapping[str, str] | None = None) -> Texts:
    for lang, entries in files.items():
        path = folder / lang / "LC_MESSAGES" / "bot.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        header = HEADER.format(lang=lang, forms=(forms or {}).get(lang, plural_forms(lang)))
        path.write_text(header + entries, "utf-8")
    made = Texts(folder)
    (folder / "bot.pot").write_text(made.template(), "utf-8")
    return made


@pytest.fixture
def both(tmp_path: Path) -> Texts:
    return texts(tmp_path, {"en": ENGLISH, "fr": FRENCH})


def found(made: Texts, **arguments: catalogue.Detect) -> list[tuple[str, str, str]]:
    return [(problem.lang, problem.key, problem.kind) for problem in made.problems(**arguments)]


def test_a_text_is_found_by_its_key_in_each_language(both: Texts) -> None:
    assert both.text("en", "hello.ask", name="Ana") == "Hello Ana, how are you today?"
    assert both.text("fr", "hello.ask", name="Ana") == "Bonjour Ana, comment allez-vous ?"
    assert both.text("fr-BE", "hello.ask", name="Ana") == "Bonjour Ana, comment allez-vous ?"
    assert both.languages() == ("en", "fr")
    assert both.keys() == ("hello.ask", "goals.left", "hello.help")
    assert both.has("hello.ask")
    assert not both.has("hello.missing")


def test_plurals_follow_the_number_n(both: Texts) -> None:
    assert [both.text("en", "goals.left", n=n) for n in (0, 1, 2)] == [
        "0 goals are left.", "One goal is left.", "2 goals are left."]  # fmt: skip
    assert [both.text("fr", "goals.left", n=n) for n in (0, 1, 12000)] == [
        "Il reste 0 objectif.", "Il reste 1 objectif.", "Il reste 12\u202f000 objectifs."]  # fmt: skip
    assert both.text("en", "goals.left") == "{n} goals are left."


def test_an_unknown_language_speaks_english_and_an_unknown_key_is_shown(both: Texts) -> None:
    assert both.text("pl", "hello.help") == "Just say anything."
    assert both.text("fr", "no.such.key", name="Ana") == "no.such.key"


def test_a_missing_or_fuzzy_text_is_shown_in_english(tmp_path: Path) -> None:
    french = '#, fuzzy\nmsgid "hello.ask"\nmsgstr "Salut {name}"\n\nmsgid "hello.help"\nmsgstr ""\n'
    made = texts(tmp_path, {"en": ENGLISH, "fr": french})
    assert made.text("fr", "hello.ask", name="Ana") == "Hello Ana, how are you today?"
    assert made.text("fr", "hello.help") == "Just say anything."
    assert made.text("fr", "goals.left", n=1) == "One goal is left."
    assert found(made) == [
        ("fr", "hello.ask", "fuzzy"),
        ("fr", "goals.left", "missing"),
        ("fr", "hello.help", "missing"),
    ]


def test_only_plain_names_are_fields(tmp_path: Path) -> None:
    entry = 'msgid "trap"\nmsgstr "{name} {name.__class__} {0} {name!r} {{name}} {Name} {"\n'
    made = texts(tmp_path, {"en": entry})
    assert made.text("en", "trap", name="Ana") == "Ana {name.__class__} {0} {name!r} {Ana} {Name} {"
    assert ("en", "trap", "braces") in found(made)


@given(st.text(), st.text())
def test_a_value_is_never_taken_for_a_field(name: str, other: str) -> None:
    template = catalogue.Template.of("{name}/{other}")
    assert template.fill("en", {"name": name, "other": other}) == f"{name}/{other}"
    assert template.fill("en", {"name": "{other}", "other": other}) == "{other}/" + other


def test_a_sound_catalogue_has_no_problems(both: Texts) -> None:
    assert found(both) == []


@pytest.mark.parametrize(
    ("french", "problem"),
    [
        ('msgid "hello.ask"\nmsgstr "Bonjour, comment allez-vous ?"\n', "fields"),
        ('msgid "hello.ask"\nmsgstr "Bonjour {nom}, comment allez-vous ?"\n', "fields"),
        ('msgid "hello.ask"\nmsgstr "Bonjour {name}, {name"\n', "braces"),
        ('msgid "hello.ask"\nmsgstr "Hello {name}, how are you today?"\n', "same"),
        (f'msgid "hello.ask"\nmsgstr "{{name}} {"mot " * 80}"\n', "long"),
        ('msgid "hello.ask"\nmsgid_plural "hello.ask"\nmsgstr[0] "{name}"\nmsgstr[1] "{name}"\n', "forms"),
    ],
)
def test_a_wrong_text_is_reported(tmp_path: Path, french: str, problem: str) -> None:
    rest = FRENCH[FRENCH.index('msgid "goals.left"') :]
    made = texts(tmp_path, {"en": ENGLISH, "fr": french + "\n" + rest})
    assert found(made) == [("fr", "hello.ask", problem)]


def test_a_text_of_no_english_key_is_reported(tmp_path: Path) -> None:
    made = texts(tmp_path, {"en": ENGLISH, "fr": FRENCH + '\nmsgid "old.key"\nmsgstr "vieux"\n'})
    assert found(made) == [("fr", "old.key", "extra")]


def test_wrong_plural_forms_are_reported(tmp_path: Path) -> None:
    made = texts(tmp_path, {"en": ENGLISH, "fr": FRENCH}, {"fr": "nplurals=2; plural=(n != 1);"})
    assert made.problems() == [Problem("fr", "", "plural-forms", "nplurals=2; plural=(n > 1);")]


def test_a_plural_that_lacks_a_form_is_reported(tmp_path: Path) -> None:
    made = texts(tmp_path, {"en": ENGLISH, "fr": FRENCH.replace("Il reste {n} objectifs.", "")})
    assert ("fr", "goals.left", "missing") in found(made)


def test_notes_of_translators_allow_what_is_meant(tmp_path: Path) -> None:
    long = "word " * 70
    english = f'# limit 400\nmsgid "long"\nmsgstr "{long}"\n\nmsgid "motto"\nmsgstr "Learn, see, try, change"\n'
    french = f'msgid "long"\nmsgstr "{"mot " * 90}"\n\n# same\nmsgid "motto"\nmsgstr "Learn, see, try, change"\n'
    assert found(texts(tmp_path, {"en": english, "fr": french})) == []


def test_five_words_are_too_few_to_tell_their_language(both: Texts) -> None:
    assert found(both, detect=lambda text: "xx") == []


def test_a_text_in_another_language_is_found(tmp_path: Path) -> None:
    made = texts(tmp_path, {"en": 'msgid "a"\nmsgstr "one two three four {n} five six seven"\n'})
    assert found(made, detect=lambda text: "nl") == [("en", "a", "language")]
    assert found(made, detect=lambda text: "en") == []
    assert found(made, detect=lambda text: None) == []


def test_the_template_holds_every_key_with_its_english_text(both: Texts, tmp_path: Path) -> None:
    template = both.template()
    assert '# the greeting\n#. English: Hello {name}, how are you today?\nmsgid "hello.ask"\nmsgstr ""\n' in template
    assert 'msgid_plural "goals.left"\nmsgstr[0] ""\nmsgstr[1] ""\n' in template
    (tmp_path / "bot.pot").write_text("", "utf-8")
    assert found(both) == [("en", "bot.pot", "template")]


def test_merging_keeps_translations_and_adds_what_is_new(tmp_path: Path) -> None:
    made = texts(
        tmp_path, {"en": ENGLISH, "fr": '# vous\nmsgid "hello.help"\nmsgstr "Écrivez."\n\nmsgid "gone"\nmsgstr "x"\n'}
    )
    merged = made.merged("fr")
    assert '# vous\n#. English: Just say anything.\nmsgid "hello.help"\nmsgstr "Écrivez."\n' in merged
    assert 'msgid "hello.ask"\nmsgstr ""\n' in merged
    assert "gone" not in merged
    (tmp_path / "fr" / "LC_MESSAGES" / "bot.po").write_text(merged, "utf-8")
    assert Texts(tmp_path).merged("fr") == merged


def test_merging_the_reference_changes_only_the_writing(both: Texts, tmp_path: Path) -> None:
    (tmp_path / "en" / "LC_MESSAGES" / "bot.po").write_text(both.merged(REFERENCE), "utf-8")
    again = Texts(tmp_path)
    assert again.keys() == both.keys()
    assert again.text("en", "goals.left", n=1) == "One goal is left."
    assert found(again) == []


@pytest.mark.parametrize("lang", ["en", "fr", "nl", "de", "es", "it"])
def test_plural_forms_are_those_of_cldr(tmp_path: Path, lang: str) -> None:
    entry = 'msgid "a"\nmsgid_plural "a"\nmsgstr[0] "one"\nmsgstr[1] "other"\n'
    made = texts(tmp_path, {lang: entry})
    form = Locale.parse(lang).plural_form
    assert [made.text(lang, "a", n=n) for n in range(2000)] == [form(n) for n in range(2000)]


def test_a_language_is_read_once(tmp_path: Path) -> None:
    made = texts(tmp_path, {"en": 'msgid "key"\nmsgstr "For {name}"\n'})
    assert made.text("en", "key", name="Ana") == "For Ana"
    for file in tmp_path.rglob("*.po"):
        file.unlink()
    assert made.text("en", "key", name="Bo") == "For Bo"
