"""A button was pressed: find out what it meant, refuse politely what is forged, foreign, old or repeated (S2)."""

from dialogs.engine import Input
from dialogs.questions import SKIP, Given
from dialogs.screen import action
from domain.messages import Choice, Part, Text
from handlers import commands, consent, languages, rating, talk
from handlers.context import Context, Wanted


def pressed(context: Context) -> None:
    """Do what the button says, if it still says anything."""
    if context.pressed is None:
        talk.show_again(context, Part(Text("common.unknown_button"), "note"))
        return
    name, *words = context.meaning.split("|", 3)
    if name == "command":
        commands.run(context, words[0], "")
    elif name == "language":
        languages.switch(context, words[0])
        talk.show_again(context)
    elif name == "rate":
        rating.rated(context, int(words[0]), int(words[1]))
    elif name == "open" and words[0] == "welcome":
        consent.begin(context)
    elif name == "faq":
        consent.tell(context, words[0])
    elif _must_agree_first(context, name, words):
        consent.begin(context, Wanted(words[0]) if name == "open" else None)
    elif name == "open":
        talk.open_dialog(context, words[0])
    else:
        _in_dialog(context, name, words)


def _must_agree_first(context: Context, name: str, words: list[str]) -> bool:
    """The notice has changed: all buttons lead to it, but those of the dialog that asks for consent and of their data."""
    top = context.memory.session.top
    dialog = words[0] if name == "open" else top.dialog if top is not None else ""
    return consent.is_outdated(context) and dialog not in consent.OPEN


def _in_dialog(context: Context, name: str, words: list[str]) -> None:
    run, key = words[0], words[1]
    top = context.memory.session.top
    if top is None or top.run != run:
        _too_late(context, None)
    elif name in ("edit", "drop"):
        talk.give(context, Input("edit" if name == "edit" else "drop", key=key))
    elif key != top.asked:
        _too_late(context, action("edit", run, key) if key in top.answers else None)
    elif name == "back":
        talk.give(context, Input("back"))
    elif words[2] == SKIP:
        talk.give(context, Input("skip"))
    else:
        talk.give(context, Input("answer", Given(option=words[2])))


def _too_late(context: Context, change: str | None) -> None:
    """The question is answered already: nothing changes, but the answer may be changed on purpose."""
    choices = [Choice(Text("common.change_this"), change)] if change else []
    context.say(
        Part(Text("common.too_late"), "note"), choices=(*choices, Choice(Text("menu.open"), "command|menu", "quiet"))
    )
