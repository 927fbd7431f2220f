"""The whole way of a trainee, from hello to the host request, as they see it."""

import msgspec
from sqlalchemy import select

from bot.app import App
from storage.tables import host_request
from tests.handlers.people import profile
from tests.scene import Scene, welcomed


async def enquire(scene: Scene, together: tuple[str, ...] = ("alone",)) -> None:
    async def walk() -> None:
        await scene.says(
            "Many young people in our shelter stop the programme after two weeks and relapse into drugs",
            "The young people and our team",
            "How other teams keep people on board, peer support",
        )
        await scene.presses("Done")
        await scene.says(
            "anywhere", "any time", "three", *together, "French, English B2, Italian, Spanish, German, Dutch"
        )
        await scene.presses("agrees", "grant", "Skip", "All correct")

    await scene.way.go(f"enquire: {together}", walk)


async def fill_profile(scene: Scene) -> None:
    async def walk() -> None:
        await scene.presses("profile")
        await tell_profile(scene)

    await scene.way.go("fill_profile", walk)


async def tell_profile(scene: Scene, phone: str = "skip") -> None:
    await scene.says(
        "Ana Costa", "ana@example.org", phone, "Belgium", "Ghent", "social worker", "Shelter East", "skip", "skip"
    )
    await scene.says("seven")
    await scene.presses("Keep", "Keep")
    await scene.says("skip")
    await scene.presses("Keep")
    await scene.says("I want to learn how to keep young people on board.", "skip", "skip")
    await scene.presses("Yes", "All correct")


async def set_a_goal(scene: Scene) -> None:
    await scene.presses("goals", "observe")
    await scene.says("three group sessions of peer support with young people")
    await scene.presses("good practice card")
    await scene.presses(scene.buttons[0])
    await scene.presses("this is my goal", "manager")
    await scene.says("skip", "4")
    await scene.presses("No", "All correct")


async def test_from_hello_to_a_host_request(app: App, ana: Scene) -> None:
    await welcomed(ana)
    await enquire(ana)
    assert "profile" in ana.text
    await fill_profile(ana)
    await ana.presses("My CV", "Use my profile", "Yes")
    await set_a_goal(ana)
    await ana.presses("Find hosts")
    assert "Why:" in ana.text
    await ana.presses("Number 1", "Ask this host")
    await ana.says("10 May 2027")
    if "welcomes people only" in ana.text:
        card = app.database.read_now(lambda c: __import__("storage.catalogue", fromlist=["x"]).hosts(c))
        raise AssertionError(f"the sample host is closed in May: {card[0].external_id}")
    await ana.says("3")
    await ana.presses("Use this", "Yes", "All correct")
    rows = app.database.read_now(lambda c: c.execute(select(host_request)).all())
    assert [(row.rank, row.state, row.first_day, row.last_day) for row in rows] == [
        (0, "proposed", "2027-05-10", "2027-05-12")
    ]
    message = app.vault.open(rows[0].message, b"request.message").decode()
    assert "Ana Costa" in message
    assert "Observe three group sessions" in message


async def test_the_trainee_may_leave_at_any_question_and_go_on_another_day(app: App, ana: Scene) -> None:
    await welcomed(ana)
    await ana.says("Many young people in our shelter stop the programme after two weeks and relapse")
    await ana.runs("/save")
    assert "Saved" in ana.text
    await ana.presses("Go on")
    assert "benefit" in ana.text


async def test_a_question_in_the_middle_is_answered_and_the_dialog_comes_back(app: App, ana: Scene) -> None:
    await welcomed(ana)
    await ana.says(
        "Many young people in our shelter stop the programme after two weeks and relapse",
        "What is the B certificate and how do I get it?",
    )
    assert "helpful" in ana.text
    await ana.presses("Yes")
    assert "benefit" in ana.text


async def test_a_person_is_one_tap_away_and_the_bot_is_silent_meanwhile(app: App, ana: Scene) -> None:
    await welcomed(ana)
    await ana.runs("/human")
    assert "colleague" in ana.text
    await ana.says("My question is about the dates")
    assert "reached the helpdesk" in ana.text
    await ana.says("Those of the second week")
    assert ana.lines == []
    await ana.presses("Go on with Compagnon", None) if ana.buttons else await ana.runs("/bot")
    assert "Which problem" in ana.text


async def test_two_answers_in_a_row_that_fail_bring_the_offer_of_a_person(ana: Scene) -> None:
    await welcomed(ana)
    await ana.says("Many young people in our shelter stop the programme after two weeks", "youth", "peer support")
    await ana.presses("Done")
    await ana.says("qwertz")
    assert not any("person" in label for label in ana.buttons)
    await ana.says("asdfgh")
    assert any("person" in label for label in ana.buttons)


async def test_the_language_can_be_changed_and_is_offered_when_somebody_writes_in_another(ana: Scene) -> None:
    await welcomed(ana)
    await ana.says("Beaucoup de jeunes quittent notre programme après deux semaines et nous ne savons pas pourquoi")
    assert any("Français" in label for line in ana.lines for label in line.buttons)
    await ana.runs("/language fr")
    assert ana.last.lang == "fr"


async def test_everything_about_a_person_can_be_seen_exported_and_deleted(app: App, ana: Scene) -> None:
    await welcomed(ana)
    await enquire(ana)
    await ana.runs("/mydata")
    await ana.presses("See it")
    assert "relapse into drugs" in ana.text
    await ana.runs("/mydata")
    await ana.presses("Take it along")
    link = next(word for word in ana.text.split() if "/my-data/" in word)
    from storage.unit_of_work import UnitOfWork

    data = app.database.read_now(
        lambda c: app.links.open(UnitOfWork(c, app.vault, app.inbox._now()), link.rsplit("/", 1)[1])
    )
    assert "relapse into drugs" in msgspec.json.encode(data).decode()
    await ana.runs("/mydata")
    await ana.presses("Delete everything", "Yes", "Yes")
    assert "deleted" in ana.text
    await ana.says("hello again")
    assert "agree" in " ".join(ana.buttons)


async def test_nobody_is_left_after_deletion(app: App, ana: Scene) -> None:
    await welcomed(ana, "Hello, I am looking for a visit")
    await enquire(ana)
    for press in ("Delete everything", "Yes", "Yes"):
        if press == "Delete everything":
            await ana.runs("/mydata")
        await ana.presses(press)
    from storage.tables import metadata

    left = {}
    for table in metadata.sorted_tables:
        if "person_id" in table.c and table.name != "conversation":
            left[table.name] = len(app.database.read_now(lambda c, t=table: c.execute(select(t)).all()))
    assert set(left.values()) == {0}, left


async def test_a_phone_number_of_their_country_is_completed_with_its_code(app: App, ana: Scene) -> None:
    await welcomed(ana)
    await enquire(ana)
    await ana.presses("profile")
    await tell_profile(ana, phone="0470 12 34 56")
    assert profile(app)["phone"] == "+32470123456"


async def test_a_phone_number_told_with_the_address_is_not_lost(app: App, ana: Scene) -> None:
    await welcomed(ana)
    await ana.runs("/start profile")
    await ana.says("Ana Costa", "ana1234567@example.org, 0470 12 34 56")
    assert "0470 12 34 56" in ana.text
