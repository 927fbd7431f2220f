"""What a reply of staff says to the trainee."""

from domain.answers.cleaning import clean
from domain.canned import gaps
from domain.messages import Message, Part, Text, verbatim
from domain.ownership import Refused
from domain.staff_actions import Colleague, Reply


def message(wanted: Reply, who: Colleague) -> Message:
    """Their words, below them what they were translated from, and their files; a file needs no words.

    Raises Refused("gap") while a field of a prepared answer is still in braces, NotUnderstood("empty") and ("too-long").
    """
    if gaps(wanted.words + wanted.original):
        raise Refused("gap")
    if wanted.files and not wanted.words.strip():
        return Message((), author=who.name, files=wanted.files)
    parts = [Part(verbatim(clean(wanted.words)))]
    if wanted.original:
        said = {
            "name": verbatim(who.name),
            "language": Text(f"language:{wanted.original_lang}"),
            "words": verbatim(clean(wanted.original)),
        }
        parts.append(Part(Text("human.original", {**said}), "note"))
    return Message(tuple(parts), author=who.name, files=wanted.files)
