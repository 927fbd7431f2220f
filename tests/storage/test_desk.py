"""What the desk reads, on both kinds of database."""

from typing import Any

import msgspec
import pytest
from sqlalchemy import Connection, insert, select, update

from domain.messages import Message, Part, verbatim
from storage import access, conversations, desk, helpdesks, outbox, people
from storage import staff as accounts
from storage.crypto import Keys, Vault
from storage.database import Database
from storage.desk_search import Found, Messages, People
from storage.helpdesks import Helpdesk
from storage.outbox import DEAD, HELD, Letter
from storage.staff import Account
from storage.tables import conversation, handover, host, inbox, misreading, practice, promise_warning
from storage.tables import outbox as outbox_table
from storage.unit_of_work import UnitOfWork

NOW = 1_800_000_000_000


#: somebody who sees everything and answers nobody
ROOT = Account(10**6, "root@example.org", "Root", (), False, 0, "", "admin")


def _message(said: str) -> Message:
    """ "words" of the bot, or "author: words"."""
    author, _, words = said.rpartition(": ")
    return Message((Part(verbatim(words)),), author=author or "bot")


class Filler:
    """Fills a database."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self.database, self.vault, self.made = database, vault, 0

    def conversation(self, *said: str, **values: Any) -> int:
        self.made += 1
        place = self.made.to_bytes(16, "big")

        def job(c: Connection) -> int:
            found = conversations.ensure(c, self.vault, NOW, "web", [(place, {})])[place]
            c.execute(update(conversation).where(conversation.c.id == found).values(lang="fr", **values))
            letters = [Letter(found, "web", 0, "fr", _message(words)) for words in said]
            outbox.put(c, self.vault, NOW, letters)
            return found

        return self.database.write_now(job)

    def person(self, number: int, **profile: Any) -> int:
        def job(c: Connection) -> int:
            work = UnitOfWork(c, self.vault, NOW)
            found = people.create(work, "fr", "helpdesk", "1")
            if profile:
                people.save_profile(work, found, profile)
            c.execute(update(conversation).where(conversation.c.id == number).values(person_id=found))
            return found

        return self.database.write_now(job)

    def set(self, number: int, **values: Any) -> None:
        query = update(conversation).where(conversation.c.id == number).values(**values)
        self.database.write_now(lambda c: c.execute(query))

    def warned(self, number: int, since: int, *stages: str) -> None:
        rows = [{"conversation_id": number, "since": since, "stage": stage, "at": NOW} for stage in stages]
        self.database.write_now(lambda c: c.execute(insert(promise_warning), rows))

    def do(self, job: Any) -> None:
        self.database.write_now(lambda c: job(UnitOfWork(c, self.vault, NOW)))

    def host(self, external_id: str, name: str) -> None:
        values = {"external_id": external_id, "status": "active", "card": msgspec.json.encode({"name": name}).decode()}
        self.database.write_now(lambda c: c.execute(insert(host).values(updated_at=0, **values)))

    def staff(self, role: str = "admin", *teams: str) -> Account:
        self.made += 1
        email = f"s{self.made}@example.org"
        number = self.database.write_now(lambda c: accounts.add(c, NOW, email, "Anna", ["fr"], "", role, teams))
        assert number is not None
        found = self.database.read_now(lambda c: accounts.by_id(c, number))
        assert found is not None
        return found

    def helpdesk(self, code: str, *langs: str) -> None:
        self.database.write_now(lambda c: helpdesks.save(c, Helpdesk(code, f"Helpdesk {code}", langs)))

    def list(self, who: Account = ROOT, **filters: Any) -> desk.Page[desk.Listed]:
        return self.database.read_now(lambda c: desk.conversations(c, self.vault, access.sight(c, who), **filters))

    def tally(self, who: Account = ROOT, **filters: Any) -> dict[str, int]:
        return self.database.read_now(lambda c: desk.tally(c, access.sight(c, who), **filters))

    def requests(self, who: Account | None = None, **which: Any) -> desk.Page[desk.Requested]:
        def job(c: Connection) -> desk.Page[desk.Requested]:
            return desk.requests(c, self.vault, sight=access.sight(c, who) if who else None, **which)

        return self.database.read_now(job)


@pytest.fixture
def filler(database: Database, keys: Keys) -> Filler:
    return Filler(database, keys.vault)


def test_broken_promises_come_first_then_the_longest_wait_then_the_last_heard(filler: Filler) -> None:
    never = filler.conversation(created_at=NOW - 50)
    heard = filler.conversation(last_in_at=NOW - 10)
    queue = filler.conversation(owner="queue", waiting_since=NOW - 20, last_in_at=NOW)
    longer = filler.conversation(owner="human", waiting_since=NOW - 30, last_in_at=NOW - 60)
    late = filler.conversation(owner="queue", waiting_since=NOW - 5)
    person = filler.conversation(owner="human", last_in_at=NOW - 40)
    filler.warned(late, NOW - 5, "waiting", "soon", "late")
    filler.warned(queue, NOW - 20, "waiting", "soon")
    # of an earlier wait
    filler.warned(longer, NOW - 999, "late")
    found = filler.list().items
    assert [item.id for item in found] == [late, longer, queue, heard, person, never]
    assert {item.id: item.stage for item in found if item.stage} == {late: "late", queue: "soon"}


def test_each_conversation_stands_in_the_views_where_somebody_would_look_for_it(filler: Filler) -> None:
    me, colleague = filler.staff(), filler.staff()
    waits = {"waiting_since": NOW}
    made = {
        "queue": filler.conversation(owner="queue", **waits),
        "mine": filler.conversation(owner="human", staff_id=me.id),
        "waits for me": filler.conversation(owner="human", staff_id=me.id, **waits),
        "colleague": filler.conversation(owner="human", staff_id=colleague.id, **waits),
        "left by a colleague": filler.conversation(owner="human"),
        "bot": filler.conversation(),
        "done": filler.conversation(work="resolved"),
        "put off": filler.conversation(owner="human", staff_id=me.id, work="snoozed", snoozed_until=NOW + 9, **waits),
        "back sooner": filler.conversation(owner="queue", work="snoozed", snoozed_until=NOW + 5, **waits),
    }
    names = {number: name for name, number in made.items()}
    views = {view: [names[item.id] for item in filler.list(me, view=view).items] for view in desk.VIEWS}
    assert {view: set(found) for view, found in views.items()} == {
        "waiting": {"queue", "waits for me"},
        "mine": {"mine", "waits for me"},
        "team": {"colleague", "left by a colleague"},
        "bot": {"bot"},
        "snoozed": {"put off", "back sooner"},
        "resolved": {"done"},
        "all": set(made),
    }
    assert views["snoozed"] == ["back sooner", "put off"]
    assert filler.tally(me) == {view: len(found) for view, found in views.items()}


def test_lists_and_counts_can_be_narrowed_to_a_team_and_a_language(filler: Filler) -> None:
    filler.helpdesk("west", "fr", "en")
    filler.helpdesk("north", "nl")
    french, dutch = filler.conversation(), filler.conversation()
    helped = filler.conversation(owner="queue", team="north", waiting_since=NOW)
    filler.set(dutch, lang="nl")
    assert {item.id for item in filler.list(team="north").items} == {dutch, helped}
    assert {item.id for item in filler.list(team="west").items} == {french}
    assert {item.id for item in filler.list(lang="fr").items} == {french, helped}
    assert filler.tally(team="north")["all"] == 2
    assert filler.list(team="north", view="waiting").items[0].team_name == "Helpdesk north"


def test_what_is_foreign_is_in_no_list_no_count_and_no_search(filler: Filler, database: Database, keys: Keys) -> None:
    filler.helpdesk("west", "fr")
    filler.helpdesk("north", "nl")
    mine, foreign = filler.conversation("secret"), filler.conversation("secret", owner="queue", team="north")
    filler.set(foreign, lang="nl", waiting_since=NOW)
    for number, name in ((mine, "Ana Mine"), (foreign, "Ana Foreign")):
        filler.person(number, name=name)
    filler.host("h", "Host")
    details = {"first_day": "2027-05-03", "last_day": "2027-05-05", "message": "m"}
    for person in (1, 2):
        filler.do(lambda work, person=person: people.request_hosts(work, person, ["h"], details))
    database.write_now(lambda c: c.execute(update(outbox_table).values(author="you", state=DEAD)))
    agent = filler.staff("agent", "west")
    assert [item.id for item in filler.list(agent).items] == [mine]
    assert filler.tally(agent) == {**dict.fromkeys(desk.VIEWS, 0), "bot": 1, "all": 1}
    assert [item.name for item in filler.requests(agent).items] == ["Ana Mine"]
    counts = database.read_now(lambda c: desk.counts(c, access.sight(c, agent)))
    assert (counts.dead, counts.requests) == (1, 1)
    found = database.read_now(lambda c: People(keys.vault).find(c, "ana"))
    assert len(found.exact) == 2
    assert [item.id for item in filler.list(agent, found=found).items] == [mine]
    hits = database.read_now(lambda c: Messages(keys.vault).find(c, "secret"))
    said = database.read_now(lambda c: desk.mentioned(c, keys.vault, access.sight(c, agent), hits, 20))
    assert [item.name for item in said.items] == ["Ana Mine"]
    ids = [item.id for item in filler.requests().items]

    def sees(number: int) -> bool:
        sight = database.read_now(lambda c: access.sight(c, agent))
        return database.read_now(lambda c: desk.request_of(c, keys.vault, number, sight=sight)) is not None

    assert sorted(sees(number) for number in ids) == [False, True]


def test_a_request_leads_to_a_conversation_that_the_reader_may_see(filler: Filler) -> None:
    filler.helpdesk("west", "fr")
    filler.helpdesk("north", "nl")
    seen, newer = filler.conversation(), filler.conversation()
    person = filler.person(seen, name="Ana")
    filler.set(newer, lang="nl", person_id=person)
    filler.host("h", "Host")
    details = {"first_day": "2027-05-03", "last_day": "2027-05-05", "message": "m"}
    filler.do(lambda work: people.request_hosts(work, person, ["h"], details))
    assert filler.requests(filler.staff("agent", "west")).items[0].conversation_id == seen
    assert filler.requests().items[0].conversation_id == newer


def test_marks_tell_what_needs_the_eye_of_a_person(filler: Filler, database: Database) -> None:
    escalated, answered, goals = filler.conversation(), filler.conversation(), filler.conversation()
    for number, *what in ((escalated, "queued", "escalated"), (answered, "escalated", "taken")):
        rows = [{"conversation_id": number, "at": NOW, "what": one, "team": "fr"} for one in what]
        database.write_now(lambda c, rows=rows: c.execute(insert(handover), rows))  # type: ignore[misc]
    person = filler.person(goals, name="Ana")
    one = {"details": {"text": "x"}, "smart": {}, "needs_human": True}
    filler.do(lambda work: people.save_goals(work, person, "fr", [one]))
    filler.person(answered, name="Bo")
    found = {item.id: (item.escalated, item.needs_human) for item in filler.list().items}
    assert found == {escalated: (True, False), answered: (False, False), goals: (False, True)}


def test_a_row_holds_the_last_words_of_the_trainee_and_whether_staff_have_answered_them(
    filler: Filler, database: Database
) -> None:
    answered = filler.conversation("asked", "you: first", "you: second", "Anna: soon", "you: thanks", "Anna: welcome")
    asking = filler.conversation("you: yes", "what else?")
    held = filler.conversation("you: hello", "Anna: held back")
    quiet = filler.conversation()
    newest = select(outbox_table.c.id).order_by(outbox_table.c.id.desc()).limit(1).scalar_subquery()
    database.write_now(lambda c: c.execute(update(outbox_table).where(outbox_table.c.id == newest).values(state=HELD)))
    rows = {item.id: item for item in filler.list().items}
    said = {number: row.last.message.parts[0].text for number, row in rows.items() if row.last is not None}
    assert said == {answered: verbatim("thanks"), asking: verbatim("yes"), held: verbatim("hello")}
    assert {number: row.answered_at for number, row in rows.items()} == {
        answered: NOW, asking: None, held: None, quiet: None,
    }  # fmt: skip


def test_steps_of_the_journey_are_those_of_the_person(filler: Filler) -> None:
    filler.host("h", "Host")
    number, other = filler.conversation(), filler.conversation()
    person, stranger = filler.person(number), filler.person(other)
    filler.do(lambda work: people.archive(work, person, "enquiry", b"{}"))
    filler.do(lambda work: people.suggest(work, person, "h", "shown"))
    assert filler.list().items[-1].done == {"enquiry"}
    filler.do(lambda work: people.suggest(work, person, "h", "liked"))
    details = {"first_day": "2027-05-03", "last_day": "2027-05-05", "message": "m"}
    filler.do(lambda work: people.request_hosts(work, person, ["h"], details))
    done = {item.person_id: item.done for item in filler.list().items}
    assert done == {person: {"enquiry", "hosts", "request"}, stranger: set()}


def test_a_search_keeps_the_order_of_the_list_and_puts_resembling_names_last(filler: Filler) -> None:
    near, first, second = (filler.conversation(last_in_at=NOW + n) for n in (9, 5, 1))
    found = Found(
        frozenset({filler.person(second, name="Ana"), filler.person(first, name="Ana")}),
        frozenset({filler.person(near, name="Anna")}),
    )
    assert [item.id for item in filler.list(found=found).items] == [first, second, near]
    assert [item.id for item in filler.list(found=Found(number=near)).items] == [near]
    assert filler.list(found=Found()).items == []


def test_a_profile_of_odd_values_does_no_harm(filler: Filler) -> None:
    filler.person(filler.conversation(), name=["a", "list"], email=5, employer={"x": 1})
    assert filler.list().items[0].name == "['a', 'list']"


@pytest.mark.parametrize("searched", [False, True])
def test_a_page_holds_fifty_and_tells_whether_there_is_more(filler: Filler, searched: bool) -> None:
    made = [filler.conversation(last_in_at=NOW + n) for n in range(desk.PAGE + 1)][::-1]
    person = filler.person(made[0], name="Ana")
    filler.database.write_now(lambda c: c.execute(update(conversation).values(person_id=person)))
    found = Found(frozenset({person})) if searched else None
    pages = [filler.list(found=found, page=n) for n in (1, 2, 3)]
    assert [item.id for page in pages for item in page.items] == made
    assert [page.more for page in pages] == [True, False, False]


def test_one_conversation_is_found_by_its_number(filler: Filler, database: Database, keys: Keys) -> None:
    number = filler.conversation("hello", reachable=False)
    filler.person(number, name="Ana")
    found = database.read_now(lambda c: desk.conversation_of(c, keys.vault, number))
    assert found is not None
    assert (found.name, found.reachable) == ("Ana", False)
    assert database.read_now(lambda c: desk.conversation_of(c, keys.vault, number + 1)) is None
    assert database.read_now(lambda c: desk.conversation_of(c, keys.vault, 2**63 - 1)) is None


def test_requests_come_newest_first_each_first_choice_before_its_reserves(
    filler: Filler, database: Database, keys: Keys
) -> None:
    for n in range(3):
        filler.host(f"h{n}", f"Host {n}")
    details = {
        "first_day": "2027-05-03",
        "last_day": "2027-05-05",
        "people": 4,
        "message": "Dear host",
        "share_cv": True,
    }
    ana, bo = (
        filler.person(filler.conversation(), name="Ana"),
        filler.person(number := filler.conversation(), name="Bo"),
    )
    later = filler.conversation(person_id=bo)
    database.write_now(lambda c: people.request_hosts(UnitOfWork(c, keys.vault, NOW), ana, ["h2", "h0"], details))
    database.write_now(
        lambda c: people.request_hosts(UnitOfWork(c, keys.vault, NOW + 1), bo, ["h1", "h0", "h2"], details)
    )
    rows = filler.requests().items
    assert [(row.name, row.host_name, row.rank) for row in rows] == [
        ("Bo", "Host 1", 0), ("Bo", "Host 0", 1), ("Bo", "Host 2", 2), ("Ana", "Host 2", 0), ("Ana", "Host 0", 1),
    ]  # fmt: skip
    assert later > number
    assert rows[0].conversation_id == later
    assert rows[0].message is None
    assert [row.host_name for row in filler.requests(person_id=ana).items] == ["Host 2", "Host 0"]
    one = database.read_now(lambda c: desk.request_of(c, keys.vault, rows[3].id))
    assert one is not None
    assert (one.message, one.people, one.share_cv, one.state) == ("Dear host", 4, True, "proposed")
    assert database.read_now(lambda c: desk.request_of(c, keys.vault, 10**9)) is None


def test_counts_are_of_what_stands_there_now(filler: Filler, database: Database) -> None:
    number = filler.conversation("lost", "fine")
    filler.conversation(owner="queue", waiting_since=1)
    filler.conversation(owner="human", waiting_since=None)
    filler.host("h", "H")
    first = select(outbox_table.c.id).order_by(outbox_table.c.id).limit(1).scalar_subquery()

    def job(c: Connection) -> None:
        c.execute(update(outbox_table).where(outbox_table.c.id == first).values(state=DEAD))
        row = {"channel": "web", "conversation_id": number, "received_at": 0, "due_at": 0}
        c.execute(insert(inbox).values(update_id="1", state=3, **row))
        c.execute(insert(inbox).values(update_id="2", state=2, **row))
        cards = [{"external_id": f"p{n}", "status": "x", "card": "{}", "updated_at": 0} for n in range(2)]
        c.execute(insert(practice), cards)
        example = dict.fromkeys(("day", "kind", "read", "meant", "asked", "lang", "words"), "")
        c.execute(insert(misreading).values(sure=True, **example))

    database.write_now(job)
    counts = database.read_now(lambda c: desk.counts(c, access.sight(c, ROOT)))
    assert counts == desk.Counts(dead=1, quarantined=1, requests=0, hosts=1, practices=2, misread=1)
