"""What somebody comes for before they have agreed to our keeping anything.

It is kept in terms of our own lists (a dialog, topics of the FAQ), never in their words (P1), and opened once they have agreed.
"""

from domain import faq
from handlers import asked
from handlers.context import Context, Wanted

#: a deep link to an answer of the FAQ: `faq-find-host`
FAQ_LINK = "faq-"
#: fewer words than this ask nothing that could be answered later: "ok?"
LEAST_WORDS = 3
#: dialogs that no link opens: they are part of others
_NOT_LINKED = ("welcome", "question", "leaving")


def of_link(context: Context, argument: str) -> Wanted | None:
    """What a deep link (`?start=hosts`, `?start=faq-find-host`) opens; None when it is none of ours."""
    if argument in context.services.dialogs and argument not in _NOT_LINKED:
        return Wanted(argument)
    topic = argument.removeprefix(FAQ_LINK)
    return Wanted("question", {"topics": [topic]}) if argument.startswith(FAQ_LINK) and topic in faq.TOPICS else None


def of_words(context: Context, words: str) -> Wanted | None:
    """What the first words ask; None when they ask nothing."""
    if not is_question(words) or len(words.split()) < LEAST_WORDS:
        return None
    found = asked.read(context, words)
    if len(found.topics) < asked.NEAREST:
        return Wanted("question")
    return Wanted("question", {"topics": found.topics, "writes": found.writes})


def is_question(words: str) -> bool:
    """Does this end like a question? The Greek mark looks like a semicolon."""
    end = words.rstrip()
    return end.endswith(("?", "؟")) or (end.endswith((";", "\u037e")) and any("α" <= letter <= "ω" for letter in end))
