"""The frequent questions: the same promises in six languages, figures from the rules, sources, and questions that are found."""

import re
import tomllib
from functools import cache
from importlib import resources
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import faq, rules
from domain.faq import GENERAL, LANGUAGES, SURE, TOPICS
from domain.faq_matcher import words
from domain.rules import Level, Payee

PARAPHRASES = tomllib.loads((Path(__file__).parent / "faq_paraphrases.toml").read_text(encoding="utf-8"))

# short words that one of the six languages uses all the time and the other five do not
OWN_WORDS = {
    "en": ["the", "of", "and", "is", "you", "your", "with", "what", "how", "do"],
    "fr": ["les", "des", "est", "vous", "votre", "et", "dans", "une", "avec", "pour", "que"],
    "nl": ["het", "een", "van", "u", "en", "uw", "wat", "hoe", "voor", "naar", "ik"],
    "de": ["der", "die", "das", "und", "ist", "sie", "ich", "wie", "für", "mit", "eine"],
    "es": ["el", "los", "y", "su", "qué", "una", "para", "del", "mi", "cómo", "las"],
    "it": ["il", "di", "che", "è", "gli", "della", "sono", "per", "alla", "dei", "nel"],
}


@cache
def content(lang: str) -> dict[str, Any]:
    return tomllib.loads((resources.files("locales") / "faq" / f"{lang}.toml").read_text(encoding="utf-8"))


