"""Hosts that fit: what is said about them is true of the card and of the person."""

from dataclasses import replace

import pytest
from sqlalchemy import Connection, select

from bot.app import App
from dialogs.hosts import _relaxing
from domain.cards import HostCard
from domain.texts import render
from locales.catalogue import text
from storage import catalogue, people, suggestions
from storage.tables import person, showing
from storage.unit_of_work import UnitOfWork
from tests.handlers.people import suggested
from tests.handlers.test_journey import enquire, fill_profile
from tests.handlers.test_request import ready
from tests.scene import Scene, welcomed

SHELTER = HostCard(
    "H9", "Night shelter", country="PT", city="Braga", languages=("en",), expertise=("relapse prevention",),
    description="Social workers keep people who use drugs on board.", description_lang="en",
)  # fmt: skip


async def test_the_same_profession_is_only_said_when_the_profile_names_it(app: App, ana: Scene) -> None:
    app.database.write_now(lambda c: catalogue.save_hosts(c, app.inbox._now(), [SHELTER]))
    ben = Scene(app, "ben")
    for one in (ana, ben):
        await welcomed(one)
        await enquire(one)
    await fill_profile(ana)
    for one in (ana, ben):
        await one.runs("/start hosts")
        assert "Night shelter" in one.text
    assert "same profession (social worker)" in ana.text
    assert "same profession" not in ben.text


async def test_a_visit_in_return_is_said_to_whom_the_profile_names_a_host_as_employer(app: App, ana: Scene) -> None:
    own = HostCard("H8", "Day centre", organisation="Shelter East vzw", country="BE", languages=("nl",))
    cards = [replace(SHELTER, reciprocity=True), own]
    app.database.write_now(lambda c: catalogue.save_hosts(c, app.inbox._now(), cards))
    ben = Scene(app, "ben")
    for one in (ana, ben):
        await welcomed(one)
        await enquire(one)
    await fill_profile(ana)
    for one in (ana, ben):
        await one.runs("/start hosts")
        assert "Night shelter" in one.text
    assert "would like a visit in return" in ana.text
    assert "visit in return" not in ben.text


async def test_a_text_in_another_language_says_which(app: App, ana: Scene) -> None:
    cards = [replace(SHELTER, description="Assistentes sociais acompanham quem usa drogas.", description_lang="pt")]
    app.database.write_now(lambda c: catalogue.save_hosts(c, app.inbox._now(), cards))
    await at_the_hosts(ana)
    assert "(Text in Portuguese) Assistentes sociais" in ana.text
    assert "Text in English" not in ana.text


async def at_the_hosts(scene: Scene) -> Scene:
    await welcomed(scene)
    await enquire(scene)
    await scene.runs("/start hosts")
    return scene


@pytest.mark.parametrize("words", ["2 and 3", "2, 3", "2 3", "I like the second and the third one", "numbers 2 & 3"])
async def test_several_hosts_liked_in_one_message_are_all_liked(app: App, ana: Scene, words: str) -> None:
    await at_the_hosts(ana)
    await ana.says(words)
    assert "Noted: you like numbers 2 and 3." in ana.text
    assert "Go on with 2 hosts" in ana.buttons
    assert sorted(suggested(app).values()) == ["liked", "liked", "shown"]


@pytest.mark.parametrize("words", ["not 2 and 3", "2 or 3", "2 and 9", "1-3"])
async def test_numbers_that_say_something_else_like_nobody(app: App, ana: Scene, words: str) -> None:
    await at_the_hosts(ana)
    await ana.says(words)
    assert set(suggested(app).values()) == {"shown"}


async def test_going_on_with_several_hosts_asks_which_comes_first(ana: Scene) -> None:
    await welcomed(ana)
    await enquire(ana)
    await fill_profile(ana)
    await ana.runs("/start hosts")
    await ana.says("1, 3")
    await ana.presses("Go on with 2 hosts")
    assert "Which host" in ana.text
    assert not any("Keep" in button for button in ana.buttons)


async def test_going_on_after_several_likes_counts_the_earlier_ones_too(app: App, ana: Scene) -> None:
    more = [replace(SHELTER, external_id=f"H1{n}", name=f"Shelter {n}") for n in range(3)]
    app.database.write_now(lambda c: catalogue.save_hosts(c, app.inbox._now(), more))
    await at_the_hosts(ana)
    await ana.presses("Number 1", "See more hosts")
    await ana.says("1 and 2")
    assert "Go on with 3 hosts" in ana.buttons


async def test_going_back_shows_all_that_were_liked_together(ana: Scene) -> None:
    await at_the_hosts(ana)
    await ana.says("2 and 3")
    await ana.presses("Back")
    assert "👍 Number 2, 👍 Number 3" in ana.text


async def test_a_second_like_is_confirmed_before_the_next_hosts(app: App, ana: Scene) -> None:
    await at_the_hosts(ana)
    await ana.presses("Number 1", "Number 3 as well")
    assert "Noted: you like number 3." in ana.text
    assert ana.text.index("Noted") < ana.text.index("What do you think?")


async def test_the_other_two_may_be_liked_together_after_the_first(app: App, ana: Scene) -> None:
    await at_the_hosts(ana)
    await ana.says("2", "1 and 3")
    assert "Noted: you like numbers 1 and 3." in ana.text
    assert sorted(suggested(app).values()).count("liked") == 3


