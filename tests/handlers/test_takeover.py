"""While a person answers the bot keeps quiet, unless it is called back (DESIGN section 6, R15)."""

import pytest
from sqlalchemy import select

from bot.app import App
from domain.staff_actions import Colleague, Reply, Resolve
from locales.catalogue import text
from storage import conversations, staff
from storage.tables import conversation
from storage.tables import rating as ratings
from tests.scene import Scene, welcomed


def owner(app: App) -> str:
    return app.database.read_now(lambda c: c.execute(select(conversation.c.owner)).scalar_one())


async def test_words_to_a_person_are_not_answered_by_the_bot(app: App, ana: Scene) -> None:
    await welcomed(ana)
    await ana.runs("/human")
    await ana.says("My host has not answered for a week.")
    # once, that it has arrived
    assert "reached the helpdesk" in ana.text
    await ana.says("It is the second time.")
    assert ana.lines == []
    assert owner(app) == "queue"


async def test_the_menu_calls_the_bot_back_and_its_buttons_work(app: App, ana: Scene) -> None:
    await welcomed(ana)
    await ana.runs("/human")
    await ana.runs("/menu")
    assert owner(app) == "bot"
    await ana.presses(ana.buttons[0])
    assert "Which problem" in ana.text


async def test_a_menu_of_before_calls_the_bot_back(app: App, ana: Scene) -> None:
    await welcomed(ana)
    await ana.runs("/menu")
    menu = ana.last
    await ana.runs("/human")
    await ana.presses(menu.buttons[0], line=menu)
    assert owner(app) == "bot"
    assert "Which problem" in ana.text


async def test_who_waits_for_a_person_can_still_see_and_delete_their_data(app: App, ana: Scene) -> None:
    await welcomed(ana)
    await ana.runs("/human")
    await ana.runs("/mydata")
    for label in ("Delete everything", "Yes", "Yes"):
        await ana.presses(label)
    assert "deleted" in ana.text


async def test_who_waits_for_a_person_may_choose_the_language_and_goes_on_waiting(app: App, ana: Scene) -> None:
    await welcomed(ana)
    await ana.runs("/human")
    await ana.runs("/language")
    await ana.presses("Français")
    assert ana.last.lang == "fr"
    assert owner(app) == "queue"
    assert "problème" not in ana.text


@pytest.fixture
def anna(app: App) -> Colleague:
    number = app.database.write_now(lambda c: staff.add(c, 1, "anna@example.org", "Anna", ("en",), "x"))
    assert number is not None
    return Colleague(number, "Anna")


async def settled(app: App, ana: Scene, anna: Colleague) -> str:
    """The bot had asked something; a person has helped meanwhile. Returns what it had asked."""
    await welcomed(ana)
    asked = ana.last.text.splitlines()[-1]
    await ana.runs("/human")
    assert (await app.staff_turns.do(ana.conversation, anna, Reply(epoch(app, ana), "Here you are."))).done
    assert (await app.staff_turns.do(ana.conversation, anna, Resolve(epoch(app, ana)))).done
    ana.hears()
    return asked


def epoch(app: App, ana: Scene) -> int:
    now = app.database.read_now(lambda c: conversations.load(c, app.vault, ana.conversation))
    assert now is not None
    return now.epoch


async def test_beside_the_rating_stands_the_way_on_to_the_same_question(app: App, ana: Scene, anna: Colleague) -> None:
    asked = await settled(app, ana, anna)
    assert "Did it help you?" in ana.text
    rating = ana.last
    await ana.presses("Go on where I stopped", line=rating)
    assert ana.text.endswith(asked)
    await ana.says("Many young people stop our programme after two weeks and relapse")
    assert asked not in ana.text
    # the question has been asked again: there is nothing to go on with
    await ana.presses("a lot", line=rating)
    assert ana.buttons == ()


async def test_after_the_rating_the_way_on_is_still_there_and_a_person_for_whom_it_did_not_help(
    app: App, ana: Scene, anna: Colleague
) -> None:
    asked = await settled(app, ana, anna)
    await ana.presses("Not really")
    assert [label for label in ana.buttons if "person" in label or "Go on" in label] == list(ana.buttons)
    assert len(ana.buttons) == 2
    await ana.presses("Go on")
    assert ana.text.endswith(asked)


