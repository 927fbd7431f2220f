"""A trainee in front of the whole program."""

import pytest

from bot.app import App
from tests.program import app, clock
from tests.scene import Scene

__all__ = ["app", "clock"]


@pytest.fixture
def ana(app: App) -> Scene:
    return Scene(app)
