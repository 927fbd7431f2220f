"""Every fact that is told about a host can be found on its card and in the words of the trainee, and nothing else is told."""

import string
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.samples import hosts, practices
from domain import concepts
from domain.cards import HostCard, PracticeCard, declared_concepts
from domain.explaining import UNMET, Fact, explain, unmet
from domain.language.codes import SERVED
from domain.matching import CardIndex, Match
from domain.matching_ranking import Reason
from domain.matching_wish import Wish
from domain.matching_words import likeness, words
from domain.subjects import spoken
from domain.texts import render
from domain.understanding import of_kinds, understood
from handlers.explained import but, why
from tests.generated import tries

SENTENCES = {
    "en": (
        "Young people who use drugs relapse after two weeks.", "We give people with dementia a calm day.", "He hides the bottle.",
        "Peer support keeps them on board.", "Our residents wander at night.", "The computers are slow.",
    ),
    "nl": ("Bewoners met dementie dwalen 's nachts.", "Jongeren met een verslaving hervallen.", "Wij werken met pleeggezinnen."),
    "fr": ("Les jeunes rechutent après deux semaines.", "Nous accueillons des familles sans logement.", "Il cache les bouteilles."),
    "de": ("Die Jugendlichen nehmen wieder Drogen.", "Begleitung bei Demenz in kleinen Gruppen.", "Wir arbeiten mit Familien."),
}  # fmt: skip
LANGS = tuple(SENTENCES)
IDS = tuple(one.id for kind in ("problem", "method", "client_group", "sector") for one in concepts.all_of(kind)[:12])


def some(values: tuple[str, ...], most: int = 3) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), max_size=most, unique=True).map(tuple)


def told(lang: str) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(SENTENCES[lang]), max_size=3, unique=True).map(" ".join)


MONTHS = st.lists(st.integers(1, 12), max_size=3, unique=True).map(lambda months: tuple(sorted(months)))
CARDS = st.sampled_from(LANGS).flatmap(
    lambda lang: st.builds(
        HostCard,
        external_id=st.text(string.ascii_uppercase, min_size=3, max_size=6),
        name=st.sampled_from(("Casa Aperta", "Haus am Park", "Peer House")),
        country=st.sampled_from(("", "FR", "BE", "IT")),
        languages=some(LANGS),
        sectors=some(("mental-health", "education")),
        client_groups=some(("young people", "people with dementia")),
        expertise=some(("peer support", "relapse prevention")),
        description=told(lang),
        description_lang=st.just(lang),
        months_open=MONTHS,
        min_days=st.none() | st.integers(1, 5),
        max_days=st.none() | st.integers(5, 20),
        group_max=st.none() | st.integers(1, 4),
        confirmed=some(IDS, 2),
        denied=some(IDS, 2),
        reciprocity=st.sampled_from((None, True, False)),
    )
)
WISHES = st.sampled_from(LANGS).flatmap(
    lambda lang: st.builds(
        Wish,
        problem=told(lang),
        lang=st.just(lang),
        working_languages=some(LANGS),
        countries=some(("FR", "BE")),
        months=MONTHS,
        days=st.none() | st.integers(1, 25),
        group=st.none() | st.integers(1, 6),
        topics=some(IDS, 2).map(lambda ids: tuple(of_kinds(ids, *concepts.TOPICS))),
        client_groups=some(IDS, 2).map(lambda ids: tuple(of_kinds(ids, "client_group"))),
        not_meant=some(IDS, 1),
        relaxed=some(("language", "country", "month", "days", "group"), 5),
        receives=st.booleans(),
    )
)


def on_card(card: HostCard, concept: str) -> bool:
    """Does the card tell it: in its lists, in its words for sure, or because a person said so?"""
    if concept in card.confirmed:
        return True
    read = f"{card.name} {card.department}. {card.description}"
    hits = concepts.find(read, card.description_lang or None, misspelt=False, broader=True)
    named = {hit.id for hit in hits if hit.strength >= 0.6} | set(declared_concepts(card))
    return concept in named and concept not in card.denied


