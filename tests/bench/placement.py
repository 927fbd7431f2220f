"""A group of 60 trainees over 1,200 hosts: how long until everybody has a place, at the desk and by arithmetic alone."""

import random
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from statistics import median
from zoneinfo import ZoneInfo

from bot import catalogue_index, placements, samples
from dialogs.registry import DIALOGS
from domain.placement import Choice, Room, Trainee, place
from handlers.buttons import Buttons
from handlers.context import Services
from storage import catalogue, conversations, people
from storage import placements as stored
from storage.crypto import Keys, new_secret
from storage.database import Database
from storage.placements import Group
from storage.unit_of_work import UnitOfWork
from tests.bench.report import Figure
from tests.fresh import migrated

PEOPLE, HOSTS, TURNS, ROUNDS = 60, 1_200, 10, 5
NOW = 1_805_099_400_000
TARGET = 1.0
PROBLEMS = (
    "Beaucoup de jeunes quittent notre foyer après deux semaines", "Our older residents with dementia are lonely in the evening",
    "Wir erreichen die Familien von Jugendlichen mit Sucht nicht", "Onze cliënten zonder woning verliezen hun begeleiding",
    "Adolescents with autism refuse to come to the workshop", "Los padres no participan en la escuela", "burn-out in our team",
)  # fmt: skip


def trainees(chance: random.Random, kind: str) -> tuple[list[Trainee], dict[str, Room]]:
    """People and what they would like: many the same, or all of them."""
    rooms = {
        str(host): Room((chance.choice((1, 1, 2, 3, 6)),) * TURNS, {2027: chance.choice((1, 2, 4, 8))})
        for host in range(HOSTS)
    }
    everybody = sorted(rooms, key=lambda _: chance.random())[:PEOPLE]
    found = []
    for number in range(PEOPLE):
        liked = sorted(rooms, key=lambda host: chance.random() ** (1 + HOSTS / (int(host) + 1) / 40))[:PEOPLE]
        hosts = everybody if kind == "same" else liked
        turns = range(TURNS) if kind == "same" else sorted(chance.sample(range(TURNS), chance.randint(2, TURNS)))
        found.append(Trainee(number, tuple(Choice(host, tuple(turns)) for host in hosts)))
    return found, rooms


def arithmetic(kind: str) -> float:
    """Seconds for a plan from lists that are there."""
    group, rooms = trainees(random.Random(7), kind)
    spent = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        place(group, rooms, [2027] * TURNS)
        spent.append(time.perf_counter() - begun)
    return median(spent)


def loading() -> tuple[float, float]:
    """Seconds and megabytes that the first plan of a process takes more."""
    code = "import domain.placement, time; b = time.perf_counter(); import domain.placement_seats; print(time.perf_counter() - b)"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    import domain.placement_seats  # noqa: F401

    return float(found.stdout), (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024


def group_of_people(work: UnitOfWork) -> Group:
    """A placement of people who look for this and that."""
    group = Group(0, "Bench", "", "2027-05-03", "2027-07-11", 1)
    group = replace(group, id=stored.add(work.connection, NOW, group, None))
    chance, members = random.Random(7), []
    for place_of in range(PEOPLE):
        key = work.vault.lookup(str(place_of))
        talk = conversations.ensure(work.connection, work.vault, NOW, "web", [(key, {"chat": str(place_of)})])[key]
        loaded = conversations.load(work.connection, work.vault, talk)
        assert loaded is not None
        loaded.person_id, loaded.lang = people.create(work, "en", "helpdesk", "2026-11"), "en"
        conversations.save(work.connection, work.vault, [loaded])
        members.append(loaded.person_id)
        languages = [[code, "B2"] for code in chance.sample(("en", "fr", "nl", "de", "es", "it"), 2)]
        wish = {"problem": chance.choice(PROBLEMS), "languages": languages, "days": chance.choice((3, 4, 5))}
        people.save_enquiry(work, loaded.person_id, "en", wish)
    stored.join(work.connection, group.id, members)
    return group


def desk() -> tuple[float, float, int]:
    """Seconds for the first and for a further plan of a stored group, and how many have a place."""
    keys = Keys.from_secret(new_secret())
    services = Services(
        DIALOGS, Buttons(keys.buttons), catalogue_index.Catalogue(), lambda *_: "", ZoneInfo("Europe/Brussels")
    )
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{migrated(Path(folder) / 'bench.db')}")
        cards = samples.hosts(HOSTS)
        database.write_now(lambda c: catalogue.save_hosts(c, NOW, cards))
        group = database.write_now(lambda c: group_of_people(UnitOfWork(c, keys.vault, NOW)))
        database.read_now(lambda c: services.cards(UnitOfWork(c, keys.vault, NOW)))
        spent, placed = [], 0
        for _ in range(ROUNDS):
            begun = time.perf_counter()
            found = database.read_now(lambda c: placements.solve(UnitOfWork(c, keys.vault, NOW), services, group))
            spent.append(time.perf_counter() - begun)
            placed = sum(bool(host) for host, _, _ in found.values())
        database.close()
    return spent[0], median(spent[1:]), placed


async def run() -> list[Figure]:
    """Measure."""
    seconds, megabytes = loading()
    first, further, placed = desk()
    return [
        Figure("the first plan of a process loads", seconds, "s"),
        Figure("… and takes", megabytes, "MB"),
        Figure(f"{PEOPLE} people, many want the same hosts", arithmetic("skew"), "s"),
        Figure(f"{PEOPLE} people, all want the same", arithmetic("same"), "s"),
        Figure(f"at the desk, {HOSTS} hosts: read, search, place, the first time", first, "s"),
        Figure("… solved again", further, "s", f"≤ {TARGET:g} s", further <= TARGET),
        Figure("… who have a place", placed, f"of {PEOPLE}"),
    ]
