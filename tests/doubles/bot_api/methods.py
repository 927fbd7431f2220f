"""All methods the double knows, by name in small letters, and those about the bot itself and its chats."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from tests.doubles.bot_api import forums, messages
from tests.doubles.bot_api.call import ABSENT, Call, int_field, string_field
from tests.doubles.bot_api.chats import Json, full_chat
from tests.doubles.bot_api.errors import MalformedError
from tests.doubles.bot_api.webhook import Said

if TYPE_CHECKING:
    from tests.doubles.bot_api.core import Core

MAX_COMMANDS: Final = 100
MAX_COMMAND: Final = 32
MAX_COMMAND_DESCRIPTION: Final = 256
# Longest name, description and short description of a bot, and the error past it (the wording is a guess).
PROFILE_TEXTS: Final = {
    "name": (64, "NAME_TOO_LONG"),
    "description": (512, "DESCRIPTION_TOO_LONG"),
    "short_description": (120, "ABOUT_TOO_LONG"),
}
_PLAIN_SCOPES: Final = frozenset({"default", "all_private_chats", "all_group_chats", "all_chat_administrators"})
_CHAT_SCOPES: Final = frozenset({"chat", "chat_administrators", "chat_member"})
_ACTIONS: Final = frozenset(
    {
        "cancel",
        "typing",
        "record_video",
        "upload_video",
        "record_audio",
        "record_voice",
        "upload_audio",
        "upload_voice",
        "upload_photo",
        "upload_document",
        "choose_sticker",
        "pick_up_location",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)


def get_me(core: "Core", call: Call) -> Json:
    off = (
        *("can_join_groups", "can_read_all_group_messages", "supports_inline_queries", "supports_guest_queries"),
        *("can_connect_to_business", "has_main_web_app", "has_topics_enabled", "allows_users_to_create_topics"),
        *("can_manage_bots", "supports_join_request_queries"),
    )
    me: Json = core.bot | dict.fromkeys(off, False) | {"can_join_groups": True}
    return me


def get_chat(core: "Core", call: Call) -> Json:
    return full_chat(core.chats.find(call.text("chat_id")))


def get_file(core: "Core", call: Call) -> Json:
    return core.chats.link(call.text("file_id"))


def send_chat_action(core: "Core", call: Call) -> bool:
    action = call.text("action").lower()
    if action not in _ACTIONS:
        raise MalformedError("Wrong parameter action in request")
    chat = core.chats.find_writable(call.text("chat_id"))
    core.check_not_blocked(chat)
    if not core.lean:
        core.actions.append((chat.id, action))
    return True


def set_my_commands(core: "Core", call: Call) -> bool:
    given = call.json("commands", "commands")
    entries = [] if given is ABSENT else given
    if not isinstance(entries, list):
        raise MalformedError("Expected an Array of BotCommand")
    commands = [_command_fields(entry) for entry in entries]
    key = _commands_key(core, call)
    for command in commands:
        _check_command(command)
    if len(commands) > MAX_COMMANDS:
        raise MalformedError("BOT_COMMANDS_TOO_MUCH")
    if commands:
        core.commands[key] = commands
    else:
        core.commands.pop(key, None)
    return True


def get_my_commands(core: "Core", call: Call) -> list[Json]:
    return core.commands.get(_commands_key(core, call), [])


def delete_my_commands(core: "Core", call: Call) -> bool:
    core.commands.pop(_commands_key(core, call), None)
    return True


def _commands_key(core: "Core", call: Call) -> tuple[str, str]:
    """Scope and language: each pair has its own list. Raises ApiError or MalformedError."""
    given = call.json("scope", "BotCommandScope")
    scope = {"type": "default"} if given is ABSENT else given
    if not isinstance(scope, dict):
        raise MalformedError("Can't parse BotCommandScope: BotCommandScope must be an Object")
    try:
        kind = string_field(scope, "type", required=True)
        if kind not in _PLAIN_SCOPES | _CHAT_SCOPES:
            raise MalformedError("Unsupported type specified")
        chat_id = string_field(scope, "chat_id", required=True) if kind in _CHAT_SCOPES else ""
        if kind in _CHAT_SCOPES and not chat_id:
            raise MalformedError("Empty chat_id specified")
        user_id = int_field(scope, "user_id") if kind == "chat_member" else 0
    except MalformedError as error:
        raise MalformedError(f"Can't parse BotCommandScope: {error}") from None
    if chat_id:
        core.chats.find(chat_id)
    return f"{kind}:{chat_id}:{user_id}", _language(call)


def _language(call: Call) -> str:
    code = call.text("language_code")
    if code and not (len(code) == 2 and code.isascii() and code.isalpha() and code.islower()):
        raise MalformedError("Invalid language code specified")
    return code


def _command_fields(entry: object) -> Json:
    if not isinstance(entry, dict):
        raise MalformedError("Can't parse BotCommand: expected an Object")
    try:
        return {
            "command": string_field(entry, "command", required=True).strip().removeprefix("/"),
            "description": string_field(entry, "description", required=True).strip(),
        }
    except MalformedError as error:
        raise MalformedError(f"Can't parse BotCommand: {error}") from None


def _check_command(entry: Mapping[str, str]) -> None:
    command, description = entry["command"], entry["description"]
    if not command:
        raise MalformedError("Command must be non-empty")
    if len(command) > MAX_COMMAND:
        raise MalformedError(f"Command length must not exceed {MAX_COMMAND}")
    if not description:
        raise MalformedError("Command description must be non-empty")
    if len(description) > MAX_COMMAND_DESCRIPTION:
        raise MalformedError(f"Command description length must not exceed {MAX_COMMAND_DESCRIPTION}")
    if set(command) - set("abcdefghijklmnopqrstuvwxyz0123456789_"):
        raise MalformedError("BOT_COMMAND_INVALID")


def _setter(name: str) -> "Callable[[Core, Call], bool]":
    longest, too_long = PROFILE_TEXTS[name]

    def set_text(core: "Core", call: Call) -> bool:
        language, text = _language(call), call.text(name).strip()
        if len(text) > longest:
            raise MalformedError(too_long)
        core.profile[name, language] = text
        return True

    return set_text


def _getter(name: str) -> "Callable[[Core, Call], Json]":
    def get_text(core: "Core", call: Call) -> Json:
        unset = core.bot["first_name"] if name == "name" else ""
        return {name: core.profile.get((name, _language(call)), "") or unset}

    return get_text


def _set_webhook(core: "Core", call: Call) -> Said:
    return core.webhook.set(call)


def _delete_webhook(core: "Core", call: Call) -> Said:
    return core.webhook.delete(call)


def _webhook_info(core: "Core", call: Call) -> Json:
    return core.webhook.info()


METHODS: "Final[Mapping[str, Callable[[Core, Call], Any]]]" = {
    "getme": get_me,
    "getchat": get_chat,
    "getfile": get_file,
    "sendmessage": messages.send_message,
    "senddocument": messages.send_document,
    "sendphoto": messages.send_photo,
    "sendvoice": messages.sender_of("voice"),
    "sendaudio": messages.sender_of("audio"),
    "sendvideo": messages.sender_of("video"),
    "sendanimation": messages.sender_of("animation"),
    "copymessage": messages.copy_message,
    "copymessages": messages.copy_messages,
    "editmessagetext": messages.edit_message_text,
    "editmessagecaption": messages.edit_message_caption,
    "editmessagereplymarkup": messages.edit_message_reply_markup,
    "deletemessage": messages.delete_message,
    "answercallbackquery": messages.answer_callback_query,
    "setmessagereaction": messages.set_message_reaction,
    "sendchataction": send_chat_action,
    "createforumtopic": forums.create_forum_topic,
    "closeforumtopic": forums.close_forum_topic,
    "reopenforumtopic": forums.reopen_forum_topic,
    "deleteforumtopic": forums.delete_forum_topic,
    "setmycommands": set_my_commands,
    "getmycommands": get_my_commands,
    "deletemycommands": delete_my_commands,
    "setmyname": _setter("name"),
    "getmyname": _getter("name"),
    "setmydescription": _setter("description"),
    "getmydescription": _getter("description"),
    "setmyshortdescription": _setter("short_description"),
    "getmyshortdescription": _getter("short_description"),
    "setwebhook": _set_webhook,
    "deletewebhook": _delete_webhook,
    "getwebhookinfo": _webhook_info,
}
