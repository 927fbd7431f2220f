"""What the person says goes to the running dialog, or starts one; what a finished dialog leads to."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from typing import Any

import msgspec

from dialogs import reading, role, screen, session, spoken
from dialogs.engine import Input
from dialogs.questions import Given, NotAnAnswer
from dialogs.registry import ASIDES
from dialogs.said import is_nothing, is_unsure
from dialogs.session import Ended, Step
from dialogs.state import Answer, State
from domain.answers.cleaning import words
from domain.commands_words import names_a_person
from domain.journey import STEPS
from domain.messages import Choice, Event, Part, Text
from domain.traces import shape
from domain.wanted import speaks_of
from handlers import asked, goal_words, languages, menu, rating, requested, takeover, wishes
from handlers.actions import request
from handlers.context import Context, Memory, Wanted
from storage import people

#: a question in the middle of a dialog is only taken for one when it ends like one and is at most so long, in words
QUESTION_WORDS = 25
#: questions whose answers are nothing else, whenever they come, and so many words
SURE, SURE_WORDS = ("email", "date", "period", "money", "file"), 4
#: what has to be told before: afterwards they come to what they wanted
_NEEDS = {"hosts": "enquiry", "request": "profile"}

#: hosts for a search that was changed: how they are shown is known by then
AGAIN = {"again": True}


def said(context: Context, event: Event) -> None:
    """Text or a file from somebody who has agreed to our keeping it."""
    if event.kind == "text":
        if languages.answered(context, event.text):
            show_again(context)
            return
        if rating.said(context, event.text):
            return
        _leave_question(context, event)
    top = context.memory.session.top
    if event.kind == "other":
        show_again(context, Part(Text("common.cannot_use")))
    elif event.kind == "edited":
        context.say(Part(Text("common.edited"), "note"))
    elif event.kind == "file" and top is None:
        menu.show(context, (Part(Text("common.file_unasked")),))
    elif event.kind == "text" and top is None and (chosen := menu.typed(context, event.text)) is not None:
        _choose(context, chosen)
    elif event.kind == "text" and top is None and is_nothing(event.text, context.lang):
        menu.show(context, (Part(Text("common.saved")),))
    elif event.kind == "text" and (chosen := _leaves_for(context, event.text)) is not None:
        _choose(context, chosen)
    elif event.kind == "text" and top is None and _visits_after_all(context, event.text):
        open_dialog(context, "enquiry")
    elif event.kind == "text" and (lacks := goal_words.missing(context, event.text)):
        show_again(context, *lacks)
    elif event.kind == "text" and (meant := goal_words.given(context, event.text)) is not None:
        give(context, meant)
    elif event.kind == "text" and top is not None and _asks_for_help(context, event.text):
        context.memory.helped = f"{top.run}:{top.asked}"
        give(context, Input("help"))
    elif event.kind == "text" and (top is None or _is_a_question(context, event.text)):
        _look_up(context, event.text)
    elif context.memory.parked and not _surely_answers(context, event):
        _ask_again(context)
    else:
        answer(context, event)
    languages.offer_switch(context)


def _look_up(context: Context, text: str) -> None:
    """The answer of the FAQ or what comes near it; nothing is guessed where nothing does."""
    if asked.is_strange(context, text):
        _ask_again(context, "common.not_understood")
    else:
        open_dialog(context, "question", {"question": text[:1000]})


def _leave_question(context: Context, event: Event) -> None:
    """Below an answer of the FAQ stand buttons; somebody who types something else has left it, for what they write now."""
    top = context.memory.session.top
    if top is None or top.dialog != "question" or top.asked == "words":
        return
    if (
        not session.understands(context.memory.session, context.stage, Given(words=event.text))
        or _asks_a_host(context, event.text)
        or (menu.named(context, event.text) or "").startswith("open|")
    ):
        session.cancel(context.memory.session)


def _asks_a_host(context: Context, text: str) -> bool:
    """Would the words call a person whom they do not speak of, or like something, and answer the question beneath: "let's ask
    Trieste then", "I like the third one"?"""
    stack, question = context.memory.session.stack, session.question(context.memory.session, context.stage)
    if question is None or question.kind != "choice" or len(stack) < 2 or names_a_person(text, context.lang):
        return False
    try:
        likes = speaks_of("of_itself", words(text), context.lang)
        picks = reading.read(question, Given(words=text), context.stage.reading) == "person"
        if not likes and (not picks or spoken.number(text, context.lang)):
            return False
    except NotAnAnswer:
        return False
    aside = stack.pop()
    answers = session.understands(context.memory.session, context.stage, Given(words=text))
    stack.append(aside)
    return answers


def _leaves_for(context: Context, text: str) -> str | None:
    """The button of the menu that somebody types where it is no answer."""
    if context.memory.session.top is None:
        return None
    chosen = menu.named(context, text)
    if chosen is None or session.understands(context.memory.session, context.stage, Given(words=text)):
        return None
    return chosen


