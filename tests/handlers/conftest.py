"""A trainee in front of the whole program."""

import pytest

from bot.app import App
from tests.handlers.test_journey import enquire
from tests.program import app, clock
from tests.scene import Scene, welcomed

__all__ = ["app", "clock"]


@pytest.fixture
def ana(app: App) -> Scene:
    return Scene(app)


@pytest.fixture
async def at_the_hosts(ana: Scene) -> Scene:
    """A trainee who has told what they look for and sees hosts."""
    await welcomed(ana)
    await enquire(ana)
    return await ana.runs("/start hosts")
