"""The vocabulary of the field: complete in every language of the bot, and found in everyday sentences."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import concepts
from domain.concept_terms import TermIndex, read_line
from domain.subjects import subject

LANGUAGES = ("en", "fr", "nl", "de", "es", "it")
EUROPEAN = (
    "bg", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "ga", "hr", "hu", "it", "lt", "lv", "mt", "nl", "pl", "pt", "ro",
    "sk", "sl", "sv",
)  # fmt: skip
KINDS: tuple[concepts.Kind, ...] = (
    "sector",
    "client_group",
    "problem",
    "method",
    "setting",
    "profession",
    "competence",
)
# language, concept expected, what a trainee might write
SENTENCES = [
    tuple(line.split("\t"))
    for line in Path(__file__).with_name("concept_sentences.tsv").read_text("utf-8").splitlines()
]


def ids(text: str, lang: str | None = None) -> list[str]:
    return [hit.id for hit in concepts.find(text, lang)]


@pytest.mark.parametrize("lang", EUROPEAN)
def test_every_concept_has_a_name_of_its_own_in_every_official_language(lang: str) -> None:
    for kind in KINDS:
        names = [concepts.label(concept.id, lang).casefold() for concept in concepts.all_of(kind)]
        assert names
        assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_concept_is_found_by_its_own_name(lang: str) -> None:
    assert not [one.id for one in concepts.everything() if one.id not in ids(concepts.label(one.id, lang), lang)]


def test_near_holds_in_both_directions_and_never_names_the_concept_itself() -> None:
    for kind in KINDS:
        for concept in concepts.all_of(kind):
            assert concept.id not in concept.near
            for other in concept.near:
                found = concepts.get(other)
                assert found is not None
                assert concept.id in found.near


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_table_of_sentences_is_broad_enough(lang: str) -> None:
    assert len({concept for language, concept, _ in SENTENCES if language == lang}) >= 15


@pytest.mark.parametrize(("lang", "concept", "sentence"), SENTENCES)
def test_an_everyday_problem_is_understood(lang: str, concept: str, sentence: str) -> None:
    weights = subject(sentence, lang)
    strongest = sorted(weights, key=lambda one: -weights[one])[:8]
    meant = concepts.get(concept)
    assert meant is not None
    assert {concept, *meant.near, *meant.narrower, *meant.broader}.intersection(strongest)


@pytest.mark.parametrize(
    ("sentence", "lang"),
    [
        ("We would like to see how you work and learn from your team.", "en"),
        ("Nous aimerions voir comment vous faites.", "fr"),
        ("Wij willen graag zien hoe dat bij jullie gaat.", "nl"),
        ("Wir möchten gern sehen, wie das bei Ihnen geht.", "de"),
        ("Nos gustaría ver cómo lo hacen ustedes.", "es"),
        ("Ci piacerebbe vedere come fate voi.", "it"),
        ("", "en"),
        ("👍", "en"),
    ],
)
def test_a_sentence_without_a_subject_names_no_subject_for_sure(sentence: str, lang: str) -> None:
    assert [
        hit.id for hit in concepts.find(sentence, lang) if hit.kind not in concepts.TOPICS and hit.strength >= 1
    ] == []
    assert "dementia-friendly-care" not in ids(sentence, lang)


def test_a_hit_quotes_the_passage_as_it_was_written() -> None:
    (hit,) = (hit for hit in concepts.find("Viele leiden an DEMENZ.", "de") if hit.id == "people-with-dementia")
    assert (hit.said, hit.kind, hit.strength) == ("an DEMENZ", "client_group", 1.0)


@pytest.mark.parametrize(
    ("slip", "right", "lang", "concept"),
    [
        ("psycholgist", "psychologist", "en", "psychologist"),
        ("homelesness", "homelessness", "en", "homelessness-services"),
        ("Sozialarbieter", "Sozialarbeiter", "de", "social-worker"),
        ("verlsaving", "verslaving", "nl", "addiction-care"),
        ("psycohlogue", "psychologue", "fr", "psychologist"),
        ("infremiere", "infermiere", "it", "nurse"),
    ],
)
def test_a_typing_slip_is_forgiven_but_counts_less(slip: str, right: str, lang: str, concept: str) -> None:
    strengths = [{hit.id: hit.strength for hit in concepts.find(text, lang)}[concept] for text in (slip, right)]
    assert 0 < strengths[0] < strengths[1]


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("jeunes placés", "fr"),
        ("kids in care", "en"),
        ("Heimkinder", "de"),
        ("Kinder im Heim", "de"),
        ("menores tutelados", "es"),
        ("uithuisgeplaatste kinderen", "nl"),
        ("minori in comunità", "it"),
    ],
)
def test_what_is_named_closely_is_not_named_broadly_by_the_same_words(text: str, lang: str) -> None:
    groups = [hit.id for hit in concepts.find(text, lang) if hit.kind == "client_group"]
    assert groups == ["young-people-in-care"]
    cells = [one for one in concepts.ids_in([text], lang) if (its := concepts.get(one)) and its.kind == "client_group"]
    assert set(cells) >= {"young-people-in-care"}


@pytest.mark.parametrize(
    ("text", "lang", "groups"),
    [
        ("children in care and other children", "en", {"young-people-in-care", "children"}),
        ("jeunes placés et leurs parents", "fr", {"young-people-in-care", "parents"}),
        ("enfants et parents placés", "fr", {"young-people-in-care", "parents"}),
        ("Flüchtlinge und ihre Eltern", "de", {"refugees", "parents"}),
    ],
)
def test_what_other_words_name_stays(text: str, lang: str, groups: set[str]) -> None:
    assert {hit.id for hit in concepts.find(text, lang) if hit.kind == "client_group"} == groups


def test_a_card_keeps_the_broader_concept_too() -> None:
    assert {"young-people", "young-people-in-care"} <= set(concepts.ids_in(["jeunes placés"], "fr"))


def test_short_words_of_another_language_are_not_believed() -> None:
    assert "children" in ids("het kind", "nl")
    assert "children" not in ids("what kind of team", "en")


def test_a_word_that_is_to_be_taken_exactly_is_found_alone_and_in_its_label() -> None:
    index = TermIndex()
    label, terms = read_line("nurse", "Nurse | =nurse, =nurses, ward sister*")
    for tokens, hint in terms:
        index.add("nurse", tokens, hint)
    assert label == "Nurse"
    assert [bool(index.find(text)) for text in ("A nurse.", "NURSES", "the ward sisters", "a nursery", "nursed")] == [
        True, True, True, False, False,
    ]  # fmt: skip


def test_a_word_in_capitals_only_counts_in_capitals() -> None:
    assert "doctor" in ids("Ask the GP first", "en")
    assert "doctor" not in ids("Ask the gp first", "en")


def test_labels_fall_back_to_english_and_an_unknown_id_names_itself() -> None:
    assert concepts.label("dementia-friendly-care", "uk") == "Dementia-friendly care"
    assert concepts.label("no-such-concept", "fr") == "no-such-concept"
    assert concepts.get("no-such-concept") is None


def test_the_cells_of_a_card_may_hold_ids_or_words() -> None:
    assert concepts.ids_in(["elderly care", "Home_Care", "peer-support"]) == (
        "elderly-care",
        "home-care",
        "peer-support",
    )
    assert "people-with-dementia" in concepts.ids_in(["démence"])


@pytest.mark.parametrize("line", ["Label | dem*ent", "Label | de*", "Label | *ab*"])
def test_a_line_of_the_vocabulary_that_cannot_be_meant_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match=r"\*"):
        read_line("some-concept", line)


@given(st.text(max_size=200), st.sampled_from([None, *LANGUAGES, "xx"]))
def test_whatever_the_text_hits_are_passages_of_it(text: str, lang: str | None) -> None:
    hits = concepts.find(text, lang)
    assert all(hit.said in text and hit.said and 0 < hit.strength <= 1 for hit in hits)
    assert len({hit.id for hit in hits}) == len(hits)


@given(st.integers(0, len(SENTENCES) - 1), st.text(alphabet=st.characters(codec="utf-8"), max_size=40))
def test_finding_twice_finds_the_same(number: int, noise: str) -> None:
    text = f"{noise} {SENTENCES[number][2]}"
    assert concepts.find(text) == concepts.find(text)


def test_one_endless_word_is_read_as_fast_as_any_text() -> None:
    assert concepts.find("demenz" * 200_000, "de")[0].id
