"""At the menu, a button may be named in other words than stand on it; a question stays a question."""

import pytest

from bot.app import App
from locales.catalogue import text
from tests.handlers.test_journey import enquire, tell_profile
from tests.scene import Scene, welcomed

HELLO = {
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
