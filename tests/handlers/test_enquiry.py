"""What the enquiry asks reaches what is kept of it (T2)."""

import pytest

from bot.app import App
from tests.handlers.people import enquiry
from tests.scene import Scene, welcomed


@pytest.mark.parametrize(("obstacles", "help_wanted"), [(True, "A course before I leave"), (False, "")])
async def test_what_would_help_with_an_obstacle_is_kept_with_the_enquiry(
    app: App, ana: Scene, obstacles: bool, help_wanted: str
) -> None:
    await welcomed(ana)
    for words in (
        "Many young people in our shelter stop the programme after two weeks and relapse", "the young people", "peer support",
        "social work", "young people", "anywhere", "any time", "three", "alone", "English", "yes, and agrees", "with a grant",
    ):  # fmt: skip
        await ana.says(words)
    if obstacles:
        await ana.says("the language")
        assert "What would help" in ana.text
        await ana.says(help_wanted)
        assert f"What would help: {help_wanted}" in ana.text
    else:
        await ana.presses("Skip")
    await ana.presses("All correct")
    assert enquiry(app)["obstacle_help"] == help_wanted