def wished(wish: Wish, concept: str, said: str) -> bool:
    """Did the trainee choose it, or write these words of theirs, which name it or speak for it?"""
    if concept in wish.not_meant:
        return False
    if not said:
        return concept in wish.picked
    hits = {hit.id for hit in concepts.find(wish.text, wish.lang) if hit.said == said}
    return said in wish.text and (concept in hits or bool(spoken(said, wish.lang, concept)) or concept in wish.picked)


def is_backed(fact: Fact, card: HostCard, wish: Wish, seen: tuple[PracticeCard, ...] = ()) -> bool:
    """Derive a fact anew from the card and the wish alone."""
    text = " ".join((card.name, card.department, card.description, *card.expertise, *card.client_groups, *card.sectors))
    numbers = [int(value) for value in fact.values if value.isdecimal()]
    match fact.code:
        case "same-sector" | "same-client-group" | "same-topic":
            kind = fact.code.removeprefix("same-").replace("-", "_")
            kinds = concepts.TOPICS if kind == "topic" else (kind,)
            (concept,) = fact.values
            return bool(of_kinds([concept], *kinds)) and on_card(card, concept) and wished(wish, concept, fact.said)
        case "same-profession":
            return fact.values[0] in wish.professions and on_card(card, fact.values[0])
        case "related":
            via = concepts.get(fact.via)
            assert via is not None
            around = {*via.near, *via.broader, *via.narrower}
            return fact.values[0] in around and on_card(card, fact.values[0]) and wished(wish, fact.via, fact.said)
        case "spoken":
            (concept,) = fact.values
            return (
                bool(fact.quotes)
                and concept not in card.denied
                and all(quote in f"{card.name} {card.department} {card.description}" for quote in fact.quotes)
                and all(spoken(quote, card.description_lang or None, concept, card=True) for quote in fact.quotes)
                and wished(wish, concept, fact.said)
            )
        case "word":
            (said,), (written,) = words(fact.said), words(fact.values[0])
            return fact.said in wish.text and fact.values[0] in text and likeness(said.folded, written.folded) >= 0.6
        case "good-practice":
            return fact.values[0] in {one.title for one in seen if one.host_external_id == card.external_id}
        case "speaks-language":
            return fact.values[0] in card.languages and fact.values[0] in wish.working_languages
        case "in-country":
            return fact.values == (card.country,) and card.country in wish.countries
        case "open-in-month":
            return numbers[0] in card.months_open and numbers[0] in wish.months
        case "fits-days":
            return numbers == [wish.days] and (card.min_days or 1) <= numbers[0] <= (card.max_days or numbers[0])
        case "fits-group":
            return numbers == [wish.group] and card.group_max is not None and numbers[0] <= card.group_max
        case "reciprocity":
            return fact.values == ("yes",) and card.reciprocity is True and wish.receives
        case "other-languages":
            return (
                set(fact.values) <= set(card.languages)
                and bool(fact.missing)
                and set(fact.missing) <= set(wish.working_languages) - set(card.languages)
            )
        case "languages-unknown":
            return bool(wish.working_languages) and not card.languages
        case "other-country":
            named = card.country not in wish.countries if wish.countries else card.country in wish.not_countries
            return named and fact.values == (card.country,)
        case "country-unknown":
            return bool(wish.countries) and not card.country
        case "closed-then":
            return numbers == list(card.months_open) and bool(wish.months) and not set(numbers) & set(wish.months)
        case "months-unknown":
            return bool(wish.months) and not card.months_open
        case "stays-longer":
            return numbers == [card.min_days] and wish.days is not None and wish.days < numbers[0]
        case "stays-shorter":
            return numbers == [card.max_days] and wish.days is not None and wish.days > numbers[0]
        case "days-unknown":
            return wish.days is not None and card.min_days is None and card.max_days is None
        case "smaller-groups":
            return numbers == [card.group_max] and wish.group is not None and wish.group > numbers[0]
        case "groups-unknown":
            return wish.group is not None and wish.group > 1 and card.group_max is None
        case "silent":
            return all(one in wish.topics and not on_card(card, one) for one in fact.values)


