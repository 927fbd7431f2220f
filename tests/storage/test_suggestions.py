"""What became of the hosts that were shown: kept in codes, for the wish it was, and gone with the person."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from domain.cards import HostCard
from storage import catalogue, people, suggestions
from storage.crypto import Keys
from storage.database import Database
from storage.suggestions import Outcome
from storage.tables import host_request, showing, wish
from storage.unit_of_work import UnitOfWork
from tests.fresh import migrated

DETAILS = {"first_day": "2027-05-03", "last_day": "2027-05-05", "message": "Hello"}


class World:
    def __init__(self, folder: Path) -> None:
        self.vault = Keys.from_secret("a-secret-of-the-tests-that-is-long-enough").vault
        self.database = Database(f"sqlite:///{migrated(folder / 'a.db')}")
        self.now = 1_000
        cards = [
            HostCard(f"h{n}", name, country="BE") for n, name in enumerate(("Les Érables", "Het Anker", "Casa 100%"))
        ]
        self.database.write_now(lambda c: catalogue.save_hosts(c, 0, cards))
        self.ana: int = self.do(lambda work: people.create(work, "fr", "helpdesk", "1"))

    def do(self, job: Any) -> Any:
        return self.database.write_now(lambda c: job(UnitOfWork(c, self.vault, self.now)))

    def shown(self, *hosts: str, concepts: tuple[str, ...] = ("dementia",), first: int = 1) -> None:
        places = {one: place for place, one in enumerate(hosts, start=first)}
        self.do(lambda work: suggestions.shown(work, self.ana, "fr", concepts, places))

    def outcomes(self, since: int = 0) -> list[Outcome]:
        return self.database.read_now(lambda c: suggestions.outcomes(c, since))


@pytest.fixture
def world(tmp_path: Path) -> Any:
    made = World(tmp_path)
    yield made
    made.database.close()


def test_each_host_keeps_its_place_and_the_wish_it_answered(world: World) -> None:
    world.shown("h0", "h1")
    world.shown("h2", "h0", first=3)  # the same wish goes on; what it has shown keeps its place
    world.shown("h1", concepts=("autism",))
    found = [(one.concepts, one.host, one.place, one.lang, one.country) for one in world.outcomes()]
    assert found == [
        (("dementia",), "h0", 1, "fr", "BE"), (("dementia",), "h1", 2, "fr", "BE"), (("dementia",), "h2", 3, "fr", "BE"),
        (("autism",), "h1", 1, "fr", "BE"),
    ]  # fmt: skip
    assert len({one.wish for one in world.outcomes()}) == 2


def test_what_is_said_of_a_host_is_said_of_the_last_time_it_was_shown(world: World) -> None:
    world.shown("h0")
    world.shown("h0", concepts=("autism",))
    world.do(lambda work: suggestions.liked(work, world.ana, "h0"))
    assert [one.liked for one in world.outcomes()] == [False, True]
    world.do(lambda work: suggestions.rejected(work, world.ana, "h0", "country"))
    world.do(lambda work: suggestions.explained(work, world.ana, "h0", "Too far from my children"))
    last = world.outcomes()[-1]
    assert (last.liked, last.rejected, last.reason) == (False, True, "country")
    row = world.database.read_now(lambda c: c.execute(select(showing).order_by(showing.c.id.desc())).first())
    assert row is not None
    assert b"children" not in row.words
    told = world.do(lambda work: suggestions.of_host(work, world.ana, "h0"))
    assert [one["words"] for one in told] == ["Too far from my children", ""]


def test_what_the_host_answered_is_what_became_of_the_suggestion(world: World) -> None:
    world.shown("h0", "h1")
    world.do(lambda work: people.request_hosts(work, world.ana, ["h0", "h1", "h2"], DETAILS))
    world.database.write_now(
        lambda c: c.execute(update(host_request).where(host_request.c.id == 1).values(state="accepted"))
    )
    world.database.write_now(
        lambda c: c.execute(update(host_request).where(host_request.c.id == 2).values(state="declined"))
    )
    assert [(one.requested, one.accepted, one.declined) for one in world.outcomes()] == [
        (True, True, False),
        (True, False, True),
    ]


def test_what_is_older_than_the_time_asked_for_is_left_out(world: World) -> None:
    world.shown("h0")
    world.now = 5_000
    world.shown("h1", concepts=("autism",))
    assert [one.host for one in world.outcomes(2_000)] == ["h1"]


def test_a_stay_is_rated_from_one_to_five(world: World) -> None:
    world.do(lambda work: people.request_hosts(work, world.ana, ["h0"], DETAILS))
    world.do(lambda work: suggestions.rate(work, 1, 4))
    assert world.do(lambda work: people.requests(work, world.ana))[0]["score"] == 4
    with pytest.raises(ValueError, match="6"):
        world.do(lambda work: suggestions.rate(work, 1, 6))


def test_nothing_is_left_of_what_somebody_was_shown(world: World) -> None:
    world.shown("h0", "h1")
    world.do(lambda work: people.erase(work, world.ana))
    for table in (wish, showing):
        assert world.database.read_now(lambda c, t=table: c.execute(select(t)).all()) == []  # type: ignore[misc]
