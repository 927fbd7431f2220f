"""Commands: they work anywhere, typed with a slash, said in plain words, or behind a button."""

from collections.abc import Callable, Mapping

from dialogs import session
from dialogs.engine import Input
from dialogs.questions import Given
from dialogs.welcome import CONSENT_VERSION
from domain.messages import Choice, Part, Text
from handlers import consent, languages, menu, takeover, talk, wishes
from handlers.context import Context


def run(context: Context, name: str, argument: str) -> None:
    """Run a command; an unknown one gets the list of those there are."""
    # their data are theirs, whichever notice they have agreed to
    free = name in ("help", "language", "thanks") or (name == "mydata" and consent.is_outdated(context))
    if context.memory.consent != CONSENT_VERSION and not free:
        consent.begin(context, wishes.of_link(context, argument) if name == "start" else None)
        return
    COMMANDS.get(name, _help)(context, argument)


def _start(context: Context, argument: str) -> None:
    """`/start`, perhaps by a deep link: `?start=faq-find-host`, `?start=hosts`."""
    wanted = wishes.of_link(context, argument)
    session.leave(context.memory.session)
    if wanted is not None:
        talk.open_dialog(context, wanted.dialog, wanted.args)
    elif context.memory.session.top is not None:
        talk.show_again(context, Part(Text("common.welcome_back")))
    else:
        menu.show(context)


def _menu(context: Context, _argument: str) -> None:
    session.save(context.memory.session)
    menu.show(context)


def _help(context: Context, _argument: str) -> None:
    how = Part(Text("help.commands"))
    if context.memory.session.top is None or context.memory.consent != CONSENT_VERSION:
        context.say(how, choices=(Choice(Text("common.talk_to_person"), "command|human"),))
        return
    talk.give(context, Input("help"), (how,))


def _language(context: Context, argument: str) -> None:
    if argument and languages.switch(context, argument.strip().lower()):
        talk.show_again(context)
    else:
        languages.ask(context)


def _cancel(context: Context, _argument: str) -> None:
    stopped = session.cancel(context.memory.session)
    talk.show_again(context, Part(Text("common.cancelled" if stopped else "common.nothing_to_cancel")))


def _save(context: Context, _argument: str) -> None:
    session.save(context.memory.session)
    menu.show(context, (Part(Text("common.saved")),))


def _hello(context: Context, _argument: str) -> None:
    talk.show_again(context, Part(Text("common.hello")))


def _thanks(context: Context, _argument: str) -> None:
    top = context.memory.session.top
    if top is not None and top.dialog == "question" and top.asked == "helpful":
        talk.give(context, Input("answer", Given(option="yes")))
        return
    if top is not None and top.dialog == "question":
        session.cancel(context.memory.session)
    talk.show_again(context, Part(Text("common.welcome")))


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
    talk.show_again(context, Part(Text("human.back")))


def _my_data(context: Context, _argument: str) -> None:
    talk.open_dialog(context, "my_data")


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
