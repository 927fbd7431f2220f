"""In the midst of a goal a question or an order is no part of it, and what is still missing is told."""

import pytest

from bot.app import App
from locales.catalogue import text
from tests.handlers.people import requests
from tests.handlers.test_goals import at_the_first_goal, at_the_question_for_another
from tests.handlers.test_my_requests import sent
from tests.scene import Scene

ENOUGH = ["all good", "esta bien", "passt so", "c'est bon comme ça", "zo is het goed", "va bene così"]
LANGS = ["en", "es", "de", "fr", "nl", "it"]
MISSING = {
    "en": "what is missing in it?", "fr": "qu'est-ce qui manque?", "nl": "wat ontbreekt er nog aan?", "de": "was fehlt da noch?",
    "es": "que le falta?", "it": "cosa manca?",
}  # fmt: skip
DROPPED = {
    "en": "forget the goals", "fr": "nan laisse tomber les objectifs", "nl": "laat die doelen maar",
    "de": "na, des is ma z blöd, lass ma des",
    "es": "deja los objetivos", "it": "vabbè lascia stare l'obiettivo per ora",
}  # fmt: skip
LAST_DAY = {
    "en": "last day of the stay", "fr": "à la fin du séjour", "nl": "de laatste dag van het verblijf", "de": "am letzten Tag",
    "es": "el ultimo dia de la visita", "it": "alla fine del soggiorno",
}  # fmt: skip


@pytest.mark.parametrize(("lang", "words"), list(zip(LANGS, ENOUGH, strict=True)))
async def test_who_is_content_wants_no_other_goal(ana: Scene, lang: str, words: str) -> None:
    await at_the_question_for_another(ana)
    await ana.runs(f"/language {lang}")
    await ana.says(words)
    assert text(lang, "goals.review.ask") in ana.text


@pytest.mark.parametrize("lang", MISSING)
async def test_what_a_goal_lacks_is_told_when_asked(ana: Scene, lang: str) -> None:
    await at_the_first_goal(ana)
    await ana.presses("observe")
    await ana.runs(f"/language {lang}")
    await ana.says(MISSING[lang])
    assert text(lang, "goals.missing.specific") in ana.text
    assert text(lang, "goals.verdict.time_bound.ask") in ana.text
    assert text(lang, "goals.goal.object.ask") in ana.text


@pytest.mark.parametrize("lang", DROPPED)
async def test_goals_are_left_in_words_after_a_yes_only(ana: Scene, lang: str) -> None:
    await at_the_first_goal(ana)
    await ana.presses("observe")
    await ana.runs(f"/language {lang}")
    await ana.says(DROPPED[lang])
    assert text(lang, "leaving.cancel.ask") in ana.text


async def test_a_goal_about_leaving_things_is_a_goal(ana: Scene) -> None:
    await at_the_first_goal(ana)
    await ana.says("observe how they stop aggression in the group")
    assert text("en", "leaving.cancel.ask") not in ana.text


@pytest.mark.parametrize("lang", LAST_DAY)
async def test_the_end_of_the_stay_is_a_date_once_its_days_are_known(ana: Scene, lang: str) -> None:
    await sent(ana)
    await ana.runs("/start goals")
    await ana.presses("observe")
    await ana.says("the night watch")
    await ana.presses("a checklist")
    await ana.runs(f"/language {lang}")
    await ana.says(LAST_DAY[lang])
    assert text(lang, "goals.goal.text.ask") in ana.text


@pytest.mark.parametrize(
    ("lang", "words"),
    [("en", "what happened to my request"), ("nl", "trek mijn aanvraag in"), ("fr", "annule ma demande"),
     ("de", "zieh meine anfrage zurück"),
     ("es", "retira mi solicitud"), ("it", "ritira la mia richiesta")],
)  # fmt: skip
async def test_what_is_said_of_the_request_in_a_goal_is_about_the_request(
    app: App, ana: Scene, lang: str, words: str
) -> None:
    host = await sent(ana)
    await ana.runs("/start goals")
    await ana.presses("observe")
    await ana.runs(f"/language {lang}")
    await ana.says(words)
    assert host in ana.text
    assert requests(app)[0]["state"] == "proposed"


@pytest.mark.parametrize(
    ("lang", "stop", "yes"), [("en", "stop", "yes"), ("nl", "stop maar", "ja"), ("de", "aufhören", "ja")]
)
async def test_goals_that_are_given_up_say_nothing_against_the_request(
    ana: Scene, lang: str, stop: str, yes: str
) -> None:
    await sent(ana)
    await ana.runs("/start goals")
    await ana.presses("observe")
    await ana.runs(f"/language {lang}")
    await ana.says(stop, yes)
    assert text(lang, "common.cancelled_here") in ana.text
    assert text(lang, "common.cancelled") not in ana.text


@pytest.mark.parametrize(
    ("lang", "words"),
    [("en", "and whats the M?"), ("fr", "c'est quoi le A?"), ("de", "was ist das R?"), ("it", "cos'è la S?")],
)
async def test_a_letter_is_explained_when_asked(ana: Scene, lang: str, words: str) -> None:
    await at_the_first_goal(ana)
    await ana.presses("observe")
    await ana.runs(f"/language {lang}")
    await ana.says(words)
    assert text(lang, "goals.intro") in ana.text
    assert text(lang, "goals.goal.object.ask") in ana.text


@pytest.mark.parametrize(
    ("lang", "words"), [("en", "do i need insurance?"), ("fr", "faut-il que je signe une convention ?")]
)
async def test_a_question_for_us_is_no_part_of_a_goal(ana: Scene, lang: str, words: str) -> None:
    await at_the_first_goal(ana)
    await ana.presses("observe")
    await ana.runs(f"/language {lang}")
    await ana.says(words)
    assert text(lang, "goals.goal.result.ask") not in ana.text
    await ana.runs("/start goals")
    assert text(lang, "goals.goal.object.ask") in ana.text
