"""At the menu, a button may be named in other words than stand on it; a question stays a question."""

import pytest

from bot.app import App
from locales.catalogue import text
from tests.handlers.test_journey import enquire, tell_profile
from tests.scene import Scene, welcomed

HELLO = {
    "nl": "Goedendag, ik wil graag een team in het buitenland bezoeken",
    "it": "Buongiorno, vorrei visitare un'équipe all'estero",
    "en": "Hello, I would like to visit a team abroad",
    "fr": "Bonjour, je voudrais visiter une équipe à l'étranger",
    "de": "Guten Tag, ich möchte ein Team im Ausland besuchen",
    "es": "Hola, me gustaría visitar un equipo en el extranjero",
}


async def at_the_menu(app: App, lang: str) -> Scene:
    scene = Scene(app, app_language=lang)
    await welcomed(scene, HELLO[lang])
    await scene.runs("/cancel")
    return scene


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("fr", "trouver des hôtes"),
        ("fr", "je veux trouver un hote"),
        ("de", "einen Gastgeber finden"),
        ("es", "quiero buscar anfitrion"),
        ("en", "I want to find a host"),
        ("de", "Gastgeber suchen"),
        ("fr", "chercher un lieu de stage svp"),
    ],
)
async def test_a_button_may_be_named_in_other_words(app: App, lang: str, words: str) -> None:
    scene = await at_the_menu(app, lang)
    await scene.says(words)
    # without an enquiry, looking for hosts begins one
    assert text(lang, "hosts.no_enquiry") in scene.text


@pytest.mark.parametrize(
    ("lang", "words", "shown"),
    [
        ("fr", "comment trouver un hôte ?", "Trouver un hôte"),
        ("en", "How do I find hosts?", "How to find a host"),
        ("en", "I could not find what hosts in other countries expect of me", ""),
    ],
)
async def test_a_question_stays_a_question(app: App, lang: str, words: str, shown: str) -> None:
    scene = await at_the_menu(app, lang)
    await scene.says(words)
    assert text(lang, "hosts.no_enquiry") not in scene.text
    assert shown in scene.text


@pytest.mark.parametrize(
    ("lang", "words"), [("en", "profile please"), ("fr", "le profil"), ("de", "Profil ausfüllen"), ("es", "perfil")]
)
async def test_a_step_may_be_called_by_its_name_alone(app: App, lang: str, words: str) -> None:
    scene = await at_the_menu(app, lang)
    await scene.says(words)
    assert text(lang, "profile.name.ask") in scene.text


async def test_who_wanted_hosts_finds_them_after_the_enquiry_that_they_need(app: App) -> None:
    scene = await at_the_menu(app, "en")
    await scene.says("find hosts")
    await enquire(scene)
    assert text("en", "hosts.intro") in scene.text


async def test_who_wanted_to_ask_a_host_comes_back_to_that_after_the_profile(app: App) -> None:
    scene = Scene(app)
    await welcomed(scene)
    await enquire(scene)
    await scene.runs("/start hosts")
    await scene.says("number 1")
    await scene.presses("Ask")
    assert text("en", "request.no_profile") in scene.text
    await tell_profile(scene)
    assert text("en", "request.start.ask") in scene.text


async def test_who_turned_to_something_else_meanwhile_is_not_led_back(app: App) -> None:
    scene = Scene(app)
    await welcomed(scene)
    await enquire(scene)
    await scene.runs("/start hosts")
    await scene.says("number 1")
    await scene.presses("Ask")
    await scene.runs("/start goals")
    await scene.runs("/start profile")
    await tell_profile(scene)
    assert text("en", "request.start.ask") not in scene.text


@pytest.mark.parametrize(
    ("lang", "words", "key"),
    [
        ("en", "ok", "enquiry.problem.ask"),
        ("fr", "allez on y va", "enquiry.problem.ask"),
        ("nl", "ja doe maar", "enquiry.problem.ask"),
        ("de", "ok, los geht's", "enquiry.problem.ask"),
        ("es", "venga vamos", "enquiry.problem.ask"),
        ("it", "va bene", "enquiry.problem.ask"),
        ("en", "ill do the cv later, show me some places", "hosts.no_enquiry"),
        ("fr", "montre moi les hôtes", "hosts.no_enquiry"),
        ("nl", "doe maar later, laat eerst zien wie er is in spanje", "hosts.no_enquiry"),
        ("de", "zeig mir mal die Häuser in Holland", "hosts.no_enquiry"),
        ("es", "enseñame los equipos", "hosts.no_enquiry"),
        ("it", "il cv dopo, fammi vedere chi mi può ospitare", "hosts.no_enquiry"),
    ],
)
async def test_what_somebody_wants_at_the_menu_is_opened(app: App, lang: str, words: str, key: str) -> None:
    scene = await at_the_menu(app, lang)
    await scene.says(words)
    assert text(lang, key) in scene.text


async def test_who_was_taken_for_an_employer_may_still_be_a_trainee(app: App) -> None:
    scene = Scene(app, app_language="it")
    await scene.says(HELLO["it"])
    await scene.presses(scene.buttons[0])
    await scene.says(
        "sono un datore di lavoro", "non sono un datore di lavoro, sono un oss e voglio fare una visita all'estero"
    )
    assert text("it", "enquiry.problem.ask") in scene.text
