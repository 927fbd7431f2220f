"""The desk as an application of its own, with a clock that is set by hand and texts that name their own key."""

from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest import mock
from zoneinfo import ZoneInfo

import httpx
import pytest
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import Connection, func, select

from bot.bell import Bell
from bot.channels.webchat.pages import Pages
from bot.channels.webchat.problems import ErrorPages
from bot.console import routes
from bot.console.pages import DeskPages
from bot.console.passwords import Passwords
from bot.console.routes import create_desk
from bot.console.sessions import COOKIE, FORM_COOKIE, Tokens, new_token
from bot.settings import Settings
from bot.staff_turns import StaffTurns
from bot.translation import Translator
from bot.writing import Writing
from dialogs.registry import DIALOGS
from domain.cards import HostCard
from domain.matching import CardIndex
from domain.messages import Message, Part, verbatim
from domain.traces import ReadAs, Trace
from handlers.buttons import Buttons
from handlers.context import Services
from handlers.desk import DeskHandler
from storage import catalogue, conversations, outbox, people, staff
from storage.crypto import Keys
from storage.database import Database
from storage.files import FileStore
from storage.outbox import Letter
from storage.tables import audit
from storage.tables import outbox as outbox_table
from storage.unit_of_work import UnitOfWork
from tests.bot.console.shared_routes import SharedRoutes
from tests.doubles.web_words import LANGUAGES
from tests.doubles.web_words import words as web_words
from tests.fresh import migrated

#: 15 March 2027, 09:30 in Brussels
NOW = 1_805_099_400_000
PASSWORD = "a good long password"

PAGES = Pages(web_words, LANGUAGES)
ERRORS = ErrorPages(PAGES)
#: they hold nothing but compiled templates, which are too dear to be made for each test
desk_pages = cache(DeskPages)

Client = httpx.AsyncClient


def desk_words(lang: str, key: str, /, **fields: object) -> str:
    """A pseudo text that names its key and shows its fields."""
    shown = " ".join(str(value) for value in fields.values())
    return f"«{lang} {key}{' ' if shown else ''}{shown}»"


def say(words: str, author: str = "bot", *more: Part) -> Message:
    """A message of one paragraph."""
    return Message((Part(verbatim(words)), *more), author=author)


