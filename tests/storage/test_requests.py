"""Requests to hosts on both kinds of database: one of two changes wins, reserves in their order, where the trainee is told."""

from typing import Any

import pytest
from sqlalchemy import update

from domain.cards import HostCard
from domain.host_requests import ACCEPTED, DECLINED, SENT
from storage import access, catalogue, conversations, people, requests, staff
from storage.crypto import Keys
from storage.database import Database
from storage.requests import Asked
from storage.tables import conversation
from storage.unit_of_work import UnitOfWork

DETAILS = {"first_day": "2027-05-03", "last_day": "2027-05-05", "message": "Hello"}


class World:
    """Ana, who has asked h0, h1 and h2 at once."""

    def __init__(self, database: Database, keys: Keys) -> None:
        self.database, self.vault, self.now = database, keys.vault, 1_000
        cards = [HostCard(f"h{n}", f"Host {n}", country="BE") for n in range(3)]
        database.write_now(lambda c: catalogue.save_hosts(c, 0, cards))
        self.ana: int = self.do(lambda work: people.create(work, "fr", "helpdesk", "1"))
        self.ask()

    def ask(self) -> None:
        self.do(lambda work: people.request_hosts(work, self.ana, ["h0", "h1", "h2"], DETAILS))

    def do(self, job: Any) -> Any:
        return self.database.write_now(lambda c: job(UnitOfWork(c, self.vault, self.now)))

    def asked(self) -> list[Asked]:
        return self.database.read_now(lambda c: requests.of_person(c, self.ana))

    def talk(self, place: str, **values: Any) -> int:
        key = self.vault.lookup(place)

        def job(work: UnitOfWork) -> int:
            found = conversations.ensure(work.connection, self.vault, self.now, "web", [(key, {"at": place})])[key]
            values_ = {"person_id": self.ana, **values}
            work.connection.execute(update(conversation).where(conversation.c.id == found).values(**values_))
            return found

        number: int = self.do(job)
        return number


@pytest.fixture
def world(database: Database, keys: Keys) -> World:
    return World(database, keys)


def test_of_two_who_saw_the_same_one_changes_it(world: World) -> None:
    first = world.asked()[0]
    assert world.do(lambda work: requests.become(work, first, ACCEPTED, told=True))
    assert not world.do(lambda work: requests.become(work, first, DECLINED, told=True, reason="no"))
    assert not world.do(lambda work: requests.rate(work, first, 5))
    now = world.asked()[0]
    assert (now.state, now.before, now.told, now.version, now.changed_at) == (ACCEPTED, "proposed", True, 1, 1_000)
    assert world.do(lambda work: requests.rate(work, now, 5))
    assert not world.do(lambda work: requests.take_back(work, now))
    assert world.asked()[0].score == 5


def test_the_reserve_is_the_next_of_the_same_wish_that_nobody_has_asked(world: World) -> None:
    world.now = 2_000
    world.ask()
    first, second, third, *_ = world.asked()

    def reserve(of: Asked) -> Asked | None:
        return world.database.read_now(lambda c: requests.reserve(c, of))

    assert reserve(first) == second
    assert world.do(lambda work: requests.become(work, second, SENT, told=False))
    assert reserve(first) == third
    assert reserve(third) is None
    assert world.database.read_now(lambda c: requests.open_beside(c, third)) == first


def test_the_trainee_is_told_where_a_word_reaches_them_last_heard_first(world: World) -> None:
    number = world.database.write_now(lambda c: staff.add(c, 1, "a@example.org", "A", ["fr"], "x", "admin", []))
    account = world.database.read_now(lambda c: staff.by_id(c, number or 0))
    assert account is not None

    def told() -> int | None:
        sight = world.database.read_now(lambda c: access.sight(c, account))
        return world.database.read_now(lambda c: requests.conversation_for(c, sight, world.asked()[0].id))

    assert told() is None
    old = world.talk("old", last_in_at=5_000)
    assert told() == old
    recent = world.talk("recent", last_in_at=9_000)
    world.talk("blocked", last_in_at=10_000, reachable=False)
    world.talk("silent")
    assert told() == recent
