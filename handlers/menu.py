"""The menu: where the trainee is on the way, and what comes next."""

from collections.abc import Iterable

from rapidfuzz import fuzz

from dialogs import said as spoken
from dialogs.screen import action
from domain.answers.cleaning import words
from domain.journey import STEPS, next_step
from domain.messages import Choice, Message, Part, Text
from domain.texts import render
from handlers.context import Context
from storage import people

#: how alike typed words and a label must be, 0 to 100
SAME_LABEL = 88


def show(context: Context, said: Iterable[Part] = ()) -> None:
    """Say `said`, then offer the next step of the journey and everything else within reach."""
    if context.conversation.person_id is None:
        return
    done = _done(context)
    coming = next_step(done)
    parts = list(said)
    if coming is not None:
        parts.append(Part(Text(f"menu.next.{coming}"), "body" if parts else "title"))
    else:
        parts.append(Part(Text("menu.all_done")))
    context.send(Message(tuple(parts), tuple(_choices(context, done))))


def typed(context: Context, text: str) -> str | None:
    """What typed words mean at the menu: a label, its number, or a plain yes to the next step; as the action of a button."""
    choices = _choices(context, _done(context))
    if text.strip().isdecimal():
        number = int(text.strip()[:6])
        return choices[number - 1].action if 1 <= number <= len(choices) else None
    if spoken.is_yes(text, context.lang) or spoken.is_done(text, context.lang):
        return next((choice.action for choice in choices if choice.style == "primary"), None)
    # also a step that is not offered yet
    every = [*choices, *(_open(step) for step in STEPS)]
    plain = " ".join(words(text))
    alike = {choice.action: fuzz.ratio(" ".join(words(render(choice.label, context.lang))), plain) for choice in every}
    best = max(alike, key=lambda one: alike[one])
    return best if alike[best] >= SAME_LABEL else None


def _done(context: Context) -> set[str]:
    done = people.finished_dialogs(context.work, context.person_id)
    if people.requests(context.work, context.person_id):
        done.add("request")
    if any(
        feedback in ("liked", "requested") for feedback in people.suggested(context.work, context.person_id).values()
    ):
        done.add("hosts")
    return done


def _choices(context: Context, done: set[str]) -> list[Choice]:
    coming, saved = next_step(done), context.memory.session.saved
    choices: list[Choice] = []
    if coming is not None:
        label = "menu.go_on" if coming in saved else f"menu.{coming}"
        choices.append(Choice(Text(label), action("open", coming), "primary"))
    choices += [_open(step) for step in STEPS if step != coming and (step in done or step in saved or step == "hosts")]
    return [
        *choices,
        Choice(Text("menu.question"), action("open", "question"), "quiet"),
        Choice(Text("common.talk_to_person"), action("command", "human"), "quiet"),
        Choice(Text("menu.my_data"), action("open", "my_data"), "quiet"),
    ]


def _open(step: str) -> Choice:
    return Choice(Text(f"menu.{step}"), action("open", step), "quiet")
