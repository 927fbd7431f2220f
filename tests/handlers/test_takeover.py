"""While a person answers the bot keeps quiet, unless it is called back (DESIGN section 6, R15)."""

from sqlalchemy import select

from bot.app import App
from storage.tables import conversation
from tests.scene import Scene, welcomed


def owner(app: App) -> str:
    return app.database.read_now(lambda c: c.execute(select(conversation.c.owner)).scalar_one())


async def test_words_to_a_person_are_not_answered_by_the_bot(app: App, ana: Scene) -> None:
    await welcomed(ana)
    await ana.runs("/human")
    await ana.says("My host has not answered for a week.")
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
    await ana.presses(menu.buttons[0], menu)
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
