"""Who sees what: a foreign conversation is never seen, and none is seen by nobody (S3)."""

from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, delete, insert, literal, select

from storage import access, helpdesks, people
from storage.crypto import Keys
from storage.database import Database
from storage.staff import ROLES, Account
from storage.tables import conversation, helpdesk, person, staff
from storage.unit_of_work import UnitOfWork

NOW = 1_800_000_000_000
LANGS = ("en", "fr", "nl", "de", "")
CODES = ("a", "b", "c")

teams = st.lists(st.tuples(st.sampled_from(CODES), st.sets(st.sampled_from(LANGS[:4]))), unique_by=lambda one: one[0])
talks = st.lists(
    st.tuples(
        st.sampled_from(LANGS), st.sampled_from(("", *CODES)), st.booleans(), st.sampled_from(("bot", "queue", "human"))
    ),
    min_size=1,
    max_size=8,
)
some_codes = st.sets(st.sampled_from(CODES)).map(lambda found: tuple(sorted(found)))


def account(role: str = "agent", teams: Sequence[str] = (), number: int = 1) -> Account:
    return Account(number, "a@example.org", "Anna", (), False, 0, "", role, tuple(teams))


def in_charge(lang: str, team: str, teams: dict[str, set[str]]) -> set[str]:
    """The helpdesks that a conversation belongs to."""
    if team:
        return {team}
    speaking = [{code for code, langs in teams.items() if one in langs} for one in (lang, "en")]
    return speaking[0] or speaking[1] or {min(teams)}


class Put:
    """Puts helpdesks and conversations there, and asks who sees which."""

    def __init__(self, database: Database, keys: Keys) -> None:
        self.database, self.vault, self.made = database, keys.vault, 0
        database.write_now(lambda c: c.execute(insert(staff), [self._member(n) for n in (1, 2)]))

    @staticmethod
    def _member(number: int) -> dict[str, object]:
        return {"id": number, "email": f"s{number}@x", "name": "S", "password": "", "created_at": 0}

    def clear(self) -> None:
        def job(c: Connection) -> None:
            for table in (conversation, person, helpdesk):
                c.execute(delete(table))

        self.database.write_now(job)

    def helpdesk(self, code: str, *langs: str) -> None:
        values = {"code": code, "name": code.upper(), "langs": ",".join(sorted(langs))}
        self.database.write_now(lambda c: c.execute(insert(helpdesk).values(values)))

    def conversation(self, lang: str = "en", team: str = "", staff_id: int | None = None, owner: str = "bot") -> int:
        self.made += 1
        values = {
            "channel": "web", "place": self.made.to_bytes(16, "big"), "address": b"", "created_at": 0, "lang": lang,
            "team": team, "staff_id": staff_id, "owner": owner,
        }  # fmt: skip
        query = insert(conversation).values(values).returning(conversation.c.id)
        return int(self.database.write_now(lambda c: c.execute(query).scalar_one()))

    def person(self, *talks: int) -> int:
        def job(c: Connection) -> int:
            number = people.create(UnitOfWork(c, self.vault, NOW), "en", "helpdesk", "1")
            c.execute(conversation.update().where(conversation.c.id.in_(talks)).values(person_id=number))
            return number

        return self.database.write_now(job)

    def seen(self, who: Account) -> set[int]:
        query = select(conversation.c.id)
        return self.database.read_now(lambda c: set(c.execute(query.where(access.sees(c, who))).scalars()))

    def of_team(self, code: str) -> set[int]:
        query = select(conversation.c.id)
        return self.database.read_now(
            lambda c: set(c.execute(query.where(access.sight(c, account()).of_team(code))).scalars())
        )


@pytest.fixture
def put(database: Database, keys: Keys) -> Put:
    return Put(database, keys)


def test_each_role_may_what_those_below_may() -> None:
    for place, role in enumerate(ROLES):
        assert [access.may(account(role), needed) for needed in ROLES] == [place <= at for at in range(len(ROLES))]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(teams=teams, talks=talks, mine=some_codes)
def test_what_is_seen_belongs_to_a_team_or_is_ones_own_and_the_rest_is_not(
    put: Put, teams: list[tuple[str, set[str]]], talks: list[tuple[str, str, bool, str]], mine: tuple[str, ...]
) -> None:
    put.clear()
    for code, langs in teams:
        put.helpdesk(code, *langs)
    expected = set()
    for lang, team, own, owner in talks:
        number = put.conversation(lang, team, 1 if own else 2, owner)
        if own or not teams or in_charge(lang, team, dict(teams)) & set(mine):
            expected.add(number)
        # whoever would be asked if the trainee wished for a person may look already
        asked = put.database.read_now(lambda c, lang=lang: helpdesks.of_language(c, lang or "en"))  # type: ignore[misc]
        assert not teams or team or asked in in_charge(lang, team, dict(teams))
    for role in ROLES[1:]:
        assert put.seen(account(role, mine)) == expected
    everything = put.seen(account("admin"))
    assert len(everything) == len(talks)
    if teams:
        # between them the teams see all that has a team of today's
        known = {code for code, _ in teams}
        theirs = set().union(*(put.of_team(code) for code in known))
        query = select(conversation.c.id).where(conversation.c.team.in_({"", *known}))
        assert theirs == put.database.read_now(lambda c: set(c.execute(query).scalars()))


def test_a_language_nobody_speaks_is_for_those_who_speak_english(put: Put) -> None:
    put.helpdesk("a", "fr")
    put.helpdesk("b", "en", "nl")
    polish, unknown, french = put.conversation("pl"), put.conversation(""), put.conversation("fr")
    assert put.seen(account(teams=["b"])) == {polish, unknown}
    assert put.seen(account(teams=["a"])) == {french}


def test_where_nobody_speaks_english_it_is_for_the_first_team(put: Put) -> None:
    put.helpdesk("b", "nl")
    put.helpdesk("a", "fr")
    polish = put.conversation("pl")
    assert put.seen(account(teams=["a"])) == {polish}
    assert put.seen(account(teams=["b"])) == set()


def test_a_team_of_no_helpdesk_sees_nothing_but_its_own_answers(put: Put) -> None:
    put.helpdesk("a", "fr", "en")
    own = put.conversation("fr", "a", 1, "human")
    put.conversation("fr", "a", 2, "human")
    assert put.seen(account(teams=["gone"])) == put.seen(account()) == {own}


def test_a_person_is_seen_by_any_of_their_conversations(put: Put) -> None:
    put.helpdesk("a", "fr")
    put.helpdesk("b", "nl")
    french, dutch = put.conversation("fr"), put.conversation("nl")
    both, other = put.person(french, dutch), put.person(put.conversation("nl"))

    def sees(who: Account, number: int) -> bool:
        query = select(literal(1))
        return put.database.read_now(
            lambda c: c.execute(query.where(access.sees_person(c, who, literal(number)))).first() is not None
        )

    assert sees(account(teams=["a"]), both)
    assert sees(account(teams=["b"]), both)
    assert not sees(account(teams=["a"]), other)


def test_a_foreign_conversation_is_as_one_that_is_not_there(put: Put) -> None:
    put.helpdesk("a", "fr")
    put.helpdesk("b", "nl")
    number = put.conversation("nl")

    def sees(who: Account, number: int) -> bool:
        return put.database.read_now(lambda c: access.sees_conversation(c, who, number))

    assert sees(account(teams=["b"]), number)
    assert not sees(account(teams=["a"]), number)
    assert not sees(account("admin"), number + 1)
