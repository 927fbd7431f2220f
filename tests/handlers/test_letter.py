"""The letter to the host: what is to change is said in words, the new text shown whole, and nothing goes out that was not seen."""

import pytest

from bot.app import App
from tests.handlers.people import requests
from tests.handlers.test_request import at_the_preview, ready
from tests.scene import Scene, welcomed

PROBLEM = "Many young people in our shelter stop"


async def at_the_review(scene: Scene) -> None:
    await at_the_preview(scene)
    await scene.presses("Use this", "Yes")
    assert "Shall I send this request?" in scene.text


async def test_what_is_to_be_added_is_shown_whole_and_sent_when_it_is_right(app: App, ana: Scene) -> None:
    await at_the_preview(ana)
    await ana.says("add that i do nights", "please also say that we speak Polish")
    assert "learn from your team. I do nights. We speak Polish. Would you welcome me?" in ana.text
    assert "Use my words" not in ana.buttons
    assert requests(app) == []
    await ana.says("perfect", "yes", "all correct")
    [sent] = requests(app)
    assert sent["message"].startswith("Hello, my name is Ana Costa. My job:")
    assert sent["message"].endswith("I do nights. We speak Polish. Would you welcome me?")


async def test_several_wishes_in_one_message_are_all_done(ana: Scene) -> None:
    await at_the_preview(ana)
    await ana.says("good, but shorter please, and leave out my surname")
    assert "Hello, my name is Ana. My job" in ana.text
    assert PROBLEM not in ana.text


async def test_what_can_be_done_is_done_and_what_not_is_said(ana: Scene) -> None:
    await at_the_preview(ana)
    await ana.says("leave out the drugs and leave out the police")
    assert "“the police”" in ana.text
    assert PROBLEM not in ana.text
    assert "Now Casa Aperta will read" in ana.text


@pytest.mark.parametrize(
    "words",
    [
        "make it friendlier",
        "with capital letters please",
        "can you rewrite it?",
        "leave out the police",
        "leave out the dates",
    ],
)
async def test_an_instruction_is_never_offered_as_the_message(app: App, ana: Scene, words: str) -> None:
    await at_the_preview(ana)
    await ana.says(words)
    assert "Use my words" not in ana.buttons
    assert any("Use this message" in label for label in ana.buttons)
    # in few lines: the text stands above
    assert PROBLEM not in ana.text
    await ana.says("ok use yours", "yes", "all correct")
    assert PROBLEM in requests(app)[0]["message"]


async def test_the_first_text_comes_back(app: App, ana: Scene) -> None:
    await at_the_preview(ana)
    await ana.says("shorter")
    assert PROBLEM not in ana.text
    await ana.presses("first text")
    assert PROBLEM in ana.text
    await ana.presses("Use this", "Yes", "All correct")
    assert PROBLEM in requests(app)[0]["message"]


async def test_another_text_takes_the_place_of_what_was_changed(app: App, ana: Scene) -> None:
    await at_the_preview(ana)
    await ana.says("shorter", "Hello, I would love to see how you work with young people.", "yes", "all correct")
    assert requests(app)[0]["message"] == "Hello, I would love to see how you work with young people."


async def test_at_the_review_a_wish_about_the_text_is_not_lost(app: App, ana: Scene) -> None:
    await at_the_review(ana)
    await ana.says("yes but without the name of my organisation")
    assert requests(app) == []
    assert "My job: social worker. This" in ana.text
    # nor on the way back: it waits until it is taken
    await ana.presses("Back")
    await ana.says("3")
    assert "My job: social worker. This" in ana.text
    await ana.says("looks good", "all correct")
    assert "Shelter East" not in requests(app)[0]["message"]


async def test_at_the_review_what_is_no_wish_about_the_text_goes_to_its_line(ana: Scene) -> None:
    await at_the_review(ana)
    await ana.says("leave out the days")
    assert "How many days" in ana.text


async def test_other_days_stand_in_the_changed_text_and_it_is_shown_again(app: App, ana: Scene) -> None:
    await at_the_preview(ana)
    await ana.says("add that i do nights", "yes", "yes")
    await ana.presses("Change something", "Days")
    await ana.says("4")
    assert "from 10 May 2027 to 13 May 2027 and learn from your team. I do nights." in ana.text
    await ana.says("yes", "all correct")
    assert "13 May 2027" in requests(app)[0]["message"]


