"""A Europass CV beside a profile: what was confirmed once is never overwritten unasked (T4)."""

from bot.app import App
from tests.doubles.europass_samples import candidate_xml
from tests.handlers.people import profile
from tests.handlers.test_journey import enquire, fill_profile
from tests.handlers.test_removal import to_the_review
from tests.scene import Scene, welcomed


async def importing(scene: Scene) -> Scene:
    """Ana Costa of Shelter East in Ghent sends the CV of Aoife Byrne of Lee Valley Youth Service in Cork."""
    await welcomed(scene)
    await enquire(scene)
    await fill_profile(scene)
    await scene.runs("/start cv")
    await scene.presses("Send a file")
    await scene.sends("cv.xml", candidate_xml("en"))
    return scene


async def up_to(scene: Scene, label: str) -> None:
    while f"{label}: your CV says" not in scene.text:
        await scene.presses("Keep")


async def test_both_values_are_shown_and_the_confirmed_one_is_kept_by_default(app: App, ana: Scene) -> None:
    await importing(ana)
    await up_to(ana, "Organisation")
    assert "Lee Valley Youth Service" in ana.text
    assert "Shelter East" in ana.text
    assert "Keep" in ana.buttons[0]
    await ana.says("ok")
    await to_the_review(ana)
    assert "Organisation: Shelter East" in ana.text
    await ana.presses("All correct")
    assert profile(app)["employer"] == "Shelter East"
    assert profile(app)["name"] == "Ana Costa"


async def test_the_value_of_the_cv_is_taken_when_the_person_says_so(app: App, ana: Scene) -> None:
    await importing(ana)
    await up_to(ana, "Organisation")
    await ana.presses("As in the CV")
    await to_the_review(ana)
    assert "Organisation: Lee Valley Youth Service" in ana.text
    await ana.presses("All correct")
    assert profile(app)["employer"] == "Lee Valley Youth Service"
    await ana.runs("/start profile")
    assert "Organisation: Lee Valley Youth Service" in ana.text


async def test_a_third_value_may_be_typed(app: App, ana: Scene) -> None:
    await importing(ana)
    await up_to(ana, "Town")
    await ana.says("Bruges")
    await to_the_review(ana)
    await ana.presses("All correct")
    assert profile(app)["city"] == "Bruges"


async def test_leaving_a_field_out_leaves_the_profile_as_it_was(app: App, ana: Scene) -> None:
    await importing(ana)
    await up_to(ana, "Town")
    await ana.presses("Skip")
    await to_the_review(ana)
    await ana.presses("All correct")
    assert profile(app)["city"] == "Ghent"


async def test_the_languages_of_both_are_shown_and_either_may_be_taken(app: App, ana: Scene) -> None:
    await importing(ana)
    before = profile(app)["languages"]
    await up_to(ana, "Languages")
    assert "French" in ana.text
    assert "Dutch" in ana.text
    await ana.presses("As in the CV")
    await to_the_review(ana)
    await ana.presses("All correct")
    after = profile(app)["languages"]
    assert after != before
    assert all(isinstance(code, str) and (level is None or isinstance(level, str)) for code, level in after)


async def test_what_both_say_is_not_asked(app: App, ana: Scene) -> None:
    await importing(ana)
    while not any("All correct" in label for label in ana.buttons):
        label = next(x for x in ("As in the CV", "Keep", "Yes") if any(x in button for button in ana.buttons))
        await ana.presses(label)
    await ana.presses("All correct")
    kept = profile(app)
    await ana.runs("/start cv")
    await ana.presses("Change something", "File")
    await ana.sends("again.xml", candidate_xml("en"))
    assert "Is this correct?" in ana.text
    await ana.presses("All correct")
    assert profile(app) == kept


async def test_without_a_profile_everything_is_a_proposal_as_before(app: App, ana: Scene) -> None:
    await welcomed(ana)
    await ana.runs("/start cv")
    await ana.presses("Send a file")
    await ana.sends("cv.xml", candidate_xml("en"))
    assert "Your name?" in ana.text
    assert "Aoife Byrne. Is it right?" in ana.text
