"""The neutral values that travel between channels, handlers and dialogs: what came in, what goes out.

Nothing here knows a language, a channel or a library. A `Text` names a text of the catalogue and the values of
its fields; it becomes words only when a channel renders it for one person (`domain.texts`).
"""

from typing import Any, Literal

import msgspec

Style = Literal["body", "title", "note", "card", "warn"]


class Text(msgspec.Struct, frozen=True, omit_defaults=True):
    """A text not yet in any language.

    `key` names a text of the catalogue (`profile.email.ask`), or a value that every language names in its own
    way, written with a prefix: `country:FR`, `day:2027-05-03`, `concept:addiction-care`, `faq:find-host` (all of them in
    `domain.texts`). The empty key stands for words that are nobody's to translate (a person's own answer, a card's
    description): see `verbatim`.
    `fields` fills the named fields of the text; a tuple is joined as the language joins lists ("a, b and c").
    """

    key: str
    fields: "dict[str, str | int | Text | tuple[Text, ...]]" = {}


def verbatim(words: str) -> Text:
    """Words to be shown as they are in every language."""
    return Text("", {"text": words})


def day(iso: str) -> Text:
    """A day, given as YYYY-MM-DD, that each language writes in its own way."""
    return Text(f"day:{iso}")


class Mark(msgspec.Struct, frozen=True, omit_defaults=True):
    """How staff have emphasized some of their words: the characters from `start` up to `end`. Never more than emphasis: whoever
    cannot show it loses nothing."""

    kind: Literal["bold", "italic", "underline", "strike", "code"]
    start: int
    end: int


class Part(msgspec.Struct, frozen=True, omit_defaults=True):
    """One paragraph of a message and the part it plays: a channel maps styles to what it can show. `marks`, only of words that are
    shown as they are (`verbatim`), may lie in each other but never across."""

    text: Text
    style: Style = "body"
    marks: tuple[Mark, ...] = ()


class Choice(msgspec.Struct, frozen=True, omit_defaults=True):
    """A button. `action` says what a press means; it stays on our side, the wire only carries a signed reference."""

    label: Text
    action: str
    style: Literal["", "primary", "danger", "quiet"] = ""
    selected: bool = False


class FileRef(msgspec.Struct, frozen=True, omit_defaults=True):
    """A file: one that came with an update, where the channel keeps it until it is fetched and our own copy once it is; or one
    that goes out with a message, our own.

    `name` and `mime` are claims of the sender; `size` is in bytes; `stored` is the id in our file store;
    `problem` is a code when the file could not be fetched or is not accepted (`too-big`, `gone`, `type` …).
    `kind` is what the content really is; `facts` what a Europass file says about the person, not yet confirmed by them.
    """

    name: str
    mime: str = ""
    size: int = 0
    source: str = ""
    stored: str = ""
    problem: str = ""
    kind: str = ""
    facts: dict[str, Any] = {}


class Message(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing to say to one person: paragraphs, then buttons.

    `wants` tells a channel which input would help (a date picker, a file button); `progress` is (answered, about all);
    `author` is "bot" or the display name of a member of staff. `files` go with it; in the transcript, with what a trainee sent.
    """

    parts: tuple[Part, ...]
    choices: tuple[Choice, ...] = ()
    wants: Literal["", "text", "number", "date", "file", "choice", "choices"] = ""
    progress: tuple[int, int] | None = None
    author: str = "bot"
    files: tuple[FileRef, ...] = ()


class Event(msgspec.Struct, frozen=True, omit_defaults=True):
    """What happened in a conversation, whichever channel it came through.

    * `text`: the person wrote `text`.
    * `press`: a button; `token` is the signed reference that came back over the wire.
    * `command`: `/start payload` and the like, without the slash, in `text` and `argument`.
    * `file`: an attachment, `text` is its caption.
    * `edited`: the person changed an earlier message.
    * `blocked`, `unblocked`: the person stopped or allowed messages at the channel.
    * `location`: `text` is "latitude,longitude".
    * `other`: something we cannot use (a sticker, a contact); `text` names the kind.
    * `reaction`: `text` is the emoji on message `reference`, empty when it was taken back.
    `app_language` is the language code of the person's application, a hint only. `reference` is the channel's name of what came,
    `reply_to` of the message it answers, `album` of what it was sent together with.
    """

    kind: Literal["text", "press", "command", "file", "edited", "blocked", "unblocked", "location", "other", "reaction"]
    text: str = ""
    argument: str = ""
    token: str = ""
    app_language: str = ""
    file: FileRef | None = None
    reference: str = ""
    reply_to: str = ""
    album: str = ""
