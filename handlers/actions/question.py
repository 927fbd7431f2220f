"""T22: answers from the FAQ."""

from typing import Any

from domain import faq
from handlers.context import Context
from storage import votes


def search_faq(context: Context, words: str) -> dict[str, Any]:
    """The topics nearest to a question, and whether the first one surely answers it."""
    hits = faq.search(words, context.lang, limit=3)
    return {"sure": bool(hits) and hits[0].confidence >= faq.SURE, "topics": [hit.topic for hit in hits]}


def vote_faq(context: Context, topic: str, helpful: bool) -> bool:
    """Was this helpful? Counted by topic and language, not by person."""
    votes.add(context.work, topic, context.lang, helpful)
    return True


ACTIONS = (search_faq, vote_faq)
