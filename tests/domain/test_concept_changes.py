"""What an organisation changes lies over the vocabulary (words, names, own concepts, two that are one) and can be taken away."""

from collections.abc import Iterator

import pytest

from domain import concept_words, concepts
from domain.cards import HostCard, parse_host
from domain.concept_changes import Changes, OwnConcept, WordsChange, changed, difference
from domain.matching import suggested, tags_of
from domain.matching_tags import edition


@pytest.fixture(autouse=True)
def as_delivered() -> Iterator[None]:
    yield
    concepts.amend(Changes())


def found(text: str, lang: str = "en") -> list[str]:
    return [hit.id for hit in concepts.find(text, lang)]


def test_a_word_that_was_added_is_found_and_one_that_was_removed_is_not() -> None:
    assert "people-with-dementia" not in found("She keeps zwabbeling at night")
    assert "people-with-dementia" in found("An alzheimer patient")
    change = WordsChange(
        "people-with-dementia", "en", "Fading memories", ("zwabbel*",), ("alzheimer*", "dementia*", "demented")
    )
    concepts.amend(Changes((change,)))
    assert "people-with-dementia" in found("She keeps zwabbeling at night")
    assert "people-with-dementia" not in found("An alzheimer patient")
    assert "people-with-dementia" in found("Our fading memories"), "a name is a word as well"
    assert concepts.label("people-with-dementia", "en") == "Fading memories"
    concepts.amend(Changes())
    assert "people-with-dementia" in found("An alzheimer patient")


def test_other_languages_are_not_read_again() -> None:
    dutch, english = concept_words.lexicon("nl"), concept_words.lexicon("en")
    concepts.amend(Changes((WordsChange("women", "en", added=("zwabbel*",)),)))
    assert concept_words.lexicon("nl") is dutch
    assert concept_words.lexicon("en") is not english


def test_a_concept_of_their_own_is_like_ours_and_falls_back_to_english() -> None:
    own = OwnConcept("own-forest-bathing", "method", ("women",))
    words = (
        WordsChange(own.id, "en", "Forest bathing", ("zwabbel*",)),
        WordsChange(own.id, "nl", "Bosbaden"),
    )
    concepts.amend(Changes(words, (own,)))
    made = concepts.get(own.id)
    assert made is not None
    assert (made.kind, made.broader) == ("method", ("women",))
    assert made in concepts.all_of("method")
    women = concepts.get("women")
    assert women is not None
    assert own.id in women.narrower
    assert found("We went zwabbeling") == [own.id]
    assert [concepts.label(own.id, lang) for lang in ("en", "nl", "el")] == [
        "Forest bathing", "Bosbaden", "Forest bathing",
    ]  # fmt: skip
    assert own.id not in {one.id for one in concepts.shipped()}


def test_merged_concepts_are_one_whatever_still_names_the_other() -> None:
    concepts.amend(Changes(merged=(("women", "parents"), ("families", "women"))))
    assert {one.id for one in concepts.everything()}.isdisjoint({"women", "families"})
    assert concepts.get("families") == concepts.get("parents")
    assert concepts.label("women", "en") == concepts.label("parents", "en")
    assert found("A group of women") == ["parents"]
    assert concepts.ids_in(["women"]) == ("parents",)
    for one in concepts.everything():
        assert {"women", "families"}.isdisjoint({*one.near, *one.broader, *one.narrower})
    card = HostCard("h", "Harbour", confirmed=("women",), denied=("families",))
    assert tags_of(card).told == {"parents"}, "confirmed wins"


def test_a_circle_of_merges_changes_nothing() -> None:
    concepts.amend(Changes(merged=(("women", "parents"), ("parents", "women"))))
    assert concepts.get("women") is not None
    assert concepts.canonical("women") == "women"


def test_a_change_that_is_no_longer_understood_is_left_out() -> None:
    concepts.amend(Changes((WordsChange("women", "en", added=("a*b",)),)))
    assert "women" in found("A group of women")


def test_a_line_and_what_it_should_be_make_the_change_that_leads_from_one_to_the_other() -> None:
    line = "Women | woman, ladies, ~headscarf"
    change = difference("women", "en", line, "Girls", ["ladies", "girl*", "girl*"])
    assert change == WordsChange("women", "en", "Girls", ("girl*",), ("woman", "~headscarf"))
    assert changed(line, change) == "Girls | ladies, girl*"
    assert difference("women", "en", line, "Women", ["woman", "ladies", "~headscarf"]) == WordsChange("women", "en")


def test_tags_of_an_older_vocabulary_are_known_as_such() -> None:
    before = edition()
    concepts.amend(Changes((WordsChange("women", "en", added=("zwabbel*",)),)))
    assert edition() != before


def test_what_a_person_confirmed_counts_most_and_what_they_denied_not_at_all() -> None:
    text = "We work with women and with refugees who have lost their home."
    bare = HostCard("h", "Harbour", description=text, description_lang="en")
    assert {"women", "refugees"} <= suggested(bare).told
    card = HostCard("h", "Harbour", description=text, description_lang="en", confirmed=("burnout",), denied=("women",))
    its = tags_of(card)
    assert "burnout" in its.told
    assert its.weights["burnout"] == max(its.weights.values()) > 1
    assert "women" not in its.weights
    assert "women" in suggested(card).told, "what the words say stays to be seen"


def test_a_table_of_cards_may_say_what_they_are_about() -> None:
    row = {"external_id": "h", "name": "Harbour", "concepts": "women; Parents", "not_concepts": "children"}
    card = parse_host(row)
    assert (card.confirmed, card.denied) == (("women", "parents"), ("children",))
    with pytest.raises(ValueError, match="not-a-concept"):
        parse_host({**row, "concepts": "xyzzyq"})