def _asks_for_help(context: Context, text: str) -> bool:
    """A question that no topic surely answers, at one that has help of its own: that is shown first, once."""
    top = context.memory.session.top
    if top is None or context.memory.helped == f"{top.run}:{top.asked}" or not _is_a_question(context, text):
        return False
    question = session.question(context.memory.session, context.stage)
    return question is not None and question.help is not None and not asked.read(context, text).sure


def _visits_after_all(context: Context, text: str) -> bool:
    """Somebody who was taken for a host or an employer says that they want to visit a team themselves."""
    if (
        context.memory.role in ("", "trainee")
        or role.meant(text, context.lang) != "trainee"
        or wishes.is_question(text)
    ):
        return False
    context.memory.role = "trainee"
    return True


def _choose(context: Context, chosen: str) -> None:
    """What was typed at the menu means a button of it."""
    kind, name = chosen.split("|")
    context.read("menu", name)
    if kind == "open":
        open_dialog(context, name)
    elif name == "menu":
        menu.show(context)
    else:
        takeover.ask_for_person(context)


def _surely_answers(context: Context, event: Event) -> bool:
    """Can this only be meant for the running question? Free words may be for the person who has answered meanwhile."""
    asked = session.question(context.memory.session, context.stage)
    if asked is None or asked.kind not in SURE or len(event.text.split()) > SURE_WORDS:
        return False
    return session.understands(context.memory.session, context.stage, Given(words=event.text, file=event.file))


def _ask_again(context: Context, first: str = "human.where_we_were") -> None:
    """Where were we? The question of before, and a person for what was meant for one."""
    if context.memory.session.top is None:
        menu.show(context, (Part(Text(first)),))
        return
    step = session.apply(context.memory.session, context.stage, Input("show"))
    if step.prompt is not None:
        step.prompt = replace(step.prompt, offer_person=True)
    step.says[:0] = [Part(Text(first))]
    show(context, step)


def answer(context: Context, event: Event) -> None:
    """Give the event to the running dialog as its answer."""
    give(context, Input("answer", Given(words=event.text, file=event.file)))


def give(context: Context, given: Input, said: Iterable[Part] = ()) -> None:
    """Give an input to the running dialog and show what comes of it, after what is `said` first."""
    before = context.memory.session.top
    marks = dict(before.pending) if before else {}
    step = session.apply(context.memory.session, context.stage, given)
    if step.taken is not None:
        taken = step.taken
        context.read(
            "answer", shape(taken.question.kind, taken.value) if taken.understood else "", sure=taken.understood
        )
    top = context.memory.session.top
    # a mark in a choice of several changes the pressed message instead of adding one
    context.in_place = (
        context.pressed is not None and top is not None and before is not None and top.run == before.run
        and top.asked == before.asked and top.pending != marks and step.prompt is not None and step.prompt.error is None
        and step.prompt.question.kind != "choice"
    )  # fmt: skip
    context.only_marked = context.in_place and step.prompt is not None and step.prompt.question.kind == "choices"
    step.says[:0] = said
    if given.kind == "help" and step.prompt is not None:
        step.prompt = replace(step.prompt, offer_person=True)
    show(context, step)


def show(context: Context, step: Step) -> None:
    """Send what a step of the dialogs led to: what was said and the next question, or what comes after the end."""
    follow_up = next((after for ended in step.ended if (after := _ended(context, ended)) is not None), None)
    if follow_up is not None:
        # it takes the place of the question that was interrupted: opens another dialog, asks for a person, or nothing comes
        if step.says:
            context.send(screen.message(step.says, None, step.run))
        follow_up()
    elif step.prompt is not None:
        context.memory.parked, context.memory.rating = False, 0
        context.send(screen.message(step.says, step.prompt, step.run))
    else:
        menu.show(context, step.says)


def show_again(context: Context, *said: Part) -> None:
    """Ask the running question once more; without one, show the menu. While a person answers, only say so.

    What is `said` first stands in the same message: one at a time is enough on a phone.
    """
    if context.conversation.owner != "bot":
        takeover.remind(context, *said)
    elif context.memory.session.top is not None:
        give(context, Input("show"), said)
    else:
        menu.show(context, said)


def open_dialog(
    context: Context, name: str, args: dict[str, Any] | None = None, known: dict[str, Any] | None = None
) -> None:
    """Open a dialog and show where it stands (`opened`)."""
    show(context, opened(context, name, args, known))


def opened(
    context: Context, name: str, args: dict[str, Any] | None = None, known: dict[str, Any] | None = None
) -> Step:
    """Start a dialog, with answers that are `known` already, or go on with a saved one, or open a finished one for changes."""
    wanted = context.memory.wanted
    if wanted is not None and name in STEPS and name != _NEEDS.get(wanted.dialog):
        # they want something else by now
        context.memory.wanted = None
    if name == "hosts" and people.latest_enquiry(context.work, context.person_id) is None:
        context.say(Part(Text("hosts.no_enquiry")))
        context.memory.wanted = Wanted(name)
        name = _NEEDS[name]
    archived = None
    if not args and name in ("enquiry", "profile", "cv", "goals") and name not in context.memory.session.saved:
        kept = people.archived(context.work, context.person_id, name)
        finished = msgspec.json.decode(kept, type=State) if kept else None
        # it opens at its review; one that ended without has nothing to open, and begins anew
        archived = finished if finished is not None and "review" in finished.answers else None
    if name == "request" and (known is not None or name not in context.memory.session.saved):
        known = known or request.known(context)
    return session.start(context.memory.session, context.stage, name, args, archived=archived, known=known)


