"""A free question in the conversation: its answer with where it is from, the nearest topics and a person when unsure, and an
honest word to somebody whose language we do not speak."""

import pytest

from bot.app import App
from domain.messages import Text
from domain.texts import render
from tests.handlers.test_request import ready
from tests.scene import Scene, welcomed

#: hello, then a question that no topic surely answers
UNSURE = {
    "en": ("Hello, I would like to visit a team abroad.", "Should I bring a present for the team?"),
    "fr": ("Bonjour, je voudrais visiter une équipe à l'étranger.", "Combien je touche par jour ?"),
    "nl": ("Goedendag, ik wil graag een team in het buitenland bezoeken.", "Is er wifi bij de gastorganisatie?"),
    "de": (
        "Guten Tag, ich möchte gern ein Team im Ausland besuchen.",
        "Muss ich meinem Gastgeber ein Geschenk mitbringen?",
    ),
    "es": ("Hola, me gustaría visitar un equipo en el extranjero.", "¿Me ayudan con el avión?"),
    "it": ("Buongiorno, vorrei visitare un'équipe all'estero.", "Chi mi viene a prendere all'aeroporto?"),
}
#: typed below the nearest topics: the second one, none of them, a person
TYPED = {
    "en": ("the second one", "neither of them", "a person please"),
    "fr": ("la deuxième", "ni l'un ni l'autre", "une personne svp"),
    "nl": ("de tweede", "geen van beide", "een mens graag"),
    "de": ("das zweite", "keins von beiden", "ein Mensch bitte"),
    "es": ("la segunda", "ninguna de las dos", "una persona por favor"),
    "it": ("la seconda", "nessuna delle due", "una persona per favore"),
}
WAITING = "human.go_on_with_bot"


async def asked(app: App, lang: str) -> Scene:
    """Somebody at the menu who has asked what nothing surely answers."""
    hello, question = UNSURE[lang]
    scene = await welcomed(Scene(app, lang, app_language=lang), hello)
    await scene.runs("/menu")
    return await scene.says(question)


@pytest.mark.parametrize("lang", UNSURE)
async def test_an_unsure_question_offers_the_two_nearest_and_a_person(app: App, lang: str) -> None:
    scene = await asked(app, lang)
    first, second, person, none = scene.buttons
    assert first != second
    assert (person, none) == (
        render(Text("question.helpful.option.person"), lang),
        render(Text("question.near.none"), lang),
    )
    await scene.presses(second)
    assert second in scene.text
    assert "›" in scene.text
    assert person in scene.buttons


@pytest.mark.parametrize("lang", UNSURE)
async def test_the_nearest_topics_are_chosen_in_words_too(app: App, lang: str) -> None:
    second, none, person = TYPED[lang]
    scene = await asked(app, lang)
    meant = scene.buttons[1]
    await scene.says(second)
    assert meant in scene.text
    await scene.runs("/menu")
    await scene.says(UNSURE[lang][1], none)
    assert render(Text("question.person.ask"), lang) in scene.text
    await scene.runs("/menu")
    await scene.says(UNSURE[lang][1], person)
    assert scene.buttons == (render(Text(WAITING), lang),)


async def test_a_person_is_not_offered_twice(app: App, ana: Scene) -> None:
    await welcomed(ana)
    await ana.runs("/menu")
    await ana.says("Should I bring a present for the team?")
    assert render(Text("faq-title:human-helpdesk"), "en") not in ana.buttons


async def test_an_answer_says_where_it_is_from(ana: Scene) -> None:
    await welcomed(ana)
    await ana.says("What is the B certificate and how do I get it?")
    assert "Source: Lifelong learning with Ecett (2022) › levels A to D" in ana.text
    assert "rule set" in ana.text


async def test_a_question_in_a_language_we_do_not_speak_is_answered_honestly(ana: Scene) -> None:
    await welcomed(ana)
    await ana.runs("/menu")
    await ana.says("Kto płaci za podróż?")
    assert "Polish" in ana.text
    assert "do not speak it yet" in ana.text
    assert "What does the grant pay?" in ana.text
    assert "Ask a person" in ana.buttons


async def test_what_is_not_found_in_such_a_language_leads_to_the_nearest_topics_or_a_person(ana: Scene) -> None:
    await welcomed(ana)
    await ana.runs("/menu")
    await ana.says("Jaka będzie jutro pogoda?")
    assert "Polish" in ana.text
    assert len(ana.buttons) == 4
    await ana.presses("Ask a person")
    assert "colleague" in ana.text


