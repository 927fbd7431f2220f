"""Commands: they work anywhere, typed with a slash, said in plain words, or behind a button."""

from collections.abc import Callable, Mapping

from dialogs import session
from dialogs.engine import Input
from dialogs.questions import Given
from dialogs.welcome import CONSENT_VERSION
from domain.messages import Choice, Part, Text
from handlers import consent, languages, menu, takeover, talk
from handlers.context import Context


def run(context: Context, name: str, argument: str) -> None:
    """Run a command; an unknown one gets the list of those there are."""
    if context.memory.consent != CONSENT_VERSION and name not in ("help", "language", "thanks"):
        consent.begin(context)
        return
    COMMANDS.get(name, _help)(context, argument)


def _start(context: Context, argument: str) -> None:
    """`/start`, perhaps by a deep link: `?start=faq-find-host`, `?start=hosts`."""
    top = context.memory.session.top
    if argument in context.services.dialogs and argument not in ("welcome", "question"):
        talk.open_dialog(context, argument)
    elif top is not None:
        context.say(Part(Text("common.welcome_back")))
        talk.show_again(context)
    else:
        menu.show(context)


def _menu(context: Context, _argument: str) -> None:
    session.save(context.memory.session)
    menu.show(context)


def _help(context: Context, _argument: str) -> None:
    top = context.memory.session.top
    if top is not None and context.memory.consent == CONSENT_VERSION:
        talk.give(context, Input("help"))
    context.say(Part(Text("help.commands")), choices=(Choice(Text("common.talk_to_person"), "command|human"),))


def _language(context: Context, argument: str) -> None:
    if argument and languages.switch(context, argument.strip().lower()):
        talk.show_again(context)
    else:
        languages.ask(context)


def _cancel(context: Context, _argument: str) -> None:
    stopped = session.cancel(context.memory.session)
    context.say(Part(Text("common.cancelled" if stopped else "common.nothing_to_cancel")))
    talk.show_again(context)


def _save(context: Context, _argument: str) -> None:
    session.save(context.memory.session)
    menu.show(context, (Part(Text("common.saved")),))


def _hello(context: Context, _argument: str) -> None:
    context.say(Part(Text("common.hello")))
    talk.show_again(context)


def _thanks(context: Context, _argument: str) -> None:
    top = context.memory.session.top
    if top is not None and top.dialog == "question" and top.asked == "helpful":
        talk.give(context, Input("answer", Given(option="yes")))
        return
    if top is not None and top.dialog == "question":
        session.cancel(context.memory.session)
    context.say(Part(Text("common.welcome")))
    talk.show_again(context)


def _step(kind: str) -> Callable[[Context, str], None]:
    def act(context: Context, _argument: str) -> None:
        top = context.memory.session.top
        if top is None:
            menu.show(context)
        elif kind == "skip" and top.dialog == "question":
            session.cancel(context.memory.session)
            talk.show_again(context)
        else:
            talk.give(context, Input("back" if kind == "back" else "skip"))

    return act


def _human(context: Context, _argument: str) -> None:
    takeover.ask_for_person(context)


def _bot(context: Context, _argument: str) -> None:
    takeover.hand_back(context)
    context.say(Part(Text("human.back")))
    talk.show_again(context)


def _my_data(context: Context, _argument: str) -> None:
    talk.open_dialog(context, "my_data", interrupt=True)


COMMANDS: Mapping[str, Callable[[Context, str], None]] = {
    "start": _start,
    "menu": _menu,
    "help": _help,
    "language": _language,
    "cancel": _cancel,
    "save": _save,
    "back": _step("back"),
    "skip": _step("skip"),
    "human": _human,
    "bot": _bot,
    "mydata": _my_data,
    "hello": _hello,
    "thanks": _thanks,
}

#: the commands a channel may list, in the order of a menu; each has a description `command.<name>`
LISTED = ("menu", "help", "human", "language", "mydata", "save", "cancel")
