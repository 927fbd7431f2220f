"""Questions in languages the bot does not speak: they find their topic by key words, and it is said which language was read."""

import re
import tomllib
from pathlib import Path

import pytest

from domain import faq, faq_words
from domain.faq import SURE, TOPICS
from domain.language import RIVALS, SERVED, detect, nearest

UNSPOKEN = tomllib.loads((Path(__file__).parent / "faq_unspoken.toml").read_text(encoding="utf-8"))
OUT_OF_SCOPE = UNSPOKEN.pop("out-of-scope")

OFFICIAL = "bg cs da de el en es et fi fr ga hr hu it lt lv mt nl pl pt ro sk sl sv"
"""The official languages of the European Union."""


def test_there_are_key_words_for_every_official_language_that_is_not_served() -> None:
    assert set(OFFICIAL.split()) - set(SERVED) <= faq_words.languages()
    assert faq_words.languages() <= set(RIVALS)


@pytest.mark.parametrize("lang", sorted(faq_words.languages()))
def test_every_topic_has_key_words_and_none_stands_under_two_topics(lang: str) -> None:
    phrases = faq_words.phrases(lang)
    assert set(phrases) == set(TOPICS)
    assert all(len(group) >= 3 for group in phrases.values())
    assert not [phrase for group in phrases.values() for phrase in group if not re.search(r"\w", phrase)]
    every = [phrase.casefold() for group in phrases.values() for phrase in set(group)]
    assert len(set(every)) == len(every)


@pytest.mark.parametrize("lang", UNSPOKEN)
def test_a_question_in_a_language_we_do_not_speak_finds_its_topic(lang: str) -> None:
    asked = [(topic, question) for topic, questions in UNSPOKEN[lang].items() for question in questions]
    found = {question: faq.search(question, nearest(lang), 3, writes=lang) for _, question in asked}
    first = sum(topic in [hit.topic for hit in found[question][:1]] for topic, question in asked)
    three = sum(topic in [hit.topic for hit in found[question]] for topic, question in asked)
    wrong = sum(hit.confidence >= SURE and hit.topic != topic for topic, q in asked for hit in found[q][:1])
    assert first / len(asked) >= 0.8
    assert three / len(asked) >= 0.9
    assert wrong / len(asked) <= 0.05


def test_the_language_of_nearly_all_these_questions_is_recognised() -> None:
    asked = [(lang, q) for lang, topics in UNSPOKEN.items() for questions in topics.values() for q in questions]
    read = sum(faq.unspoken(detect(question, nearest(lang))) == lang for lang, question in asked)
    assert read / len(asked) >= 0.9


@pytest.mark.parametrize("lang", OUT_OF_SCOPE)
def test_a_question_out_of_scope_is_not_answered_in_any_language(lang: str) -> None:
    for question in OUT_OF_SCOPE[lang]:
        assert not any(hit.confidence >= SURE for hit in faq.search(question, nearest(lang), 2, writes=lang)), question


@pytest.mark.parametrize(
    ("question", "writes", "topic"),
    [
        ("kto placi za podroz", "pl", "grants-what-is-paid"),
        ("KTO PŁACI ZA PODRÓŻ?", "pl", "grants-what-is-paid"),
        ("poios plironei to taxidi", "el", "grants-what-is-paid"),
        ("koi plashta patuvaneto", "bg", "grants-what-is-paid"),
        ("europass?", "fi", "europass"),
    ],
)
def test_accents_and_other_scripts_may_be_left_out(question: str, writes: str, topic: str) -> None:
    assert faq.search(question, "en", writes=writes)[0].topic == topic


@pytest.mark.parametrize("writes", [None, "", "en", "zh", "xx"])
def test_a_language_without_key_words_is_searched_like_any_other(writes: str | None) -> None:
    question = "Who pays for my train?"
    assert faq.search(question, "en", writes=writes) == faq.search(question, "en")


def test_a_question_taken_for_another_language_is_still_found() -> None:
    # Spanish is easily taken for Portuguese or Catalan
    for writes in ("pt", "ca"):
        assert faq.search("¿Quién firma el convenio con el anfitrión?", "es", writes=writes)[0].topic == "agreement"