async def test_words_after_a_person_has_helped_never_become_an_answer_to_the_question_of_before(
    app: App, ana: Scene, anna: Colleague
) -> None:
    asked = await settled(app, ana, anna)
    await ana.says("I forgot to say that my host lives in Graz by the way")
    assert "this is where we were" in ana.text
    assert ana.text.endswith(asked)
    assert any("person" in label for label in ana.buttons)
    await ana.says("Many young people stop our programme after two weeks and relapse")
    assert asked not in ana.text


@pytest.mark.parametrize(("words", "score"), [("yes", 3), ("not really", 1), ("No", 1), ("partly", 2)])
async def test_a_rating_may_be_written(app: App, ana: Scene, anna: Colleague, words: str, score: int) -> None:
    asked = await settled(app, ana, anna)
    await ana.says(words)
    assert app.database.read_now(lambda c: c.execute(select(ratings.c.score)).scalar_one()) == score
    assert "this helps us" in ana.text
    # once: the same word later is no rating
    await ana.says(words)
    assert ana.text.endswith(asked)


async def test_thanks_after_a_person_has_helped_lead_back_to_the_question(
    app: App, ana: Scene, anna: Colleague
) -> None:
    asked = await settled(app, ana, anna)
    await ana.says("thank you so much!")
    assert ana.text.endswith(asked)


async def test_what_can_only_be_the_answer_is_taken_although_a_person_has_helped_meanwhile(
    app: App, ana: Scene, anna: Colleague
) -> None:
    await welcomed(ana)
    await ana.runs("/start profile")
    await ana.says("Ana Costa")
    assert "e-mail" in ana.text
    await ana.runs("/human")
    await app.staff_turns.do(ana.conversation, anna, Resolve(epoch(app, ana)))
    await ana.says("ana@example.org")
    assert "where we were" not in ana.text
    assert "e-mail" not in ana.text


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("no more reminders please", "Shall I stop"),
        ("delete all my data", "Are you sure"),
        ("show my data", "your data"),
    ],
)
async def test_who_waits_for_a_person_keeps_their_rights_in_words(app: App, ana: Scene, words: str, shown: str) -> None:
    await welcomed(ana)
    await ana.runs("/human")
    await ana.says(words)
    assert "still need a person" in ana.text
    assert shown in ana.text


@pytest.mark.parametrize(
    ("lang", "words"),
    [("en", "forget it, back to the bot"), ("fr", "je continue avec toi"), ("fr", "oublie ça"),
     ("nl", "toch liever met jou verder"),
     ("de", "ich mach doch lieber mit dir weiter"), ("es", "mejor sigo contigo"), ("it", "continuiamo"),
     ("it", "non aspetta non volevo una persona")],
)  # fmt: skip
async def test_the_bot_is_called_back_in_words(app: App, ana: Scene, lang: str, words: str) -> None:
    await welcomed(ana)
    await ana.runs(f"/language {lang}")
    await ana.runs("/human")
    await ana.says(words)
    assert owner(app) == "bot"
    assert text(lang, "human.back") in ana.text
    assert text(lang, "enquiry.problem.ask") in ana.text


@pytest.mark.parametrize(
    ("lang", "words"),
    [("en", "show me the hosts"), ("es", "quiero cambiar la búsqueda"), ("it", "mi piace Netwerk Linden")],
)
async def test_what_only_the_bot_does_is_never_met_by_silence_while_a_person_is_awaited(
    app: App, ana: Scene, lang: str, words: str
) -> None:
    await welcomed(ana)
    await ana.runs(f"/language {lang}")
    await ana.runs("/human")
    await ana.says("My host has not answered for a week.", words)
    assert text(lang, "human.go_on_with_bot") in ana.buttons
    assert owner(app) == "queue"


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", "I would like to talk with you about my host"),
        ("fr", "je voudrais en parler avec toi, personne ne répond"),
        ("nl", "ik wil liever met jou praten"),
        ("de", "ich möchte lieber mit Ihnen sprechen"),
        ("es", "quería hablar contigo de mi anfitrión"),
        ("it", "vorrei parlare con te, nessuno mi risponde"),
        ("en", "I give up, my host does not answer"),
    ],
)
async def test_words_to_the_person_who_is_awaited_call_nobody_back(app: App, ana: Scene, lang: str, words: str) -> None:
    await welcomed(ana)
    await ana.runs(f"/language {lang}")
    await ana.runs("/human")
    await ana.says(words)
    assert owner(app) == "queue"
