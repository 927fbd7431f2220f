"""The request to a host: nothing is asked that is known, everything can be changed, nothing is a dead end (T7)."""

import pytest

from bot.app import App
from domain.language import SERVED
from domain.messages import Text, verbatim
from domain.texts import render
from tests.handlers.people import requests
from tests.handlers.test_journey import enquire, fill_profile
from tests.scene import Scene, welcomed


async def ready(scene: Scene, *liked: str) -> Scene:
    """Somebody with a profile who likes these hosts: labels of buttons, one after the other."""
    await welcomed(scene)
    await enquire(scene)
    await fill_profile(scene)
    await scene.runs("/start hosts")
    for label in liked:
        await scene.presses(label)
    return scene


def named(scene: Scene) -> list[str]:
    """The hosts in the order they are shown."""
    return [
        line.split(". ", 1)[1].split(" – ")[0] for line in scene.text.splitlines() if line[:2] in ("1.", "2.", "3.")
    ]


async def to_the_preview(scene: Scene, day: str = "10 May 2027") -> None:
    await scene.says(day, "3")


async def at_the_preview(scene: Scene) -> None:
    """Somebody who sees what the first host will read."""
    await ready(scene, "Number 1", "Ask this host")
    await to_the_preview(scene)


async def test_the_only_liked_host_is_taken_and_shown_in_the_preview(ana: Scene) -> None:
    await ready(ana)
    host = named(ana)[0]
    await ana.presses("Number 1")
    await ana.runs("/menu")
    await ana.presses("Ask a host")
    assert "On which day" in ana.text
    await to_the_preview(ana)
    assert f"what {host} will read" in ana.text
    await ana.presses("Use this", "Yes")
    assert f"First choice: {host}" in ana.text


async def test_change_leads_back_to_the_choice_and_from_there_to_other_hosts(app: App, ana: Scene) -> None:
    await at_the_preview(ana)
    await ana.presses("Use this", "Yes", "Change something", "First choice")
    assert "Which host is your first choice" in ana.text
    await ana.presses("Other hosts")
    assert "What do you think?" in ana.text
    assert requests(app) == []


async def test_ask_this_host_means_the_one_just_liked(ana: Scene) -> None:
    await ready(ana, "Number 1", "See more")
    last = named(ana)[0]
    await ana.presses("Number 1", "Ask this host")
    assert "who may I ask next" in ana.text
    await ana.presses("Skip")
    await to_the_preview(ana)
    assert f"what {last} will read" in ana.text


async def test_with_several_liked_hosts_one_is_chosen(ana: Scene) -> None:
    await ready(ana, "Number 1", "Number 2 as well")
    await ana.runs("/menu")
    await ana.presses("Ask a host")
    assert "Which host is your first choice" in ana.text


async def test_a_request_that_was_left_goes_on_where_it_stopped(ana: Scene) -> None:
    await ready(ana, "Number 1", "Ask this host")
    await ana.says("10 May 2027")
    await ana.runs("/menu")
    await ana.presses("Ask a host")
    assert "How many days" in ana.text


async def test_days_that_do_not_fit_another_host_are_told_before_sending(ana: Scene) -> None:
    await ready(ana)
    hosts = named(ana)
    # Le Pont is open all the year, Casa Aperta not in July
    await ana.presses(f"Number {hosts.index('Le Pont') + 1}", f"Number {hosts.index('Casa Aperta') + 1} as well")
    await ana.runs("/menu")
    await ana.presses("Ask a host", "Le Pont", "Skip")
    await to_the_preview(ana, "12 July 2027")
    await ana.presses("Use this", "Yes")
    assert "welcomes people only" not in ana.text
    await ana.presses("Change something", "First choice", "Casa Aperta")
    assert "welcomes people only" in ana.text
    assert "Shall I send this request?" in ana.text


async def test_without_a_liked_host_some_are_shown_at_once(ana: Scene) -> None:
    await ready(ana)
    await ana.runs("/start request")
    assert "I show you some" in ana.text
    assert "What do you think?" in ana.text


