"""The menu: where the trainee is on the way, and what comes next."""

from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz import fuzz, process

from dialogs import said, spoken
from dialogs.screen import action
from domain import wanted
from domain.answers.cleaning import words
from domain.journey import STEPS, next_step
from domain.messages import Choice, Message, Part, Text
from domain.texts import render
from handlers import wishes
from handlers.context import Context
from storage import people

#: how alike typed words and a label must be, 0 to 100
SAME_LABEL = 88
#: the same for the telling words of a label, those of so many letters, in an answer that has a few words more
SAME_WORD, TELLING, MORE_WORDS = 80, 4, 4
_GO_ON = "menu.go_on"
_MY_REQUESTS = Choice(Text("menu.my_requests"), action("open", "my_requests"), "quiet")
_ALWAYS = (
    Choice(Text("menu.question"), action("open", "question"), "quiet"),
    Choice(Text("common.talk_to_person"), action("command", "human"), "quiet"),
    Choice(Text("menu.my_data"), action("open", "my_data"), "quiet"),
)


def show(context: Context, said: Iterable[Part] = ()) -> None:
    """Say `said`, then offer the next step of the journey and everything else within reach."""
    parts = list(said)
    if context.conversation.person_id is None:
        if parts:
            context.say(*parts)
        return
    done = _done(context)
    coming = next_step(done)
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
    if said.is_done(text, context.lang) or _goes_on(text, context.lang):
        return next((choice.action for choice in choices if choice.style == "primary"), action("command", "menu"))
    found = named(context, text) or _called(context, text) or _wished(context, text)
    return found or _spoken_of(context, text, choices)


def _goes_on(text: str, lang: str) -> bool:
    """Does this agree to the next step: "ok", "ja doe maar", "let's go"?"""
    if wishes.is_question(text):
        return False
    if said.only_agrees(text, lang):
        return True
    rest = wanted.without_going_on(text, lang)
    return wanted.goes_on(text, lang) and (not rest or said.only_agrees(rest, lang))


def _wished(context: Context, text: str) -> str | None:
    """What somebody wants to have opened, in words of their own: "zeig mir die Häuser in Holland"."""
    thing = wanted.thing(text, context.lang)
    return action("open", _for_now(context, thing)) if thing else None


def _for_now(context: Context, step: str) -> str:
    """Who has asked hosts and likes no other one hears what has become of that."""
    if step != "request" or not people.requests(context.work, context.person_id):
        return step
    likes = "liked" in people.suggested(context.work, context.person_id).values()
    return step if likes or step in context.memory.session.saved else "my_requests"


def _called(context: Context, text: str) -> str | None:
    """The one button that people call so too: "my profile", "Gastgeber suchen"; as its action."""
    if wishes.is_question(text):
        return None
    keys = {step: f"menu.{step}" for step in (*STEPS, "question", "my_data")}
    found = [step for step, key in keys.items() if spoken.calls(text, key, context.lang)]
    return action("open", _for_now(context, found[0])) if len(found) == 1 else None


def _spoken_of(context: Context, text: str, choices: Iterable[Choice]) -> str | None:
    """The one button of these whose longer words all stand in a short remark: "trouver des hôtes" for "Trouver un hôte"."""
    plain, labels = words(text), _labels(context.lang)
    if wishes.is_question(text):
        return None
    found = set()
    for meant in (choice.action for choice in choices if choice.action in labels):
        label = labels[meant].split()
        telling = [word for word in label if len(word) >= TELLING]
        near = all(any(fuzz.ratio(word, one) >= SAME_WORD for one in plain) for word in telling)
        if telling and near and len(plain) <= len(label) + MORE_WORDS:
            found.add(meant)
    return found.pop() if len(found) == 1 else None


def named(context: Context, text: str) -> str | None:
    """The button whose label was typed, also that of a step which is not offered yet; as its action."""
    plain = " ".join(words(text))
    found = process.extractOne(plain, _labels(context.lang), scorer=fuzz.ratio, score_cutoff=SAME_LABEL)
    if found is None or found[2] != _GO_ON:
        return found[2] if found is not None else None
    coming = next_step(_done(context))
    return action("open", coming) if coming in context.memory.session.saved else None


@lru_cache(maxsize=16)
def _labels(lang: str) -> dict[str, str]:
    """What stands on the buttons of the menu, by action: asked at every message, so it needs no database."""
    labels = {action("open", step): f"menu.{step}" for step in (*STEPS, "my_requests")}
    labels |= {choice.action: choice.label.key for choice in _ALWAYS} | {_GO_ON: _GO_ON}
    return {meant: " ".join(words(render(Text(label), lang))) for meant, label in labels.items()}


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
        label = _GO_ON if coming in saved else f"menu.{coming}"
        choices.append(Choice(Text(label), action("open", coming), "primary"))
    within_reach = done | saved.keys() | {"hosts"} | ({"request"} if "hosts" in done else set())
    choices += [_open(_for_now(context, step)) for step in STEPS if step != coming and step in within_reach]
    if "request" in done and _for_now(context, "request") == "request":
        choices.append(_MY_REQUESTS)
    return [*choices, *_ALWAYS]


def _open(step: str) -> Choice:
    return Choice(Text(f"menu.{step}"), action("open", step), "quiet")
