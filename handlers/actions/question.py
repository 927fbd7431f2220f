"""T22: answers from the FAQ."""

from typing import Any

from domain.messages import Part
from handlers import asked
from handlers.context import Context
from storage import votes


def search_faq(context: Context, words: str) -> dict[str, Any]:
    """The topics nearest to a question, whether the first one surely answers it, and its language if we do not speak that."""
    found = asked.read(context, words)
    for hit in found.hits:
        if hit.topic in found.topics:
            context.read("faq", hit.topic, hit.confidence, sure=found.sure)
    return {
        "sure": found.sure, "topics": found.topics, "writes": found.writes, "also": found.also, "left": found.left,
    }  # fmt: skip


def faq_answer(context: Context, topic: str) -> list[Part]:
    """The answer, with what the catalogue holds today (K6)."""
    return list(asked.answer(context, topic))


def vote_faq(context: Context, topic: str, helpful: bool) -> bool:
    """Was this helpful? Counted by topic and language, not by person."""
    votes.add(context.work, topic, context.lang, helpful)
    return True


ACTIONS = (search_faq, faq_answer, vote_faq)
