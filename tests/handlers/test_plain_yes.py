"""What somebody has not plainly agreed to is not done: no consent, no deletion, no request."""

import pytest

from bot.app import App
from dialogs import said
from domain.answers.cleaning import NotUnderstood
from domain.messages import Text
from tests.handlers.test_journey import enquire
from tests.handlers.test_request import at_the_preview
from tests.scene import Scene, welcomed

#: words before the consent that hold one of those people agree with
STORIES = {
    "de": "ich hab gehört man kann da umsonst ins Ausland, stimmt das? bin Erzieher in einer Kita und würd gern nach Italien",
    "en": "I teach kids with autism at the Great Yarmouth primary school and want to see how they do it in Finland",
    "fr": "je suis éducateur et ma cheffe est d'accord pour que je parte en Italie",
    "nl": "ik ben opvoeder en mijn baas vindt het goed dat ik naar Ierland ga",
    "es": "soy educadora, mi jefa está de acuerdo y me gustaría ir a Francia",
    "it": "sono educatrice, il capo è d'accordo e vorrei andare in Francia",
}


@pytest.mark.parametrize("lang", STORIES)
async def test_a_story_is_no_consent(app: App, lang: str) -> None:
    scene = Scene(app, app_language=lang)
    await scene.says(STORIES[lang])
    asked = scene.buttons
    await scene.says(STORIES[lang])
    assert scene.buttons[:1] == asked[:1]
    assert scene.conversation
    await scene.presses(asked[0])
    assert scene.buttons[:1] != asked[:1]


async def test_everything_is_deleted_only_on_two_plain_yeses(ana: Scene) -> None:
    await welcomed(ana)
    await ana.runs("/mydata")
    await ana.presses("Delete everything")
    for words in ("wait, is it ok if I look at it first", "yes, but first a copy", "let me see it first"):
        await ana.says(words)
        assert "Are you sure?" in ana.text
    await ana.says("yes, quite sure")
    assert "Delete everything now?" in ana.text
    await ana.says("ok but keep my goals")
    assert "Delete everything now?" in ana.text
    await ana.says("yes, delete everything")
    assert "Everything about you is deleted" in ana.text


async def test_a_request_is_sent_only_by_who_agrees_and_a_correction_is_made_first(ana: Scene) -> None:
    await at_the_preview(ana)
    await ana.presses("Use this")
    await ana.says("only with the host I pick")
    assert "Days: 3" in ana.text
    await ana.says("yes, but make it 4 days")
    assert "Days: 4" in ana.text
    await ana.says("nearly right")
    assert "Which line shall I change?" in ana.text
    await ana.says("thanks")
    assert "Days: 4" in ana.text
    await ana.says("perfect, thanks")
    assert "on its way" in ana.text


#: what answers "Shall we stop and forget your answers?", and what speaks of something else that is right
FORGETTING = {
    "en": (
        "yes|ok|sure, go ahead|yes, stop here|yes please",
        "all good now|everything is correct|looks good|ok all fine now",
    ),
    "fr": ("oui|ok|oui, on arrête|tout à fait|oui, tout", "c'est bon maintenant|tout est juste|oui tout est bon"),
    "nl": ("ja|oké|ja, stop maar|ja goed", "nu klopt het|alles klopt|ok alles goed nu"),
    "de": ("ja|ok|ja, aufhören|passt|ja jetzt bitte", "jetzt passts|alles richtig|ok sieht gut aus"),
    "es": ("sí|vale|sí, lo dejamos|claro que sí", "todo bien|ahora está bien|vale, todo correcto"),
    "it": ("sì|va bene|sì, ci fermiamo|certo", "ok tutto giusto adesso|tutto bene|sembra giusto"),
}


@pytest.mark.parametrize("lang", FORGETTING)
def test_a_yes_that_forgets_answers_answers_just_that(lang: str) -> None:
    asked = Text("leaving.cancel.ask")
    agreeing, other = FORGETTING[lang]
    assert [words for words in agreeing.split("|") if not said.answers(words, asked, lang)] == []
    for words in other.split("|"):
        with pytest.raises(NotUnderstood):
            said.answers(words, asked, lang)


async def test_all_right_now_does_not_stop_a_search(ana: Scene) -> None:
    await welcomed(ana)
    await ana.says("Many young people in our shelter stop the programme after two weeks and relapse")
    await ana.says("stop this please")
    asked = ana.buttons
    await ana.says("ok all fine now")
    assert ana.buttons[:2] == asked[:2]
    assert "plain yes" in ana.text
    await ana.says("no")
    assert ana.buttons[:2] != asked[:2]


async def test_nothing_delete_it_empties_the_open_line_and_forgets_nothing_else(ana: Scene) -> None:
    await welcomed(ana)
    await enquire_up_to_something_else(ana)
    opened = ana.text
    await ana.says("nothing, delete it")
    assert opened not in ana.text
    assert "Shall we stop" not in ana.text
    assert "countries" in ana.text


async def enquire_up_to_something_else(scene: Scene) -> None:
    """What the search is about, with "something else" marked besides."""
    await scene.says(
        "Many young people in our shelter stop the programme after two weeks and relapse into drugs",
        "The young people and our team",
        "How other teams keep people on board, peer support",
    )
    await scene.presses("omething else", "Done")


async def test_a_line_of_the_profile_goes_when_that_is_said_at_its_review(ana: Scene) -> None:
    await welcomed(ana)
    await enquire(ana)
    await ana.presses("profile")
    await ana.says("Ana Costa", "ana@example.org", "skip", "Belgium", "Ghent", "social worker", "Shelter East")
    await ana.says("High Street 5", "skip", "seven")
    await ana.presses("Keep", "Keep")
    await ana.says("skip")
    await ana.presses("Keep")
    await ana.says("I want to learn how to keep young people on board.", "skip", "skip")
    await ana.presses("Yes")
    assert "High Street 5" in ana.text
    await ana.says("drop the address")
    assert "Ana Costa" in ana.text
    assert "High Street 5" not in ana.text


async def test_a_correction_of_a_request_with_two_parts_is_done_whole_or_what_is_left_is_said(ana: Scene) -> None:
    await at_the_preview(ana)
    await ana.presses("Use this", "Yes")
    await ana.says("change the first day to the 17th")
    assert "First day: 17 May 2027" in ana.text
    await ana.says("let's make it 24 May instead, and 4 days")
    assert "First day: 24 May 2027" in ana.text
    assert "Days: 4" in ana.text
    await ana.says("5 days, and can you ring me first")
    assert "Days: 5" in ana.text
    assert "can you ring me first" in ana.text
