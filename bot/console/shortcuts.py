"""The keys of the desk, in the order of their list; `static/keys.js` answers to them."""

from typing import Final

#: key, and the name its text has in the catalogue (`desk.keys.…`)
SHORTCUTS: Final = (
    ("r", "reply"), ("n", "note"), ("t", "take"), ("b", "back"), ("e", "resolve"), ("j", "next"), ("k", "previous"),
    ("/", "search"), ("?", "help"), ("Ctrl Enter", "send"),
)  # fmt: skip
