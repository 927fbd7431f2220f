"""Commands: they work anywhere, typed with a slash, said in plain words, or behind a button."""

from collections.abc import Callable, Mapping

from dialogs import session
from dialogs.engine import Input
from dialogs.questions import DONE, KEEP, OWN, Given
from dialogs.registry import ASIDES, MOMENTARY
from dialogs.welcome import CONSENT_VERSION
from domain.afterwards import OTHERWISE, SORRY
from domain.messages import Choice, Part, Text
from domain.wanted import WITHDRAW
from handlers import consent, languages, menu, requested, takeover, talk, wishes
from handlers.context import Context
from handlers.words import ASKED, GOING_ON, ON
from storage import people

#: what somebody may do with their data, whichever notice they have agreed to
_THEIR_DATA = ("mydata", "stop", "allow", "delete", "detail")
#: what somebody may ask who has not agreed yet
_FREE = ("help", "language", "offer_language", "thanks", "no_thanks", "robot")
#: questions of "my data" that something would have come of
_BEFORE_DELETING = ("sure", "really_sure", "stop_sure")


def run(context: Context, name: str, argument: str) -> None:
    """Run a command; an unknown one gets the list of those there are."""
    # whatever follows is no word about the help of a person
    context.memory.rating = 0
    if name in _THEIR_DATA and context.conversation.person_id is None:
        talk.show_again(context, Part(Text("my_data.nothing_kept")))
        return
    free = name in _FREE or (name in _THEIR_DATA and consent.is_outdated(context))
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
    _tell_beside_a_person(context, how)


def _robot(context: Context, _argument: str) -> None:
    _tell_beside_a_person(context, Part(Text("human.robot")))


def _tell_beside_a_person(context: Context, said: Part) -> None:
    """Say it, then explain the running question; a person is one button away."""
    if context.memory.session.top is None or context.memory.consent != CONSENT_VERSION:
        context.say(said, choices=(Choice(Text("common.talk_to_person"), "command|human"),))
        return
    talk.give(context, Input("help"), (said,))


def _language(context: Context, argument: str) -> None:
    if argument and languages.switch(context, argument.strip().lower()):
        talk.show_again(context)
    else:
        languages.ask(context)


def _offer_language(context: Context, argument: str) -> None:
    languages.offer(context, argument)


def _cancel(context: Context, _argument: str) -> None:
    said = _stopped(context)
    session.cancel(context.memory.session)
    talk.show_again(context, Part(said))


def _stopped(context: Context) -> Text:
    """What truly happens when the running dialog is given up."""
    top = context.memory.session.top
    if top is None:
        return Text("common.nothing_to_cancel")
    if top.dialog == "my_data" and top.asked in _BEFORE_DELETING:
        return Text("my_data.kept")
    if top.dialog == "my_requests":
        return Text("my_requests.kept_all")
    if top.dialog in ASIDES:
        return Text("leaving.go_on")
    return requested.stopped(context) if _has_answers(context) else Text("common.stopped")


def _enough(context: Context, argument: str) -> None:
    """ "That is enough", "never mind": a no where one is asked for, the end of what was marked, a skip where something may be
    left out; else it stops the dialog."""
    top = context.memory.session.top
    question = session.question(context.memory.session, context.stage)
    if languages.declined(context):
        talk.show_again(context)
    elif top is None or question is None or argument == ASKED:
        _leave(context, argument)
    elif top.dialog == "leaving" or question.kind == "review":
        # "enough!" may be meant for the bot or for the questions, and say that all is right
        talk.show_again(context)
    elif top.dialog in ASIDES and top.dialog != "my_data":
        _cancel(context, argument)
    elif question.kind == "yes_no":
        talk.give(context, Input("answer", Given(option="no")))
    elif question.kind == "choices" and top.pending.get(question.key):
        talk.give(context, Input("answer", Given(option=DONE)))
    elif question.optional:
        talk.give(context, Input("skip"))
    else:
        _leave(context, argument)


def _no_thanks(context: Context, argument: str) -> None:
    """A no to what was just offered or asked; thanks where nothing was."""
    top = context.memory.session.top
    question = session.question(context.memory.session, context.stage)
    if languages.declined(context):
        talk.show_again(context)
    elif top is not None and top.dialog in ASIDES and top.dialog not in ("my_data", "leaving"):
        _cancel(context, argument)
    elif question is not None and question.kind == "yes_no":
        talk.give(context, Input("answer", Given(option="no")))
    elif question is not None and question.optional:
        talk.give(context, Input("skip"))
    else:
        _thanks(context, argument)


