"""What a free question asks: topics of the FAQ, also when it is written in a language that we do not speak."""

from dataclasses import dataclass, replace

from domain import faq, wanted
from domain.language import detect
from domain.messages import Part, Text
from handlers import languages
from handlers.context import Context
from storage import catalogue

#: how many topics are offered when none is sure: more would have to be read
NEAREST = 2
#: where the likeliest is less sure than this there is no guess worth reading
NEAR = 0.1
#: from here on a topic may well be meant where any words are an answer
LIKELY = 0.3
#: this topic is offered by a button of its own, below the nearest ones
PERSON = "human-helpdesk"


@dataclass(frozen=True, slots=True)
class Asked:
    """The topics that a question may mean, the likeliest first; `writes` is its language when we do not speak it, else empty."""

    hits: tuple[faq.Hit, ...]
    writes: str
    #: the topic of a second question in the same message, where that is sure too
    also: str = ""
    #: was more asked than these two answer?
    left: bool = False

    @property
    def sure(self) -> bool:
        """Does the first topic surely answer it?"""
        return bool(self.hits) and self.hits[0].confidence >= faq.SURE

    @property
    def topics(self) -> list[str]:
        """The one that surely answers it, or the nearest ones beside a person."""
        found = [hit.topic for hit in self.hits]
        if self.sure:
            return found[:1]
        # in a language that we do not speak only key words are known
        near = bool(self.hits) and (bool(self.writes) or self.hits[0].confidence >= NEAR)
        return [topic for topic in found if topic != PERSON][:NEAREST] if near else []


def read(context: Context, words: str) -> Asked:
    """What somebody asks in these words."""
    writes = _unspoken(context, words)
    whole = Asked(_hits(context, words, writes), writes)
    parts = [Asked(_hits(context, part, writes), writes) for part in wanted.questions(words, context.lang)]
    return _together(whole, parts) if parts else whole


def comes_near(context: Context, words: str) -> bool:
    """May a topic of ours well be meant?"""
    found = read(context, words)
    return bool(found.hits) and found.hits[0].confidence >= LIKELY


def is_strange(context: Context, words: str) -> bool:
    """Does nothing that we know come near these words, though they are in a language of ours?"""
    found = read(context, words)
    return not found.topics and not found.writes


def _hits(context: Context, words: str, writes: str) -> tuple[faq.Hit, ...]:
    return faq.search(words, context.lang, NEAREST + 1, writes or None)


def _together(whole: Asked, parts: list[Asked]) -> Asked:
    """A message that asks several things: the topics that two of its questions surely mean, and whether more is open."""
    first: dict[str, Asked] = {}
    for part in parts:
        if part.sure:
            first.setdefault(part.hits[0].topic, part)
    left = any(not part.sure for part in parts)
    if len(first) < 2:
        one = whole if whole.sure else next(iter(first.values()), whole)
        return replace(one, left=one.sure and left)
    one, other, *more = first.values()
    return replace(one, also=other.hits[0].topic, left=left or bool(more))


def answer(context: Context, topic: str) -> tuple[Part, ...]:
    """The answer to a topic as it is shown: its title, its text with what the catalogue holds today (K6), where it is from."""
    hosts, practices = catalogue.open_to_trainees(context.work.connection)
    return (
        Part(Text(f"faq-title:{topic}"), "title"),
        Part(Text(f"faq:{topic}", {"hosts": hosts, "practices": practices})),
        Part(Text(f"faq-source:{topic}"), "note"),
    )


def honest(writes: str) -> tuple[Part, ...]:
    """What is said before an answer that is not in the asker's language; nothing when it is."""
    return (Part(Text("question.unspoken", {"language": Text(f"language:{writes}")}), "note"),) if writes else ()


def _unspoken(context: Context, words: str) -> str:
    """The language of these words when it is none of ours; of words that tell none, what the person is known to write."""
    guess = detect(words, context.lang) if languages.is_clear(context) else context.evidence.guess()
    if guess.lang is None:
        return context.memory.writes
    return faq.unspoken(guess)
