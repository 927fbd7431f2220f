"""Keys and texts of the dialogs are a public schema: changes are made on purpose, and no text is missing (R12)."""

from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from dialogs.explore import explore
from dialogs.registry import DIALOGS
from handlers.actions import bind
from locales.catalogue import Texts

LOCK = Path(__file__).with_name("keys.lock")
#: the ways a dialog may be opened
ARGUMENTS: tuple[dict[str, Any], ...] = ({}, {"sure": True}, {"question": "…"}, {"do": "stop"}, {"how": "restart"})


def keys_now() -> list[str]:
    return sorted(
        {
            f"{name} {question.key} {question.kind}"
            for name, dialog in DIALOGS.items()
            for args in ARGUMENTS
            for question in explore(name, dialog, args).questions.values()
        }
    )


def test_no_key_was_renamed_or_removed_by_accident() -> None:
    """After a change on purpose: give the question `aliases=`, then write the new list with `python -m tests.dialogs.lock`."""
    assert keys_now() == LOCK.read_text().splitlines()


@pytest.mark.parametrize("name", sorted(DIALOGS))
def test_every_text_a_dialog_may_show_exists(name: str) -> None:
    texts = Texts(resources.files("locales"))
    missing = set()
    for args in ARGUMENTS:
        found = explore(name, DIALOGS[name], args)
        keys = {text.key for text in found.texts()} | found.says
        missing |= {key for key in keys if key and ":" not in key and not texts.has(key)}
    assert missing == set()


@pytest.mark.parametrize("name", sorted(DIALOGS))
def test_every_action_a_dialog_asks_for_is_there(name: str) -> None:
    known = set(bind(None))  # type: ignore[arg-type]
    for args in ARGUMENTS:
        assert explore(name, DIALOGS[name], args).actions <= known