def _leave(context: Context, argument: str) -> None:
    """Said in words, which may be misread: asks before answers are forgotten, and always when it was said in a question."""
    top = context.memory.session.top
    if _is_asking(context, "cancel"):
        talk.give(context, Input("answer", Given(option="yes")))
    elif _has_answers(context) or (argument == ASKED and top is not None and top.dialog not in MOMENTARY):
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


def _anew(context: Context, _argument: str) -> None:
    """Another search: the one there is stays until the new one is told; one that is half told is asked about first."""
    session.leave(context.memory.session)
    if "enquiry" in context.memory.session.saved:
        talk.opened(context, "enquiry")
        _restart(context, "")
        return
    context.say(Part(Text("enquiry.anew"), "note"))
    talk.open_dialog(context, "enquiry", {"anew": True})


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
    def act(context: Context, argument: str) -> None:
        top = context.memory.session.top
        if top is None:
            menu.show(context)
        elif kind == "skip" and top.dialog == "question":
            session.cancel(context.memory.session)
            talk.show_again(context)
        elif argument == ON:
            _go_on(context)
        else:
            talk.give(context, Input("back" if kind == "back" else "skip"))

    return act


def _go_on(context: Context) -> None:
    """ "Carry on": keeps what is there, takes the option that goes on, leaves out what may be; else the question is asked again."""
    top = context.memory.session.top
    question = session.question(context.memory.session, context.stage)
    if top is None or question is None:
        menu.show(context)
        return
    on = next((option.id for option in question.options if option.id in GOING_ON), "")
    # words that were asked back stand against what is proposed, and not against what was there before
    kept = question.key in top.answers and not (question.proposed and OWN in [pick.id for pick in question.picks])
    if question.kind == "text" and (question.proposed or kept):
        talk.give(context, Input("answer", Given(option=KEEP if kept else question.proposed)))
    elif question.optional:
        talk.give(context, Input("skip"))
    elif on:
        talk.give(context, Input("answer", Given(option=on)))
    else:
        talk.show_again(context)


def _human(context: Context, _argument: str) -> None:
    takeover.ask_for_person(context)


def _bot(context: Context, _argument: str) -> None:
    takeover.hand_back(context)
    talk.show_again(context, Part(Text("human.back")))


def _my_data(context: Context, _argument: str) -> None:
    talk.open_dialog(context, "my_data")


def _requests(context: Context, argument: str) -> None:
    what, _, one = argument.partition(":")
    if what in (SORRY, OTHERWISE):
        talk.open_dialog(context, "my_requests", {"says": what})
        return
    # "withdraw:7": the host of that request was named
    args = {"do": what, "one": one} if one else {"do": what}
    talk.open_dialog(context, "my_requests", args if what == WITHDRAW else None)


def _allow(context: Context, _argument: str) -> None:
    people.set_stopped(context.work, context.person_id, False)
    talk.show_again(context, Part(Text("my_data.allowed_again")))


def _detail(context: Context, _argument: str) -> None:
    """One detail is to go: nothing is deleted at once, the lines of the profile may be changed."""
    top, how = context.memory.session.top, Part(Text("my_data.detail"))
    known = "profile" in context.memory.session.saved or people.archived(context.work, context.person_id, "profile")
    if top is not None and top.dialog == "profile":
        talk.show_again(context, how)
        return
    if known:
        context.say(how)
    talk.open_dialog(context, "profile" if known else "my_data")


def _with_my_data(what: str) -> Callable[[Context, str], None]:
    return lambda context, _argument: talk.open_dialog(context, "my_data", {"do": what})


COMMANDS: Mapping[str, Callable[[Context, str], None]] = {
    "start": _start,
    "menu": _menu,
    "help": _help,
    "language": _language,
    "offer_language": _offer_language,
    "cancel": _cancel,
    "leave": _leave,
    "enough": _enough,
    "restart": _restart,
    "anew": _anew,
    "save": _save,
    "back": _step("back"),
    "skip": _step("skip"),
    "human": _human,
    "bot": _bot,
    "mydata": _my_data,
    "requests": _requests,
    "stop": _with_my_data("stop"),
    "allow": _allow,
    "detail": _detail,
    "delete": _with_my_data("delete"),
    "hello": _hello,
    "thanks": _thanks,
    "no_thanks": _no_thanks,
    "robot": _robot,
}

#: the commands a channel may list, in the order of a menu; each has a description `command.<name>`
LISTED = ("menu", "help", "human", "language", "mydata", "save", "cancel")
