"""One conversation with everybody who may act in it: a trainee, two members of staff, the clock, and a courier under way.

Trainee and courier meet on a channel of its own, whose wire is a list. The courier's clock stands still unless moved, so that
whatever it has in hand stays "fresh" for ever: only what it is told of a takeover can keep it from sending.
"""

import asyncio
import itertools
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
from sqlalchemy import Connection, select

from bot import leases
from bot.app import App
from bot.channels.base import Capabilities, Outgoing, RawUpdate, Receipt, Store, Unreachable
from bot.outbox import Courier
from dialogs.state import Session
from domain import ownership
from domain.messages import Event, Message, Part, verbatim
from domain.ownership import BOT
from domain.staff_actions import Action, Colleague, Outcome
from handlers.context import Memory
from storage import conversations, outbox, staff, transcripts
from storage.conversations import Conversation
from storage.outbox import QUEUED, REMINDER, STAFF, YOU, Letter
from storage.tables import conversation
from storage.tables import inbox as inbox_table
from storage.tables import outbox as outbox_table
from storage.updates import DONE
from tests.scene import Clock, Scene

CHANNEL = "wire"
_memory = msgspec.json.Decoder(Memory)
_message = msgspec.json.Decoder(Message)
_numbers = itertools.count()


@dataclass(frozen=True, slots=True)
class Said:
    """A piece on the wire: the letter it belongs to, the epoch it was queued in, and that of the last takeover."""

    letter: int
    words: str
    lane: int
    epoch: int
    taken: int


class Wire:
    """The channel: people talk in events; what is sent to them is noted with what the database knew at that moment."""

    name = CHANNEL
    # more than a few at once wait for the courier's clock
    capabilities = Capabilities(8, 20, 4096, None, 10.0)

    def __init__(self, app: App, owners: "Owners") -> None:
        self._app, self._owners = app, owners
        self.said: list[Said] = []
        self.blocked: set[str] = set()

    async def receive(self, store: Store) -> None:
        await asyncio.Event().wait()

    def decode(self, body: bytes) -> Event:
        given = msgspec.json.decode(body)
        return Event(given["kind"], given.get("text", ""), token=given.get("token", ""), app_language=given["lang"])

    def render(self, message: Message, lang: str, token: Callable[[int], str]) -> Sequence[Outgoing]:
        # the reference of a button names the letter here
        return [
            Outgoing({"letter": int(token(0)), "words": part.text.fields.get("text", part.text.key)})
            for part in message.parts
        ]

    async def send(self, address: dict[str, Any], outgoing: Outgoing) -> Receipt:
        if address["place"] in self.blocked:
            raise Unreachable("blocked")
        number = outgoing.payload["letter"]
        row = self._app.database.read_now(
            lambda c: c.execute(
                select(outbox_table.c.lane, outbox_table.c.epoch, conversation.c.id, conversation.c.epoch.label("now"))
                .join(conversation, conversation.c.id == outbox_table.c.conversation_id)
                .where(outbox_table.c.id == number)
            ).one()
        )
        taken = self._owners.taken(row.id, row.now)
        self.said.append(Said(number, str(outgoing.payload["words"]), row.lane, row.epoch, taken))
        # the answer takes its time
        await asyncio.sleep(0)
        return Receipt(str(len(self.said)))

    async def fetch(self, file: Any) -> bytes:
        raise NotImplementedError


class Trainee(Scene):
    """A trainee at the other end of the wire."""

    async def _give(self, body: dict[str, Any], *, files: bool = False) -> "Trainee":
        await self.app.inbox.store([self.update(body)])
        while await self.app.inbox.work_once():
            pass
        self.hears()
        return self

    def update(self, body: dict[str, Any]) -> RawUpdate:
        raw = msgspec.json.encode({"lang": self.app_language, **body})
        return RawUpdate(CHANNEL, f"{self.place}:{next(_numbers)}", self.place, {"place": self.place}, raw)

    def _found(self, connection: Connection) -> int:
        found = transcripts.conversation_at(connection, CHANNEL, self.app.vault.lookup(f"{CHANNEL}:{self.place}"))
        assert found is not None
        return found


