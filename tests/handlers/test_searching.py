"""At the hosts the search is changed by saying where or when else, and everything else that was told stays."""

import pytest

from tests.handlers.test_journey import enquire
from tests.scene import Scene, welcomed


async def test_a_country_is_looked_in_at_once_and_the_rest_of_the_search_stays(at_the_hosts: Scene) -> None:
    await at_the_hosts.says("anything in Italy?")
    assert "I have changed your search:\nCountries: Italy\n" in at_the_hosts.text
    assert "1. Casa Aperta" in at_the_hosts.text
    assert "2. " not in at_the_hosts.text
    assert "three at a time" not in at_the_hosts.text
    await at_the_hosts.says("also France")
    assert "Countries: Italy and France" in at_the_hosts.text
    assert "2. Le Pont" in at_the_hosts.text
    await at_the_hosts.says("not Italy")
    assert "1. Le Pont" in at_the_hosts.text
    await at_the_hosts.says("rather in June")
    assert "When: June 2027" in at_the_hosts.text
    await at_the_hosts.says("my search")
    assert "Countries: France" in at_the_hosts.text
    assert "When: June 2027" in at_the_hosts.text
    assert "Days: 3" in at_the_hosts.text


async def test_what_leaves_no_country_asks_for_some_and_leads_back_to_hosts(at_the_hosts: Scene) -> None:
    await at_the_hosts.says("Italy please", "not Italy")
    assert "Which countries interest you?" in at_the_hosts.text
    await at_the_hosts.says("Ireland")
    assert "Countries: Ireland" in at_the_hosts.text
    await at_the_hosts.presses("All correct")
    assert "1. Peer House" in at_the_hosts.text


async def test_a_country_is_left_out_of_a_search_anywhere(at_the_hosts: Scene) -> None:
    await at_the_hosts.says("not Italy")
    assert "anywhere but Italy" in at_the_hosts.text
    assert "Casa Aperta" not in at_the_hosts.text
    assert "Peer House" in at_the_hosts.text
    await at_the_hosts.says("and not Ireland either")
    assert "anywhere but Italy and Ireland" in at_the_hosts.text
    assert "1. Le Pont" in at_the_hosts.text


async def test_a_host_that_is_named_by_its_town_is_still_liked(at_the_hosts: Scene) -> None:
    await at_the_hosts.says("the one in Lyon")
    assert "changed your search" not in at_the_hosts.text
    assert "Ask this host" in at_the_hosts.buttons[0]


async def test_a_question_about_a_country_is_answered(at_the_hosts: Scene) -> None:
    await at_the_hosts.says("do they speak English in Denmark?")
    assert "one working language" in at_the_hosts.text
    await at_the_hosts.says("anything in Italy?")
    assert "Countries: Italy" in at_the_hosts.text


@pytest.mark.parametrize("words", ["show me hosts in Ireland", "Ireland"])
async def test_hosts_of_a_country_are_asked_for_at_the_menu(ana: Scene, words: str) -> None:
    await welcomed(ana)
    await enquire(ana)
    await ana.says(words)
    assert "Countries: Ireland" in ana.text
    assert "1. Peer House" in ana.text


async def test_fewer_days_are_no_host_of_that_number(at_the_hosts: Scene) -> None:
    await at_the_hosts.says("fewer days, 2")
    assert "Days: 2" in at_the_hosts.text
    await at_the_hosts.says("there are two of us now")
    assert "Good choice" not in at_the_hosts.text
    await at_the_hosts.says("my search")
    assert "Days: 2" in at_the_hosts.text
    assert "How many people: 2" in at_the_hosts.text


@pytest.mark.parametrize(
    "words", ["3", "number 3", "the 3rd", "the one in Lyon", "just go with the Lyon one", "the third"]
)
async def test_a_number_or_a_town_is_a_host(at_the_hosts: Scene, words: str) -> None:
    await at_the_hosts.says(words)
    assert "changed your search" not in at_the_hosts.text
    assert "Ask this host" in at_the_hosts.buttons[0]


async def test_another_country_takes_the_place_of_the_first_and_that_is_said(at_the_hosts: Scene) -> None:
    await at_the_hosts.says("only Italy", "what about France?")
    assert "Countries: France" in at_the_hosts.text
    assert "takes the place of: Italy" in at_the_hosts.text
    await at_the_hosts.says("the country doesn't matter to me")
    assert "2. " in at_the_hosts.text


async def test_no_stay_begins_before_anybody_is_prepared(at_the_hosts: Scene) -> None:
    await at_the_hosts.says("without Italy, is there anything at the weekend?")
    assert "Countries: anywhere but Italy" in at_the_hosts.text


async def test_a_host_and_a_number_of_days_change_no_search(at_the_hosts: Scene) -> None:
    await at_the_hosts.says("the first one, 3 days")
    assert "changed your search" not in at_the_hosts.text


async def test_who_is_not_found_in_the_list_hears_what_may_be_said(at_the_hosts: Scene) -> None:
    await at_the_hosts.says("blue bicycles")
    assert "rather in Spain" in at_the_hosts.text
