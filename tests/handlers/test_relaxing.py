"""Where few hosts fit, or none: which wish to leave out, what that brings, and what is not as wished then (T6)."""

from dataclasses import replace

import pytest

from bot.app import App
from domain.cards import HostCard
from storage import catalogue
from tests.handlers.people import suggested
from tests.handlers.test_hosts import SHELTER
from tests.scene import Scene, welcomed

PROBLEM = "Many young people in our shelter stop the programme after two weeks and relapse into drugs"


async def looks(app: App, scene: Scene, hosts: list[HostCard], *, country: str, months: str) -> Scene:
    """With these hosts and no others, up to what is found."""
    old = app.database.read_now(catalogue.hosts)
    gone = [replace(card, status="archived") for card in old]
    app.database.write_now(lambda c: catalogue.save_hosts(c, app.inbox._now(), [*gone, *hosts]))
    await welcomed(scene)
    for words in (
        PROBLEM, "the young people", "peer support", "all right", country, months, "three", "alone", "English", "yes, and agrees",
        "with a grant", "nothing",
    ):  # fmt: skip
        await scene.says(words)
    await scene.presses("All correct")
    return await scene.runs("/start hosts")


def hosts_in(country: str, many: int, **more: object) -> list[HostCard]:
    cards = [
        replace(SHELTER, external_id=f"{country}{n}", name=f"Shelter {country} {n}", country=country)
        for n in range(many)
    ]
    return [replace(card, **more) for card in cards]  # type: ignore[arg-type]


async def test_nothing_fits_and_one_wish_left_out_brings_hosts(app: App, ana: Scene) -> None:
    await looks(app, ana, hosts_in("PT", 4, months_open=(9,)), country="Portugal", months="May")
    assert "I found no host that fits all your wishes." in ana.text
    assert "Without the month: 4 hosts" in ana.buttons
    assert not any("country" in label for label in ana.buttons)
    await ana.presses("Without the month")
    assert "Shelter PT 0" in ana.text
    assert "But: welcomes people only in September" in ana.text
    assert set(suggested(app).values()) == {"shown"}


async def test_two_wishes_stand_in_the_way_together(app: App, ana: Scene) -> None:
    await looks(app, ana, hosts_in("PT", 3, months_open=(9,)), country="Spain", months="May")
    assert ana.buttons[0] == "Without the country and the month: 3 hosts"
    await ana.says("without the country and the month")
    assert "Shelter PT 0" in ana.text
    assert "But: is in another country (Portugal)" in ana.text


async def test_one_host_fits_and_more_would_without_a_wish(app: App, ana: Scene) -> None:
    await looks(app, ana, [*hosts_in("ES", 1), *hosts_in("PT", 2)], country="Spain", months="May")
    assert "Shelter ES 0" in ana.text
    assert "Only 1 host fits all your wishes." in ana.text
    await ana.presses("Without the country: 2 more hosts")
    assert "Shelter PT 0" in ana.text
    assert "Shelter ES 0" not in ana.text


async def test_the_figure_is_the_number_of_hosts_that_are_shown_then(app: App, ana: Scene) -> None:
    await looks(app, ana, hosts_in("PT", 2), country="Spain", months="May")
    await ana.presses("Without the country: 2 hosts")
    assert ana.text.count("Shelter PT") == 2


async def test_enough_hosts_fit_and_no_wish_is_touched(app: App, ana: Scene) -> None:
    await looks(app, ana, [*hosts_in("ES", 3), *hosts_in("PT", 3)], country="Spain", months="May")
    assert not any("Without" in label for label in ana.buttons)
    await ana.presses("Show more")
    assert "Without the country: 3 more hosts" in ana.buttons


@pytest.mark.parametrize("words", ["Ask a person to search", "a person please"])
async def test_a_person_is_still_there_to_ask(app: App, ana: Scene, words: str) -> None:
    await looks(app, ana, hosts_in("PT", 2), country="Spain", months="May")
    await ana.says(words)
    assert "colleague" in ana.text


async def test_the_hosts_that_are_liked_are_kept_when_a_wish_is_left_out(app: App, ana: Scene) -> None:
    await looks(app, ana, [*hosts_in("ES", 1), *hosts_in("PT", 2)], country="Spain", months="May")
    await ana.presses("Number 1", "See more hosts", "Without the country", "Number 2")
    assert "Go on with 2 hosts" in ana.buttons or "Ask this host" in "".join(ana.buttons)
    assert sorted(suggested(app).values()) == ["liked", "liked", "shown"]
