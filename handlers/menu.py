"""The menu: where the trainee is on the way, and what comes next."""

from collections.abc import Iterable

from dialogs.screen import action
from domain.journey import STEPS, next_step
from domain.messages import Choice, Message, Part, Text
from handlers.context import Context
from storage import people


def show(context: Context, said: Iterable[Part] = ()) -> None:
    """Say `said`, then offer the next step of the journey and everything else within reach."""
    if context.conversation.person_id is None:
        return
    done = people.finished_dialogs(context.work, context.person_id)
    if people.requests(context.work, context.person_id):
        done.add("request")
    if any(
        feedback in ("liked", "requested") for feedback in people.suggested(context.work, context.person_id).values()
    ):
        done.add("hosts")
    coming = next_step(done)
    saved = context.memory.session.saved
    parts = list(said)
    choices: list[Choice] = []
    if coming is not None:
        parts.append(Part(Text(f"menu.next.{coming}"), "body" if parts else "title"))
        words = "menu.go_on" if coming in saved else f"menu.{coming}"
        choices.append(Choice(Text(words), action("open", coming), "primary"))
    else:
        parts.append(Part(Text("menu.all_done")))
    choices += [
        Choice(Text(f"menu.{step}"), action("open", step), "quiet")
        for step in STEPS
        if step != coming and (step in done or step in saved or step == "hosts")
    ]
    choices += [
        Choice(Text("menu.question"), action("open", "question"), "quiet"),
        Choice(Text("common.talk_to_person"), action("command", "human"), "quiet"),
        Choice(Text("menu.my_data"), action("open", "my_data"), "quiet"),
    ]
    context.send(Message(tuple(parts), tuple(choices)))