def outcomes(app: App) -> list[suggestions.Outcome]:
    return app.database.read_now(lambda c: suggestions.outcomes(c, 0))


async def test_what_became_of_each_host_shown_is_kept_with_the_wish_it_answered(app: App, ana: Scene) -> None:
    await at_the_hosts(ana)
    await ana.presses("Number 2")
    found = outcomes(app)
    assert [one.place for one in found] == [1, 2, 3]
    assert [one.liked for one in found] == [False, True, False]
    assert {one.lang for one in found} == {"en"}
    assert found[0].concepts


async def test_why_no_host_is_for_somebody_is_kept_with_their_words_sealed(app: App, ana: Scene) -> None:
    await at_the_hosts(ana)
    await ana.presses("None of these", "Something else")
    assert "What does not fit?" in ana.text
    await ana.says("They are all too far from my children")
    assert {(one.rejected, one.reason) for one in outcomes(app)[:3]} == {(True, "something_else")}
    kept = app.database.read_now(lambda c: c.execute(select(showing.c.words).order_by(showing.c.id)).scalars().all())
    assert all(words and b"children" not in words for words in kept[:3])


async def test_nobody_has_to_say_why_in_words(app: App, ana: Scene) -> None:
    await at_the_hosts(ana)
    await ana.presses("None of these", "Something else", "Skip")
    assert "What does not fit?" not in ana.text
    assert {one.reason for one in outcomes(app)[:3]} == {"something_else"}


async def test_who_does_not_want_the_country_may_search_otherwise_and_comes_back_to_hosts(app: App, ana: Scene) -> None:
    await at_the_hosts(ana)
    await ana.presses("None of these", "The country")
    assert ana.buttons[:2] == ("See more hosts", "Change my search")
    await ana.presses("Change my search")
    await ana.says("countries", "Portugal")
    await ana.presses("All correct")
    assert "I found no host" in ana.text
    # how hosts are shown was said before
    assert "I look for teams that fit" not in ana.text


async def test_who_does_not_want_the_country_may_see_others_all_the_same(app: App, ana: Scene) -> None:
    await at_the_hosts(ana)
    shown = ana.text
    await ana.presses("None of these", "The country", "See more hosts")
    assert ana.text != shown


async def test_a_reason_of_ones_own_is_something_else_and_is_kept(app: App, ana: Scene) -> None:
    await at_the_hosts(ana)
    await ana.presses("None of these")
    await ana.says("they are no schools at all")
    assert "What does not fit?" not in ana.text
    assert {(one.rejected, one.reason) for one in outcomes(app)[:3]} == {(True, "something_else")}
    kept = app.database.read_now(lambda c: c.execute(select(showing.c.words).order_by(showing.c.id)).scalars().all())
    assert all(kept[:3])


async def test_the_first_and_not_the_third_likes_the_first_alone(app: App, ana: Scene) -> None:
    await at_the_hosts(ana)
    await ana.says("I like the first one, not the third")
    assert sorted(suggested(app).values()) == ["liked", "shown", "shown"]


async def test_a_host_is_liked_by_its_town(app: App, ana: Scene) -> None:
    app.database.write_now(lambda c: catalogue.save_hosts(c, app.inbox._now(), [SHELTER]))
    await at_the_hosts(ana)
    assert "Braga" in ana.text
    await ana.says("I'll take the one in Braga")
    assert suggested(app)["H9"] == "liked"


async def test_a_host_that_was_asked_is_not_suggested_again(app: App, ana: Scene) -> None:
    await welcomed(ana)
    await enquire(ana)
    await fill_profile(ana)
    await ana.runs("/start hosts")
    first = next(iter(suggested(app)))
    details = {"first_day": "2027-05-10", "last_day": "2027-05-12", "message": "Hello"}

    def asked(connection: Connection) -> None:
        number = connection.execute(select(person.c.id)).scalar_one()
        people.request_hosts(UnitOfWork(connection, app.vault, app.inbox._now()), number, [first], details)

    app.database.write_now(asked)
    await ana.runs("/start hosts")
    assert "I look for teams" in ana.text
    shown = [one.host for one in outcomes(app)[3:]]
    assert shown
    assert first not in shown


@pytest.mark.parametrize(("more", "written"), [({}, "50 hosts"), ({"more": True}, "50+ hosts")])
def test_a_count_that_is_only_the_first_so_many_says_so(more: dict[str, bool], written: str) -> None:
    (option,) = _relaxing([{"filters": ["month"], "hosts": 50, **more}], more=False)
    assert written in render(option.label, "en")


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", "yes go on"), ("en", "go ahead"), ("fr", "continuons"), ("nl", "ga verder"), ("de", "weiter"), ("es", "sigue"),
        ("it", "continuiamo"), ("it", "procediamo"),
    ],
)  # fmt: skip
async def test_after_a_like_going_on_is_asking_that_host(ana: Scene, lang: str, words: str) -> None:
    await ready(ana, "Number 1")
    await ana.runs(f"/language {lang}")
    await ana.says(words)
    assert text(lang, "request.start.ask") in ana.text


async def test_words_that_ask_a_host_call_nobody_of_the_helpdesk(ana: Scene) -> None:
    await ready(ana, "Number 1")
    await ana.runs("/language fr")
    await ana.says("combien de temps ils mettent à répondre ?")
    assert text("fr", "question.helpful.option.person") in ana.buttons
    await ana.says("ok on demande à Trieste alors")
    assert text("fr", "request.start.ask") in ana.text
