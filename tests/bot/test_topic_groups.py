"""The group of staff itself: it moves, it lets us do less, several processes share it; conversations go on all the same."""

from pathlib import Path

import pytest

from domain.staff_actions import Reply
from storage import staff_groups
from tests.bot.topic_world import World, world


def trouble(here: World) -> str | None:
    return here.app.database.read_now(lambda c: staff_groups.trouble(c, here.group.id))


async def test_a_group_that_becomes_a_supergroup_is_followed(tmp_path: Path) -> None:
    async with world(tmp_path, kind="group") as here:
        # no topics in a plain group: who asks for a person waits at the web desk, and admins see why
        ana = await here.trainee()
        ana.says("/human")
        ana.says("Is anybody there?")
        await here.until(lambda: trouble(here) == "forum")
        upgraded = here.group = here.group.becomes_supergroup(-1_000_000_000_200, forum=True)
        # the topics that are wanted are opened there, with all that was said
        thread = await here.opened(())
        await here.sees(thread, "Is anybody there?")
        here.anna.says("Found it", chat=upgraded, thread=thread)
        await here.shows(ana, "Found it")


async def test_a_group_that_lets_us_do_less_stops_no_conversation_and_admins_are_told(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        ana, first = await here.handed_over()
        here.group.takes_rights_away()
        bea = await here.trainee("Bea")
        bea.says("/human")
        await here.until(lambda: trouble(here) == "rights")
        # the topic that is open goes on
        ana.says("Still here")
        await here.sees(first, "Still here")
        assert trouble(here) == "rights"
        here.group.gives_rights()
        second = await here.opened({first})
        assert trouble(here) is None

        here.group.removes_bot(here.anna)
        bea.says("Hello?")
        await here.until(lambda: trouble(here) == "gone")
        conversation = here.now()
        await here.app.staff_turns.do(conversation.id, here.colleague, Reply(conversation.epoch, "From the web desk"))
        await here.shows(bea, "From the web desk")
        here.group.adds_bot(here.anna)
        here.group.gives_rights()
        # what was said meanwhile stands there now
        await here.sees(second, "Hello?")
        await here.sees(second, "From the web desk")
        await here.until(lambda: trouble(here) is None)


async def test_a_reaction_to_somebody_who_left_stops_no_other_topic(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        ana, first = await here.handed_over()
        bea, second = await here.handed_over("Bea")
        ana.says("Good bye")
        copied = await here.sees(first, "Good bye")
        ana.blocks()
        here.anna.reacts(copied.message_id, "🎉", chat=here.group)
        bea.says("I am still here")
        await here.sees(second, "I am still here")
        assert trouble(here) is None


@pytest.mark.postgresql
@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
async def test_two_workers_to_whom_telegram_pushes_double_nothing_in_a_group(tmp_path: Path, database_url: str) -> None:
    async with world(tmp_path, database_url=database_url, workers=2) as here:
        (ana, first), (bea, second) = await here.handed_over(), await here.handed_over("Bea")
        for number in range(4):
            if number == 2:
                # the one that speaks for the bot ends; the other one takes its place, pushes go to either all the time
                await here.workers[0].ends()
            for person, thread in ((ana, first), (bea, second)):
                person.says(f"question {number}")
                here.anna.says(f"answer {number}", chat=here.group, thread=thread)
            for album in ("", f"trip {number}"):
                ana.sends_photo(caption=f"photo {number}", album=album or None)
        for person, thread in ((ana, first), (bea, second)):
            await here.shows(person, "answer 3")
            await here.sees(thread, "question 3")
            heard = [s.text for s in here.group.in_topic(thread) if s.text.startswith("question")]
            assert heard == [f"question {number}" for number in range(4)]
            last = [s.text.splitlines()[-1] for s in person.screen() if s.text and not s.mine]
            assert [words for words in last if words.startswith("answer ")] == [
                f"answer {number}" for number in range(4)
            ]
        await here.until(lambda: sum(s.photo for s in here.group.in_topic(first)) >= 8)
        photos = [s.text for s in here.group.in_topic(first) if s.photo]
        assert sorted(photos) == sorted(2 * [f"photo {number}" for number in range(4)])
        assert len(here.group.topics) == 2
