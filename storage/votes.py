"""Was an answer of the FAQ helpful? Counted without knowing who said so."""

from sqlalchemy import insert

from storage.tables import faq_vote
from storage.unit_of_work import UnitOfWork


def add(work: UnitOfWork, topic: str, lang: str, helpful: bool) -> None:
    """Count a vote."""
    work.connection.execute(insert(faq_vote).values(topic=topic, lang=lang, helpful=helpful, at=work.now))
