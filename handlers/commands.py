"""Commands: they work anywhere, typed with a slash, said in plain words, or behind a button."""

from collections.abc import Callable, Mapping

from dialogs import session
from dialogs.engine import Input
from dialogs.questions import Given
from dialogs.registry import MOMENTARY
from dialogs.welcome import CONSENT_VERSION
from domain.messages import Choice, Part, Text
from handlers import consent, languages, menu, takeover, talk, wishes
from handlers.context import Context

#: what somebody may do with their data, whichever notice they have agreed to
_THEIR_DATA = ("mydata", "stop", "delete")


def run(context: Context, name: str, argument: str) -> None:
    """Run a command; an unknown one gets the list of those there are."""
    # whatever follows is no word about the help of a person
    context.memory.rating = 0
    if name in _THEIR_DATA and context.conversation.person_id is None:
        talk.show_again(context, Part(Text("my_data.nothing_kept")))
        return
    free = name in ("help", "language", "thanks") or (name in _THEIR_DATA and consent.is_outdated(context))
    if context.memory.consent != CONSENT_VERSION and not free:
        wanted = {"start": wishes.of_link(context, argument), "human": takeover.PERSON}.get(name)
        consent.begin(context, wanted)
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


def _leave(context: Context, argument: str) -> None:
    """Said in words, which may be misread: asks before answers are forgotten."""
    if _is_asking(context, "cancel"):
        talk.give(context, Input("answer", Given(option="yes")))
    elif _has_answers(context):
        talk.open_dialog(context, "leaving", {"how": "cancel"})
    else:
        _cancel(context, argument)


def _restart(context: Context, _argument: str) -> None:
    if _is_asking(context, "restart"):
        talk.give(context, Input("answer", Given(option="yes")))
        return
    session.leave(context.memory.session)
    running = context.memory.session.top
    if running is None:
        menu.show(context)
    elif _has_answers(context):
        talk.open_dialog(context, "leaving", {"how": "restart"})
    else:
        session.cancel(context.memory.session)
        talk.open_dialog(context, running.dialog, known={})


def _is_asking(context: Context, how: str) -> bool:
    """Have we just asked whether they mean it? Then saying it once more is a yes."""
    top = context.memory.session.top
    return top is not None and (top.dialog, top.asked) == ("leaving", how)


def _has_answers(context: Context) -> bool:
    """Would answers of the running dialog be forgotten with it?"""
    top = context.memory.session.top
    return top is not None and top.dialog not in MOMENTARY and any(one.by != "guess" for one in top.answers.values())


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


def _with_my_data(what: str) -> Callable[[Context, str], None]:
    return lambda context, _argument: talk.open_dialog(context, "my_data", {"do": what})


COMMANDS: Mapping[str, Callable[[Context, str], None]] = {
    "start": _start,
    "menu": _menu,
    "help": _help,
    "language": _language,
    "cancel": _cancel,
    "leave": _leave,
    "restart": _restart,
    "save": _save,
    "back": _step("back"),
    "skip": _step("skip"),
    "human": _human,
    "bot": _bot,
    "mydata": _my_data,
    "stop": _with_my_data("stop"),
    "delete": _with_my_data("delete"),
    "hello": _hello,
    "thanks": _thanks,
}

#: the commands a channel may list, in the order of a menu; each has a description `command.<name>`
LISTED = ("menu", "help", "human", "language", "mydata", "save", "cancel")
