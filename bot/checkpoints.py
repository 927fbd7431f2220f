"""Named instants between two effects. Nothing happens there, unless a test makes the process die at one."""

from collections.abc import Callable


def _nothing(_name: str) -> None:
    pass


_hook: Callable[[str], None] = _nothing


def at(name: str) -> None:
    """The program is here."""
    _hook(name)


def set_hook(hook: Callable[[str], None] | None) -> None:
    """Call `hook` at every checkpoint (None: stop that)."""
    global _hook
    _hook = hook or _nothing