class Owners:
    """Every change of owner there is, by conversation and epoch."""

    def __init__(self) -> None:
        self.of: dict[int, dict[int, str]] = {}
        self._change = ownership._to

    def __call__(self, owned: Any, owner: str, team: str, staff_id: int | None) -> None:
        before = owned.epoch
        self._change(owned, owner, team, staff_id)
        assert owned.epoch == before + 1
        self.of.setdefault(owned.id, {})[owned.epoch] = owner

    def taken(self, number: int, now: int | None = None) -> int:
        """The epoch in which a person took this conversation last, of those up to `now`."""
        changes = [*self.of.get(number, {}).items()]
        return max((at for at, owner in changes if owner == "human" and (now is None or at <= now)), default=0)


@dataclass(slots=True)
class World:
    """The program and what runs in it, shared by many conversations; `owners` has been put where owners change."""

    app: App
    clock: Clock
    owners: Owners
    team: tuple[Colleague, Colleague] = field(init=False)
    wire: Wire = field(init=False)
    courier: Courier = field(init=False)
    runner: asyncio.Runner = field(init=False)
    seconds: float = 1000.0
    tasks: list[asyncio.Task[None]] = field(default_factory=list)

    def __post_init__(self) -> None:
        def hired(name: str) -> Colleague:
            email = f"{name.lower()}@example.org"
            number = self.app.database.write_now(lambda c: staff.add(c, 1, email, name, ("en",), "x"))
            assert number is not None
            return Colleague(number, name)

        self.team = hired("Anna"), hired("Ben")
        self.wire = Wire(self.app, self.owners)
        self.app.channels[CHANNEL] = self.wire
        self.courier = Courier(
            self.app.database, self.app.vault, self.wire, lambda _conversation, letter, _index: str(letter),
            self.app.bell, self.clock, self.tick, alone=self.app.database.sqlite,
        )  # fmt: skip
        self.app.inbox.posts[CHANNEL] = self.courier
        self.runner = asyncio.Runner()
        self.run(self._begin())

    def tick(self) -> float:
        """The courier's clock: it stands still, as far as a clock can that is never at the same instant twice."""
        self.seconds += 1e-7
        return self.seconds

    def run(self, coroutine: Any) -> Any:
        """Let the program run until this is done."""
        return self.runner.run(coroutine)

    async def _begin(self) -> None:
        self.tasks = [asyncio.create_task(self.courier.run()), asyncio.create_task(self.app.inbox.work())]

    def close(self) -> None:
        async def end() -> None:
            for task in self.tasks:
                task.cancel()
            await asyncio.gather(*self.tasks, return_exceptions=True)

        self.run(end())
        self.runner.close()


