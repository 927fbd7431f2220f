"""The words of the page itself, by their keys in the catalogue; whoever is asked puts `web.` in front."""

from collections.abc import Callable, Mapping

#: The text of a key in a language, its named fields still in braces: the page fills them in.
Words = Callable[[str, str], str]

#: What the script of the chat needs, so that the language can change without loading the page again.
CHAT = (
    "chat.subtitle",
    "chat.with_person",
    "chat.writing",
    "chat.language",
    "chat.human",
    "chat.menu",
    "chat.menu.help",
    "chat.menu.language",
    "chat.menu.data",
    "chat.menu.text_size",
    "chat.menu.leave",
    "chat.leave.ask",
    "chat.leave.text",
    "chat.leave.yes",
    "chat.leave.no",
    "chat.log",
    "chat.compose",
    "chat.placeholder",
    "chat.placeholder.choice",
    "chat.placeholder.number",
    "chat.placeholder.date",
    "chat.placeholder.file",
    "chat.send",
    "chat.attach",
    "chat.date",
    "chat.date.send",
    "chat.you",
    "chat.chosen",
    "chat.sending",
    "chat.sent",
    "chat.not_sent",
    "chat.retry",
    "chat.edit",
    "chat.remove",
    "chat.busy",
    "chat.offline",
    "chat.reconnecting",
    "chat.new_messages",
    "chat.earlier",
    "chat.left",
    "chat.too_long",
    "chat.file.too-big",
    "chat.file.empty",
    "chat.file.type",
    "chat.file.broken",
    "chat.file.encrypted",
    "chat.file.bomb",
    "chat.progress",
    "chat.new_tab",
    "chat.close",
)
NO_SCRIPT = "chat.noscript"
WIDGET = ("widget.open", "widget.close", "widget.title", "widget.unread")
START = (
    "start.title",
    "start.lead",
    "start.chat.title",
    "start.chat.text",
    "start.chat.open",
    "start.desk.title",
    "start.desk.text",
    "start.desk.open",
    "start.language",
)
#: Problems that have words of their own; any other status of the visitor's making is told as 400, of ours as 500.
PROBLEMS = (400, 404, 405, 413, 429, 500)


def of(words: Words, lang: str, keys: tuple[str, ...]) -> Mapping[str, str]:
    """The texts of these keys in one language."""
    return {key: words(lang, f"web.{key}") for key in keys}


def every_key() -> tuple[str, ...]:
    """Each key of the catalogue that the web pages use."""
    problems = [f"problem.{status}.{part}" for status in PROBLEMS for part in ("title", "text")]
    return tuple(f"web.{key}" for key in (*CHAT, NO_SCRIPT, *WIDGET, *START, *problems, "problem.home"))
