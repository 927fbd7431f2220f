"""Messages as a person sees them: after edits, with their buttons."""

from dataclasses import dataclass

from tests.doubles.bot_api.chats import Json, Message

_MEDIA = ("voice", "audio", "video", "video_note", "animation", "sticker", "location", "contact")


@dataclass(frozen=True, slots=True)
class Button:
    """An inline button as a person sees it; `data` is what the bot hears when it is pressed."""

    label: str
    data: str | None = None
    url: str | None = None
    style: str | None = None
    disabled: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """A message on a person's screen. `mine` tells that the person wrote it; `entities` are the API's."""

    message_id: int
    text: str
    mine: bool
    buttons: tuple[tuple[Button, ...], ...] = ()
    document: str | None = None
    edited: bool = False
    reaction: str | None = None
    entities: tuple[Json, ...] = ()
    thread: int | None = None
    replies_to: int | None = None
    photo: bool = False
    album: str | None = None
    by: int | None = None
    #: what else it is: a sound, a film, a sticker…
    media: str = ""

    @property
    def labels(self) -> list[str]:
        """The labels of all inline buttons, row by row."""
        return [button.label for row in self.buttons for button in row]


def shown(message: Message) -> Shown:
    """A stored message as it looks on a screen."""
    json = message.json
    rows = json.get("reply_markup", {}).get("inline_keyboard", [])
    document = json.get("document")
    return Shown(
        message_id=message.message_id,
        text=json.get("text") or json.get("caption") or "",
        mine=not message.outgoing,
        buttons=tuple(tuple(_button(entry) for entry in row) for row in rows),
        document=document["file_name"] if document else None,
        edited="edit_date" in json,
        reaction=message.reaction,
        entities=tuple(json.get("entities") or json.get("caption_entities") or ()),
        thread=json.get("message_thread_id"),
        replies_to=json.get("reply_to_message", {}).get("message_id"),
        photo="photo" in json,
        album=json.get("media_group_id"),
        by=json["from"]["id"],
        media=next((name for name in _MEDIA if name in json), ""),
    )


def _button(entry: Json) -> Button:
    return Button(entry["text"], entry.get("callback_data"), entry.get("url"), entry.get("style"), "disabled" in entry)
