"""What somebody has not plainly agreed to is not done: no consent, no deletion, no request."""

import pytest

from bot.app import App
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
