"""A button was pressed: find out what it meant, refuse politely what is forged, foreign, old or repeated (S2)."""

from dialogs.engine import Input
from dialogs.questions import Given
from dialogs.screen import action
from domain.messages import Choice, Event, Part, Text
from handlers import commands, consent, languages, references, talk
from handlers.context import Context


def pressed(context: Context, event: Event) -> None:
    """Do what the button says, if it still says anything."""
    found = references.find(context, event)
    if found is None:
        context.say(Part(Text("common.unknown_button"), "note"))
        talk.show_again(context)
        return
    context.pressed = found[0]
    name, *words = found[2].action.split("|", 3)
    if name == "command":
        commands.run(context, words[0], "")
    elif name == "language":
        languages.switch(context, words[0])
        talk.show_again(context)
    elif (name == "open" and words[0] == "welcome") or _must_agree_first(context, name):
        consent.begin(context)
    elif name == "open":
        talk.open_dialog(context, words[0])
    else:
        _in_dialog(context, name, words)


def _must_agree_first(context: Context, name: str) -> bool:
    """The notice has changed: all buttons lead to it, but those of the dialog that asks for consent."""
    top = context.memory.session.top
    asked = top is not None and top.dialog == "welcome"
    return consent.is_outdated(context) and (name == "open" or not asked)


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
    elif words[2] == "=skip":
        talk.give(context, Input("skip"))
    else:
        talk.give(context, Input("answer", Given(option=words[2])))


def _too_late(context: Context, change: str | None) -> None:
    """The question is answered already: nothing changes, but the answer may be changed on purpose."""
    choices = [Choice(Text("common.change_this"), change)] if change else []
    context.say(
        Part(Text("common.too_late"), "note"), choices=(*choices, Choice(Text("menu.open"), "command|menu", "quiet"))
    )
