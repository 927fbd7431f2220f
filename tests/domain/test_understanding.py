"""What is shown back of a trainee's words: what they name, a few things they hint at, and the words nobody knows yet."""

import pytest

from domain import concepts
from domain.subjects import spoken
from domain.understanding import MOST, left, named, of_kinds, sectors_of, understood, unmatched

STORIES = {
    "en": "Many young people in our shelter stop the programme after two weeks and relapse into drugs",
    "fr": "Beaucoup de jeunes de notre foyer arrêtent après deux semaines et rechutent",
    "nl": "Veel jongeren in onze opvang stoppen na twee weken en hervallen in drugs",
    "de": "Viele Jugendliche hören nach zwei Wochen auf und nehmen wieder Drogen",
    "es": "Muchos jóvenes dejan el programa a las dos semanas y recaen en las drogas",
    "it": "Molti giovani smettono dopo due settimane e ricadono nella droga",
}


@pytest.mark.parametrize("lang", STORIES)
def test_a_story_is_understood_in_a_few_concepts_that_tell_most_first(lang: str) -> None:
    found = understood(STORIES[lang], lang)
    assert "young-people" in found.named
    assert 1 <= len((*found.named, *found.hinted)) <= MOST
    assert not set(found.named) & set(found.hinted)
    assert not of_kinds((*found.named, *found.hinted), "profession")
    kinds = [concept.kind for one in found.named if (concept := concepts.get(one)) is not None]
    assert "sector" not in kinds[: len(kinds) - kinds.count("sector")]


def test_words_without_a_subject_are_understood_as_nothing() -> None:
    assert understood("zzz qqq", "en") == understood("", "en")
    assert named("zzz qqq", "en") == ()


def test_the_field_follows_from_what_is_confirmed() -> None:
    assert sectors_of(["people-with-dementia"]) == ("elderly-care",)
    assert sectors_of([]) == sectors_of(["no-such-concept"]) == ()


@pytest.mark.parametrize(
    ("text", "lang", "words"),
    [
        ("our residents flurble at night", "en", ("flurble",)),
        ("I work with Quxley and 12 flurbles, flurbles", "en", ("flurbles",)),
        ("Unsere Quaxen ärgern sich mit Quaxmann", "de", ("quaxen",)),
        ("Gestern kam Quaxmann", "de", ()),
    ],
)
def test_words_of_no_list_are_single_and_no_names(text: str, lang: str, words: tuple[str, ...]) -> None:
    assert unmatched(text, lang) == words


def test_the_words_that_speak_for_a_concept_are_told_as_they_were_written() -> None:
    passages = spoken("He hid his BOTTLES and relapsed.", "en", "relapse-prevention", card=True)
    assert passages[0].said == "relapsed"
    assert [one.points for one in passages] == sorted((one.points for one in passages), reverse=True)
    assert spoken("The weather is fine.", "en", "relapse-prevention") == ()


@pytest.mark.parametrize(
    ("story", "lang", "concept"),
    [
        ("He counts the pills twice and still gives them to the wrong person.", "en", "medication-safety"),
        ("Le soir elle met son manteau et veut rentrer chez sa mère.", "fr", "wandering"),
        ("Han dricker varje kväll och frun ringer oss i smyg.", "sv", "alcohol-misuse"),
    ],
)
def test_what_several_words_hint_at_is_proposed(story: str, lang: str, concept: str) -> None:
    assert concept in understood(story, lang).hinted


@pytest.mark.parametrize(
    ("lang", "text", "there", "gone"),
    [("fr", "les patients psy, pas les enfants", "patients", "children"),
     ("en", "patients, no sport", "patients", "sport-and-movement"),
     ("de", "keine Kinder, eher Senioren", "older-people", "children"),
     ("nl", "geen kinderen, volwassenen met autisme", "autism", "children"),
     ("it", "autismo, non si tratta di genitori", "autism", "parents")],
)  # fmt: skip
def test_what_somebody_turns_down_is_not_understood_as_a_wish(lang: str, text: str, there: str, gone: str) -> None:
    found = named(text, lang)
    assert there in found
    assert gone not in found


@pytest.mark.parametrize(
    ("lang", "text"), [("en", "We work with children without parents"), ("fr", "les enfants ne dorment pas")]
)
def test_what_is_only_told_with_a_not_is_understood(lang: str, text: str) -> None:
    assert "children" in named(text, lang)


@pytest.mark.parametrize(
    ("text", "lang", "strange"),
    [
        ("onze jongeren in de jeugdzorg lopen weg", "nl", "wandering"),
        ("la fugue des jeunes mineurs", "fr", "wandering"),
        ("les jeunes et leurs parents", "fr", "expectant-and-new-parents"),
        ("voir du concret", "fr", "music"),
        ("onze bewoners met dementie lopen weg", "nl", "running-away"),
    ],
)
def test_a_word_of_two_fields_is_meant_as_the_rest_of_the_text_says(text: str, lang: str, strange: str) -> None:
    assert strange not in understood(text, lang).named


def test_without_other_words_both_fields_may_be_meant() -> None:
    assert {"running-away", "wandering"} <= set(named("weglopen", "nl"))
    assert "wandering" not in named("weglopen", "nl", ("young-people",))
    assert "running-away" not in named("weglopen", "nl", ("people-with-dementia",))


@pytest.mark.parametrize(
    ("text", "lang", "kept"),
    [("dementia too obviously, and falls", "en", False), ("weglopen staat er niet tussen", "nl", False), ("debts", "en", False),
     ("loneliness of people who moved here for work last winter", "en", True), ("flurbles", "en", True),
     ("Schulsozialarbeit", "de", True)],
)  # fmt: skip
def test_only_words_that_say_more_than_was_understood_are_kept(text: str, lang: str, kept: bool) -> None:
    assert left(text, lang) == (text if kept else "")