def _is_a_question(context: Context, text: str) -> bool:
    if not wishes.is_question(text) or len(text.split()) > QUESTION_WORDS:
        return False
    if context.memory.session.top is not None and is_unsure(text, context.lang):
        # "no idea, what do you suggest?"
        return False
    if not session.understands(context.memory.session, context.stage, Given(words=text)):
        return True
    if context.memory.session.top is not None and context.memory.session.top.dialog == "goals":
        # any words are taken there; what the FAQ may know is no part of a goal, "how do they keep nights quiet?" is
        return asked.comes_near(context, text)
    return asked.read(context, text).sure


def _ended(context: Context, ended: Ended) -> Callable[[], None] | None:
    """Keep the answers of a finished dialog; some results lead straight on, by the function returned."""
    result = ended.result if isinstance(ended.result, dict) else {}
    if ended.dialog == "welcome":
        guesses = {key: answer for key, answer in ended.state.answers.items() if answer.by == "guess"}
        return _welcomed(context, result, guesses)
    if result.get("deleted"):
        _forget(context.memory)
        return _nothing
    if result.get("saved"):
        people.archive(context.work, context.person_id, ended.dialog, msgspec.json.encode(ended.state))
        wanted = context.memory.wanted
        if wanted is not None and _NEEDS.get(wanted.dialog) == ended.dialog:
            context.memory.wanted = None
            return partial(open_dialog, context, wanted.dialog, wanted.args or None, wanted.known or None)
    if result.get("later"):
        # nothing is lost: opened again, it goes on at what was refused
        for key in result["later"]:
            ended.state.answers.pop(key, None)
        context.memory.session.saved[ended.dialog] = ended.state
    if result.get("leave"):
        return partial(_leave, context, str(result["leave"]))
    if result.get("person"):
        return lambda: takeover.ask_for_person(context)
    if result.get("open") and _NEEDS.get(ended.dialog) == result["open"]:
        known = {key: answer.value for key, answer in ended.state.answers.items()}
        context.memory.wanted = Wanted(ended.dialog, known=known)
    if result.get("change"):
        context.memory.wanted = Wanted(ended.dialog, AGAIN)
    if result.get("open") or result.get("change"):
        return lambda: open_dialog(context, str(result.get("open") or "enquiry"), known=result.get("known"))
    return None


def _leave(context: Context, how: str) -> None:
    """The dialog that was interrupted to ask is given up, or begun anew."""
    name = session.cancel(context.memory.session)
    if name is not None and how == "restart":
        open_dialog(context, name, known={})
    else:
        show_again(context, Part(requested.stopped(context)))


def _welcomed(context: Context, result: dict[str, Any], guesses: dict[str, Answer]) -> Callable[[], None] | None:
    wanted, context.memory.wanted = context.memory.wanted, None
    if not result.get("consent"):
        context.memory.refused = True
        return _nothing
    context.memory.role = result["role"]
    if wanted == takeover.PERSON:
        return partial(takeover.ask_for_person, context)
    if result["role"] == "trainee":
        wanted = _after_what_was_asked(context, wanted)
    elif wanted is None or wanted.dialog not in ASIDES:
        # the other dialogs are a trainee's
        return None
    return partial(_open_with_guesses, context, wanted, guesses)


def _open_with_guesses(context: Context, wanted: Wanted, guesses: dict[str, Answer]) -> None:
    """What was told of the journey when asked who one is, is proposed where the enquiry comes to it."""
    open_dialog(context, wanted.dialog, wanted.args)
    top = context.memory.session.top
    if top is not None and top.dialog == "enquiry" and not top.answers:
        top.answers |= guesses


def _after_what_was_asked(context: Context, wanted: Wanted | None) -> Wanted:
    """What a trainee goes on to: a question that nothing surely answered must not stand in the way of the search."""
    if wanted is None:
        return Wanted("enquiry")
    topics = wanted.args.get("topics", ()) if wanted.args else ()
    if wanted.dialog != "question" or len(topics) == 1:
        return wanted
    near = tuple(Choice(Text(f"faq-title:{topic}"), screen.action("faq", topic), "quiet") for topic in topics)
    context.say(Part(Text("consent.asked_before" if near else "consent.asked_something"), "note"), choices=near)
    return Wanted("enquiry")


def _forget(memory: Memory) -> None:
    memory.session.saved.clear()
    memory.session.stack.clear()
    memory.consent, memory.role, memory.evidence, memory.wanted, memory.writes = "", "", {}, None, ""
    memory.heard, memory.offered, memory.declined = "", [], []


def _nothing() -> None:
    """Nothing comes after this dialog."""