async def test_without_a_profile_it_is_asked_for_and_the_request_stays_within_reach(ana: Scene) -> None:
    await welcomed(ana)
    await enquire(ana)
    await ana.runs("/start hosts")
    await ana.presses("Number 1", "Ask this host")
    assert "your name" in ana.text
    await ana.runs("/menu")
    assert any("Ask a host" in label for label in ana.buttons)


async def test_going_on_with_the_liked_hosts_leads_to_the_request(ana: Scene) -> None:
    await ready(ana, "Number 1", "See more")
    await ana.presses("Go on with 1 host")
    assert "On which day" in ana.text


async def test_a_liked_host_that_is_shown_again_is_still_liked(ana: Scene) -> None:
    await ready(ana)
    host = named(ana)[0]
    await ana.presses("Number 1", "Ask this host")
    await ana.runs("/cancel")
    await ana.runs("/start hosts")
    assert host in named(ana)
    await ana.runs("/cancel")
    await ana.runs("/start request")
    assert "On which day" in ana.text


async def test_a_request_that_was_left_gives_way_to_one_for_the_hosts_liked_now(ana: Scene) -> None:
    await ready(ana, "Number 1", "Ask this host")
    await ana.says("10 May 2027")
    await ana.runs("/start hosts")
    await ana.presses("Number 2", "See more", "Go on with")
    assert "Which host is your first choice" in ana.text


@pytest.mark.parametrize("lang", SERVED)
def test_the_preview_says_that_the_helpdesk_passes_it_on_and_translates(lang: str) -> None:
    said = render(Text("request.message.ask", {"host": verbatim("Casa Aperta"), "draft": verbatim("…")}), lang)
    assert "Casa Aperta" in said
    assert any(word in said for word in ("translated", "traduit", "vertaald", "übersetzt", "traducido", "tradotto"))


async def test_a_date_or_a_word_of_assent_is_not_sent_as_the_message(app: App, ana: Scene) -> None:
    await at_the_preview(ana)
    await ana.says("10 to 12 May")
    assert "would be all that is read" in ana.text
    assert "Use my words" in ana.buttons
    await ana.says("perfect, use yours")
    await ana.presses("Yes", "All correct")
    [sent] = requests(app)
    assert sent["message"].startswith("Hello, my name is Ana Costa.")


async def test_who_insists_on_few_words_has_them_sent(app: App, ana: Scene) -> None:
    await at_the_preview(ana)
    await ana.says("may I come", "no")
    assert requests(app) == []
    assert "May I send" not in ana.text
    await ana.presses("Use my words")
    assert "May I send" in ana.text
    await ana.presses("Yes")
    assert "Message: may I come" in ana.text


async def test_the_draft_names_the_days_and_how_many_come(app: App, ana: Scene) -> None:
    await welcomed(ana)
    await enquire(ana, together=("group", "4"))
    await fill_profile(ana)
    await ana.runs("/start hosts")
    await ana.presses("Number 1", "Ask this host")
    await to_the_preview(ana)
    assert "There are 4 of us; we would like to visit you from 10 May 2027 to 12 May 2027" in ana.text
    assert "My job: social worker (Shelter East)." in ana.text
    assert "…" not in ana.text.replace("…”", "")


async def test_refusing_to_share_loses_nothing(app: App, ana: Scene) -> None:
    await at_the_preview(ana)
    await ana.says("Hello, I would love to see how you work with young people.")
    assert "May I send your profile with the request?" in ana.text
    await ana.presses("No")
    assert "kept" in ana.text
    assert requests(app) == []
    await ana.presses("Ask a host")
    assert "May I send your profile" in ana.text
    await ana.presses("Yes")
    assert "Message: Hello, I would love to see how you work with young people." in ana.text


async def test_what_is_said_to_us_about_the_draft_is_asked_back_and_a_yes_takes_the_draft(app: App, ana: Scene) -> None:
    await at_the_preview(ana)
    await ana.says("Hello, I would love to see how you work with young people.")
    await ana.presses("Yes", "Change something", "Message")
    await ana.says("the text is sort of ok I suppose")
    assert "would be all that is read" in ana.text
    assert "Use my words" in ana.buttons
    assert not any("Keep" in label for label in ana.buttons)
    await ana.says("go ahead, send it")
    assert "Hello, my name is Ana Costa" in ana.text
    assert requests(app) == []
