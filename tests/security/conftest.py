"""The whole program, for those who mean it harm."""

from tests.program import app, clock

__all__ = ["app", "clock"]