class World:
    """A desk, its database, and people to fill it with."""

    def __init__(self, folder: Path, *, sample: bool = False, **settings: Any) -> None:
        keys = Keys.from_secret("a-secret-of-the-tests-that-is-long-enough")
        self.vault, self.tokens = keys.vault, Tokens(keys.sessions)
        self.now, self.closing = NOW, True
        self.database = Database(f"sqlite:///{migrated(folder / 'desk.db')}")
        # cheap to compute: what is tested is not the price of argon2
        self.passwords = Passwords(PasswordHash((Argon2Hasher(time_cost=1, memory_cost=64, parallelism=1),)))
        chosen = Settings(data_dir=folder, secret_key="x" * 32, **settings)
        services = Services(
            DIALOGS, Buttons(keys.buttons), lambda _: CardIndex([]), lambda *_: "", ZoneInfo(chosen.time_zone)
        )
        bell = Bell()
        self.app: Any = SimpleNamespace(
            database=self.database, vault=self.vault, keys=keys, settings=chosen, sample=sample, bell=bell, services=services,
            files=FileStore(folder / "files", self.vault), translator=Translator(), writing=Writing(bell),
            staff_turns=StaffTurns(self.database, self.vault, DeskHandler(services), {}, bell, lambda: self.now),
        )  # fmt: skip
        self.web = self.make()

    def make(self) -> SharedRoutes:
        """The application, as the parts are now."""
        return application(self, lambda: self.closing)

    def write(self, job: Callable[[Connection], Any]) -> Any:
        """Change the database."""
        return self.database.write_now(job)

    def member(
        self,
        email: str = "anna@example.org",
        name: str = "Anna Peeters",
        password: str = PASSWORD,
        role: str = "agent",
        teams: Sequence[str] = (),
    ) -> int:
        """An account."""
        kept = self.passwords.hash(password)
        number: int = self.write(lambda c: staff.add(c, self.now, email, name, ["fr"], kept, role, teams))
        return number

    def session(self, staff_id: int) -> str:
        """A session of an account: what its browser holds."""
        token = new_token()
        self.write(lambda c: staff.open_session(c, self.now, self.tokens.stored(token), staff_id))
        return token

    def conversation(self, place: str, *said: Message, lang: str = "fr", channel: str = "web", **values: Any) -> int:
        """A conversation in which this has been said."""

        def job(c: Connection) -> int:
            key = self.vault.lookup(place)
            found = conversations.ensure(c, self.vault, self.now, channel, [(key, {"chat": place})])[key]
            loaded = conversations.load(c, self.vault, found)
            assert loaded is not None
            loaded.lang = lang
            loaded.last_in_at = self.now
            for name, value in values.items():
                setattr(loaded, name, value)
            conversations.save(c, self.vault, [loaded])
            outbox.put(c, self.vault, self.now, [Letter(found, channel, 0, lang, message) for message in said])
            return found

        number: int = self.write(job)
        return number

    def heard(self, conversation_id: int, words: str, *read: ReadAs, asked: str = "", lang: str = "de") -> int:
        """A message of the trainee in which something was read; its number."""
        letter = Letter(conversation_id, "web", 0, lang, say(words, "you"), trace=Trace(read, asked))

        def job(c: Connection) -> int:
            outbox.put(c, self.vault, self.now, [letter])
            return int(c.execute(select(func.max(outbox_table.c.id))).scalar_one())

        number: int = self.write(job)
        return number

    def person(self, conversation_id: int, profile: dict[str, Any] | None = None) -> int:
        """A trainee who talks in this conversation."""

        def job(c: Connection) -> int:
            work = self.work(c)
            number = people.create(work, "fr", "helpdesk", "2026-11")
            loaded = conversations.load(c, self.vault, conversation_id)
            assert loaded is not None
            loaded.person_id = number
            conversations.save(c, self.vault, [loaded])
            if profile:
                people.save_profile(work, number, profile)
            return number

        number: int = self.write(job)
        return number

    def hosts(self, *names: str) -> None:
        """Host cards with the ids h0, h1 …"""
        cards = [
            HostCard(external_id=f"h{n}", name=name, country="BE", city="Namur", description="", status="active")
            for n, name in enumerate(names)
        ]
        self.write(lambda c: catalogue.save_hosts(c, self.now, cards))

    def work(self, connection: Connection) -> UnitOfWork:
        """A unit of work on this connection."""
        return UnitOfWork(connection, self.vault, self.now)

    def do(self, job: Callable[[UnitOfWork], Any]) -> Any:
        """Change what is known about people."""
        return self.write(lambda c: job(self.work(c)))

    def audited(self) -> list[tuple[str, str, str]]:
        """The record: actor, what, about."""
        query = select(audit.c.actor, audit.c.what, audit.c.about).order_by(audit.c.id)
        return [tuple(row) for row in self.database.read_now(lambda c: c.execute(query).all())]

    def form(self, token: str, **fields: str) -> dict[str, str]:
        """The fields of a form of this session."""
        return {"token": self.tokens.for_forms(token), **fields}


def application(world: World, closing: Callable[[], bool]) -> SharedRoutes:
    """The desk, as an application of its own."""
    with mock.patch.object(routes, "DeskPages", desk_pages):
        return SharedRoutes(
            create_desk(
                world.app, PAGES, now=lambda: world.now, words=desk_words, passwords=world.passwords, closing=closing
            ),
            ERRORS,
        )


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.database.close()


def browser(web: Any, address: str = "http://testserver.local") -> Client:
    """A browser that is not signed in, at this address of the desk; it goes where it is led."""
    return Client(transport=httpx.ASGITransport(web), base_url=address, follow_redirects=True)


@pytest.fixture
async def client(world: World) -> AsyncIterator[Client]:
    """A browser that is not signed in."""
    async with browser(world.web) as made:
        made.headers["accept"] = "text/html"
        yield made


@pytest.fixture
async def staff_client(world: World, client: Client) -> Client:
    """A browser in which Anna is signed in."""
    client.cookies.set(COOKIE, world.session(world.member()), path="/desk")
    return client


@pytest.fixture
def make_world(tmp_path: Path) -> Iterator[Callable[..., World]]:
    """Worlds with other settings."""
    made: list[World] = []

    def make(**how: Any) -> World:
        folder = tmp_path / str(len(made))
        folder.mkdir()
        made.append(World(folder, **how))
        return made[-1]

    yield make
    for one in made:
        one.database.close()


@pytest.fixture
def sign_in_form(world: World) -> Callable[..., Any]:
    """Sends the sign-in form as a browser does that has just opened the page."""

    async def send(client: Client, email: str, password: str, **more: str) -> Any:
        if FORM_COOKIE not in client.cookies:
            client.cookies.set(FORM_COOKIE, new_token(), path="/desk")
        fields = world.form(client.cookies[FORM_COOKIE], email=email, password=password, **more)
        return await client.post("/desk/sign-in", data=fields, follow_redirects=False)

    return send
