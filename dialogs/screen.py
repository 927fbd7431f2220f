"""From a prompt to a message: the question's words, its choices, and the small buttons around it.

What a button means is written as a few words joined by `|`, kept on our side (`domain.messages.Choice.action`):
`answer|run|key|option`, `back|run|key`, `edit|run|key`, `drop|run|key`, `command|name`, `open|dialog`.
"""

from collections.abc import Iterable

from dialogs.engine import Prompt
from dialogs.questions import ALL, CHANGE, DONE, KEEP, SKIP
from domain.messages import Choice, Message, Part, Text

#: what a channel can offer to make the answer easier
_WANTS = {"number": "number", "money": "number", "date": "date", "file": "file", "choice": "choice", "yes_no": "choice",
          "choices": "choices", "review": "choice"}  # fmt: skip
#: of so many questions people like to know how many are left; "0 of about 2" tells them nothing
_WORTH_COUNTING = 4


def action(*words: str) -> str:
    """The meaning of a button."""
    return "|".join(words)


def message(says: Iterable[Part], prompt: Prompt | None, run: str) -> Message:
    """What was said, then the question."""
    parts = list(says)
    if prompt is None:
        return Message(tuple(parts))
    question = prompt.question
    if prompt.error is not None:
        parts.append(Part(prompt.error, "warn"))
    if question.kind == "review":
        parts.append(Part(question.text, "title"))
        parts.extend(
            Part(Text("common.review_line", {"n": n, "label": line.label, "value": line.value}), "card")
            for n, line in enumerate(question.lines, start=1)
        )
    else:
        parts.append(Part(question.text, "body"))
    if prompt.old is not None:
        parts.append(
            Part(Text("common.guess" if prompt.guess else "common.old_answer", {"answer": prompt.old}), "note")
        )
    if prompt.help is not None:
        parts.append(Part(prompt.help, "note"))
    return Message(
        tuple(parts),
        tuple(_choices(prompt, run)),
        wants=_WANTS.get(question.kind, "text"),  # type: ignore[arg-type]
        progress=prompt.progress if prompt.progress is not None and prompt.progress[1] >= _WORTH_COUNTING else None,
    )


def _choices(prompt: Prompt, run: str) -> Iterable[Choice]:
    question = prompt.question
    key = question.key
    if question.kind == "review":
        yield Choice(Text("common.all_right"), action("answer", run, key, "=ok"), "primary")
        if CHANGE not in prompt.selected:
            yield Choice(Text("common.change_something"), action("answer", run, key, CHANGE))
            return
        for n, line in enumerate(question.lines, start=1):
            yield Choice(Text("common.change", {"n": n, "label": line.label}), action("edit", run, line.key), "quiet")
    if prompt.old is not None:
        yield Choice(Text("common.keep"), action("answer", run, key, KEEP), "primary")
    shown = question.options if ALL in prompt.selected else question.options[: question.first]
    for option in (*shown, *question.picks):
        yield Choice(option.label, action("answer", run, key, option.id), selected=option.id in prompt.selected)
    if len(shown) < len(question.options):
        yield Choice(Text("common.show_all"), action("answer", run, key, ALL))
    if question.kind == "choices":
        yield Choice(Text("common.done"), action("answer", run, key, DONE), "primary")
    if question.optional:
        yield Choice(Text("common.skip"), action("answer", run, key, SKIP), "quiet")
    if prompt.can_go_back:
        yield Choice(Text("common.back"), action("back", run, key), "quiet")
    if prompt.offer_person:
        yield Choice(Text("common.talk_to_person"), action("command", "human"), "quiet")
