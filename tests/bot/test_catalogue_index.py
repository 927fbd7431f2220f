"""The catalogue that turns search is that of a moment ago, and tags follow the vocabulary. On both kinds of database."""

import subprocess
import sys
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, update

from bot import card_tags
from bot.catalogue_index import Catalogue
from domain import concept_words
from domain.cards import HostCard, PracticeCard
from domain.concept_changes import Changes, WordsChange
from domain.matching_wish import Standing, Wish
from storage import catalogue, people
from storage.crypto import Keys
from storage.database import Database
from storage.tables import host, host_request, showing, wish
from storage.unit_of_work import UnitOfWork
from tests.catalogue import HOSTS, PRACTICES

DAY = 86_400_000
NOW = 1_800_000_000_000
DEMENTIA = Wish(problem="dementia", lang="en")
HOUSE = HostCard("D1", "House", description="Care for people with dementia.", description_lang="en")


class World:
    def __init__(self, database: Database, keys: Keys) -> None:
        self.database, self.vault, self.cards = database, keys.vault, Catalogue()

    def save(self, *cards: HostCard, practices: tuple[PracticeCard, ...] = ()) -> None:
        self.database.write_now(lambda c: catalogue.save_hosts(c, NOW, cards))
        self.database.write_now(lambda c: catalogue.save_practices(c, NOW, practices))

    def found(self, wish: Wish = DEMENTIA, now: int = NOW) -> list[str]:
        self.cards.look_again()

        def job(c: Any) -> list[str]:
            return [match.card.external_id for match in self.cards(UnitOfWork(c, self.vault, now)).search(wish, 50)]

        return self.database.read_now(job)

    def do(self, *statements: Any) -> None:
        self.database.write_now(lambda c: [c.execute(one) for one in statements])


@pytest.fixture
def world(database: Database, keys: Keys) -> World:
    return World(database, keys)


def test_a_card_is_found_as_soon_as_it_is_saved_changed_and_taken_back(world: World) -> None:
    world.save(*HOSTS, practices=tuple(PRACTICES))
    assert "D1" not in world.found()
    world.save(HOUSE)
    assert world.found()[0] == "D1"
    # saved in the very same millisecond
    world.save(replace(HOUSE, description="We teach people to swim."))
    assert world.found()[:1] != ["D1"]
    world.save(replace(HOUSE, status="dormant"))
    assert "D1" not in world.found()
    world.save(HOUSE)
    assert world.found()[0] == "D1"
    world.do(delete(host).where(host.c.external_id == "D1"))
    assert "D1" not in world.found()


def test_a_practice_that_is_saved_speaks_for_its_host_at_once(world: World) -> None:
    world.save(HostCard("A", "Xylo"), HostCard("B", "Yvo"))
    assert world.found() == []
    world.save(practices=(PracticeCard("G", "Night walks for people with dementia", lang="en", host_external_id="B"),))
    assert world.found() == ["B"]


def test_only_cards_that_changed_are_read_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.save(*HOSTS)
    world.found()
    read: list[int] = []
    rows = catalogue.rows

    def counted(connection: Any, table: Any, ids: Any) -> Any:
        read.append(len(ids))
        return rows(connection, table, ids)

    monkeypatch.setattr(catalogue, "rows", counted)
    assert world.found() is not None
    world.save(HOUSE)
    world.found()
    assert read == [1]


def test_a_search_reads_the_texts_of_what_it_shows_as_they_are_now(world: World) -> None:
    world.save(HOUSE, replace(HOUSE, external_id="D2"))

    def job(c: Any) -> list[str]:
        cards = world.cards(UnitOfWork(c, world.vault, NOW))
        # what somebody else does meanwhile
        c.execute(update(host).where(host.c.external_id == "D1").values(card=host.c.card.op("||")("")))
        catalogue.save_hosts(c, NOW, [replace(HOUSE, status="archived")])
        return [match.card.external_id for match in cards.search(DEMENTIA)]

    assert world.database.write_now(job) == ["D2"]


