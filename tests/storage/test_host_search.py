"""A host is found by its names, as they are now. On both kinds of database."""

from dataclasses import replace

import pytest
from sqlalchemy import delete

from domain.cards import HostCard
from storage import catalogue
from storage.database import Database
from storage.host_search import HostNames
from storage.tables import host

CARDS = (
    HostCard("h0", "Les Érables", description="anker"),
    HostCard("h1", "Het Anker", city="Straßburg", status="archived"),
    HostCard("h2", "Casa 100%", organisation="Zürcher Haus"),
)


class World:
    def __init__(self, database: Database) -> None:
        self.database, self.names = database, HostNames()
        self.save(*CARDS)

    def save(self, *cards: HostCard) -> None:
        self.database.write_now(lambda c: catalogue.save_hosts(c, 0, cards))

    def found(self, words: str, limit: int = 9) -> list[str]:
        return [one.external_id for one in self.database.read_now(lambda c: self.names.find(c, words, limit))]


@pytest.fixture
def world(database: Database) -> World:
    return World(database)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("erables", ["h0"]),
        ("ANKER het", ["h1"]),
        ("strassburg", ["h1"]),
        ("zurcher", ["h2"]),
        ("h2", ["h2"]),
        ("100%", ["h2"]),
        ("%", ["h2"]),
        ("", []),
        ("e", ["h2", "h1", "h0"]),
        ("h", ["h1", "h2", "h0"]),
    ],
)
def test_a_host_is_found_as_staff_type_it(world: World, words: str, found: list[str]) -> None:
    assert world.found(words) == found


def test_no_more_are_told_than_asked_for(world: World) -> None:
    assert world.found("e", 2) == ["h2", "h1"]


def test_what_changed_since_is_found_by_its_new_name_and_what_is_gone_by_none(world: World) -> None:
    assert world.found("anker") == ["h1"]
    world.save(replace(CARDS[1], name="De Boei"), HostCard("h3", "Anker II"))
    assert world.found("anker") == ["h3"]
    assert world.found("boei") == ["h1"]
    world.database.write_now(lambda c: c.execute(delete(host).where(host.c.external_id == "h3")))
    assert world.found("anker") == []
