"""Searching people and what they wrote, though both lie sealed: opened in memory once, kept fresh, never written anywhere.

Why in memory, and what it costs: docs/decisions/0009.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any, Final

import msgspec
from rapidfuzz import process
from rapidfuzz.distance import OSA
from sqlalchemy import Connection, LargeBinary, func, select

from domain.answers.cleaning import fold
from domain.answers.cleaning import words as split
from domain.messages import Message
from storage.crypto import CryptoError, Vault
from storage.outbox import HELD
from storage.tables import outbox, person

#: how many people can be found by name, and in how many of the last messages can be searched: so much memory it may take
PEOPLE: Final = 50_000
MESSAGES: Final = 10_000

#: letters of a word in which one may be wrong
_SURE = 4
#: bytes of a sealed value that differ each time it is sealed
_STAMP = 14
#: figures of the number of a conversation
_LONGEST_NUMBER = 18
#: rows that one query names
AT_ONCE: Final = 500

_message = msgspec.json.Decoder(Message).decode


class Profile(msgspec.Struct):
    """What can be searched of a profile; odd values of older versions are let through."""

    name: Any = None
    email: Any = None
    employer: Any = None
    profession: Any = None


profile = msgspec.json.Decoder(Profile).decode


@dataclass(frozen=True, slots=True)
class Found:
    """Whom a search has found: people whose data hold the words, those whose name nearly does, and the number of a conversation
    where that was asked for (0 for none)."""

    exact: frozenset[int] = frozenset()
    near: frozenset[int] = frozenset()
    number: int = 0


class People:
    """Names, e-mail addresses, employers and professions of the newest `PEOPLE` people. Any thread."""

    def __init__(self, vault: Vault) -> None:
        self._vault, self._lock = vault, Lock()
        self._stamps: dict[int, bytes] = {}
        self._texts: dict[int, str] = {}
        self._names: defaultdict[str, set[int]] = defaultdict(set)

    def find(self, connection: Connection, words: str) -> Found:
        """People who have all of these words, in any part and order; one wrong letter in a name is forgiven."""
        wanted = fold(words).split()
        if not wanted:
            return Found()
        with self._lock:
            self._refresh(connection)
            exact = near = set(self._texts)
            for word in wanted:
                holding = {number for number in near if word in self._texts[number]}
                near = near & (holding | self._nearly(word))
                exact = exact & holding
        return Found(frozenset(exact), frozenset(near - exact), _number(words))

    def _nearly(self, word: str) -> set[int]:
        if len(word) < _SURE:
            return set()
        close = process.extract(word, self._names.keys(), scorer=OSA.distance, score_cutoff=1, limit=None)
        return {number for name, _, _ in close for number in self._names[name]}

    def _refresh(self, connection: Connection) -> None:
        """Forget who is gone, open who is new or has changed: each sealing of a profile begins with other bytes."""
        stamp = func.substr(person.c.profile, 1, _STAMP, type_=LargeBinary)
        rows = connection.execute(
            select(person.c.id, stamp).where(person.c.profile.is_not(None)).order_by(person.c.id.desc()).limit(PEOPLE)
        )
        stamps: dict[int, bytes] = {number: bytes(found) for number, found in rows}
        if stamps == self._stamps:
            return
        for number in self._stamps.keys() - stamps.keys():
            self._forget(number)
        changed = [number for number, found in stamps.items() if self._stamps.get(number) != found]
        for some in chunks(changed):
            query = select(person.c.id, person.c.profile).where(person.c.id.in_(some))
            for number, sealed in connection.execute(query):
                self._forget(number)
                if sealed is not None:
                    self._learn(number, sealed)
        self._stamps = stamps

    def _learn(self, number: int, sealed: bytes) -> None:
        try:
            found = profile(self._vault.open(sealed, b"person.profile"))
        except (CryptoError, msgspec.DecodeError):
            return  # its dossier tells that it cannot be opened
        known = (found.name, found.email, found.employer, found.profession)
        self._texts[number] = fold("\n".join(str(part) for part in known if part))
        for name in split(str(found.name or "")):
            self._names[name].add(number)

    def _forget(self, number: int) -> None:
        text = self._texts.pop(number, None)
        if text is None:
            return
        for name in split(text):
            if name in self._names:
                self._names[name].discard(number)
                if not self._names[name]:
                    del self._names[name]


@dataclass(frozen=True, slots=True)
class Mention:
    """A message that holds the words searched for."""

    id: int
    conversation_id: int


class Messages:
    """What people wrote (trainees and staff, not the bot) in the last `MESSAGES` messages of theirs. Any thread."""

    def __init__(self, vault: Vault) -> None:
        self._vault, self._lock = vault, Lock()
        self._texts: dict[int, tuple[int, str]] = {}
        self._sum: tuple[int | None, ...] = ()

    def find(self, connection: Connection, words: str) -> list[Mention]:
        """The messages that hold all of these words, the newest first."""
        wanted = fold(words).split()
        if not wanted:
            return []
        with self._lock:
            self._refresh(connection)
            return [
                Mention(number, conversation_id)
                for number, (conversation_id, text) in self._texts.items()
                if all(word in text for word in wanted)
            ]

    def _refresh(self, connection: Connection) -> None:
        said = select(outbox.c.id).where(outbox.c.author != "bot", outbox.c.state != HELD)
        said = said.order_by(outbox.c.id.desc()).limit(MESSAGES)
        known = said.subquery().c.id
        # numbers only grow: with these three alike, the messages are the same
        sum_of_them = connection.execute(select(func.count(known), func.max(known), func.sum(known))).one()
        if tuple(sum_of_them) == self._sum:
            return
        last = list(connection.execute(said).scalars())
        opened: dict[int, tuple[int, str]] = {}
        for some in chunks([number for number in last if number not in self._texts]):
            query = select(outbox.c.id, outbox.c.conversation_id, outbox.c.body).where(outbox.c.id.in_(some))
            for row in connection.execute(query):
                opened[row.id] = (row.conversation_id, self._text(row.body))
        # what was erased is not among the last any more, so it is forgotten here too
        texts = self._texts | opened
        self._texts = {number: texts[number] for number in last if number in texts}
        self._sum = tuple(sum_of_them)

    def _text(self, sealed: bytes) -> str:
        try:
            found = _message(self._vault.open(sealed, b"outbox.body"))
        except (CryptoError, msgspec.DecodeError):
            return ""
        return fold("\n".join(own_words(found)))


def _number(words: str) -> int:
    figure = words.strip().removeprefix("#")
    return int(figure) if figure.isascii() and figure.isdigit() and len(figure) <= _LONGEST_NUMBER else 0


def own_words(message: Message) -> list[str]:
    """The paragraphs that somebody wrote themselves; texts of the catalogue are none."""
    return [str(part.text.fields.get("text", "")) for part in message.parts if not part.text.key]


def chunks(numbers: Sequence[int]) -> Iterable[Sequence[int]]:
    """So many numbers at once as a query may well name."""
    return (numbers[at : at + AT_ONCE] for at in range(0, len(numbers), AT_ONCE))