async def test_a_question_in_our_own_language_is_not_called_another(ana: Scene) -> None:
    await welcomed(ana)
    await ana.runs("/menu")
    await ana.says("Europass?")
    assert "do not speak" not in ana.text


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", "日本語でお願いします"),
        ("de", "wablieft?"),
        ("nl", "ja toon ze maar"),
        ("it", "niente di piu vicino a casa?"),
    ],
)
async def test_where_nothing_comes_near_no_topic_is_guessed_and_a_person_is_one_tap_away(
    app: App, lang: str, words: str
) -> None:
    scene = await welcomed(Scene(app, lang, app_language=lang), UNSURE[lang][0])
    await scene.runs("/menu")
    await scene.says(words)
    assert render(Text("common.not_understood"), lang) in scene.text
    assert render(Text("common.talk_to_person"), lang) in scene.buttons
    assert render(Text("question.near.none"), lang) not in scene.buttons


async def test_before_consent_such_a_question_gets_its_answer_too(app: App) -> None:
    scene = Scene(app, "maria", app_language="pt")
    await scene.says("Quem paga a viagem?")
    assert "portugués" in scene.text
    assert "¿Qué paga la beca?" in scene.text
    assert "Fuente:" in scene.text


async def test_a_greek_question_mark_asks(app: App) -> None:
    scene = Scene(app, "eleni", app_language="el")
    await scene.says("Ποιος πληρώνει το ταξίδι;")
    assert "Greek" in scene.text
    assert "What does the grant pay?" in scene.text


async def test_who_refused_chooses_among_the_nearest_topics_and_may_ask_for_a_person(app: App, ana: Scene) -> None:
    await ana.says("Hello, I would like to visit a team abroad.")
    await ana.presses("No, thanks")
    await ana.says("Should I bring a present for the team?")
    first, _, person, agree = ana.buttons
    assert "person" in person
    assert agree == "I do agree"
    await ana.presses(first)
    assert first in ana.text
    assert "Source:" in ana.text
    assert person in ana.buttons


@pytest.mark.parametrize(
    ("words", "button", "shown"),
    [("How do I set SMART goals?", "My goals", "goals.intro"), ("How do I create my profile?", "My profile", "profile.name.ask")],
)  # fmt: skip
async def test_an_answer_with_a_dialog_behind_it_has_the_button_that_begins_it(
    ana: Scene, words: str, button: str, shown: str
) -> None:
    await welcomed(ana)
    await ana.runs("/menu")
    await ana.says(words)
    await ana.presses(button)
    assert render(Text(shown), "en") in ana.text


async def test_two_questions_in_one_message_are_both_answered(ana: Scene) -> None:
    await welcomed(ana)
    await ana.runs("/menu")
    await ana.says("Do I have to speak English and who pays for the trip?")
    assert "The language spoken with the host" in ana.text
    assert "What does the grant pay?" in ana.text


async def test_what_a_message_asks_beside_the_answer_is_not_passed_over(ana: Scene) -> None:
    await welcomed(ana)
    await ana.runs("/menu")
    await ana.says("What does the grant pay? And is there a swimming pool?")
    assert "What does the grant pay?" in ana.text
    assert "more than one thing" in ana.text


async def test_a_question_about_the_question_gets_its_help_before_a_guess(ana: Scene) -> None:
    await welcomed(ana)
    await ana.runs("/start profile")
    await ana.says("Ana Costa", "why is that needed?")
    assert render(Text("profile.email.help"), "en") in ana.text
    assert "not quite sure" not in ana.text
    await ana.says("why is that needed?")
    assert render(Text("profile.email.help"), "en") not in ana.text


async def test_the_figures_are_the_same_before_and_after_the_consent(app: App, ana: Scene) -> None:
    before = Scene(app, "before")
    await before.says("How many hosts are there?")
    await welcomed(ana)
    await ana.runs("/menu")
    await ana.says("How many hosts are there?")
    told = next(part for part in ana.text.splitlines() if "host database holds" in part)
    assert told in before.text


LIKED = {
    "en": "I like the third one",
    "fr": "le troisième me plaît",
    "es": "me gusta el tercero",
    "it": "il terzo mi piace",
}


@pytest.mark.parametrize("lang", LIKED)
async def test_who_likes_the_third_host_below_a_guess_means_the_host_and_calls_nobody(ana: Scene, lang: str) -> None:
    await ready(ana)
    await ana.runs(f"/language {lang}")
    await ana.says(UNSURE[lang][1])
    assert render(Text("question.near.none"), lang) in ana.buttons
    await ana.says(LIKED[lang])
    assert render(Text(WAITING), lang) not in ana.buttons
    assert render(Text("question.near.none"), lang) not in ana.buttons


@pytest.mark.parametrize(("words", "calls"), [("na", False), ("na danke", False), ("na gut", True)])
async def test_the_austrian_no_is_a_no(app: App, words: str, calls: bool) -> None:
    scene = await asked(app, "de")
    await scene.says("keins von beiden")
    assert render(Text("question.person.ask"), "de") in scene.text
    await scene.says(words)
    assert render(Text("common.hello"), "de") not in scene.text
    assert (render(Text(WAITING), "de") in scene.buttons) is calls