def fields_of(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def own_words(lang: str, text: str) -> int:
    found = re.findall(r"\w+", text.casefold())
    return sum(found.count(word) for word in OWN_WORDS[lang])


def right(lang: str, part: str, among: int) -> float:
    asked = [(topic, question) for topic, questions in PARAPHRASES[part][lang].items() for question in questions]
    found = [topic in [hit.topic for hit in faq.search(question, lang)[:among]] for topic, question in asked]
    return sum(found) / len(found)


def sure(question: str, lang: str) -> bool:
    return any(hit.confidence >= SURE for hit in faq.search(question, lang))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_language_has_every_topic_with_all_its_texts(lang: str) -> None:
    topics = content(lang)["topics"]
    assert tuple(topics) == TOPICS
    assert len(content(lang)["months"]) == 12
    for topic, texts in topics.items():
        assert set(texts) == {"title", "answer", "words", "questions"}, topic
        assert len(texts["questions"]) >= 10, topic
        assert len(set(texts["questions"])) == len(texts["questions"]), topic
        assert len(texts["title"]) <= 50, topic


@pytest.mark.parametrize("topic", TOPICS)
def test_an_answer_has_the_same_fields_in_all_languages_and_every_field_is_filled(topic: str) -> None:
    fields = {lang: fields_of(content(lang)["topics"][topic]["answer"]) for lang in LANGUAGES}
    assert all(names == fields["en"] for names in fields.values()), fields
    assert fields["en"] <= set(faq.figures(rules.load(), "en"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_answer_states_a_figure_of_its_own(lang: str) -> None:
    for topic, texts in content(lang)["topics"].items():
        assert not re.search(r"\d", texts["answer"] + texts["title"]), topic


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_answer_is_short_enough_for_a_chat(lang: str) -> None:
    for topic in TOPICS:
        assert 100 < len(faq.answer(topic, lang, {})) <= 500, topic


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_text_of_one_language_is_left_in_another(lang: str) -> None:
    for topic, texts in content(lang)["topics"].items():
        for text in (texts["answer"], " ".join(texts["questions"]), " ".join(texts["words"])):
            counts = {other: own_words(other, text) for other in LANGUAGES}
            assert max(counts, key=lambda other: (counts[other], other == lang)) == lang, (topic, text)


def test_no_question_stands_in_two_languages_or_under_two_topics() -> None:
    seen: dict[str, tuple[str, str]] = {}
    for lang in LANGUAGES:
        for topic, texts in content(lang)["topics"].items():
            for question in texts["questions"]:
                other_lang, other_topic = seen.setdefault(question.casefold(), (lang, topic))
                assert other_topic == topic, question
                # two keywords may look alike in related languages ("firma europass")
                assert other_lang == lang or len(question.split()) <= 3, question


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_figures_told_are_those_of_the_rule_set(lang: str) -> None:
    rule_set = rules.load()
    levels, grants = rule_set.levels, rule_set.grants

    def told(topic: str) -> list[str]:
        return re.findall(r"\d+", faq.answer(topic, lang, {}))

    assert {str(levels[Level.C].min_days), str(levels[Level.C].hosts), str(levels[Level.C].practices)} <= set(
        told("jury-c")
    )
    assert [str(grants.base_eur), *(str(grants.share(payee)) for payee in Payee)] == told("ecett-fee-split")
    assert told("consortium") == ["15", "2"]
    assert told("certificate-b") == ["2"]
    assert sorted(told("micro-training")) == ["1", "2", "24", "3", "30"]
    months = content(lang)["months"]
    assert months[grants.deadline_month - 1] in faq.answer("grants-deadlines", lang, {})
    assert months[grants.prepare_month - 1] in faq.answer("grants-deadlines", lang, {})


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_trainee_of_the_older_rules_is_told_the_older_figures(lang: str) -> None:
    older = faq.figures(rules.load("legacy-000"), lang)
    assert "15" in re.findall(r"\d+", faq.answer("jury-c", lang, older))
    assert re.findall(r"\d+", faq.answer("certificate-b", lang, older)) == ["5"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_answer_names_the_pages_it_is_from_and_the_rules_of_its_figures(lang: str) -> None:
    for topic in TOPICS:
        source = faq.source(topic, lang)
        told = fields_of(content(lang)["topics"][topic]["answer"]) - {"hosts", "practices"}
        assert (rules.CURRENT in source) == bool(told), topic
        assert 20 < len(source) <= 250, topic
    assert "Grants for Internships" in faq.source("ecett-fee-split", lang)
    assert "›" in faq.source("smart-goals", lang)
    with pytest.raises(KeyError):
        faq.source("no-such-topic", lang)


def test_every_language_names_every_page_in_its_own_words() -> None:
    named = {lang: content(lang)["sources"] for lang in LANGUAGES}
    assert all(names.keys() == named["en"].keys() for names in named.values())
    for place in ("helpdesk", "lifelong/structure", "grants/eu", "mobility/before"):
        assert len({names[place] for names in named.values()}) == len(LANGUAGES), place


@pytest.mark.parametrize("lang", LANGUAGES)
def test_live_counts_replace_what_the_pages_state(lang: str) -> None:
    assert "1200+" in faq.answer("find-host", lang, {})
    assert "400+" in faq.answer("good-practices", lang, {})
    assert "1317 " in faq.answer("find-host", lang, {"hosts": "1317"})
    assert "52" in faq.answer("good-practices", lang, {"practices": "52"})
    assert "{x}" in faq.answer("find-host", lang, {"hosts": "{x}"})


def test_an_unknown_topic_is_an_error_and_an_unserved_language_gets_english() -> None:
    with pytest.raises(KeyError):
        faq.answer("no-such-topic", "en", {})
    with pytest.raises(KeyError):
        faq.title("no-such-topic", "en")
    assert faq.title("plan-b", "pt") == faq.title("plan-b", "en")
    assert faq.title("plan-b", "fr-BE") == faq.title("plan-b", "fr") != faq.title("plan-b", "en")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_title_and_an_example_question_find_their_topic(lang: str) -> None:
    for topic, texts in content(lang)["topics"].items():
        assert faq.search(texts["title"], lang)[0].topic == topic
    asked = [(topic, question) for topic, texts in content(lang)["topics"].items() for question in texts["questions"]]
    found = sum(faq.search(question, lang)[0].topic == topic for topic, question in asked)
    assert found / len(asked) >= 0.98


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_question_asked_in_the_tests_is_among_the_examples(lang: str) -> None:
    examples = {
        tuple(words(text))
        for texts in content(lang)["topics"].values()
        for text in (*texts["questions"], *texts["words"])
    }
    for part in ("held-out", "fresh"):
        for questions in PARAPHRASES[part][lang].values():
            assert not examples & {tuple(words(question)) for question in questions}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_questions_in_other_words_find_their_topic(lang: str) -> None:
    for part in ("held-out", "fresh"):
        assert right(lang, part, 1) >= 0.92
        assert right(lang, part, 3) >= 0.96


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_sure_answer_is_nearly_always_the_right_one(lang: str) -> None:
    asked = [(topic, question) for topic, questions in PARAPHRASES["held-out"][lang].items() for question in questions]
    answered = [(topic, hits[0].topic) for topic, q in asked if (hits := faq.search(q, lang))[0].confidence >= SURE]
    assert len(answered) / len(asked) >= 0.75
    assert sum(topic == found for topic, found in answered) / len(answered) >= 0.95


@pytest.mark.parametrize("lang", [lang for lang in LANGUAGES if lang != "en"])
def test_a_question_in_another_served_language_is_found_too(lang: str) -> None:
    asked = [(topic, question) for topic, questions in PARAPHRASES["held-out"][lang].items() for question in questions]
    found = sum(faq.search(question, "en")[0].topic == topic for topic, question in asked)
    assert found / len(asked) >= 0.85


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_question_out_of_scope_is_not_answered(lang: str) -> None:
    for part in ("tuned", "held-out", "fresh"):
        asked = PARAPHRASES["out-of-scope"][part][lang]
        assert sum(sure(question, lang) for question in asked) / len(asked) <= 0.05
    assert not sure(PARAPHRASES["out-of-scope"]["tuned"][lang][0], lang)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_no_question_of_ours_is_told_apart_in_every_language(lang: str) -> None:
    groups = content(lang)["off-topic"]
    assert groups.keys() == content("en")["off-topic"].keys()
    assert not groups.keys() & set(TOPICS)
    assert all(len(words) > 50 for words in groups.values())


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("part", ["tuned", "held-out"])
def test_a_question_about_anything_is_not_answered_from_a_special_topic(lang: str, part: str) -> None:
    best = {question: hit for question in PARAPHRASES["vague"][part][lang] for hit in faq.search(question, lang, 1)}
    special = {question: hit for question, hit in best.items() if hit.topic not in GENERAL}
    assert not {question: hit for question, hit in special.items() if hit.confidence >= SURE}


@pytest.mark.parametrize(
    ("question", "lang"),
    [
        ("Comment ça marche ?", "fr"),
        ("How does it work", "en"),
        ("Tell me more", "en"),
        ("hoe gaat dit?", "nl"),
        ("cosa posso fare?", "it"),
        ("Wie funktioniert das?", "de"),
        ("¿Cómo funciona?", "es"),
        ("Comment ça marche ?", "en"),
    ],
)
def test_the_nearest_topic_of_a_general_question_is_the_general_one(question: str, lang: str) -> None:
    assert faq.search(question, lang)[0].topic == "what-is-ecett"


@pytest.mark.parametrize(("question", "lang"), [("Was ist ein Compagnon?", "de"), ("C'est quoi un compagnon ?", "fr")])
def test_who_asks_for_the_name_of_the_bot_may_choose_what_is_meant(question: str, lang: str) -> None:
    hits = faq.search(question, lang)
    assert len(hits) > 1
    assert hits[0].confidence < SURE


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_everyday_words_leave_the_questions_of_the_topics_their_subject(lang: str) -> None:
    everyday = content(lang)["everyday"].split()
    assert [word for word in everyday if words(word) != [word]] == []
    asked = [
        question
        for topic, texts in content(lang)["topics"].items()
        for question in (texts["title"], *texts["questions"])
        if topic not in GENERAL
    ]
    empty = [question for question in asked if set(words(question)) <= set(everyday)]
    assert len(empty) / len(asked) < 0.01


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("EUROPASS", "europass"),
        ("  europass??? ", "europass"),
        ("qu’est-ce que l’europass", "europass"),
        ("what's my plan b", "plan-b"),
        ("c koi le plan b", "plan-b"),
        ("A B C D ?", "levels-a-b-c-d"),
        ("consortuim", "consortium"),
        ("chef d'oeuvre", "masterpiece-d"),
    ],
)
def test_case_accents_apostrophes_and_typos_do_not_matter(question: str, topic: str) -> None:
    assert faq.search(question, "en")[0].topic == topic or faq.search(question, "fr")[0].topic == topic


def test_a_long_story_is_judged_by_its_question() -> None:
    story = "I have worked in a home for the elderly for many years and we have a nice garden with a cat. " * 30
    assert faq.search(story + "Who signs the agreement with the host?", "en")[0].topic == "agreement"


def test_a_sentence_that_says_nothing_does_not_outweigh_the_story_before_it() -> None:
    story = "The host wrote that they have to cancel everything."
    assert faq.search(f"{story} What should I do? How does it go on?", "en")[0].topic == "plan-b"


def test_a_word_that_no_text_knows_leaves_the_answer_open() -> None:
    plain, strange = (faq.search(f"What does {what} cost?", "en")[0] for what in ("the trip", "a Xylobrand"))
    assert strange.confidence < SURE < plain.confidence


def test_a_name_that_is_only_a_day_or_a_country_is_no_question() -> None:
    assert not any(sure(answer, "en") for answer in ("Spain or Portugal", "Monday to Friday", "in February or March"))


def test_hits_come_best_first_and_no_more_than_asked() -> None:
    for limit in (0, 1, 2, 5):
        hits = faq.search("Who pays for my hotel?", "en", limit)
        assert len(hits) == limit
        assert list(hits) == sorted(hits, key=lambda hit: -hit.confidence)
        assert len({hit.topic for hit in hits}) == limit
        assert {hit.topic for hit in hits} <= set(TOPICS)


def test_nothing_asked_is_nothing_found() -> None:
    assert faq.search("", "en") == faq.search(" ?! ", "fr") == faq.search("日本語", "en") == ()


@given(st.text(max_size=300), st.sampled_from([*LANGUAGES, "pt", "", "fr-BE", "x" * 50]), st.integers(-1, 30))
def test_no_text_breaks_the_search(question: str, lang: str, limit: int) -> None:
    hits = faq.search(question, lang, limit)
    assert len(hits) <= max(0, limit)
    assert all(0 <= hit.confidence <= 1 and hit.topic in TOPICS for hit in hits)
    assert faq.search(question, lang, limit) == hits


@given(st.sampled_from(TOPICS), st.sampled_from(LANGUAGES), st.text(max_size=20))
def test_any_count_fits_into_an_answer(topic: str, lang: str, count: str) -> None:
    text = faq.answer(topic, lang, {"hosts": count, "practices": count})
    assert count in text or topic not in ("find-host", "good-practices")
