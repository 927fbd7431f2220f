"""What somebody takes back is gone: from the profile, from the store of files, for good (T3, T4)."""

import pytest

from bot.app import App
from tests.doubles.europass_samples import candidate_xml, png
from tests.handlers.people import documents, profile
from tests.handlers.test_journey import enquire, fill_profile
from tests.scene import Scene, welcomed
from tests.security.remains import files


async def with_photo(scene: Scene) -> Scene:
    """Somebody whose profile holds a photo and a phone number."""
    await welcomed(scene)
    await enquire(scene)
    await fill_profile(scene)
    await change(scene, "Photo")
    await scene.sends("me.png", png())
    await scene.presses("All correct")
    await change(scene, "Phone")
    await scene.says("+32 470 12 34 56")
    await scene.presses("All correct")
    return scene


async def change(scene: Scene, line: str) -> None:
    await scene.runs("/start profile")
    await scene.presses("Change something", line)


async def test_a_photo_that_is_left_out_later_is_deleted_with_its_file(app: App, ana: Scene) -> None:
    await with_photo(ana)
    assert documents(app) == ["photo"]
    assert len(files(app)) == 1
    await change(ana, "Photo")
    await ana.presses("Skip")
    assert "Photo: (skipped)" in ana.text
    await ana.presses("All correct")
    assert documents(app) == []
    assert files(app) == []
    await ana.runs("/start profile")
    assert "Photo: (skipped)" in ana.text


async def test_a_photo_stays_until_the_change_is_confirmed(app: App, ana: Scene) -> None:
    await with_photo(ana)
    await change(ana, "Photo")
    await ana.presses("Skip")
    await ana.runs("/cancel")
    assert documents(app) == ["photo"]
    assert len(files(app)) == 1


async def test_a_field_that_is_left_out_later_is_gone(app: App, ana: Scene) -> None:
    await with_photo(ana)
    assert profile(app)["phone"]
    await change(ana, "Phone")
    await ana.presses("Skip", "All correct")
    assert not profile(app)["phone"]
    assert documents(app) == ["photo"]


async def to_the_review(scene: Scene) -> None:
    while not any("All correct" in label for label in scene.buttons):
        await scene.presses(next(x for x in ("Keep", "Skip", "Yes") if any(x in label for label in scene.buttons)))


async def test_a_cv_that_is_left_out_later_is_deleted_with_its_file(app: App, ana: Scene) -> None:
    await welcomed(ana)
    await ana.runs("/start cv")
    await ana.presses("Send a file")
    await ana.sends("cv.xml", candidate_xml("en"))
    await to_the_review(ana)
    await ana.presses("All correct")
    assert documents(app) == ["cv"]
    await ana.runs("/start cv")
    await ana.presses("Change something", "File", "Skip")
    assert "removed" in ana.text
    assert documents(app) == []
    assert files(app) == []
    await ana.runs("/start cv")
    assert "How would you like to give me your CV" in ana.text


@pytest.mark.parametrize(("answer", "shared"), [("No", False), ("Yes", True)])
async def test_a_change_of_the_profile_leaves_alone_whether_the_cv_may_be_shown(
    app: App, ana: Scene, answer: str, shared: bool
) -> None:
    await with_photo(ana)
    await ana.runs("/start cv")
    await ana.presses("Use my profile", answer)
    await change(ana, "Town")
    await ana.says("Bruges")
    await ana.presses("All correct")
    assert profile(app)["share_cv"] is shared