def check(match: Match, wish: Wish, seen: tuple[PracticeCard, ...] = ()) -> None:
    facts = explain(match, wish)
    for fact in facts:
        assert is_backed(fact, match.card, wish, seen), fact
    codes = [fact.code for fact in facts]
    card = match.card
    # what is not met is told, not passed over
    for is_open, unknown, code in (
        (bool(wish.months), not card.months_open, "months-unknown"),
        (bool(wish.working_languages), not card.languages, "languages-unknown"),
        (bool(wish.countries), not card.country, "country-unknown"),
    ):
        assert (code in codes) is (is_open and unknown)
    assert ("reciprocity" in codes) is (wish.receives and card.reciprocity is True)
    for lang in SERVED if len(codes) < 4 else ("en", "fr"):
        for text in (*why(facts, lang), *but(facts)):
            assert text.key.startswith(("hosts.reason.", "hosts.but."))
            said = render(text, lang)
            assert "%" not in said
            assert "hosts." not in said


@tries(30, derandomize=True)
@given(st.lists(CARDS, max_size=3, unique_by=lambda card: card.external_id), WISHES)
def test_every_fact_about_any_card_is_backed_by_it_and_by_the_wish(cards: list[HostCard], wish: Wish) -> None:
    for match in CardIndex(cards).search(wish, 10):
        check(match, wish)


@cache
def samples() -> tuple[CardIndex, tuple[PracticeCard, ...]]:
    cards = list(hosts(60))
    seen = tuple(practices(cards))
    return CardIndex(cards, seen), seen


@pytest.mark.parametrize("lang", LANGS)
def test_every_fact_about_the_sample_hosts_is_backed(lang: str) -> None:
    index, seen = samples()
    for told_there in SENTENCES[lang]:
        found = understood(told_there, lang)
        wish = Wish(
            told_there, lang=lang, working_languages=(lang, "es"), months=(5,), days=4, group=2,
            topics=tuple(of_kinds(found.named, *concepts.TOPICS)), client_groups=tuple(of_kinds(found.named, "client_group")),
        )  # fmt: skip
        for match in index.search(wish, 10):
            check(match, wish, seen)


HOST = HostCard(
    "H1", "Le Pont", country="FR", languages=("fr",), months_open=(5, 6), min_days=5, max_days=10, group_max=2
)


@pytest.mark.parametrize(
    ("wish", "lang", "sentence"),
    [
        (Wish(working_languages=("nl",)), "en", "speaks French, not Dutch"),
        (Wish(working_languages=("nl", "de")), "en", "speaks French, not Dutch or German"),
        (Wish(working_languages=("nl", "de")), "fr", "parle français, mais pas néerlandais ni allemand"),
        (Wish(working_languages=("nl", "de")), "nl", "spreekt Frans, geen Nederlands of Duits"),
        (Wish(working_languages=("nl", "en")), "de", "spricht Französisch, nicht Niederländisch oder Englisch"),
        (Wish(working_languages=("nl", "de", "en")), "es", "habla francés, pero no neerlandés ni alemán ni inglés"),
        (Wish(working_languages=("nl", "de")), "it", "parla francese, ma non olandese né tedesco"),
        (Wish(working_languages=("nl", "fr"), weak_languages=("fr",)), "en", "speaks French, not Dutch"),
        (Wish(days=3), "en", "no stay shorter than 5 days is known to us"),
        (Wish(days=12), "fr", "nous ne connaissons pas de séjour de plus de 10 jours"),
        (Wish(months=(9,)), "en", "welcomes people only in May and June"),
        (Wish(countries=("BE",)), "en", "is in another country (France)"),
        (Wish(group=3), "en", "most people at a time: 2"),
    ],
)
def test_what_is_not_met_is_told_in_the_readers_language(wish: Wish, lang: str, sentence: str) -> None:
    assert [render(text, lang) for text in but(unmet(HOST, wish))] == [sentence]


@pytest.mark.parametrize("spoken_too", [("nl", "fr"), ("fr", "nl"), ("fr", "nl", "de", "it"), ("fr",)])
def test_one_language_shared_is_enough(spoken_too: tuple[str, ...]) -> None:
    assert unmet(HOST, Wish(working_languages=spoken_too)) == ()
    assert unmet(HOST, Wish(working_languages=spoken_too, weak_languages=("nl",))) == ()


