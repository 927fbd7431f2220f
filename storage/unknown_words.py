"""Words that stand in no list of the vocabulary, kept one by one for those who look after it.

A word is folded and stands alone: no sentence, no person and no moment belongs to it. Names are left out, and what only one
conversation has said is shown to nobody; for that a keyed hash of word and conversation is kept until a second one says it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Select, delete, func, insert, select, update

from domain.known_words import first_names
from domain.matching_words import fold, function_words
from storage.crypto import Vault
from storage.desk import PAGE, Page
from storage.tables import unknown_word, unknown_word_said
from storage.upsert import insert_or_ignore

#: letters of a word; days for which it is kept; words of one message, and of a language
SHORTEST, LONGEST = 4, 32
KEPT: Final = 180
_MOST_AT_ONCE: Final = 30
MOST: Final = 5_000
#: so many are given up at once when there are too many
_GIVEN_UP: Final = 500


@dataclass(frozen=True, slots=True)
class UnknownWord:
    """A word that matched nothing, and how often it was said."""

    id: int
    lang: str
    word: str
    times: int


def collect(
    connection: Connection, vault: Vault, now: int, lang: str, words: Iterable[str], conversation_id: int
) -> None:
    """Count words that matched nothing (`domain.understanding.unmatched`) in a message of this conversation, in `lang` (ISO 639-1).

    Names, figures and words that are no subject are left out. Of too many words those are given up that nobody said again.
    """
    # neither an address nor two words
    told = {folded for word in words if word.isalpha() and _is_kept(folded := fold(word))}
    for word in sorted(told)[:_MOST_AT_ONCE]:
        found = connection.execute(_one(lang, word)).first()
        if found is None:
            if connection.execute(_how_many(lang)).scalar_one() >= MOST:
                _give_up(connection, lang)
            connection.execute(
                insert_or_ignore(connection, unknown_word).values(lang=lang, word=word, times=0, first_at=now)
            )
            found = connection.execute(_one(lang, word)).one()
        values: dict[str, object] = {"times": unknown_word.c.times + 1}
        if not found.shared and _says_another(connection, vault, found.id, word, conversation_id):
            values["shared"] = True
        connection.execute(update(unknown_word).where(unknown_word.c.id == found.id).values(values))


def open_words(connection: Connection, *, lang: str = "", page: int = 1) -> Page[UnknownWord]:
    """The words that staff have not dealt with, the most frequent first; pages count from 1."""
    query = (
        select(unknown_word.c.id, unknown_word.c.lang, unknown_word.c.word, unknown_word.c.times)
        .where(unknown_word.c.shared, ~unknown_word.c.done)
        .order_by(unknown_word.c.times.desc(), unknown_word.c.id)
        .offset((page - 1) * PAGE)
        .limit(PAGE + 1)
    )
    if lang:
        query = query.where(unknown_word.c.lang == lang)
    rows = [UnknownWord(*row) for row in connection.execute(query)]
    return Page(rows[:PAGE], page, len(rows) > PAGE)


def languages(connection: Connection) -> Sequence[tuple[str, int]]:
    """The languages that open words are of, and how many."""
    rows = connection.execute(
        select(unknown_word.c.lang, func.count())
        .where(unknown_word.c.shared, ~unknown_word.c.done)
        .group_by(unknown_word.c.lang)
        .order_by(func.count().desc(), unknown_word.c.lang)
    )
    return [(row[0], row[1]) for row in rows]


def one(connection: Connection, number: int) -> UnknownWord | None:
    """An open word."""
    row = connection.execute(
        select(unknown_word.c.id, unknown_word.c.lang, unknown_word.c.word, unknown_word.c.times).where(
            unknown_word.c.id == number, unknown_word.c.shared, ~unknown_word.c.done
        )
    ).first()
    return UnknownWord(*row) if row else None


def set_aside(connection: Connection, number: int) -> bool:
    """Staff have dealt with it, or will not: it is not shown again, however often it is said; False when somebody else has."""
    ours = (unknown_word.c.id == number) & ~unknown_word.c.done
    return connection.execute(update(unknown_word).where(ours).values(done=True)).rowcount > 0


def forget(connection: Connection, before: int) -> int:
    """Delete the words first said before a moment, and who said them; returns how many words went."""
    old = select(unknown_word.c.id).where(unknown_word.c.first_at < before)
    connection.execute(delete(unknown_word_said).where(unknown_word_said.c.word_id.in_(old)))
    return connection.execute(delete(unknown_word).where(unknown_word.c.first_at < before)).rowcount


def _is_kept(word: str) -> bool:
    return (
        SHORTEST <= len(word) <= LONGEST
        and word.isalpha()
        and word not in first_names()
        and word not in function_words()
    )


def _one(lang: str, word: str) -> Select[Any]:
    return select(unknown_word.c.id, unknown_word.c.shared).where(
        unknown_word.c.lang == lang, unknown_word.c.word == word
    )


def _how_many(lang: str) -> Select[Any]:
    return select(func.count()).select_from(unknown_word).where(unknown_word.c.lang == lang)


def _give_up(connection: Connection, lang: str) -> None:
    """Let go of the words that one conversation alone has said, the oldest first; else of the rarest."""
    oldest = (
        select(unknown_word.c.id)
        .where(unknown_word.c.lang == lang)
        .order_by(unknown_word.c.shared, unknown_word.c.times, unknown_word.c.id)
        .limit(_GIVEN_UP)
    )
    gone = list(connection.execute(oldest).scalars())
    connection.execute(delete(unknown_word_said).where(unknown_word_said.c.word_id.in_(gone)))
    connection.execute(delete(unknown_word).where(unknown_word.c.id.in_(gone)))


def _says_another(connection: Connection, vault: Vault, word_id: int, word: str, conversation_id: int) -> bool:
    """Has another conversation said it before? Then nobody need know which; else this one is noted."""
    # the word is part of it: two words of one conversation have nothing in common
    said_by = vault.lookups(f"unknown-word:{word}:{conversation_id}")
    known = set(
        connection.execute(select(unknown_word_said.c.said_by).where(unknown_word_said.c.word_id == word_id)).scalars()
    )
    if not known:
        connection.execute(insert(unknown_word_said).values(word_id=word_id, said_by=said_by[0]))
        return False
    if known & set(said_by):
        return False
    connection.execute(delete(unknown_word_said).where(unknown_word_said.c.word_id == word_id))
    return True