async def test_a_text_of_ones_own_can_be_changed_as_well(ana: Scene) -> None:
    await at_the_preview(ana)
    await ana.says("Hello, I am Ana and would like to come to you.", "yes")
    await ana.presses("Change something", "Message")
    await ana.says("add that i eat no meat")
    assert "“Hello, I am Ana and would like to come to you. I eat no meat.”" in ana.text
    await ana.says("yes")
    assert "Message: Hello, I am Ana and would like to come to you. I eat no meat." in ana.text


async def test_a_long_text_that_begins_like_an_instruction_is_a_letter(ana: Scene) -> None:
    await at_the_preview(ana)
    letter = (
        "Add us to your list please! We are two nurses from Stoke and our ward is full of people with dementia. "
        "We would love to see your nights in May, because patients wander off."
    )
    await ana.says(letter)
    assert "May I send your profile" in ana.text


@pytest.mark.parametrize(
    ("language", "said", "reads"),
    [
        ("Deutsch", "füge bitte hinzu, dass ich auch einen Elternabend sehen möchte",
         "Ich möchte noch dazu sagen, dass ich auch einen Elternabend sehen möchte. Würden Sie mich aufnehmen?"),
        ("Deutsch", "kürzer bitte, und lass die namen weg", "mein Name ist Ana. Mein Beruf: social worker. Ich würde"),
        ("Nederlands", "wat korter en zet erbij dat we ook de leefgroep willen zien",
         "Ik wil er nog bij zeggen dat we ook de leefgroep willen zien. Zou u mij willen ontvangen?"),
        ("Français", "enlève le nom de mon asbl stp", "Mon métier : social worker. Voici"),
        ("Français", "ajoute que je viens en train", "Je viens en train. Pourriez-vous m'accueillir ?"),
        ("Español", "añade que somos 3 al final y quita mi apellido", "Hola, me llamo Ana. Mi profesión"),
        ("Italiano", "aggiungi che parliamo un po' di francese e togli il nome della rsa", "Parliamo un po' di francese. Potreste"),
    ],
)  # fmt: skip
async def test_wishes_are_done_in_every_language(ana: Scene, language: str, said: str, reads: str) -> None:
    await ready(ana, "Number 1", "Ask this host")
    await ana.runs("/language")
    await ana.presses(language)
    await ana.says("10/5/2027", "3")
    await ana.says(said)
    assert reads in ana.text


async def test_what_was_typed_carelessly_is_tidied_before_a_stranger_reads_it(app: App, ana: Scene) -> None:
    await welcomed(ana)
    await ana.says(
        "umm young people in our shelter\nstop the programme and relapse into drugs", "The young people and our team"
    )
    await ana.says("How other teams keep people on board, peer support")
    await ana.presses("Done")
    await ana.says("anywhere", "any time", "three", "alone", "French, English B2, Italian, Spanish, German, Dutch")
    await ana.presses("agrees", "grant", "Skip", "All correct", "profile")
    await ana.says(
        "ana costa", "ana@example.org", "skip", "Belgium", "ghent", "social worker", "shelter ghent", "skip", "skip"
    )
    await ana.says("seven")
    await ana.presses("Keep", "Keep")
    await ana.says("skip")
    await ana.presses("Keep")
    await ana.says("I want to learn how to keep young people on board.", "skip", "skip")
    await ana.presses("Yes", "All correct")
    await ana.runs("/start hosts")
    await ana.presses("Number 1", "Ask this host")
    await ana.says("10 May 2027", "3")
    assert "my name is Ana Costa. My job: social worker (shelter Ghent)." in ana.text
    assert "“young people in our shelter stop the programme and relapse into drugs" in ana.text


@pytest.mark.parametrize(
    ("words", "asked"),
    [("delete my data", "Are you sure"), ("leave out my name", "have to stay"), ("how do I get a grant?", "grant")],
)
async def test_a_command_and_a_question_are_what_they_are_also_in_front_of_the_text(
    ana: Scene, words: str, asked: str
) -> None:
    await at_the_preview(ana)
    await ana.says(words)
    assert asked in ana.text
    assert "Now Casa Aperta will read" not in ana.text
