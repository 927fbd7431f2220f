"""The language of a message: short words, messages, what stays open, and evidence over a conversation."""

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import mean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.language import CERTAIN, DETECTED, RIVALS, SERVED, Evidence, detect, judging, nearest, tells

WORDS = {
    "en": ["hello", "thanks", "yes", "internship", "help"],
    "fr": ["Bonjour !", "oui", "merci", "BONSOIR", "aide moi"],
    "nl": ["goedendag", "hulp", "dankuwel", "hoi", "stageplaats"],
    "de": ["danke", "nein", "guten Tag", "Praktikum", "tschuss"],
    "es": ["hola", "gracias", "buenos dias", "prácticas", "ayuda"],
    "it": ["grazie", "ciao", "buongiorno", "tirocinio", "aiuto"],
    "pl": ["dzień dobry", "dziekuje", "cześć"],
    "pt": ["bom dia", "obrigada", "sim"],
    "el": ["καλημέρα", "ευχαριστω", "kalimera", "geia sas, mporeite na me voithisete"],
    "ga": ["dia duit", "go raibh maith agat"],
    "mt": ["bonġu", "grazzi ħafna", "il-kelb"],
    "tr": ["merhaba", "teşekkürler"],
    "ru": ["привет", "ya ishu stazhirovku za granicey"],
    "bg": ["здравейте", "zdravei, tarsya praktika v chujbina"],
}
SENTENCES = {
    "en": "I am looking for a team that works with young people who left school early",
    "fr": "je travaille dans un foyer pour enfants et je voudrais voir comment font les autres",
    "nl": "wij zoeken een plek waar we kunnen zien hoe anderen met ouderen werken",
    "de": "ich arbeite in einer Wohngruppe und möchte sehen, wie andere Teams das machen",
    "es": "trabajo con personas sin hogar y me gustaría aprender de otro equipo",
    "it": "lavoro in una comunità per minori e vorrei vedere come fanno gli altri",
    "pl": "szukam zespołu, który pracuje z młodzieżą",
    "uk": "Добрий день, я шукаю стажування для нашої команди",
}
OWN = Path(__file__).parent


def messages(lang: str) -> list[str]:
    """Forty first messages of people who write this language."""
    return (OWN / f"{lang}.txt").read_text("utf-8").splitlines()


@pytest.mark.parametrize(("lang", "text"), [(lang, text) for lang, texts in WORDS.items() for text in texts])
def test_one_to_three_words_are_enough(lang: str, text: str) -> None:
    assert detect(text).lang == lang


@pytest.mark.parametrize("lang", SENTENCES)
def test_a_sentence_is_certain_even_in_capitals_and_against_the_application(lang: str) -> None:
    text = SENTENCES[lang]
    wrong = next(code for code in SERVED if code != lang)
    for variant in (text, text.upper(), text.lower()):
        guess = detect(variant, wrong)
        assert guess.lang == lang
        assert guess.confidence > CERTAIN


def test_nine_first_messages_in_ten_are_read_right_in_every_language() -> None:
    right = {lang: mean(detect(text).likeliest == lang for text in messages(lang)) for lang in DETECTED}
    assert mean(right.values()) > 0.93, right
    assert min(right.values()) > 0.8, right


def test_what_is_answered_without_asking_is_right() -> None:
    guesses = [(detect(text, lang), lang) for lang in DETECTED for text in messages(lang)]
    sure = [(guess.lang, lang) for guess, lang in guesses if guess.confidence >= CERTAIN]
    assert len(sure) > 0.95 * len(guesses)
    assert mean(found == lang for found, lang in sure) > 0.99


@pytest.mark.parametrize(
    "text", ["", " ", "123", "12/05/2027", "👍👍", "ok", "OK!", "http://ecett.eu/le-stage", "anna@ngo.be", "こんにちは"]
)
def test_a_text_that_says_nothing_stays_open(text: str) -> None:
    assert detect(text).lang is None


@pytest.mark.parametrize("text", ["", "123", "ok", "👍", "anna@ngo.be"])
def test_without_a_telling_word_the_application_decides(text: str) -> None:
    assert detect(text, "fr").lang == "fr"
    assert detect(text, "xx-YY").lang is None
    assert not tells(text)


@pytest.mark.parametrize("word", ["ja", "si", "tak", "hej", "no", "hallo"])
def test_words_of_several_languages_stay_open_until_the_application_tells(word: str) -> None:
    assert detect(word).lang is None