class Talk:
    """A conversation of its own in this world, past the welcome, at its first question."""

    def __init__(self, world: World) -> None:
        self.world, self.app = world, world.app
        self.trainee = Trainee(world.app, f"t{next(_numbers)}")
        world.run(self._welcome())
        self.number = self.trainee.conversation
        self.words: list[str] = []
        world.run(self.settled())

    async def _welcome(self) -> None:
        await self.trainee.says("Hello, I would like to visit a team abroad.")
        for label in ("agree", "visit a team"):
            await self.handled()
            self.trainee.seen = 0
            self.trainee.hears()
            line = next(one for one in reversed(self.trainee.lines) if any(label in button for button in one.buttons))
            await self.trainee.presses(label, line=line)
        await self.handled()

    # --- what people do ---

    async def says(self, kind: str = "text", words: str = "") -> str:
        """The trainee writes; returns their words, which nobody else ever says."""
        text = words or f"The nights are hard for us, part {next(_numbers)}."
        if kind == "text":
            self.words.append(text)
        if kind != "blocked":
            # whoever writes has let us in again
            self.world.wire.blocked.discard(self.trainee.place)
        await self.app.inbox.store([self.trainee.update({"kind": kind, "text": text})])
        await self.handled()
        return text

    async def does(self, who: Colleague, wanted: Action) -> Outcome:
        return await self.app.staff_turns.do(self.number, who, wanted)

    async def looks(self) -> None:
        """The clock of the desk."""
        app, world = self.app, self.world
        await leases.look(
            app.database, app.vault, app.bell, world.clock(), zone=app.services.zone, posts=app.inbox.posts
        )

    async def reminds(self) -> None:
        """A reminder that is due, as the bot queues it where nobody else answers: fenced by the owner there is."""

        def put(connection: Any) -> None:
            owned = conversations.lock(connection, self.app.vault, self.number)
            assert owned is not None
            if owned.owner == "human":
                return
            message = Message((Part(verbatim("Remember?")), Part(verbatim("It is time."))))
            due = self.world.clock()
            outbox.put(
                connection, self.app.vault, due,
                [Letter(self.number, CHANNEL, owned.epoch, "en", message, REMINDER, due)],
            )  # fmt: skip

        await self.app.database.write(put)
        self.app.bell.ring([CHANNEL])

    async def blocks(self) -> None:
        self.world.wire.blocked.add(self.trainee.place)
        await self.says("blocked", "x")

    async def unblocks(self) -> None:
        await self.says("unblocked", "x")

    # --- waiting ---

    async def _until(self, done: Callable[[], Awaitable[bool]], each: Callable[[], None] = lambda: None) -> None:
        async with asyncio.timeout(20):
            while not await done():
                each()
                await self.app.bell.wait("looking", 0.001)

    async def handled(self) -> None:
        """Until whatever the trainee did has had its turn."""
        number = self.trainee.conversation
        query = select(inbox_table.c.id).where(inbox_table.c.conversation_id == number, inbox_table.c.state < DONE)

        async def done() -> bool:
            return await self.app.database.read(lambda c: c.execute(query.limit(1)).first()) is None

        await self._until(done)

    async def sends(self, permits: int) -> None:
        """So many messages more may be sent."""
        for _ in range(permits):
            self.world.seconds += 0.1
            self.app.bell.ring([CHANNEL])
            await self.app.bell.wait("looking", 0.001)

    async def settled(self) -> None:
        """Until the courier has sent or held back all there is."""
        query = select(outbox_table.c.id).where(
            outbox_table.c.conversation_id == self.number, outbox_table.c.state == QUEUED
        )

        async def done() -> bool:
            return await self.app.database.read(lambda c: c.execute(query.limit(1)).first()) is None

        def on() -> None:
            self.world.seconds += 0.5
            self.app.bell.ring([CHANNEL])

        await self._until(done, on)

    # --- looking ---

    def now(self) -> Conversation:
        found = self.app.database.read_now(lambda c: conversations.load(c, self.app.vault, self.number))
        assert found is not None
        return found

    def session(self) -> Session:
        return _memory.decode(self.now().memory).session

    def parked(self) -> tuple[str, str] | None:
        """The dialog that runs or waits, and the question it waits at."""
        top = self.session().top
        return (top.dialog, top.asked) if top is not None else None

    def letters(self) -> list[tuple[Any, str]]:
        """Everything said here by anybody: the row, the words."""
        rows = self.app.database.read_now(
            lambda c: c.execute(
                select(outbox_table).where(outbox_table.c.conversation_id == self.number).order_by(outbox_table.c.id)
            ).all()
        )
        opened = [(row, _message.decode(self.app.vault.open(row.body, b"outbox.body"))) for row in rows]
        return [(row, " ".join(str(part.text.fields.get("text", "")) for part in m.parts)) for row, m in opened]

    def said_to_trainee(self) -> list[Said]:
        mine = {row.id for row, _ in self.letters()}
        return [one for one in self.world.wire.said if one.letter in mine]

    def check(self) -> None:
        """What holds whatever has happened."""
        now = self.now()
        assert (now.owner == "human") == (now.staff_id is not None)
        assert (now.owner == BOT) == (now.team == "")
        assert now.owner != BOT or now.waiting_since is None
        assert now.owner != "queue" or now.waiting_since is not None
        assert now.lease_until is None or (now.owner == "human" and now.waiting_since is not None)
        assert (now.work == "snoozed") == (now.snoozed_until is not None)
        letters = self.letters()
        heard = [words for row, words in letters if row.author == YOU]
        for words in self.words:
            assert heard.count(words) == 1, "words of the trainee are lost or doubled"
        for row, words in letters:
            if row.author == "bot":
                assert self.world.owners.of.get(self.number, {}).get(row.epoch) != "human", (
                    f"the bot spoke to {words!r}"
                )
            assert (row.author == "staff") == (row.lane == STAFF)