def test_what_nobody_told_us_is_called_unknown_and_not_met_or_unmet() -> None:
    wish = Wish(working_languages=("fr",), countries=("FR",), months=(5,), days=3, group=2)
    assert {fact.code for fact in unmet(HostCard("H2", "Blank"), wish)} == {code for code in UNMET if "unknown" in code}


def test_a_wish_left_out_is_still_told_as_not_met() -> None:
    wish = Wish(problem="youth", lang="en", months=(9,), relaxed=("month",))
    (match,) = CardIndex([replace(HOST, client_groups=("young people",))]).search(wish)
    assert "closed-then" in {fact.code for fact in explain(match, wish)}


def test_a_visit_in_return_is_said_where_there_can_be_one_after_all_else() -> None:
    facts = [
        *(Fact("open-in-month", (str(month),)) for month in (5, 6, 7)),
        Fact("reciprocity", ("yes",)),
        Fact("same-topic", ("autism",)),
    ]
    assert (
        render(why(facts, "en")[-1], "en") == "would like a visit in return, and your organisation receives people too"
    )


def test_words_of_a_card_are_quoted_for_a_concept_that_it_never_names() -> None:
    card = HostCard(
        "H3", "Quay", description="He hid his vodka and came to work with a hangover.", description_lang="en"
    )
    wish = Wish(problem="Er trinkt zu viel Alkohol", lang="de", topics=("alcohol-misuse",))
    (match,) = CardIndex([card]).search(wish)
    told_there = [fact for fact in explain(match, wish) if "alcohol-misuse" in fact.values]
    assert told_there
    assert all(quote in card.description for fact in told_there for quote in fact.quotes)


@pytest.mark.parametrize(
    ("lang", "problem", "card"),
    [
        # a part of an expression, a word of everyday talk, a word of the name, a hint alone
        ("fr", "Les collègues partent.", ("en", "Rowan", "Young people leave us early on and start again.")),
        ("nl", "Niemand leest ons dossier.", ("en", "Foundation", "Nothing happens without them.")),
        (
            "en",
            "They leave our house and end up sleeping.",
            ("en", "House Rowan", "They walk the street, past the house."),
        ),
        ("de", "Sie haben ein Messer dabei.", ("de", "Kompass", "Besucher sind dabei und gehen mit.")),
        ("it", "Gli anziani stanno nel parco.", ("cs", "Sever", "Kontejnery u hřiště.")),
        ("es", "Los chavales del barrio dejan de venir.", ("it", "Porte", "Il rumore della mensa, e viene la sera.")),
    ],
)
def test_an_unspecific_word_is_no_reason(lang: str, problem: str, card: tuple[str, str, str]) -> None:
    written_in, name, description = card
    host = HostCard("H1", name, description=description, description_lang=written_in)
    for match in CardIndex([host]).search(Wish(problem=problem, lang=lang)):
        assert {fact.code for fact in explain(match, Wish(problem=problem, lang=lang))} <= {"same-client-group"}


def test_no_more_than_a_few_things_are_said() -> None:
    facts = [
        *(Fact("same-topic", (one,), "x") for one in ("autism", "loneliness", "burnout", "adhd")),
        *(Fact("good-practice", (title,)) for title in ("A", "B")),
        *(Fact("open-in-month", (str(month),)) for month in (5, 6, 7)),
        Fact("months-unknown", ()),
        Fact("days-unknown", ()),
    ]
    rendered = " / ".join(render(text, "en") for text in why(facts, "en"))
    assert "adhd" not in rendered.casefold()
    assert "“B”" not in rendered
    assert "July" not in rendered
    assert len(but(facts)) == 1


@pytest.mark.parametrize(("lang", "told"), [("nl", True), ("en", False)])
def test_a_word_of_another_language_that_looks_alike_is_no_reason(lang: str, told: bool) -> None:
    card = HostCard(
        "H", "Huis Linde", description="Wandelingen en samen koken", description_lang="nl", languages=("en",)
    )
    reasons = (Reason("word", "Wandelingen", "wandeling"),)
    match = Match(card, 1.0, (), reasons)
    codes = [fact.code for fact in explain(match, Wish(problem="wandeling", lang=lang))]
    assert ("word" in codes) is told
