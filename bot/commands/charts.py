"""`dialogs chart` and `dialogs data`: what the dialogs ask, drawn and listed for the documentation.

Both come from walking the dialogs (`dialogs.explore`), so they cannot say anything else than the code. Repeated parts
("goal.0.by", "goal.1.by") are one.
"""

import textwrap
from collections.abc import Iterable, Iterator, Mapping

from bot.commands.remedies import OperatorError
from bot.commands.walks import walks
from dialogs.explore import BEGIN, END, Map
from dialogs.questions import Question
from dialogs.registry import DIALOGS
from domain.texts import render
from locales.catalogue import REFERENCE

_TEXT, _LABEL = 70, 28  # characters shown of a question, and of an answer beside an arrow
_MOST_LABELS = 3
_START, _END = "Begin", "Finish"  # no keys of questions, which are in small letters
_ENTITIES = {"#": "#35;", '"': "#quot;", "<": "#lt;", ">": "#gt;"}
_ANSWERED = {"True": "yes", "False": "no"}


def chart(name: str) -> None:
    """Print the flowchart of a dialog, or of each of them, as Markdown with Mermaid."""
    if name and name not in DIALOGS:
        raise OperatorError(f"no dialog {name!r}: there are {', '.join(DIALOGS)}")
    charts = [f"## {each}\n\n```mermaid\n{flowchart(walked(each))}\n```" for each in DIALOGS if name in ("", each)]
    print("\n\n".join(charts))


def data() -> None:
    """Print what is asked in each dialog as Markdown tables."""
    print("\n\n".join(f"## {name}\n\n{table(walked(name).questions.values())}" for name in DIALOGS))


def walked(name: str) -> Map:
    """A dialog with whatever it may be started with; repeated parts are one."""
    found = Map()
    for way in walks(name):
        for key, question in way.questions.items():
            found.questions.setdefault(_plain(key), question)
        ends = {BEGIN: _START, END: _END}
        found.arrows |= {
            (ends.get(before) or _plain(before), answer, ends.get(after) or _plain(after))
            for before, answer, after in way.arrows
        }
    return found


def flowchart(found: Map) -> str:
    """A Mermaid flowchart: a box for each question, answers beside the arrows where the way depends on them."""
    lines = ["flowchart TD", f"    {_START}([Start])"]
    lines += [f'    {_node(key)}["{_escaped(_asked(question, _TEXT))}"]' for key, question in found.questions.items()]
    lines.append(f"    {_END}([End])")
    for before, after, answers in _arrows(found):
        beside = f'|"{_escaped(answers)}"| ' if answers else ""
        lines.append(f"    {_node(before)} --> {beside}{_node(after)}")
    return "\n".join(lines)


def table(questions: Iterable[Question]) -> str:
    """A Markdown table of what is asked: the key it is kept by, the question, and whether it may be left open."""
    lines = ["| Key | Question | Answer | Optional | Private |", "| --- | --- | --- | --- | --- |"]
    for question in questions:
        if question.kind != "review":
            marks = ("yes" if question.optional else "", "yes" if question.private else "")
            cells = (f"`{_plain(question.key)}`", _asked(question), question.kind.replace("_", "/"), *marks)
            lines.append(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |")
    return "\n".join(lines)


def _arrows(found: Map) -> Iterator[tuple[str, str, str]]:
    """(from, to, answers that lead there) in the order of the questions; no answers where they alone do not decide."""
    places = {key: place for place, key in enumerate((_START, *found.questions, _END))}
    ways: dict[str, dict[str, list[str]]] = {}
    for before, answer, after in sorted(found.arrows, key=lambda arrow: (places[arrow[0]], places[arrow[2]], arrow[1])):
        ways.setdefault(before, {}).setdefault(after, []).append(answer)
    for before, targets in ways.items():
        all_answers = [answer for answers in targets.values() for answer in answers]
        decide = len(targets) > 1 and len(all_answers) == len(set(all_answers))
        for after, answers in targets.items():
            labels = _labels(found.questions, before, answers) if decide else []
            yield before, after, ", ".join(labels[:_MOST_LABELS]) + (" …" if len(labels) > _MOST_LABELS else "")


def _labels(questions: Mapping[str, Question], key: str, answers: Iterable[str]) -> list[str]:
    options = {option.id: option.label for option in questions[key].options} if key in questions else {}
    named = (render(options[each], REFERENCE) if each in options else _ANSWERED.get(each, each) for each in answers)
    return [_shortened(label, _LABEL) for label in dict.fromkeys(named) if label]


def _asked(question: Question, width: int = 0) -> str:
    words = " ".join(render(question.text, REFERENCE).split())
    return _shortened(words, width) if width else words


def _shortened(words: str, width: int) -> str:
    return textwrap.shorten(words, width, placeholder="…")


def _plain(key: str) -> str:
    return ".".join(part for part in key.split(".") if not part.isdigit())


def _node(key: str) -> str:
    return key if key in (_START, _END) else "q_" + key.replace(".", "_").replace("-", "_")


def _escaped(words: str) -> str:
    return "".join(_ENTITIES.get(letter, letter) for letter in words)
