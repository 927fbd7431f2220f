"""What trainees say of the help they got: one question when a conversation is resolved, one answer."""

from sqlalchemy import Connection, insert, select, update

from storage.tables import rating

#: not good, all right, good
SCORES = (1, 2, 3)


def ask(connection: Connection, now: int, conversation_id: int, staff_id: int | None, team: str, lang: str) -> int:
    """Note that the question is asked; returns its number, which the buttons carry."""
    values = {
        "conversation_id": conversation_id,
        "staff_id": staff_id,
        "team": team,
        "lang": lang,
        "asked_at": now,
    }
    return int(connection.execute(insert(rating).values(values).returning(rating.c.id)).scalar_one())


def rate(connection: Connection, now: int, number: int, conversation_id: int, score: int) -> bool:
    """Keep the first answer; False when there is one already, or no such question."""
    given = (
        update(rating)
        .where(rating.c.id == number, rating.c.conversation_id == conversation_id, rating.c.score.is_(None))
        .values(score=score, rated_at=now)
    )
    return score in SCORES and connection.execute(given).rowcount == 1


def mean(connection: Connection, team: str, since: int) -> tuple[int, float | None]:
    """How many answers a team got since then, and their mean (1 to 3)."""
    scores = (
        connection.execute(
            select(rating.c.score).where(rating.c.team == team, rating.c.rated_at >= since, rating.c.score.is_not(None))
        )
        .scalars()
        .all()
    )
    return len(scores), (sum(scores) / len(scores) if scores else None)
