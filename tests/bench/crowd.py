"""A desk with many conversations: invented people, what they said, who answers them; the same at every run."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, insert, select, update

from domain.messages import Message, Part, verbatim
from storage import outbox, people
from storage.crypto import Vault
from storage.outbox import Letter
from storage.staff import add
from storage.tables import conversation, goal, handover, helpdesk, host, promise_warning, staff
from storage.unit_of_work import UnitOfWork

MINUTE = 60_000
TEAMS = {
    "north": ("Helpdesk North", "nl,de"),
    "west": ("Helpdesk West", "fr,en"),
    "south": ("Helpdesk South", "es,it"),
}
TEAM_OF = {lang: code for code, (_, langs) in TEAMS.items() for lang in langs.split(",")}
FIRST = (
    "Ana", "Élise", "Jürgen", "Sofie", "Íñigo", "Chiara", "Łukasz", "Marie", "Tom", "Fatima", "Noah", "Greta", "Luc",
    "Ingrid", "Paolo", "Nuria", "Bram", "Oda", "Yusuf", "Hélène", "Koen", "Petra", "Marta", "Iker",
)  # fmt: skip
LAST = (
    "Dupont", "Janssens", "Müller", "Ruiz", "Bianchi", "Peeters", "Lefèvre", "Schäfer", "García", "Rossi", "De Smet", "Moreau",
    "Vogel", "Iglesias", "Conti", "Vermeulen", "Haddad", "Kowalska", "O’Brien", "van den Berg", "Nowak", "Lindqvist",
)  # fmt: skip
EMPLOYERS = (
    "CPAS de Namur",
    "OCMW Gent",
    "Caritas Bremen",
    "Fundación Alba",
    "Cooperativa Orione",
    "CHU de Liège",
    "St. Mary's",
)
PROFESSIONS = ("nurse", "social worker", "éducatrice", "Sozialarbeiter", "psicóloga", "begeleider", "educatore")
SAID = {
    "en": ("I would like to visit a team that works with young people who left care.", "Can my employer pay for the train?"),
    "fr": ("Je voudrais voir comment une équipe de nuit s'organise.", "Mon employeur demande une lettre, que dois-je écrire ?"),
    "nl": ("Ik wil graag meelopen met een mobiel crisisteam.", "Mag ik met twee collega's samen komen?"),
    "de": ("Ich suche eine Wohngruppe, die mit Angehörigen arbeitet.", "Wer bezahlt die Unterkunft?"),
    "es": ("Me gustaría conocer un proyecto de vivienda primero.", "¿Puedo cambiar las fechas de mayo?"),
    "it": ("Vorrei vedere un centro diurno per persone con demenza.", "Serve un'assicurazione per tre giorni?"),
}  # fmt: skip
STEPS = ("enquiry", "profile", "cv", "goals")


@dataclass(frozen=True, slots=True)
class Crowd:
    """Who was put there: the numbers of the staff."""

    staff: tuple[int, ...]


def fill(connection: Connection, vault: Vault, now: int, count: int, members: int = 20) -> Crowd:
    """Put so many conversations there, and so many members of staff in three helpdesks."""
    chance = random.Random(7)
    connection.execute(
        insert(helpdesk),
        [{"code": code, "name": name, "langs": langs, "first_answer": 60} for code, (name, langs) in TEAMS.items()],
    )
    numbers = list(_members(connection, now, members))
    places = [number.to_bytes(16, "big") for number in range(count)]
    for place in places:
        values = {
            "channel": chance.choice(("web", "web", "telegram")),
            "place": place,
            "address": b"",
            "created_at": now,
        }
        connection.execute(insert(conversation).values(values))
    rows = connection.execute(select(conversation.c.id, conversation.c.channel).order_by(conversation.c.id)).all()
    letters: list[Letter] = []
    for row in rows:
        lang = chance.choice(tuple(SAID))
        letters += _talk(connection, vault, now, chance, row, lang, numbers)
    outbox.put(connection, vault, now, letters)
    return Crowd(tuple(numbers))


def _members(connection: Connection, now: int, count: int) -> Iterator[int]:
    for place in range(count):
        name = f"{FIRST[place % len(FIRST)]} {LAST[place % len(LAST)]}"
        number = add(connection, now, f"staff{place}@example.org", name, ["en"], "")
        assert number is not None
        team = tuple(TEAMS)[place % len(TEAMS)]
        values: dict[str, Any] = {"role": "admin"} if place == 0 else {"role": "agent", "teams": team}
        connection.execute(update(staff).where(staff.c.id == number).values(values))
        yield number


def _talk(
    connection: Connection, vault: Vault, now: int, chance: random.Random, row: Any, lang: str, members: list[int]
) -> list[Letter]:
    """One trainee and their conversation; every third waits for a person, some are answered, some put off, some done."""
    heard = now - chance.randint(0, 14 * 24 * 60) * MINUTE
    waits = now - chance.choice((2, 7, 25, 48, 90, 300, 1_500)) * MINUTE
    kind = chance.choice(("queue", "queue", "human", "waits", "bot", "bot", "bot", "snoozed", "resolved"))
    values: dict[str, Any] = {"lang": lang, "last_in_at": heard, "reachable": chance.random() > 0.03, "owner": "bot"}
    if kind in ("queue", "human", "waits", "snoozed"):
        values |= {"owner": "queue" if kind == "queue" else "human", "team": TEAM_OF[lang]}
        values |= {"staff_id": None if kind == "queue" else chance.choice(members)}
        values |= {"waiting_since": waits if kind in ("queue", "waits") else None}
    if kind == "snoozed":
        values |= {"work": "snoozed", "snoozed_until": now + chance.randint(1, 72) * 60 * MINUTE}
    if kind == "resolved":
        values |= {"work": "resolved"}
    work = UnitOfWork(connection, vault, heard)
    if chance.random() < 0.9:
        person = people.create(work, lang, "helpdesk", "2026-11")
        first, last = chance.choice(FIRST), chance.choice(LAST)
        email = f"{first}.{last}{row.id}@example.org".lower().replace(" ", "")
        profile = {"name": f"{first} {last}", "email": email}
        profile |= {"employer": chance.choice(EMPLOYERS), "profession": chance.choice(PROFESSIONS)}
        people.save_profile(work, person, profile)
        for step in STEPS[: chance.randint(0, len(STEPS))]:
            people.archive(work, person, step, b"{}")
        if chance.random() < 0.05:
            sealed = vault.seal(b"{}", b"goal.details")
            of_goal = {
                "position": 0,
                "state": "checked",
                "lang": lang,
                "details": sealed,
                "smart": "{}",
                "needs_human": True,
            }
            connection.execute(insert(goal).values(person_id=person, created_at=heard, **of_goal))
        values["person_id"] = person
    # as large as the memory of a conversation in the middle of a dialog is
    values["session"] = vault.seal(bytes(1_200), b"conversation.session")
    connection.execute(update(conversation).where(conversation.c.id == row.id).values(values))
    if kind == "queue":
        what = "escalated" if chance.random() < 0.1 else "queued"
        connection.execute(insert(handover).values(conversation_id=row.id, at=waits, what=what, team=TEAM_OF[lang]))
    if kind in ("queue", "waits") and now - waits > 60 * MINUTE:
        warned = {"conversation_id": row.id, "since": waits, "stage": "late", "at": now}
        connection.execute(insert(promise_warning).values(warned))
    first, second = chance.choice(SAID[lang]), chance.choice(SAID[lang])
    said = (
        ("you", first),
        ("bot", "…"),
        ("you", second),
        ("Anna", "Good question, I will ask."),
        ("you", "Thank you!"),
    )
    return [
        Letter(row.id, row.channel, 0, lang, Message((Part(verbatim(words)),), author=author))
        for author, words in said[: chance.randint(1, len(said))]
    ]


def ask_hosts(connection: Connection, vault: Vault, now: int, count: int) -> None:
    """Some of them ask to come to hosts; cards must be there."""
    cards = list(connection.execute(select(host.c.external_id).limit(40)).scalars())
    found = conversation.c.person_id.is_not(None)
    details = {"first_day": "2027-05-03", "last_day": "2027-05-05", "people": 1, "message": "We would like to come."}
    for number in connection.execute(select(conversation.c.person_id).where(found).limit(count)).scalars().all():
        hosts = [cards[number % len(cards)], cards[(number + 1) % len(cards)]]
        people.request_hosts(UnitOfWork(connection, vault, now), number, hosts, details)
