"""T22: answers from the FAQ."""

from typing import Any

from domain import faq
from domain.messages import Part, Text
from handlers.context import Context
from storage import catalogue, votes


def search_faq(context: Context, words: str) -> dict[str, Any]:
    """The topics nearest to a question, and whether the first one surely answers it."""
    hits = faq.search(words, context.lang, limit=3)
    return {"sure": bool(hits) and hits[0].confidence >= faq.SURE, "topics": [hit.topic for hit in hits]}


def faq_answer(context: Context, topic: str) -> list[Part]:
    """The answer, with what the catalogue holds today (K6)."""
    hosts, practices = catalogue.open_to_trainees(context.work.connection)
    return [
        Part(Text(f"faq-title:{topic}"), "title"),
        Part(Text(f"faq:{topic}", {"hosts": hosts, "practices": practices})),
    ]


def vote_faq(context: Context, topic: str, helpful: bool) -> bool:
    """Was this helpful? Counted by topic and language, not by person."""
    votes.add(context.work, topic, context.lang, helpful)
    return True


ACTIONS = (search_faq, faq_answer, vote_faq)
