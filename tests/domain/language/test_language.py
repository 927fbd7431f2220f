"""The language of a message: short words, messages, what stays open, and evidence over a conversation."""

import json
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.language import OTHER, RIVALS, SERVED, Evidence, detect

WORDS = {
    "en": ["hello", "thanks", "yes", "internship", "help"],
    "fr": ["Bonjour !", "oui", "merci", "BONSOIR", "aide moi"],
    "nl": ["goedendag", "hulp", "dankuwel", "hoi", "stageplaats"],
    "de": ["danke", "nein", "guten Tag", "Praktikum", "tschuss"],
    "es": ["hola", "gracias", "buenos dias", "prácticas", "ayuda"],
    "it": ["grazie", "ciao", "buongiorno", "tirocinio", "aiuto"],
}
SENTENCES = {
    "en": "I am looking for a team that works with young people who left school early",
    "fr": "je travaille dans un foyer pour enfants et je voudrais voir comment font les autres",
    "nl": "wij zoeken een plek waar we kunnen zien hoe anderen met ouderen werken",
    "de": "ich arbeite in einer Wohngruppe und möchte sehen, wie andere Teams das machen",
    "es": "trabajo con personas sin hogar y me gustaría aprender de otro equipo",
    "it": "lavoro in una comunità per minori e vorrei vedere come fanno gli altri",
}
NOT_SERVED = {
    "pl": "Dzień dobry, szukam zespołu, który pracuje z młodzieżą",
    "pt": "Bom dia, preciso de ajuda para encontrar um estágio",
    "ro": "Bună ziua, caut un stagiu în străinătate pentru echipa mea",
    "da": "Hej, jeg søger et sted hvor jeg kan lære noget nyt om ældrepleje",
    "el": "Καλημέρα, ψάχνω μια ομάδα",
    "ru": "Здравствуйте, я ищу стажировку",
    "uk": "Добрий день, я шукаю стажування її",
    "ar": "مرحبا أبحث عن تدريب",
}


@pytest.mark.parametrize(("lang", "text"), [(lang, text) for lang, texts in WORDS.items() for text in texts])
def test_one_to_three_words_are_enough(lang: str, text: str) -> None:
    assert detect(text).lang == lang


@pytest.mark.parametrize("lang", SERVED)
def test_a_sentence_is_certain_even_without_accents_and_against_the_application(lang: str) -> None:
    text = SENTENCES[lang]
    bare = text.replace("é", "e").replace("ö", "o").replace("à", "a").replace("í", "i").lower()
    wrong = next(code for code in SERVED if code != lang)
    for variant in (text, text.upper(), bare):
        guess = detect(variant, wrong)
        assert guess.lang == lang
        assert guess.confidence > 0.9


@pytest.mark.parametrize(
    "text", ["", " ", "123", "12/05/2027", "👍👍", "ok", "OK!", "http://ecett.eu/le-stage", "anna@ngo.be"]
)
def test_a_text_that_says_nothing_stays_open_whatever_the_application(text: str) -> None:
    for app in (None, "fr", "pl", "xx-YY"):
        assert detect(text, app).lang is None


@pytest.mark.parametrize(("code", "text"), NOT_SERVED.items())
def test_a_language_that_is_not_served_stays_open_and_is_named(code: str, text: str) -> None:
    for app in (None, "fr"):
        guess = detect(text, app)
        assert guess.lang is None
        assert guess.other == code


def test_words_of_two_languages_stay_open_until_the_application_tells() -> None:
    assert detect("no").lang is None
    assert detect("hallo").lang is None
    assert detect("hallo", "de-AT").lang == "de"
    assert detect("hallo", "nl").lang == "nl"


def test_the_nearest_served_language_is_always_there() -> None:
    assert detect(NOT_SERVED["pt"]).nearest == "es"
    assert detect(NOT_SERVED["pl"]).nearest == "en"
    assert detect("", "fr").nearest == "fr"
    assert detect("", None).nearest == "en"
    assert detect("merci").nearest == "fr"


def test_the_application_alone_is_a_weak_prior() -> None:
    guess = Evidence.of_app("fr-BE").guess()
    assert guess.lang == "fr"
    assert 0.7 < guess.confidence < 0.9
    assert Evidence.of_app(None).guess().lang is None
    assert Evidence.of_app("nb").guess().other == "no"


def test_evidence_adds_up_over_messages() -> None:
    first = Evidence.of_app("en").add("stage")
    second = first.add("hallo").add("ik zoek een plaats")
    assert first.guess().confidence < second.guess().confidence
    assert second.guess().lang == "nl"


def test_a_neutral_word_changes_nothing() -> None:
    evidence = Evidence.of_app("en").add(SENTENCES["fr"])
    for text in ("ok", "OK", "12", "👍", ""):
        assert evidence.add(text) == evidence
        assert detect(text, prior=evidence).nearest == "fr"


def test_a_switch_is_suggested_after_two_clear_messages_not_after_one_word() -> None:
    evidence = Evidence.of_app("fr")
    for _ in range(8):
        evidence = evidence.add(SENTENCES["fr"])
    assert evidence.suggests("fr") is None
    assert evidence.add("thanks").suggests("fr") is None
    twice = evidence.add(SENTENCES["nl"]).add("kan ik dat morgen nog veranderen")
    assert twice.suggests("fr") == "nl"
    assert twice.suggests("nl") is None


def test_evidence_survives_json() -> None:
    evidence = Evidence.of_app("pl").add(NOT_SERVED["pl"]).add("hello")
    kept = json.loads(json.dumps(evidence.to_json()))
    assert Evidence.from_json(kept) == evidence
    assert len(json.dumps(kept)) < 200
    assert Evidence.from_json({"fr": "much", "is": 3, "xx": 1.0}) == Evidence()


@given(st.text(max_size=300), st.sampled_from([None, "", "fr", "de-CH", "pl", "zh-Hant", "_"]))
def test_any_text_gets_a_sound_answer(text: str, app: str | None) -> None:
    guess = detect(text, app)
    assert guess.lang is None or guess.lang in SERVED
    assert guess.nearest in SERVED
    assert 0 <= guess.confidence <= 1
    assert sum(guess.scores.values()) <= 1.001
    assert guess.lang is None or guess.scores[guess.lang] == guess.confidence


@given(st.lists(st.text(max_size=60), max_size=6))
def test_the_same_messages_always_give_the_same_evidence(texts: list[str]) -> None:
    def collected() -> Evidence:
        evidence = Evidence.of_app("it")
        for text in texts:
            evidence = evidence.add(text)
        return evidence

    assert collected() == collected()
    assert set(collected().scores) <= {*SERVED, OTHER}


def test_a_megabyte_is_judged_like_its_beginning() -> None:
    assert detect("bonjour madame " * 70_000).lang == "fr"
    assert detect("@" * 1_000_000).lang is None
    assert detect("a" * 1_000_000) == detect("a" * 1_000)


def test_importing_the_module_reads_no_profile() -> None:
    code = """
import sys
import domain.language, domain.language_model
print(domain.language_model.model.cache_info().currsize, "langdetect" in sys.modules)
"""
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.split() == ["0", "False"]


def test_served_languages_and_rivals_are_apart() -> None:
    assert not set(SERVED) & set(RIVALS)
