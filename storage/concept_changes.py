"""What the organisation has changed in the vocabulary: a row for its words in a language, or for what a concept is."""

from collections.abc import Iterable

import msgspec
from sqlalchemy import Connection, delete, func, insert, select

from domain.concept_changes import Changes, OwnConcept, WordsChange
from storage.tables import concept_change

_NO_LANGUAGE = ""


class _Words(msgspec.Struct, frozen=True, omit_defaults=True):
    label: str = ""
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


class _Concept(msgspec.Struct, frozen=True, omit_defaults=True):
    """Of a concept of their own `kind` and `broader`; `into` of one that is part of another."""

    kind: str = ""
    broader: tuple[str, ...] = ()
    into: str = ""


def version(connection: Connection) -> int:
    """Rises with every change, in whatever order they are committed."""
    return int(connection.execute(select(func.coalesce(func.sum(concept_change.c.id), 0))).scalar_one())


def load(connection: Connection) -> Changes:
    """All changes."""
    words: list[WordsChange] = []
    own: list[OwnConcept] = []
    merged: list[tuple[str, str]] = []
    query = select(concept_change.c.concept, concept_change.c.lang, concept_change.c.body)
    for concept, lang, body in connection.execute(query.order_by(concept_change.c.concept, concept_change.c.lang)):
        if lang == _NO_LANGUAGE:
            found = msgspec.json.decode(body, type=_Concept)
            if found.kind:
                own.append(OwnConcept(concept, found.kind, found.broader))
            if found.into:
                merged.append((concept, found.into))
        else:
            its = msgspec.json.decode(body, type=_Words)
            if its != _Words():
                words.append(WordsChange(concept, lang, its.label, its.added, its.removed))
    return Changes(tuple(words), tuple(own), tuple(merged))


def save_words(connection: Connection, now: int, changes: Iterable[WordsChange]) -> None:
    """Keep what a language calls concepts, in place of what was kept for them in it; a change of nothing is as delivered."""
    for one in changes:
        _save(connection, now, one.concept, one.lang, _Words(one.label, one.added, one.removed))


def add(connection: Connection, now: int, concept: OwnConcept) -> None:
    """Keep a concept of their own."""
    _save(connection, now, concept.id, _NO_LANGUAGE, _Concept(concept.kind, concept.broader))


def merge(connection: Connection, now: int, gone: str, into: str) -> None:
    """Keep that a concept is part of another; with an empty `into` it stands by itself again."""
    found = connection.execute(
        select(concept_change.c.body).where(concept_change.c.concept == gone, concept_change.c.lang == _NO_LANGUAGE)
    ).scalar_one_or_none()
    known = msgspec.json.decode(found, type=_Concept) if found else _Concept()
    _save(connection, now, gone, _NO_LANGUAGE, msgspec.structs.replace(known, into=into))


def _save(connection: Connection, now: int, concept: str, lang: str, body: _Words | _Concept) -> None:
    connection.execute(delete(concept_change).where(concept_change.c.concept == concept, concept_change.c.lang == lang))
    values = {"concept": concept, "lang": lang, "body": msgspec.json.encode(body).decode(), "at": now}
    connection.execute(insert(concept_change).values(values))