def test_a_plain_start_does_without_numpy() -> None:
    code = "import sys, bot.app, bot.card_tags, handlers.actions; print('numpy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_what_became_of_hosts_counts_for_this_year_and_the_last_thirty_days(world: World) -> None:
    world.save(HOUSE, replace(HOUSE, external_id="D2", capacity_per_year=2))
    year = "2027"  # NOW lies in it
    sealed = world.vault.seal(b"x", b"request.message")

    def job(c: Any) -> None:
        ana = people.create(UnitOfWork(c, world.vault, NOW), "en", "helpdesk", "1")
        numbers = dict(c.execute(select(host.c.external_id, host.c.id)).all())
        base = {"person_id": ana, "rank": 0, "last_day": "", "message": sealed, "share_cv": False, "created_at": NOW}
        for number, state, day, many, score in (
            ("D2", "accepted", f"{year}-05-03", 2, 5),
            ("D2", "accepted", "2026-05-03", 9, None),
            ("D2", "proposed", f"{year}-05-03", 9, None),
            ("D1", "declined", f"{year}-05-03", 1, None),
        ):
            values = {
                **base,
                "host_id": numbers[number],
                "state": state,
                "first_day": day,
                "people": many,
                "score": score,
            }
            c.execute(insert(host_request).values(**values))
        asked = c.execute(
            insert(wish).values(person_id=ana, lang="en", concepts="[]", created_at=NOW)
        ).inserted_primary_key[0]
        other = c.execute(
            insert(wish).values(person_id=ana, lang="en", concepts="[]", created_at=NOW)
        ).inserted_primary_key[0]
        for which, days in ((asked, 2), (other, 40)):
            values = {"wish_id": which, "host_id": numbers["D1"], "place": 1, "shown_at": NOW - days * DAY}
            c.execute(insert(showing).values(**values))

    world.database.write_now(job)
    found = world.database.read_now(lambda c: catalogue.standings(c, date(2027, 1, 15)))
    assert found == {"D1": Standing(suggested=1), "D2": Standing(accepted=2, ratings=1, rated=5)}
    assert world.found() == ["D1"]  # the other one is full
    assert world.found(now=NOW + 365 * DAY) == [
        "D2",
        "D1",
    ]  # a year later there is room again, and somebody liked it there


def test_a_card_that_was_confirmed_of_late_comes_before_one_confirmed_years_ago(world: World) -> None:
    old, late = (replace(HOUSE, external_id=one, confirmed=("people-with-dementia",)) for one in ("D1", "D2"))
    world.save(old, late)
    years_ago = update(host).where(host.c.external_id == "D1").values(confirmed_at=NOW - 800 * DAY)
    world.do(
        years_ago.values(revision=host.c.revision + 1),
        update(host).where(host.c.external_id == "D2").values(confirmed_at=NOW),
    )
    assert world.found() == ["D2", "D1"]
    world.do(update(host).values(confirmed_at=NOW, revision=host.c.revision + 1))
    assert world.found() == ["D1", "D2"]


async def test_cards_are_read_anew_when_the_vocabulary_changes(world: World) -> None:
    world.save(replace(HOUSE, description="We work with the Zorgelmethod."), *HOSTS)
    assert await card_tags.read_some(world.database) == 0
    before = concept_words.current().changes
    try:
        concept_words.lay_over(Changes((WordsChange("people-with-dementia", "en", added=("zorgelmethod",)),)))
        world.found()
        while await card_tags.read_some(world.database):
            pass
        assert world.found()[0] == "D1"
        revisions = world.database.read_now(lambda c: dict(catalogue.revisions(c, host)))
        assert sorted(revisions.values()) == [1] * len(HOSTS) + [2]  # what is as it was is not read again by anybody
    finally:
        concept_words.lay_over(before)


async def test_cards_of_an_older_program_are_read_when_it_is_updated(world: World) -> None:
    world.save(HOUSE)
    world.do(update(host).values(tags=None, edition=""))
    world.cards = Catalogue()
    assert await card_tags.read_some(world.database) == 1
    assert world.found() == ["D1"]
    assert await card_tags.read_some(world.database) == 0
