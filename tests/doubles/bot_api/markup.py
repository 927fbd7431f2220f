"""Keyboards: parsed like `Client::get_reply_markup`, then held to the limits of tdlib and of Telegram.

Sources: Client.cpp and td/telegram/ReplyMarkup.cpp for what can be parsed; the limits are those that reports agree on
(64 bytes of callback data; 100 inline buttons, 8 in a row, about 10 kB in all; 300 buttons of a reply keyboard).
Telegram shows no more than 8 inline buttons of a row; the double refuses more, so that none goes missing unseen.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from tests.doubles.bot_api.call import ABSENT, Call, bool_field, int_field, string_field
from tests.doubles.bot_api.errors import MalformedError
from tests.doubles.bot_api.links import check_link, user_of_link

ButtonJson = dict[str, Any]
Rows = list[list[ButtonJson]]

MAX_DATA_BYTES: Final = 64
MAX_INLINE_BUTTONS: Final = 100
MAX_INLINE_ROW: Final = 8
MAX_REPLY_BUTTONS: Final = 300
MAX_BYTES: Final = 10_240
_STYLES: Final = frozenset({"primary", "danger", "success"})
_OBJECT_KINDS: Final = (
    *("callback_game", "pay", "switch_inline_query", "switch_inline_query_chosen_chat"),
    *("switch_inline_query_current_chat", "login_url", "web_app", "copy_text", "disabled"),
)


@dataclass(frozen=True, slots=True)
class Markup:
    """A keyboard: `inline` stays with its message, `reply` replaces the person's keyboard, `remove` takes it away."""

    kind: Literal["inline", "reply", "remove", "force"]
    rows: Rows = field(default_factory=list)

    def json(self) -> dict[str, Any]:
        """As it stands in a message; only inline keyboards do."""
        return {"inline_keyboard": self.rows}


def read_markup(call: Call) -> Markup | None:
    """The `reply_markup` of a call, None without one. Raises MalformedError when it cannot be parsed."""
    given = call.json("reply_markup", "reply keyboard markup")
    if given is ABSENT:
        return None
    if not isinstance(given, dict):
        raise MalformedError("Object expected as reply markup")
    reply = _rows(given, "keyboard", 'Field "keyboard" must be an Array of Arrays', "keyboard button")
    inline = _rows(
        given,
        "inline_keyboard",
        'Field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays',
        "inline keyboard button",
    )
    remove, force = bool_field(given, "remove_keyboard"), bool_field(given, "force_reply")
    for name in ("selective", "resize_keyboard", "one_time_keyboard", "is_persistent"):
        bool_field(given, name)
    if reply:
        return Markup("reply", reply)
    if inline:
        return Markup("inline", inline)
    if remove:
        return Markup("remove")
    return Markup("force") if force else None


def check_markup(markup: Markup | None) -> None:
    """The limits of a parsed keyboard. Raises MalformedError."""
    if markup is None:
        return
    inline = markup.kind == "inline"
    count = 0
    for row in markup.rows:
        count += len(row)
        if inline and len(row) > MAX_INLINE_ROW:
            raise MalformedError("reply markup is too long")
        for button in row:
            if not button["text"]:
                raise MalformedError(f"{'Inline k' if inline else 'K'}eyboard button text must be non-empty")
            if "url" in button and user_of_link(button["url"]) is None:
                try:
                    button["url"] = check_link(button["url"])
                except MalformedError as error:
                    raise MalformedError(f"Inline keyboard button {error}") from None
            data = button.get("callback_data")
            if data is not None and len(data.encode("utf-8", "surrogatepass")) > MAX_DATA_BYTES:
                raise MalformedError("BUTTON_DATA_INVALID")
    if count > (MAX_INLINE_BUTTONS if inline else MAX_REPLY_BUTTONS):
        raise MalformedError("reply markup is too long")
    # a keyboard small enough to be within the bytes anyway needs no measuring
    if count > MAX_BYTES // 400 and len(json.dumps(markup.rows, separators=(",", ":")).encode()) > MAX_BYTES:
        raise MalformedError("reply markup is too long")


def inline_only(markup: Markup | None) -> Markup | None:
    """The keyboard of an edited message: an inline one or none. Raises MalformedError."""
    if markup is not None and markup.kind != "inline":
        raise MalformedError("Inline keyboard expected")
    return markup


def _rows(given: Mapping[str, Any], name: str, not_rows: str, what: str) -> Rows:
    keyboard = given.get(name, [])
    if not isinstance(keyboard, list):
        raise MalformedError(f'Field "{name}" must be of type Array')
    rows: Rows = []
    for row in keyboard:
        if not isinstance(row, list):
            raise MalformedError(not_rows)
        try:
            buttons = [_inline_button(entry) if name == "inline_keyboard" else _reply_button(entry) for entry in row]
        except MalformedError as error:
            raise MalformedError(f"Can't parse {what}: {error}") from None
        if buttons:
            rows.append(buttons)
    return rows


def _button(entry: Mapping[str, Any]) -> ButtonJson:
    button: ButtonJson = {"text": string_field(entry, "text", required=True)}
    if icon := int_field(entry, "icon_custom_emoji_id", 0):
        button["icon_custom_emoji_id"] = str(icon)
    style = string_field(entry, "style").lower()
    if style not in {"", "default"}:
        if style not in _STYLES:
            raise MalformedError("invalid button style specified")
        button["style"] = style
    return button


def _reply_button(entry: object) -> ButtonJson:
    if isinstance(entry, str):
        return {"text": entry}
    if not isinstance(entry, dict):
        raise MalformedError("KeyboardButton must be a String or an Object")
    return _button(entry)


def _inline_button(entry: object) -> ButtonJson:
    if not isinstance(entry, dict):
        raise MalformedError("InlineKeyboardButton must be an Object")
    button = _button(entry)
    for name in ("url", "callback_data"):
        if value := string_field(entry, name):
            button[name] = value
            return button
    for name in _OBJECT_KINDS:
        if name in entry:
            button[name] = entry[name]
            return button
    raise MalformedError("Text buttons are unallowed in the inline keyboard")
