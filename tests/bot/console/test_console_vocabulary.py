"""The organisation's own vocabulary at the desk: read by all, changed by leads, checked like ours, written down, taken back."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest

from bot.console.sessions import COOKIE
from bot.vocabulary_index import Vocabulary
from domain import concepts
from domain.concept_changes import Changes
from storage import concept_changes, unknown_words
from tests.bot.console.conftest import Client, World


class Desk:
    """Somebody at the desk."""

    def __init__(self, world: World, client: Client, role: str) -> None:
        self.world, self.client = world, client
        self.id = world.member(role=role)
        self.session = world.session(self.id)
        client.cookies.set(COOKIE, self.session, path="/desk")

    async def page(self, path: str) -> str:
        answer = await self.client.get(path, follow_redirects=False)
        assert answer.status_code == 200, answer.status_code
        return unescape(answer.text)

    async def sends(self, path: str, **fields: str) -> Any:
        form = self.world.form(self.session, **fields)
        return await self.client.post(path, data=form, follow_redirects=False)

    async def changes(self, concept: str, lang: str, words: str, label: str = "", **more: str) -> Any:
        """The form of the words of a concept, as it is sent."""
        page = await self.page(f"/desk/vocabulary/{concept}?lang={lang}")
        seen, shown = (
            re.search(pattern, page) for pattern in (r'name="seen" value="(\w+)"', r'id="label".* value="([^"]*)"')
        )
        assert seen is not None
        assert shown is not None
        typed = {"lang": lang, "seen": seen[1], "label": label or shown[1], "words": words, "do": "save"}
        return await self.sends(f"/desk/vocabulary/{concept}/words", **(typed | more))

    def kept(self) -> Changes:
        return self.world.database.read_now(concept_changes.load)

    def unknown(self, word: str = "zwabbelen", lang: str = "nl") -> int:
        """A word that two conversations have said."""

        def job(c: Any) -> int:
            for conversation in (1, 2):
                unknown_words.collect(c, self.world.vault, self.world.now, lang, [word], conversation)
            return unknown_words.open_words(c).items[0].id

        number: int = self.world.write(job)
        return number


@pytest.fixture
def desk(world: World, client: Client) -> Iterator[Desk]:
    yield Desk(world, client, "lead")
    concepts.amend(Changes())


@pytest.fixture
def reader(world: World, client: Client) -> Desk:
    return Desk(world, client, "reader")


async def test_readers_search_concepts_and_see_their_words_without_a_form(reader: Desk) -> None:
    found = await reader.page("/desk/vocabulary?q=burnout")
    assert "/desk/vocabulary/burnout" in found
    assert "/desk/vocabulary/new" not in found
    one = await reader.page("/desk/vocabulary/burnout?lang=nl")
    assert concepts.label("burnout", "nl") in one
    assert "textarea" not in one
    assert "desk.vocabulary.merge" not in one
    assert (await reader.client.get("/desk/vocabulary/nothing-such")).status_code == 404


async def test_words_are_added_and_removed_and_found_at_once(desk: Desk, world: World) -> None:
    assert (await desk.changes("burnout", "en", "zwabbel*\nno energy left, ~tired")).status_code == 303
    (change,) = desk.kept().words
    assert (change.concept, change.lang, change.label) == ("burnout", "en", "")
    assert "zwabbel*" in change.added
    assert change.removed
    assert [hit.id for hit in concepts.find("She keeps zwabbeling", "en")] == ["burnout"]
    assert ("staff:1", "vocabulary.changed", "concept:burnout") in world.audited()
    page = await desk.page("/desk/vocabulary/burnout?lang=en")
    assert "desk.vocabulary.reset" in page
    assert "desk.vocabulary.touched" in await desk.page("/desk/vocabulary")
    assert (await desk.changes("burnout", "en", "", do="reset")).status_code == 303
    assert desk.kept() == Changes()
    assert not concepts.find("She keeps zwabbeling", "en", misspelt=False)


@pytest.mark.parametrize(
    ("label", "words", "code"),
    [
        ("Burnout", "ab*c", "star"),
        ("Burnout", "ab*", "stem"),
        ("Burnout", "one, two, one", "twice"),
        ("Burnout", "a|b", "sign"),
        ("Burnout", "x" * 81, "too-long"),
    ],
)
async def test_what_cannot_be_meant_is_told_and_not_kept(desk: Desk, label: str, words: str, code: str) -> None:
    answer = await desk.changes("burnout", "en", words, label)
    assert answer.status_code == 422
    assert f"desk.vocabulary.problem.{code}" in answer.text
    assert words.split(",")[0] in unescape(answer.text), "what was typed is still there"
    assert desk.kept() == Changes()


async def test_no_two_concepts_of_a_kind_have_the_same_name(desk: Desk) -> None:
    other = next(one for one in concepts.all_of("problem") if one.id != "burnout")
    answer = await desk.changes("burnout", "en", "word", concepts.label(other.id, "en").upper())
    assert answer.status_code == 422
    assert "desk.vocabulary.problem.label-taken" in answer.text


async def test_who_was_slower_sees_what_a_colleague_has_changed(desk: Desk) -> None:
    assert (await desk.changes("burnout", "en", "zwabbel*")).status_code == 303
    answer = await desk.changes("burnout", "en", "kwabbel*", seen="0" * 16)
    assert answer.status_code == 422
    assert "desk.vocabulary.problem.changed" in answer.text
    assert "kwabbel*" in answer.text


async def test_a_new_concept_has_a_name_in_each_language_we_speak(desk: Desk, world: World) -> None:
    labels = {"label.en": "Forest bathing", "label.fr": "Bain de forêt", "label.nl": "Bosbaden"}
    gap = await desk.sends("/desk/vocabulary/new", facet="method", **{**labels, "label.nl": ""})
    assert gap.status_code == 422
    assert "desk.vocabulary.problem.label" in gap.text
    assert (await desk.sends("/desk/vocabulary/new", facet="none", **labels)).status_code == 422
    made = await desk.sends("/desk/vocabulary/new", facet="method", broader="women", **labels)
    assert made.headers["location"] == "/desk/vocabulary/own-forest-bathing"
    assert concepts.label("own-forest-bathing", "nl") == "Bosbaden"
    assert "Forest bathing" in await desk.page("/desk/vocabulary/own-forest-bathing?lang=en")
    again = await desk.sends("/desk/vocabulary/new", facet="method", **labels)
    assert "desk.vocabulary.problem.label-taken" in again.text
    other = await desk.sends("/desk/vocabulary/new", facet="setting", **labels)
    assert other.headers["location"] == "/desk/vocabulary/own-forest-bathing-2"
    # a language of no name may stay so
    assert (await desk.changes("own-forest-bathing", "el", "Δάσος")).status_code == 303
    assert ("staff:1", "vocabulary.added", "concept:own-forest-bathing") in world.audited()


async def test_two_concepts_become_one_and_two_again(desk: Desk, world: World) -> None:
    kind = concepts.get("women")
    assert kind is not None
    refused = await desk.sends("/desk/vocabulary/women/merge", into="burnout")
    assert refused.status_code == 422
    assert "desk.vocabulary.problem.merge" in refused.text
    assert (await desk.sends("/desk/vocabulary/women/merge", into="parents")).status_code == 303
    assert concepts.get("women") == concepts.get("parents")
    moved = await desk.client.get("/desk/vocabulary/women", follow_redirects=False)
    assert moved.headers["location"] == "/desk/vocabulary/parents"
    assert "/desk/vocabulary/women/separate" in await desk.page("/desk/vocabulary/parents")
    assert (await desk.sends("/desk/vocabulary/women/separate")).status_code == 303
    assert concepts.get("women") != concepts.get("parents")
    assert [what for _, what, _ in world.audited() if what.startswith("vocab")] == [
        "vocabulary.merged", "vocabulary.separated",
    ]  # fmt: skip


async def test_a_word_that_was_not_known_is_given_to_a_concept(desk: Desk) -> None:
    number = desk.unknown()
    assert "zwabbelen" in await desk.page("/desk/words")
    assert "/desk/vocabulary" in await desk.page(f"/desk/words/{number}")
    assert 'value="burnout"' in await desk.page(f"/desk/words/{number}?q=burnout")
    none = await desk.sends(f"/desk/words/{number}/belongs", term="zwabbel*")
    assert "desk.vocabulary.problem.none-chosen" in none.text
    short = await desk.sends(f"/desk/words/{number}/belongs", concept="burnout", term="z*")
    assert "desk.vocabulary.problem.stem" in short.text
    assert (await desk.sends(f"/desk/words/{number}/belongs", concept="burnout", term="zwabbel*")).status_code == 303
    assert "zwabbelen" not in await desk.page("/desk/words")
    assert [hit.id for hit in concepts.find("Ze zwabbelt", "nl")] == ["burnout"]
    assert (await desk.sends(f"/desk/words/{number}/belongs", concept="women", term="zwabbel*")).status_code == 404


async def test_a_word_is_ignored_by_a_lead_and_only_seen_by_others(desk: Desk, world: World, client: Client) -> None:
    number = desk.unknown()
    assert (await desk.sends(f"/desk/words/{number}/ignore", lang="nl")).headers["location"] == "/desk/words?lang=nl"
    assert "zwabbelen" not in await desk.page("/desk/words")
    desk.unknown("kwabbelen")
    client.cookies.set(COOKIE, world.session(world.member("rita@example.org", role="reader")), path="/desk")
    page = await desk.page("/desk/words")
    assert "kwabbelen" in page
    assert "/ignore" not in page


def test_another_process_hears_of_a_change(world: World) -> None:
    other = Vocabulary()
    world.database.read_now(other.refresh)
    world.write(lambda c: concept_changes.merge(c, world.now, "women", "parents"))
    assert concepts.canonical("women") == "women"
    world.database.read_now(other.refresh)
    assert concepts.canonical("women") == "parents"
    world.write(lambda c: concept_changes.merge(c, world.now, "women", ""))
    world.database.read_now(other.refresh)
    assert concepts.canonical("women") == "women"
