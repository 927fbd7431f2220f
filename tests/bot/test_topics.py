"""Staff answer in a topic of their group at Telegram: what is said goes both ways, and notes stay among staff."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from domain.staff_actions import Note, Reply
from tests.bot.topic_world import World, world
from tests.doubles.bot_api import Fault
from tests.scene import Scene, welcomed

PROBLEM = "Many young people in our shelter stop the programme after two weeks and relapse into drugs"


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[World]:
    async with world(tmp_path) as found:
        yield found


async def test_a_topic_is_opened_at_the_hand_off_with_a_card_and_not_before(here: World) -> None:
    ana = await here.trainee()
    ana.says(PROBLEM)
    await here.shows(ana, "Who will benefit")
    assert not here.group.topics
    ana.says("/human")
    await here.until(lambda: bool(here.group.topics))
    (thread,) = here.group.topics
    card = await here.sees(thread, "Waits for a person")
    assert "Who will benefit" in card.text
    assert {"Take", "Back to the bot", "Resolved"} <= set(card.labels)
    assert here.group.in_topic(thread)[0].message_id == card.message_id


async def test_what_is_said_goes_both_ways_and_the_bot_is_silent(here: World) -> None:
    ana, thread = await here.handed_over()
    ana.says("Is anybody there?")
    await here.sees(thread, "Is anybody there?")
    here.anna.says("Hello, I am <Anna> & here", chat=here.group, thread=thread)
    answer = await here.shows(ana, "Hello, I am <Anna> & here")
    assert "Anna" in answer.text.splitlines()[0]
    assert (here.now().owner, here.now().staff_id) == ("human", here.colleague.id)
    await here.sees(thread, "Anna answers")
    before = len(ana.screen())
    ana.says("Thank you")
    await here.sees(thread, "Thank you")
    assert len(ana.screen()) == before + 1
    # what was written in the topic is not repeated there
    assert [s.text for s in here.group.in_topic(thread) if "<Anna>" in s.text and not s.mine] == []


async def test_the_web_desk_and_the_topic_show_the_same(here: World) -> None:
    ana, thread = await here.handed_over()
    epoch = here.now().epoch
    await here.app.staff_turns.do(here.now().id, here.colleague, Reply(epoch, "From the web"))
    said = await here.sees(thread, "From the web")
    assert said.text.startswith("👤 Anna")
    await here.app.staff_turns.do(here.now().id, here.colleague, Note("Quite shy"))
    noted = await here.sees(thread, "Quite shy")
    assert "Anna" in noted.text
    # an answer to a note is a note, also to one of the web
    here.anna.says("agreed", chat=here.group, thread=thread, reply_to=noted.message_id)
    await here.until(lambda: "agreed" in here.notes())
    assert not here.heard(ana, "agreed")
    assert not here.heard(ana, "Quite shy")


async def test_a_trainee_of_the_web_chat_has_a_topic_too(here: World) -> None:
    scene = await welcomed(Scene(here.app))
    await scene.runs("/human")
    await here.until(lambda: bool(here.group.topics))
    (thread,) = here.group.topics
    await here.sees(thread, "Waits for a person")
    await scene.says("x" * 5000)
    await here.until(lambda: sum("xxx" in s.text for s in here.group.in_topic(thread)) == 2)
    here.anna.says("Too much", chat=here.group, thread=thread)
    await here.until(lambda: here.now().owner == "human")
    assert scene.hears().lines[-1].message.author == "Anna"


async def test_a_file_of_the_web_chat_stands_in_the_topic(here: World) -> None:
    scene = await welcomed(Scene(here.app))
    await scene.runs("/human")
    await here.until(lambda: bool(here.group.topics))
    (thread,) = here.group.topics
    await scene.sends("programme.txt", b"Monday: arrival")
    await here.until(lambda: any(s.document == "programme.txt" for s in here.group.in_topic(thread)))


async def test_notes_never_reach_the_trainee(here: World) -> None:
    ana, thread = await here.handed_over()
    noted = here.anna.says("// difficult case", chat=here.group, thread=thread)
    here.anna.sends_photo(chat=here.group, thread=thread)
    here.anna.says("see above", chat=here.group, thread=thread, reply_to=noted["message_id"])
    here.anna.sends_photo(caption="// a screenshot", chat=here.group, thread=thread)
    await here.sees(thread, "it belongs to a note")
    await here.until(lambda: len(here.notes()) == 4)
    assert here.notes() == ["difficult case", "📎 photo.jpg.png", "see above", "a screenshot\n📎 photo.jpg.png"]
    assert here.now().owner == "queue"
    here.anna.says("Hello!", chat=here.group, thread=thread)
    await here.shows(ana, "Hello!")
    assert not any(s.photo or "case" in s.text or "above" in s.text for s in ana.screen())


async def test_an_album_is_one_message_and_one_note_makes_all_of_it_a_note(here: World) -> None:
    ana, thread = await here.handed_over()
    for caption in ("", "// only for us", ""):
        here.anna.sends_photo(caption=caption, chat=here.group, thread=thread, album="half")
    await here.sees(thread, "it belongs to a note")
    for caption in ("Our house", "", ""):
        here.anna.sends_photo(caption=caption, chat=here.group, thread=thread, album="whole")
    await ana.waits_for(lambda screen: sum(s.photo for s in screen) == 3, timeout=20)
    assert here.heard(ana, "Our house")
    assert not here.heard(ana, "only for us")


async def test_words_of_somebody_unknown_are_a_note_and_they_are_told_how_to_be_known(here: World) -> None:
    ana, thread = await here.handed_over()
    kim = here.double.user(5009, first_name="Kim")
    kim.says("I can help", chat=here.group, thread=thread)
    await here.sees(thread, "I do not know yet who you are")
    assert here.notes() == ["Kim: I can help"]
    press = kim.presses("Take", chat=here.group)
    await here.until(lambda: bool(press.answered))
    assert press.text is not None
    assert "who you are" in press.text
    assert here.now().owner == "queue"
    reader = here.colleague_on_telegram(5010, "Rea", "reader")
    reader.says("And I", chat=here.group, thread=thread)
    await here.sees(thread, "you may read here")
    assert not here.heard(ana, "I can help")
    assert not here.heard(ana, "And I")


async def test_a_member_of_staff_is_linked_once_by_a_code(here: World) -> None:
    from storage import staff, staff_telegram

    app = here.app
    number = app.database.write_now(lambda c: staff.add(c, 1, "ben@example.org", "Ben", ("en",), "x"))
    assert number is not None
    app.database.write_now(lambda c: staff_telegram.offer(c, app.vault, app._now(), number, "secret"))
    ben, eve = here.double.user(5020, first_name="Ben"), here.double.user(5021, first_name="Eve")
    ben.start("staff-secret")
    await here.shows(ben, "Welcome, Ben!")
    eve.start("staff-secret")
    await here.shows(eve, "not valid any more")
    found = app.database.read_now(lambda c: (staff_telegram.account(c, 5020), staff_telegram.account(c, 5021)))
    assert found[0] is not None
    assert (found[0].id, found[1]) == (number, None)


async def test_an_anonymous_administrator_says_once_who_they_are(here: World) -> None:
    ana, thread = await here.handed_over()
    here.group.anonymous_says("It is the chief", thread)
    asked = await here.sees(thread, "anonymous administrator")
    assert not here.heard(ana, "chief")
    stranger = here.double.user(5030, first_name="Sly")
    here.anna_presses = stranger.presses("It was me: send it", asked, chat=here.group)  # type: ignore[attr-defined]
    await here.until(lambda: here.anna_presses.answered)  # type: ignore[attr-defined]
    assert not here.heard(ana, "chief")
    here.anna.presses("It was me: send it", asked, chat=here.group)
    await here.shows(ana, "It is the chief")
    here.group.anonymous_says("and I write again", thread)
    await here.shows(ana, "and I write again")
    here.group.anonymous_says("under another title", thread, "Other")
    await here.until(lambda: sum("anonymous" in s.text for s in here.group.in_topic(thread)) == 1)
    assert not here.heard(ana, "under another title")


async def test_the_buttons_of_the_card_take_hand_back_and_resolve(here: World) -> None:
    ana, thread = await here.handed_over()
    press = here.anna.presses("Take", chat=here.group)
    await here.until(lambda: press.text == "Done.")
    await here.double.until(lambda: any("Anna answers" in s.text for s in here.group.in_topic(thread)), 30)
    assert here.now().owner == "human"
    here.anna.presses("Back to the bot", chat=here.group)
    await here.until(lambda: here.now().owner == "bot")
    await here.shows(ana, "Which problem")
    ana.says(PROBLEM)
    await here.shows(ana, "Who will benefit")
    # what is said to the bot is not repeated in the topic
    assert not any("relapse" in s.text for s in here.group.in_topic(thread)[1:])


async def test_a_colleague_who_writes_beside_is_asked(here: World) -> None:
    ana, thread = await here.handed_over()
    ben = here.colleague_on_telegram(5002, "Ben")
    here.anna.says("I am Anna", chat=here.group, thread=thread)
    await here.shows(ana, "I am Anna")
    ben.says("And I am Ben", chat=here.group, thread=thread)
    asked = await here.sees(thread, "Anna answers here already")
    assert not here.heard(ana, "Ben")
    ben.presses("Send it too", asked, chat=here.group)
    await here.shows(ana, "And I am Ben")
    assert here.now().staff_id == here.colleague.id
    await here.until(lambda: not any("Send it too" in s.labels for s in here.group.in_topic(thread)))


async def test_edits_go_both_ways(here: World) -> None:
    ana, thread = await here.handed_over()
    first = ana.says("I am free in Juni")
    await here.sees(thread, "in Juni")
    ana.edits(first, "I am free in June")
    await here.sees(thread, "in June")
    assert sum("I am free" in s.text for s in here.group.in_topic(thread)) == 1
    said = here.anna.says("Come on Mondai", chat=here.group, thread=thread)
    await here.shows(ana, "Come on Mondai")
    here.anna.edits(said, "Come on Monday")
    await here.shows(ana, "Come on Monday")
    assert not here.heard(ana, "Mondai")
    here.anna.edits(said, "// Come on Monday")
    await here.sees(thread, "was sent already")


async def test_replies_and_reactions_go_both_ways(here: World) -> None:
    ana, thread = await here.handed_over()
    here.anna.says("Which day?", chat=here.group, thread=thread)
    question = await here.shows(ana, "Which day?")
    ana.says("This one", reply_to=question.message_id)
    copied = await here.sees(thread, "This one")
    asked = next(s for s in here.group.in_topic(thread) if s.text == "Which day?")
    assert copied.replies_to == asked.message_id
    here.anna.says("Noted", chat=here.group, thread=thread, reply_to=copied.message_id)
    noted = await here.shows(ana, "Noted")
    assert noted.replies_to == next(s.message_id for s in ana.screen() if s.text == "This one")
    ana.reacts(question, "👍")
    await here.until(lambda: any(s.reaction == "👍" for s in here.group.in_topic(thread)))
    here.anna.reacts(copied.message_id, "🎉", chat=here.group)
    await here.until(lambda: any(s.reaction == "🎉" and s.mine for s in ana.screen()))


async def test_what_a_trainee_sends_is_copied_albums_as_albums(here: World) -> None:
    ana, thread = await here.handed_over()
    ana.sends_sticker()
    for caption in ("Our team", "", ""):
        ana.sends_photo(caption=caption, album="trip")
    await here.until(lambda: sum(s.photo for s in here.group.in_topic(thread)) == 3)
    albums = {s.album for s in here.group.in_topic(thread) if s.photo}
    assert len(albums) == 1
    assert None not in albums
    assert any("sticker" in one.json for one in here.group._chat.messages.values())


async def test_a_deleted_topic_is_opened_anew_and_the_message_stands_in_it(here: World) -> None:
    ana, thread = await here.handed_over()
    ana.says("before")
    await here.sees(thread, "before")
    here.group.deletes_topic(thread)
    ana.says("after")
    await here.until(lambda: bool(here.group.topics))
    (again,) = here.group.topics
    assert again != thread
    await here.sees(again, "after")
    here.anna.says("I still hear you", chat=here.group, thread=again)
    await here.shows(ana, "I still hear you")


async def test_several_messages_within_a_second_all_arrive_in_order(here: World) -> None:
    ana, thread = await here.handed_over()
    for number in range(5):
        here.anna.says(f"answer {number}", chat=here.group, thread=thread)
        ana.says(f"question {number}")
    await here.shows(ana, "answer 4")
    await here.sees(thread, "question 4")
    answers = [s.text.splitlines()[-1] for s in ana.screen() if "answer " in s.text and "Anna" in s.text]
    assert answers == [f"answer {number}" for number in range(5)]
    questions = [s.text for s in here.group.in_topic(thread) if s.text.startswith("question")]
    assert questions == [f"question {number}" for number in range(5)]


async def test_who_writes_to_somebody_who_blocked_the_bot_is_told(here: World) -> None:
    ana, thread = await here.handed_over()
    ana.blocks()
    await here.until(lambda: not here.now().reachable)
    here.anna.says("Are you there?", chat=here.group, thread=thread)
    await here.sees(thread, "has blocked the bot")
    assert here.now().owner == "queue"


async def test_whoever_leaves_makes_known_that_an_answer_did_not_arrive(here: World) -> None:
    ana, thread = await here.handed_over()
    ana.leaves_telegram()
    here.anna.says("Are you there?", chat=here.group, thread=thread)
    await here.sees(thread, "did not arrive")


async def test_a_lost_answer_of_telegram_doubles_nothing(here: World) -> None:
    ana, thread = await here.handed_over()
    for kind in ("accepted_then_500", "accepted_then_closed", "500", "429"):
        here.double.faults.script([Fault(kind, method="copyMessage")])  # type: ignore[arg-type]
        ana.says(f"once {kind}")
        await here.sees(thread, f"once {kind}")
    here.double.faults.script([Fault("accepted_then_closed", method="createForumTopic")])
    _, second = await here.handed_over(1002, "Bea")
    assert len(here.group.topics) == 2
    texts = [s.text for s in here.group.in_topic(thread) if "once" in s.text]
    assert len(texts) == len(set(texts)) == 4
    assert second in here.group.topics


async def test_a_group_that_becomes_a_supergroup_is_followed(tmp_path: Path) -> None:
    async with world(tmp_path, kind="group") as here:
        ana = await here.trainee()
        upgraded = here.group.becomes_supergroup(-1_000_000_000_200, forum=True)
        here.group = upgraded
        ana.says("/human")
        await here.until(lambda: bool(upgraded.topics))
        (thread,) = upgraded.topics
        await here.sees(thread, "Waits for a person")
        here.anna.says("Found it", chat=upgraded, thread=thread)
        await here.shows(ana, "Found it")


async def test_somebody_who_is_forgotten_leaves_no_topic(here: World) -> None:
    from storage import people
    from storage.unit_of_work import UnitOfWork

    ana, thread = await here.handed_over()
    ana.says("my secret")
    await here.sees(thread, "my secret")
    person = here.now().person_id
    assert person is not None
    await here.app.database.write(lambda c: people.erase(UnitOfWork(c, here.app.vault, here.app._now()), person))
    await here.until(lambda: not here.group.topics)
    assert not any("secret" in s.text for s in here.group.screen())


async def test_two_topics_at_once_keep_their_order_on_each_database(tmp_path: Path, database_url: str) -> None:
    async with world(tmp_path, database_url=database_url) as here:
        (ana, first), (bea, second) = await here.handed_over(), await here.handed_over(1002, "Bea")
        for number in range(5):
            for person, thread in ((ana, first), (bea, second)):
                person.says(f"question {number}")
                here.anna.says(f"answer {number}", chat=here.group, thread=thread)
        for person, thread in ((ana, first), (bea, second)):
            await here.shows(person, "answer 4")
            await here.sees(thread, "question 4")
            heard = [s.text for s in here.group.in_topic(thread) if s.text.startswith("question")]
            assert heard == [f"question {number}" for number in range(5)]
