"""The language of a conversation: settled at the first clear words, asked when unsure, changed only as people wish."""

import pytest

from bot.app import App
from tests.scene import Scene, welcomed

FRENCH = "Beaucoup de jeunes quittent notre programme après deux semaines et nous ne savons pas pourquoi"
NAMES = {"English", "Français", "Nederlands", "Deutsch", "Español", "Italiano"}
MORE_FRENCH = "Les familles nous disent que le trajet est trop long et que les horaires ne leur conviennent pas"


@pytest.fixture
def english_phone(app: App) -> Scene:
    """Somebody whose application is in English, as that of many who are not English."""
    return Scene(app, "phone", "en")


async def test_clear_words_are_answered_in_their_language_whatever_the_application(english_phone: Scene) -> None:
    await english_phone.says("Hallo, ik zoek een stageplaats in het buitenland")
    assert english_phone.last.lang == "nl"
    assert "akkoord" in " ".join(english_phone.buttons)


async def test_the_language_is_asked_when_nothing_tells_it(english_phone: Scene) -> None:
    await english_phone.runs("/start")
    assert english_phone.buttons[0] == "English"
    assert len(set(english_phone.buttons) & NAMES) == 3
    await english_phone.presses("Show all")
    assert set(english_phone.buttons) >= NAMES
    await english_phone.presses("Italiano")
    assert english_phone.last.lang == "it"


@pytest.mark.parametrize("words", ["Nederlands", "dutch please", "ik spreek nederlands"])
async def test_the_language_asked_for_may_be_typed(english_phone: Scene, words: str) -> None:
    await english_phone.runs("/start")
    await english_phone.says(words)
    assert english_phone.last.lang == "nl"
    assert "akkoord" in " ".join(english_phone.buttons)


async def test_who_goes_on_writing_instead_of_choosing_is_answered_in_that_language(english_phone: Scene) -> None:
    await english_phone.runs("/start")
    await english_phone.says("Guten Tag, ich suche einen Platz für eine Hospitation")
    assert english_phone.last.lang == "de"
    assert "einverstanden" in " ".join(english_phone.buttons).lower()


async def test_who_writes_a_language_we_do_not_speak_is_told_so_in_it(app: App) -> None:
    anna = Scene(app, "anna", "pl")
    await anna.says("Dzień dobry, szukam miejsca na staż w domu dla osób starszych")
    assert "Nie mówię jeszcze po polsku" in anna.text
    assert "English" in anna.buttons
    await anna.presses("English")
    assert anna.last.lang == "en"
    assert "agree" in " ".join(anna.buttons)


async def test_a_language_we_do_not_speak_may_be_named_and_is_refused_kindly(english_phone: Scene) -> None:
    await english_phone.runs("/start")
    await english_phone.says("polski")
    assert "Nie mówię jeszcze po polsku" in english_phone.text
    assert "English" in english_phone.buttons
    await welcomed(english_phone, "English")
    await english_phone.runs("/language")
    await english_phone.says("svenska")
    assert "svenska än" in english_phone.text


async def test_one_message_in_another_language_is_an_offer_two_in_a_row_are_a_change(ana: Scene) -> None:
    await welcomed(ana)
    await ana.says(FRENCH)
    assert any("Français" in label for label in ana.buttons)
    assert ana.lines[-2].lang == "en"
    await ana.says(MORE_FRENCH)
    assert ana.last.lang == "fr"


async def test_who_would_rather_stay_is_left_alone(ana: Scene) -> None:
    await welcomed(ana)
    await ana.says(FRENCH)
    await ana.presses("English")
    for words in (MORE_FRENCH, FRENCH, MORE_FRENCH):
        await ana.says(words)
        assert ana.last.lang == "en"
        assert not any("Français" in label for label in ana.buttons)


async def test_a_message_in_between_begins_the_count_anew(ana: Scene) -> None:
    await welcomed(ana)
    await ana.says(FRENCH, "Sorry, I copied that from our annual report about the young people", MORE_FRENCH)
    assert ana.last.lang == "en"


async def test_names_and_places_are_no_sign_of_another_language(ana: Scene) -> None:
    await welcomed(ana)
    await ana.runs("/menu")
    await ana.says("my profile", "Maria del Carmen Rodríguez de la Fuente")
    assert ana.last.lang == "en"
    assert not any("Español" in label for label in ana.buttons)


@pytest.mark.parametrize("words", ["merci", "ok super", "ciao"])
async def test_a_borrowed_word_changes_nothing(ana: Scene, words: str) -> None:
    await welcomed(ana)
    for _ in range(3):
        await ana.says(words)
        assert ana.last.lang == "en"


async def test_after_the_languages_were_offered_other_words_are_what_they_are(ana: Scene) -> None:
    await welcomed(ana)
    await ana.runs("/language")
    await ana.says("Many of our residents fall at night and nobody notices until the morning round")
    assert "benefit" in ana.text
    await ana.runs("/language")
    await ana.presses("English")
    await ana.says("our residents")
    assert "see or learn" in ana.text
