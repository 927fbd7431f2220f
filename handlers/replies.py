"""What a reply of staff says to the trainee."""

from domain.answers.cleaning import clean
from domain.canned import gaps
from domain.messages import Mark, Message, Part, Text, verbatim
from domain.ownership import Refused
from domain.staff_actions import Colleague, Reply


def said(words: str, marks: tuple[Mark, ...] = ()) -> Part:
    """Words of staff with their emphasis, which counts characters: it is let go of where they had to be cleaned.

    Raises NotUnderstood("empty") and ("too-long").
    """
    kept = clean(words)
    return Part(verbatim(kept), marks=marks if kept == words else ())


def message(wanted: Reply, who: Colleague) -> Message:
    """Their words, below them what they were translated from, and their files; a file needs no words.

    Raises Refused("gap") while a field of a prepared answer is still in braces, NotUnderstood("empty") and ("too-long").
    """
    if gaps(wanted.words + wanted.original):
        raise Refused("gap")
    if wanted.files and not wanted.words.strip():
        return Message((), author=who.name, files=wanted.files)
    parts = [said(wanted.words, wanted.marks)]
    if wanted.original:
        source = {
            "name": verbatim(who.name),
            "language": Text(f"language:{wanted.original_lang}"),
            "words": verbatim(clean(wanted.original)),
        }
        parts.append(Part(Text("human.original", {**source}), "note"))
    return Message(tuple(parts), author=who.name, files=wanted.files)