def test_the_application_tells_between_languages_that_share_a_word() -> None:
    assert detect("hallo", "de-AT").lang == "de"
    assert detect("hallo", "nl").lang == "nl"
    assert detect("tak", "pl").lang == "pl"
    assert detect("tak", "da").lang == "da"


def test_names_and_quotations_do_not_count() -> None:
    assert detect('I read "Die Würde des Menschen ist unantastbar" on your page').lang == "en"
    assert detect("Ik heet Giovanni Battista Esposito").lang == "nl"


def test_a_language_that_is_not_spoken_has_one_of_ours_next_to_it() -> None:
    assert detect("preciso de ajuda para encontrar um estágio").served == "es"
    assert detect("szukam pracy za granicą").served == "en"
    assert detect("merci").served == "fr"
    assert detect("", "fr").served == "fr"
    assert detect("", None).served == "en"
    assert {nearest(code) for code in DETECTED} <= set(SERVED)


def test_an_application_in_another_language_than_english_is_believed_one_in_english_is_not() -> None:
    assert Evidence.of_app("fr-BE").guess().lang == "fr"
    assert Evidence.of_app("nb").guess().likeliest == "no"
    assert Evidence.of_app("en").guess().likeliest == "en"
    assert Evidence.of_app("en").guess().confidence < CERTAIN
    assert Evidence.of_app(None).guess().lang is None


def test_evidence_adds_up_over_messages() -> None:
    first = Evidence.of_app("en").add("stage")
    second = first.add("hallo").add("ik zoek een plaats")
    assert second.guess().lang == "nl"
    assert second.guess().confidence > CERTAIN


def test_a_neutral_word_changes_nothing() -> None:
    evidence = Evidence.of_app("en").add(SENTENCES["fr"])
    for text in ("ok", "OK", "12", "👍", ""):
        assert evidence.add(text) == evidence
        assert detect(text, prior=evidence).served == "fr"


def test_evidence_survives_json() -> None:
    evidence = Evidence.of_app("pl").add(SENTENCES["pl"]).add("hello")
    kept = json.loads(json.dumps(evidence.to_json()))
    assert Evidence.from_json(kept) == evidence
    assert len(json.dumps(kept)) < 200
    assert Evidence.from_json({"fr": "much", "is": "pl", "xx": 1.0}) == Evidence()


@given(st.text(max_size=300), st.sampled_from([None, "", "fr", "de-CH", "pl", "zh-Hant", "_"]))
def test_any_text_gets_a_sound_answer(text: str, app: str | None) -> None:
    guess = detect(text, app)
    assert guess.lang is None or guess.lang in DETECTED
    assert guess.served in SERVED
    assert 0 <= guess.confidence <= 1
    assert sum(guess.chances.values()) <= 1.01
    assert guess.lang is None or guess.chances[guess.lang] == guess.confidence


@given(st.lists(st.text(max_size=60), max_size=6))
def test_the_same_messages_always_give_the_same_evidence(texts: list[str]) -> None:
    def collected() -> Evidence:
        evidence = Evidence.of_app("it")
        for text in texts:
            evidence = evidence.add(text)
        return evidence

    assert collected() == collected()
    assert set(collected().scores) <= set(DETECTED)


def test_every_thread_gets_the_same_answer() -> None:
    texts = [text for lang in ("da", "no", "cs", "sk", "mt") for text in messages(lang)]
    alone = [detect(text) for text in texts]
    judging.judge.cache_clear()
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(detect, texts)) == alone


def test_a_megabyte_is_judged_like_its_beginning() -> None:
    assert detect("bonjour madame " * 70_000).lang == "fr"
    assert detect("@" * 1_000_000).lang is None
    assert detect("a" * 1_000_000) == detect("a" * 1_000)


def test_without_the_compiled_detector_the_lists_and_letters_still_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging, "opinion", lambda words: None)
    judging.judge.cache_clear()
    try:
        right = [detect(text).likeliest == lang for lang in DETECTED for text in messages(lang)]
    finally:
        judging.judge.cache_clear()
    assert mean(right) > 0.93


def test_importing_the_module_reads_no_list() -> None:
    code = """
import sys
import domain.language
from domain.vocabulary import vocabulary
print(vocabulary.cache_info().currsize, "langdetect" in sys.modules, "eldc" in sys.modules)
"""
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.split() == ["0", "False", "False"]


def test_served_languages_and_rivals_are_apart() -> None:
    assert not set(SERVED) & set(RIVALS)
    assert len(DETECTED) == 32
