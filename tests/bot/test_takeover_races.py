"""Whatever crosses whatever, the bot is silent once a person answers, and nobody's words are lost (DESIGN section 6).

Each race is a state machine of hypothesis over the real program: its transactions and threads, the courier under way with messages
in hand, a trainee, two members of staff, the clock of the desk. A step of a race starts what crosses at the same time, each a drawn
number of loop cycles after the other. A rule that makes no sense now does nothing: were it not offered, what is drawn would hang
on the outcome of a race. By default few examples run, on SQLite; `make crash-test` takes 1,000 of each race on SQLite and
on PostgreSQL and prints the figures.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Iterator
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from bot.app import App
from bot.settings import Settings
from domain import ownership
from domain.staff_actions import Assign, Colleague, HandBack, Outcome, Reply, Resolve, Snooze, Take
from storage import catalogue
from storage.outbox import HELD, STAFF
from tests.bot.takeover_world import Owners, Talk, World
from tests.catalogue import HOSTS
from tests.conftest import SECRET
from tests.fresh import migrated
from tests.scene import Clock

MINUTE = 60_000

whoever = st.integers(0, 1)
#: loop cycles by which one begins after the other
ticks = st.integers(0, 6)


class Everybody(RuleBasedStateMachine):
    """What may happen to a conversation without a race, and what holds after each step."""

    world: ClassVar[World]
    #: how often each race was run, and how many messages of the bot were on the wire already when the owner changed
    figures: ClassVar[Counter[str]]

    def __init__(self) -> None:
        super().__init__()
        self.talk: Talk
        self.waits = False
        self.refused: list[str] = []
        self.accepted: list[str] = []
        self.number = 0

    # --- helpers ---

    def staff(self, index: int) -> Colleague:
        return self.world.team[index]

    def reply(self, epoch: int, *, anyway: bool = False) -> Reply:
        self.number += 1
        return Reply(epoch, f"Reply {self.number} of staff", anyway=anyway)

    def came_of(self, wanted: Reply, outcome: Outcome) -> None:
        (self.accepted if outcome.done else self.refused).append(wanted.words)

    def run(self, *crossing: tuple[int, Awaitable[Any]]) -> list[Any]:
        """Start these so many loop cycles from now, all before any has ended, and check what the courier did meanwhile."""

        async def late(cycles: int, what: Awaitable[Any]) -> Any:
            for _ in range(cycles):
                await asyncio.sleep(0)
            return await what

        async def together() -> list[Any]:
            return await asyncio.gather(*(late(cycles, what) for cycles, what in crossing))

        taken, said = self.world.owners.taken(self.talk.number), len(self.world.wire.said)
        results: list[Any] = self.world.run(together())
        sent = [one for one in self.world.wire.said[said:] if one.lane != STAFF]
        assert [one for one in sent if one.epoch < taken] == [], f"the bot spoke after a takeover: {taken}"
        crossed = [one for one in sent if one.epoch < one.taken]
        assert len(crossed) <= (0 if self.world.app.database.sqlite else 1), "more than what was on the wire already"
        self.figures["on the wire"] += len(crossed)
        return results

    def race(self, *crossing: tuple[int, Awaitable[Any]]) -> list[Any]:
        """The same, counted."""
        self.figures[type(self).__name__] += 1
        return self.run(*crossing)

    def look_again(self, before: str) -> None:
        """After a race, with the owner of before it: who waits is whoever the store says, as far as that can be (`Talk.check`), and
        the bot may have gone on before it lost the conversation."""
        self.waits = self.talk.now().waiting_since is not None
        if before == "bot":
            self.asked = self.talk.parked()

    @property
    def owner(self) -> str:
        return self.talk.now().owner

    # --- without a race ---

    @initialize()
    def begin(self) -> None:
        self.talk = Talk(self.world)
        self.asked = self.talk.parked()

    @rule()
    def trainee_writes(self) -> None:
        self.run((0, self.talk.says()))
        self.waits = self.waits or self.owner != "bot"

    @rule()
    def trainee_asks_for_a_person(self) -> None:
        self.run((0, self.talk.says("command", "human")))
        self.waits = True

    @rule(permits=st.integers(1, 3))
    def some_messages_go_out(self, permits: int) -> None:
        self.run((0, self.talk.sends(permits)))

    @rule(who=whoever, back=st.integers(0, 1), anyway=st.booleans())
    def staff_reply(self, who: int, back: int, anyway: bool) -> None:
        now = self.talk.now()
        wanted = self.reply(now.epoch - back, anyway=anyway)
        (outcome,) = self.run((0, self.talk.does(self.staff(who), wanted)))
        self.came_of(wanted, outcome)
        if outcome.done:
            self.waits = False
        elif not now.reachable:
            assert outcome.code == "unreachable"
        elif now.owner == "human":
            assert (outcome.code, outcome.by) == ("held", now.staff_id)
        else:
            assert (outcome.code, back) == ("changed", 1)

    @invariant()
    def holds(self) -> None:
        if not hasattr(self, "talk"):
            return
        self.talk.check()
        now = self.talk.now()
        assert (now.waiting_since is not None) == self.waits
        words = [words for row, words in self.talk.letters() if row.author == "staff"]
        assert words == self.accepted, "words of staff are lost, doubled, in disorder, or those of somebody refused"
        if now.owner == "bot":
            self.asked = self.talk.parked()
        else:
            assert self.talk.parked() == self.asked, "the parked question has changed"

    def teardown(self) -> None:
        if not hasattr(self, "talk"):
            return
        self.run((0, self.talk.settled()))
        letters = {row.id: (row, words) for row, words in self.talk.letters()}
        said = self.talk.said_to_trainee()
        answers = [one.letter for one in said if one.lane <= STAFF]
        assert answers == sorted(answers), "bot and staff are heard in the order in which they spoke"
        arrived = [one.words for one in said if one.lane == STAFF]
        kept = [words for row, words in letters.values() if row.author == "staff" and row.state != HELD]
        assert arrived == kept, "what staff said arrives once, in order"


class TwoClaim(Everybody):
    """Two of the staff want it at once."""

    @rule(first=ticks, second=ticks, forced=st.booleans(), take=st.booleans())
    def two_at_once(self, first: int, second: int, forced: bool, take: bool) -> None:
        now = self.talk.now()
        one = self.reply(now.epoch)
        two: Any = Take(now.epoch, forced) if take else self.reply(now.epoch)
        outcomes = self.race((first, self.talk.does(self.staff(0), one)), (second, self.talk.does(self.staff(1), two)))
        for wanted, outcome in zip((one, two), outcomes, strict=True):
            if isinstance(wanted, Reply):
                self.came_of(wanted, outcome)
        # the order of the two is that of the store
        spoken = [words for row, words in self.talk.letters() if row.author == "staff"]
        self.accepted.sort(key=spoken.index)
        after = self.talk.now()
        if now.reachable and not take:
            assert sum(outcome.done for outcome in outcomes) == 1
            loser = next(outcome for outcome in outcomes if not outcome.done)
            assert (loser.code, loser.by) == ("held", after.staff_id)
        self.look_again(now.owner)

    @rule(who=whoever, team=st.booleans())
    def somebody_assigns(self, who: int, team: bool) -> None:
        now = self.talk.now()
        other = None if team else self.staff(1 - who).id
        (outcome,) = self.run((0, self.talk.does(self.staff(who), Assign(now.epoch, "en", other))))
        held = now.owner == "human" and now.staff_id != self.staff(who).id
        assert outcome.code == ("held" if held else "")
        if outcome.done and team:
            self.waits = True


class LateBot(Everybody):
    """The bot finishes its turn when a person has taken over."""

    @rule(first=ticks, second=ticks, who=whoever, take=st.booleans())
    def turn_and_takeover(self, first: int, second: int, who: int, take: bool) -> None:
        now = self.talk.now()
        wanted: Any = Take(now.epoch) if take else self.reply(now.epoch)
        outcomes = self.race((first, self.talk.says()), (second, self.talk.does(self.staff(who), wanted)))
        if isinstance(wanted, Reply):
            self.came_of(wanted, outcomes[1])
        self.look_again(now.owner)

    @rule(first=ticks, second=ticks, who=whoever)
    def letters_go_out_and_takeover(self, first: int, second: int, who: int) -> None:
        now = self.talk.now()
        wanted = self.reply(now.epoch)
        outcomes = self.race((first, self.talk.sends(3)), (second, self.talk.does(self.staff(who), wanted)))
        self.came_of(wanted, outcomes[1])
        self.look_again(now.owner)

    @rule()
    def trainee_calls_the_bot(self) -> None:
        if self.owner == "bot":
            return
        self.run((0, self.talk.says("command", "bot")))
        self.waits = False
        assert self.owner == "bot"


class HandBackMeets(Everybody):
    """A conversation goes back to the bot while the trainee writes."""

    @rule(first=ticks, second=ticks, who=whoever, resolve=st.booleans(), seen=st.booleans())
    def hand_back_and_words(self, first: int, second: int, who: int, resolve: bool, seen: bool) -> None:
        if self.owner == "bot":
            self.run((0, self.talk.does(self.staff(who), Take(self.talk.now().epoch))))
        now, last = self.talk.now(), self.talk.letters()[-1][0].id
        wanted = (Resolve if resolve else HandBack)(now.epoch, seen=last if seen else 0)
        _words, outcome = self.race((first, self.talk.says()), (second, self.talk.does(self.staff(who), wanted)))
        mine = now.owner != "human" or now.staff_id == self.staff(who).id
        if not mine:
            assert outcome.code == "held"
        elif outcome.done and seen:
            # the words came after: they are for the bot
            assert self.owner == "bot"
        self.look_again(now.owner)

    @rule(who=whoever, resolve=st.booleans())
    def hand_back(self, who: int, resolve: bool) -> None:
        if self.owner == "bot":
            return
        now, asked = self.talk.now(), self.asked
        wanted = (Resolve if resolve else HandBack)(now.epoch, seen=self.talk.letters()[-1][0].id)
        (outcome,) = self.run((0, self.talk.does(self.staff(who), wanted)))
        assert outcome.done == (now.owner != "human" or now.staff_id == self.staff(who).id)
        if outcome.done:
            self.waits = False
            assert self.talk.parked() == asked


class ReminderFires(Everybody):
    """A reminder is due, a lease or a snooze is over, while somebody takes over."""

    @rule(cycles=st.tuples(ticks, ticks, ticks), who=whoever, take=st.booleans())
    def reminder_and_takeover(self, cycles: tuple[int, int, int], who: int, take: bool) -> None:
        now = self.talk.now()
        wanted: Any = Take(now.epoch) if take else self.reply(now.epoch)
        reminder = [] if now.owner == "human" else [(cycles[0], self.talk.reminds())]
        *_, outcome, _sent = self.race(
            *reminder, (cycles[1], self.talk.does(self.staff(who), wanted)), (cycles[2], self.talk.sends(2))
        )
        if isinstance(wanted, Reply):
            self.came_of(wanted, outcome)
        self.look_again(now.owner)

    @rule()
    def reminder_waits(self) -> None:
        if self.owner == "human":
            return
        self.run((0, self.talk.reminds()))

    @rule(first=ticks, second=ticks, who=whoever, minutes=st.sampled_from([1, 31]))
    def lease_and_reply(self, first: int, second: int, who: int, minutes: int) -> None:
        self.world.clock.forward(minutes=minutes)
        now = self.talk.now()
        wanted = self.reply(now.epoch)
        _none, outcome = self.race((first, self.talk.looks()), (second, self.talk.does(self.staff(who), wanted)))
        self.came_of(wanted, outcome)
        # never to the bot
        assert now.owner == "bot" or self.owner != "bot"
        self.look_again(now.owner)

    @rule(who=whoever, minutes=st.integers(1, 40))
    def snooze(self, who: int, minutes: int) -> None:
        if self.owner == "bot":
            return
        now = self.talk.now()
        until = self.world.clock() + minutes * MINUTE
        (outcome,) = self.run((0, self.talk.does(self.staff(who), Snooze(now.epoch, until))))
        assert outcome.done == (now.owner != "human" or now.staff_id == self.staff(who).id)

    @rule(minutes=st.integers(1, 40))
    def time_passes(self, minutes: int) -> None:
        self.world.clock.forward(minutes=minutes)
        self.run((0, self.talk.looks()))


class TraineeBlocks(Everybody):
    """The trainee blocks the bot while somebody answers them."""

    @rule(first=ticks, second=ticks, who=whoever)
    def block_and_reply(self, first: int, second: int, who: int) -> None:
        now = self.talk.now()
        wanted = self.reply(now.epoch)
        _none, outcome = self.race((first, self.talk.blocks()), (second, self.talk.does(self.staff(who), wanted)))
        self.came_of(wanted, outcome)
        after = self.talk.now()
        assert not after.reachable
        if not outcome.done:
            # the owner is kept
            assert (after.owner, after.staff_id, after.epoch) == (now.owner, now.staff_id, now.epoch)
        self.look_again(now.owner)

    @rule(who=whoever)
    def unblock_and_take(self, who: int) -> None:
        now = self.talk.now()
        self.race((0, self.talk.unblocks()), (1, self.talk.does(self.staff(who), Take(now.epoch))))
        assert self.talk.now().reachable
        self.look_again(now.owner)

    @rule()
    def unblock(self) -> None:
        self.run((0, self.talk.unblocks()))


class AllOfThem(TwoClaim, LateBot, HandBackMeets, ReminderFires, TraineeBlocks):
    """Everything in any order."""


RACES = [TwoClaim, LateBot, HandBackMeets, ReminderFires, TraineeBlocks]


@pytest.fixture
def world(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    owners = Owners()
    monkeypatch.setattr(ownership, "_to", owners)
    if database_url.startswith("sqlite"):
        migrated(Path(database_url.removeprefix("sqlite:///")))
    clock = Clock()
    app = App(Settings(data_dir=tmp_path, secret_key=SECRET, database_url=database_url), now=clock)
    app.database.write_now(lambda c: catalogue.save_hosts(c, clock(), HOSTS))
    found = World(app, clock, owners)
    yield found
    found.close()
    app.close()


def run(machine: type[Everybody], world: World, examples: int, steps: int) -> Counter[str]:
    figures: Counter[str] = Counter()
    it = type(machine.__name__, (machine,), {"world": world, "figures": figures})
    # to make a failure smaller costs thousands of runs, and races do not repeat: what failed is printed as it was
    phases = [Phase.explicit, Phase.generate]
    run_state_machine_as_test(
        it,
        settings=settings(
            max_examples=examples, stateful_step_count=steps, deadline=None, phases=phases, database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
    return figures


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_in_any_order_the_bot_is_silent_and_nothing_is_lost(world: World) -> None:
    run(AllOfThem, world, 10, 12)


@pytest.mark.crash
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("machine", [*RACES, AllOfThem])
def test_a_thousand_times_each(world: World, machine: type[Everybody]) -> None:
    figures: Counter[str] = Counter()
    while figures[machine.__name__] < 1000:
        figures += run(machine, world, 20, 30)
    print(f"\n{machine.__name__} on {world.app.database.url.get_backend_name()}: {dict(figures)}")
