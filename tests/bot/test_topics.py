"""Staff answer in a topic of their group at Telegram: what is said goes both ways, and notes stay among staff."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from domain.staff_actions import Note, Reply
from tests.bot.topic_world import World, world
from tests.doubles.bot_api import Fault
from tests.scene import Scene, welcomed

PROBLEM = "Many young people in our shelter stop the programme after two weeks and relapse into drugs"


pytestmark = pytest.mark.asyncio(loop_scope="module")


async def on_the_web(here: World, name: str) -> tuple[Scene, int]:
    """A trainee of the web chat who has asked for a person, and the topic that was opened."""
    scene, before = await welcomed(Scene(here.app, name)), set(here.group.topics)
    await scene.runs("/human")
    return scene, await here.opened(before)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def here(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """One program for all of these tests, each with trainees and a topic of its own: to start it costs more than most of them."""
    async with world(tmp_path_factory.mktemp("topics")) as found:
        yield found


async def test_a_topic_is_opened_at_the_hand_off_with_a_card_and_not_before(here: World) -> None:
    before = set(here.group.topics)
    ana = await here.trainee()
    ana.says(PROBLEM)
    await here.shows(ana, "Who will benefit")
    assert set(here.group.topics) == before
    ana.says("/human")
    thread = await here.opened(before)
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
    scene, thread = await on_the_web(here, "web")
    await scene.says("x" * 5000)
    await here.until(lambda: sum("xxx" in s.text for s in here.group.in_topic(thread)) == 2)
    here.anna.says("Too much", chat=here.group, thread=thread)
    await here.until(lambda: here.now().owner == "human")
    assert scene.hears().lines[-1].message.author == "Anna"


async def test_a_file_of_the_web_chat_stands_in_the_topic(here: World) -> None:
    scene, thread = await on_the_web(here, "files")
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
    number = app.database.write_now(lambda c: staff.add(c, 1, "bob@example.org", "Bob", ("en",), "x"))
    assert number is not None
    app.database.write_now(lambda c: staff_telegram.offer(c, app.vault, app._now(), number, "secret"))
    bob, eve = here.double.user(5020, first_name="Bob"), here.double.user(5021, first_name="Eve")
    bob.start("staff-secret")
    await here.shows(bob, "Welcome, Bob!")
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
    others = set(here.group.topics)
    ana.says("after")
    again = await here.opened(others)
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
        here.double.faults.script([Fault(kind, method="copyMessage")])
        ana.says(f"once {kind}")
        await here.sees(thread, f"once {kind}")
    here.double.faults.script([Fault("accepted_then_closed", method="createForumTopic")])
    before = set(here.group.topics)
    _, second = await here.handed_over("Bea")
    assert set(here.group.topics) == before | {second}
    texts = [s.text for s in here.group.in_topic(thread) if "once" in s.text]
    assert len(texts) == len(set(texts)) == 4


async def test_somebody_who_is_forgotten_leaves_no_topic(here: World) -> None:
    from storage import people, topic_news
    from storage.unit_of_work import UnitOfWork

    ana, thread = await here.handed_over()
    ana.says("my secret")
    await here.sees(thread, "my secret")
    person = here.now().person_id
    assert person is not None
    await here.app.database.write(lambda c: people.erase(UnitOfWork(c, here.app.vault, here.app._now()), person))
    await here.until(lambda: thread not in here.group.topics)
    assert not any("secret" in s.text for s in here.group.screen())
    # nor is one opened anew: `opened` takes one and no more
    assert here.app.database.read_now(topic_news.without_topic) == []
    await here.handed_over("Bea")


OGG, MP3, MP4, GIF = b"OggS" + bytes(40), b"ID3" + bytes(40), bytes(4) + b"ftypisom" + bytes(40), b"GIF89a" + bytes(40)
PLACE: dict[str, Any] = {"latitude": 50.46, "longitude": 4.86}
CONTACT: dict[str, Any] = {"phone_number": "+32 81 12 34 56", "first_name": "Shelter", "last_name": "Namur"}


async def test_voice_films_and_places_of_staff_reach_the_trainee_as_what_they_are(here: World) -> None:
    ana, thread = await here.handed_over()
    sent = {"voice": OGG, "audio": MP3, "video": MP4, "video_note": MP4, "animation": GIF}
    for kind, content in sent.items():
        here.anna.sends(kind, content, chat=here.group, thread=thread)
    here.anna.sends("location", PLACE, chat=here.group, thread=thread)
    here.anna.sends("contact", CONTACT, chat=here.group, thread=thread)
    here.anna.sends_sticker(chat=here.group, thread=thread, emoji="👋")
    assert "mlat=50.46&mlon=4.86" in (await here.shows(ana, "📍")).text
    assert "+32 81 12 34 56" in (await here.shows(ana, "Shelter Namur")).text
    await here.shows(ana, "👋")
    # Telegram has no way to send a round film as a file of ours: it comes as a film
    arrived = [s.media for s in ana.screen() if s.media and not s.mine]
    assert arrived == ["voice", "audio", "video", "video", "animation"]
    assert all("Anna" in s.text for s in ana.screen() if s.media and not s.mine)


async def test_whatever_cannot_be_passed_on_is_said_at_once(here: World) -> None:
    ana, thread = await here.handed_over()
    dice = {"emoji": "🎲", "value": 4}
    here.anna.sends("dice", dice, chat=here.group, thread=thread)
    await here.sees(thread, "cannot be passed on")
    here.anna.sends("voice", b"no sound at all \x01", chat=here.group, thread=thread)
    await here.sees(thread, "of a kind that is not passed on")
    assert not any(s.media or s.document for s in ana.screen())


async def test_a_voice_message_of_staff_is_a_file_in_the_web_chat_that_can_be_played(here: World) -> None:
    scene, thread = await on_the_web(here, "voice")
    here.anna.sends("voice", OGG, chat=here.group, thread=thread)
    await here.until(lambda: here.now().owner == "human")
    (file,) = scene.hears().lines[-1].message.files
    assert (file.name, file.mime) == ("voice.ogg", "audio/ogg")
    assert here.app.files.get(file.stored) == OGG


async def test_what_a_trainee_sends_stands_in_the_topic_whatever_it_is(here: World) -> None:
    ana, thread = await here.handed_over()
    contents: dict[str, Any] = {
        "voice": OGG, "audio": MP3, "video": MP4, "video_note": MP4, "animation": GIF, "location": PLACE,
        "contact": CONTACT,
    }  # fmt: skip
    for kind, content in contents.items():
        ana.sends(kind, content)
    await here.until(lambda: {s.media for s in here.group.in_topic(thread)} >= contents.keys())
    # what Telegram does not copy is told in words
    ana.sends("dice", {"emoji": "🎲", "value": 4})
    await here.sees(thread, "dice")


BOLD = [
    {"type": "bold", "offset": 6, "length": 6},
    {"type": "text_link", "offset": 19, "length": 4, "url": "https://e.org"},
]
SAID = "Come: <b>Mon🙂 see here!"


async def test_emphasis_of_staff_reaches_a_trainee_on_telegram_and_never_as_markup_of_theirs(here: World) -> None:
    ana, thread = await here.handed_over()
    here.anna.formats(SAID, BOLD, chat=here.group, thread=thread)
    shown = await here.shows(ana, "Come: <b>Mon🙂 see here (https://e.org)!")
    bold = [one for one in shown.entities if one["type"] == "bold"]
    units = shown.text.encode("utf-16-le")
    marked = [units[2 * one["offset"] : 2 * (one["offset"] + one["length"])].decode("utf-16-le") for one in bold]
    assert marked == ["👤 Anna", "<b>Mon"]


async def test_emphasis_of_staff_is_told_to_the_web_chat_apart_from_the_words(here: World) -> None:
    scene, thread = await on_the_web(here, "bold")
    here.anna.formats(
        "See you on Monday", [{"type": "bold", "offset": 11, "length": 6}], chat=here.group, thread=thread
    )
    await here.until(lambda: here.now().owner == "human")
    (part,) = here.app.channels["web"].render(scene.hears().lines[-1].message, "en", str)[0].payload["parts"]
    assert part == {
        "style": "body",
        "text": "See you on Monday",
        "stretches": [["See you on ", []], ["Monday", ["bold"]]],
    }
