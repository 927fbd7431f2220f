"""What is kept of a message when nobody must be found by it: words that everybody uses, and nothing else."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.commands.walks import walks
from dialogs.registry import DIALOGS
from domain import anonymous
from domain.anonymous import LONGEST, LOST, PERSONAL, scrub, value
from domain.answers.cleaning import fold
from domain.known_words import WORD, first_names, words_of

LANGS = ("en", "fr", "nl", "de", "es", "it", "pt", "pl")
SENTENCES = st.lists(
    st.one_of(
        st.text(max_size=12),
        st.text("abcdefghijklmnopqrstuvwxyzéèüßñ'’.-_@ ", max_size=14),
        st.sampled_from(sorted(words_of("en"))[::40]),
        st.sampled_from(("Rose", "HALL", "O'Brien", "+32 470 12 34 56", "a@b.org", "www.rose.be", "Mr", "…", "\u0130", "\n")),
        st.just("m a r i e"),
    ),
    max_size=20,
).map(" ".join)  # fmt: skip
CHOSEN = st.sets(st.sampled_from(LANGS), min_size=1, max_size=3)


@given(text=SENTENCES, langs=CHOSEN)
@example(text="ROSE HALL", langs={"en"})
@example(text="x" * 5000, langs={"en"})
@example(text="no " * 2000, langs={"en"})
def test_no_word_survives_that_is_in_none_of_the_lists_and_no_figure(text: str, langs: set[str]) -> None:
    kept = scrub(text, langs)
    known = frozenset().union(*map(words_of, langs)) - first_names()
    for word in WORD.findall(kept):
        pieces = fold(word).split("'")
        assert fold(word) in known or all(len(piece) == 1 or piece in known for piece in pieces), word
    assert not any(sign.isdigit() and sign != "0" for sign in kept)
    assert kept == kept.lower()
    assert len(kept) <= LONGEST
    assert not set(kept) & set('@#_\\+=<>&"\t\r\n\u202e')
    # nothing that a spreadsheet takes for a formula
    assert not kept.startswith(("=", "+", "-", "@", " "))


@given(name=st.text("abcdefghijklmnopqrstuvwxyzéü", min_size=3, max_size=14), langs=CHOSEN)
def test_a_name_that_is_no_word_never_survives(name: str, langs: set[str]) -> None:
    known = frozenset().union(*map(words_of, langs))
    text = f"i am {name} and {name.title()}, {name.upper()}: {name}@example.org"
    kept = re.findall(r"\w+", scrub(text, langs))
    assert (name in kept) <= (fold(name) in known)
    assert "example" not in kept


@pytest.mark.parametrize(
    ("text", "lang", "kept"),
    [
        ("Hello, I am Rose Hall and I'd like to visit a team", "en", "hello, i am … and i'd like to visit a team"),
        ("hello i am rose and i like it", "en", "hello i am … and i like it"),
        ("my name is hope young, can I stop?", "en", "my name is …, can i stop?"),
        ("mevrouw de vries wil graag weg", "nl", "mevrouw … graag weg"),
        ("Frau Koch sagt, die Menschen brauchen Hilfe", "de", "frau …, die menschen brauchen hilfe"),
        ("Je vais à Namur avec Marie", "fr", "je vais à … avec …"),
        ("J'arrive lundi, d'accord ?", "fr", "j'arrive lundi, d'accord ?"),
        ("call 0470/12.34.56 at 10h or a.b@example.org", "en", "call 0000/00.00.00 at 00h or …"),
        ("in March or on Monday, not in May", "en", "in march or on monday, not in …"),
        ("m a r i e", "fr", "…"),
        ("m. a. r. i. e.", "fr", "…. …. …. …. …."),
        ("Dr. Young, Dr. Petit", "en", "…. …, …. …"),
        ("WHERE IS MY DATA", "en", "where is my data"),
        ("WHERE IS ROSE", "en", "where is …"),
        ("see www.rose.be/young and http://a.b", "en", "see … and …"),
        ("\u0661\u0662 days, \u00bd", "en", "00 days, 0 0"),
        ("\u202eno\u202c", "en", "no"),
        ("", "en", ""),
    ],
)  # fmt: skip
def test_names_numbers_and_addresses_go_and_everyday_words_stay(text: str, lang: str, kept: str) -> None:
    assert scrub(text, {lang, "en"}) == kept


def test_words_of_other_languages_than_those_at_hand_go() -> None:
    assert scrub("quem paga a viagem", {"pt"}) == "quem paga a viagem"
    assert "viagem" not in scrub("quem paga a viagem", {"de"})


def test_first_names_go_whatever_the_language_they_are_words_in() -> None:
    for lang in LANGS:
        for name in sorted(first_names() & words_of(lang)):
            assert scrub(f"no {name} no", {lang, "en"}) == f"no {LOST} no", name


@pytest.mark.parametrize(
    ("read", "asked", "kept"),
    [
        ("date:2027-05-03", "request.start", "date:0000-00-00"),
        ("money:120000 EUR", "", "money:000000 EUR"),
        ("choice:agrees", "enquiry.employer", "choice:agrees"),
        ("choices:mental-health,my-own", "enquiry.sectors", "choices:mental-health,…"),
        ("choice:like.H1-Les-Tilleuls", "hosts.page.pick", "choice:…"),
        ("countries:BE,FR", "enquiry.countries", "countries:BE,FR"),
        ("text", "enquiry.problem", "text"),
        ("", "enquiry.period", ""),
    ],
)
def test_of_an_answer_only_what_the_program_lists_itself_is_kept(read: str, asked: str, kept: str) -> None:
    assert value("answer", read, asked) == kept


def test_every_question_that_is_answered_with_a_name_or_an_address_hides_its_words() -> None:
    hidden = set()
    for dialog in DIALOGS:
        for walk in walks(dialog):
            for question in walk.questions.values():
                name = ".".join((dialog, *(part for part in question.key.split(".") if not part.isdigit())))
                personal = question.kind in ("email", "location", "file") or question.bare or question.private
                if personal or (dialog in ("profile", "cv") and question.kind == "text"):
                    hidden.add(name)
    assert hidden - {"profile.years"} <= PERSONAL
    assert "profile.name" in hidden
    assert anonymous.hides("profile.name")
    assert not anonymous.hides("enquiry.problem")
