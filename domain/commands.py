"""Commands said in words: "skip this one please", "weiss nicht, weiter", "voglio cancellare i miei dati" (DOMAIN section 3).

A message is a command when all of it is explained: a need of the command is met (`data/language/commands/rules.toml`), and every
other word is one that may stand beside it. One word that nothing explains makes it an answer: "I help people with dementia",
"back pain", "delete old files".
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final, NamedTuple

from domain.answers.cleaning import words
from domain.commands_words import Classes, chat_spellings, class_bits, lexicon, named_tongue, near
from domain.language.codes import SERVED
from domain.vocabulary import vocabulary

INTENTS: Final = (
    "cancel", "back", "skip", "restart", "help", "change_language", "human", "menu", "stop_messages", "delete_my_data",
    "enough", "no_thanks", "allow_messages", "delete_detail", "robot",
)  # fmt: skip
"""What people may ask for at any question. Besides, `read_command` tells greetings, thanks and a few more by name."""
LONGEST: Final = 240
"""No command is longer, in characters: long answers cost nothing."""
_MOST_WORDS, _MOST_UNKNOWN = 36, 4
_SURE, _NAMED, _WEAK, _ELSEWHERE = 1.0, 0.89, 0.7, 0.95
"""How sure a need is, one that is only named, a weak one, and one met in another language than the conversation's."""
_A_SLIP, _MOST_LOST = 0.8, 0.2
"""What a slip in each letter would cost of the confidence, and what slips may cost at most."""
_MOST_SLIPS, _JOINED = 2, 3
"""Slips in one word, at most; pieces of one word that was typed with spaces in it, which then has one slip at most."""
_QUESTION: Final = ("?", "؟")
_ASKS: Final = "query"
"""What a need calls a message that ends like a question."""
_BREAK = re.compile(r"[.!?;:,\n…]+|\s[-–]\s")
_MOST_PARTS, _MOST_WORDS_WITH_A_REASON = 3, 14
_WITH_A_REASON: Final = frozenset(
    ("delete_my_data", "delete_detail", "stop_messages", "allow_messages", "human", "restart", "back", "skip", "cancel", "enough")
)  # fmt: skip
"""What people ask for beside saying why. Not help ("..., what should I do?") nor a language ("..., if they speak French")."""
_CERTAIN, _BESIDE = 0.89, 0.88
"""How sure such a part has to be, and how much less sure the whole is then."""
_COMPOUNDING: Final = ("de", "nl")
"""Languages in which a word made of two is a word of its own."""
_SHORTEST_PIECE, _SHORTEST_PART = 3, 4
"""Letters of a piece, and of the second of two words that were typed as one: shorter ones are endings."""


@dataclass(frozen=True, slots=True)
class Command:
    """What somebody wants the bot to do: the `intent`, how surely (0-1), and the `language` they ask for if we speak it.

    `said_in` is the language they say it in; `slips`: something in it was forgiven; `vague`: they may speak of a language they
    know, so that we ask before we change to it.
    """

    intent: str
    confidence: float
    language: str = ""
    said_in: str = ""
    slips: bool = False
    vague: bool = False


class _How(NamedTuple):
    """How a message was said: like a question; after we had offered our languages."""

    asks: bool
    languages_offered: bool


@dataclass(frozen=True, slots=True)
class _Rule:
    """One need of an intent: these classes, each at least once, no others than those `allowed`, and nothing `vetoed`; none of
    `avoided` is how a word is read. `asks`: the message is, or is not, a question."""

    intent: str
    needs: tuple[Classes, ...]
    allowed: Classes
    confidence: float
    no_statement: bool
    vetoed: Classes
    avoided: Classes
    abroad: bool
    asks: bool | None
    offered: bool


class _Span(NamedTuple):
    """Some words that are one entry: where it ends, what it may mean, how many slips are in it."""

    end: int
    classes: Classes
    slips: int


@dataclass(frozen=True, slots=True)
class _Message:
    """The words of a message, all of them explained in one language: the entries that begin at each word."""

    said: Sequence[str]
    lang: str
    spans: Sequence[Sequence[_Span]]
    how: _How

    @property
    def slips(self) -> bool:
        """Was anything in it forgiven?"""
        return any(span.slips for here in self.spans for span in here)


def read_command(text: str, lang: str, *, languages_offered: bool = False) -> Command | None:
    """The command that the message is, in the language of the conversation, in English or in any other we speak.

    The whole of it is the command, or one part of a short message of few: "I am tired of this, give me a person". None when it
    is an answer, a question, or just talk. After `languages_offered` the name of one is enough.
    """
    if len(text) > LONGEST:
        return None
    said = words(text)
    if not 0 < len(said) <= _MOST_WORDS:
        return None
    how = _How(is_question(text), languages_offered)
    return (
        _whole(said, lang, how)
        or _spelled(said, lang, how)
        or (_part(text, lang, how) if len(said) <= _MOST_WORDS_WITH_A_REASON else None)
    )


def is_question(text: str) -> bool:
    """Does the message end like a question?"""
    return text.rstrip().endswith(_QUESTION)


def _whole(said: Sequence[str], lang: str, how: _How) -> Command | None:
    # whoever is in the wrong language says so in their own
    for other in dict.fromkeys((lang, "en", *SERVED)):
        message = _explained(said, other, lang, how)
        if message is None:
            continue
        found = _read(message, lang)
        if other == lang and (found is not None or not message.slips):
            return found
        if found is not None and found.confidence > _WEAK:
            return replace(found, confidence=round(found.confidence * _ELSEWHERE, 4))
    return None


def _spelled(said: Sequence[str], lang: str, how: _How) -> Command | None:
    """The command in words that are spelled as in chats: "ke tengo q hacer"."""
    meant = chat_spellings(lang)
    if meant.keys().isdisjoint(said):
        return None
    return _whole([part for word in said for part in meant.get(word, (word,))], lang, how)


def _part(text: str, lang: str, how: _How) -> Command | None:
    """The command that is one part of a message, beside a reason; none when two parts are two commands."""
    parts = [said for part in _BREAK.split(text) if (said := words(part))]
    if not 1 < len(parts) <= _MOST_PARTS:
        return None
    found = {}
    for said in parts:
        rest = sum(map(len, parts)) - len(said)
        # a word among words is one of a list
        if len(said) > 1 or rest > len(parts):
            command = _whole(said, lang, how)
            if command is not None and command.confidence >= _CERTAIN and command.intent in _WITH_A_REASON:
                found[command.intent] = command
    if len(found) != 1:
        return None
    (command,) = found.values()
    return replace(command, confidence=round(command.confidence * _BESIDE, 4))


def _read(message: _Message, home: str) -> Command | None:
    known = lexicon(message.lang)
    if known.forbids(message.said):
        return None
    present = _present(message.spans)
    # "I speak" states something, "I speak no English" and "I would rather speak Dutch" do not
    is_statement = known.opens(message.said) and not present & (class_bits()["not"] | class_bits()["prefer"])
    letters = sum(map(len, message.said))
    best: tuple[tuple[float, int, int], _Rule] | None = None
    for rule in _rules():
        for need in rule.needs:
            if not present & need:
                break
        else:
            if (
                present & rule.vetoed or (rule.no_statement and is_statement) or (rule.abroad and message.lang == home)
                or (rule.asks is not None and rule.asks != message.how.asks) or (rule.offered and not message.how.languages_offered)
            ):  # fmt: skip
                continue
            if (fit := _fit(message, rule)) is None:
                continue
            slips, entries = fit
            sure = rule.confidence - min(_MOST_LOST, _A_SLIP * slips / letters)
            # few long phrases say more than many words, and the more a need asks for, the more it says
            found = sure, -entries, len(rule.needs)
            if best is None or found > best[0]:
                best = found, rule
    if best is None:
        return None
    (sure, *_), rule = best
    language, vague = "", False
    if rule.intent == "change_language":
        named = _tongues_of(message)
        if _lists_tongues(message, present, named, home) or _keeps_home(message, home):
            return None
        vague = bool(present & (class_bits()["if_possible"] | class_bits()["also"])) or (
            len(set(named)) > 1 and bool(present & class_bits()["prefer"])
        )
        if not present & class_bits()["talk"] and not lexicon(home).countries.isdisjoint(message.said):
            # "in Italien", said in German
            return None
        if _is_refused(message) and len(named) == 1:
            if message.lang == home != named[0]:
                # "I speak no French" may be what stands in the way of a stay there
                return None
            language = message.lang if message.lang != home else ""
        elif rule.confidence == _SURE:
            language = next((code for code in reversed(named) if code != home), named[-1] if named else "")
            if message.how.asks and message.lang == home == language:
                # "may I speak Italian there?", asked in Italian
                return None
    return Command(rule.intent, round(sure, 4), language, message.lang, message.slips, vague)


def _explained(said: Sequence[str], lang: str, home: str, how: _How) -> _Message | None:
    """The message with the entries of `lang` that begin at each of its words; None when a word belongs to none.

    Slips are forgiven in the language of the conversation, `home`, and in English: there in words that are none at home.
    """
    known = lexicon(lang)
    forgiving = lang in (home, "en")
    if not forgiving and not known.goes_with(said[0]):
        return None
    spans: list[list[_Span]] = []
    unknown: list[int] = []
    explained = 0  # words from the first on
    for start, word in enumerate(said):
        here = [_Span(start + size, classes, 0) for size, classes in known.starting(said, start)]
        spans.append(here)
        if here:
            explained = max(explained, here[-1].end)
        elif explained <= start:
            unknown.append(start)
            if not forgiving or len(unknown) > _MOST_UNKNOWN or (lang != home and lexicon(home).knows(word)):
                return None
            explained = start + 1
    for place in unknown:
        if not _forgive(said, place, lang, spans):
            parts = _parts(said[place], lang)
            return _explained([*said[:place], *parts, *said[place + 1 :]], lang, home, how) if parts else None
    return _Message(said, lang, spans, how)


def _forgive(said: Sequence[str], place: int, lang: str, spans: list[list[_Span]]) -> bool:
    """Add the entries that come near an unknown word, alone or with its neighbours; is there one?"""
    any_found = False
    for size in range(1, _JOINED + 1):
        for start in range(max(0, place - size + 1), min(place, len(said) - size) + 1):
            pieces = said[start : start + size]
            if size == 1 or min(map(len, pieces)) >= _SHORTEST_PIECE:
                classes, slips = near(lang, "".join(pieces), _MOST_SLIPS if size == 1 else 1)
                if classes:
                    spans[start].append(_Span(start + size, classes, slips))
                    any_found = True
    return any_found


def _parts(word: str, lang: str) -> list[str]:
    """Two words that were typed as one; none when it is not."""
    known = lexicon(lang)
    if lang in _COMPOUNDING or word in known.ordinary:
        return []
    cuts = [
        (min(cut, len(word) - cut), cut)
        for cut in range(2, len(word) - _SHORTEST_PART + 1)
        if word[:cut] in known.classes and word[cut:] in known.classes
    ]
    return [word[: max(cuts)[1]], word[max(cuts)[1] :]] if cuts else []


def _fit(message: _Message, rule: _Rule) -> tuple[int, int] | None:
    """The slips and the entries of the best way to read all words as this rule wants them; None when there is no way."""
    spans = message.spans
    # by place: which needs are met there, as bits, by how many slips and entries
    reached: list[dict[int, tuple[int, int]]] = [{} for _ in range(len(spans) + 1)]
    reached[0][0] = 0, 0
    for start, here in enumerate(spans):
        for met, (slips, entries) in reached[start].items():
            for span in here:
                if span.classes & rule.allowed and not span.classes & rule.avoided:
                    after, total = reached[span.end], (slips + span.slips, entries + 1)
                    for way in (met, *(met | 1 << n for n, need in enumerate(rule.needs) if span.classes & need)):
                        after[way] = min(total, after.get(way, total))
    return reached[-1].get((1 << len(rule.needs)) - 1)


def _tongues_of(message: _Message) -> list[str]:
    """The languages that are named, "" for one we do not speak."""
    bit = class_bits()["tongue"]
    named: dict[int, str] = {}  # by where they end: "all'italiano" names what "italiano" does
    for start, here in enumerate(message.spans):
        for span in here:
            if span.classes & bit:
                code = named_tongue(message.lang, "".join(message.said[start : span.end]))
                named[span.end] = code or named.get(span.end, "")
    return list(named.values())


def _keeps_home(message: _Message, home: str) -> bool:
    """Are others refused for the language we talk in: "not the Italian ones, rather German", said in German?"""
    refused: set[str] = set()
    wanted: set[str] = set()
    bits, no = class_bits(), False
    for start, here in enumerate(message.spans):
        for span in here:
            if span.classes & bits["tongue"]:
                code = named_tongue(message.lang, "".join(message.said[start : span.end]))
                (refused if no else wanted).add(code)
                no = False
            no = no or bool(span.classes & bits["not"] and not span.classes & bits["tongue"])
    return bool(refused - {home, ""}) and wanted == {home}


def _lists_tongues(message: _Message, present: Classes, named: Sequence[str], home: str) -> bool:
    """Do they tell which languages they speak, or want in a list, rather than ask for one: "English and French too"?"""
    bits = class_bits()
    if message.how.asks or (present & bits["change"] and not present & bits["put"]):
        return False
    asks_us = present & (bits["talk"] | bits["not"] | bits["instead"])
    if len(set(named)) > 1:
        into = home in named and present & (bits["in"] | bits["instead"])
        return not present & bits["not"] and bool(present & bits["understand"] or not (present & bits["talk"] or into))
    return bool(present & (bits["also"] | bits["put"]) and not asks_us)


def _is_refused(message: _Message) -> bool:
    """Do the words say that a language is not spoken, or not wanted: "I don't speak English"?"""
    bits = class_bits()
    present = _present(message.spans)
    spoken = bits["talk"] | bits["understand"] | bits["know"]
    opens = any(span.classes & bits["no"] for span in message.spans[0])
    if opens and len(message.spans) > 1 and not any(span.classes & spoken for span in message.spans[1]):
        # "no, let us speak German"; "no hablo inglés" is another thing
        present = _present(message.spans[1:])
    return bool(present & bits["not"] and present & spoken and not present & bits["please"])


def _present(spans: Sequence[Sequence[_Span]]) -> Classes:
    """All classes that some word may belong to."""
    found = 0
    for here in spans:
        for span in here:
            found |= span.classes
    return found


@cache
def _rules() -> Sequence[_Rule]:
    """All needs of all commands, the first to be believed first."""
    bits, data = class_bits(), vocabulary("commands/rules")
    everywhere, polite = (_together(data[name].split(), bits) for name in ("everywhere", "polite"))
    found = []
    for intent, rule in data.items():
        if "may" in rule:
            may = everywhere | _together(rule["may"].split(), bits)
            kinds = (
                ("needs", may, _SURE), ("abroad", may, _SURE), ("offered", may, _SURE), ("noun", may, _NAMED),
                ("weak", may, _WEAK), ("bare", polite, _WEAK), ("alone", polite, _SURE),
            )  # fmt: skip
            for key, beside, confidence in kinds:
                for need in rule.get(key, ()):
                    parts = need.split()
                    asked = [part.split("|") for part in parts if part[0] not in "!-" and part != _ASKS]
                    asks = True if _ASKS in parts else False if f"!{_ASKS}" in parts else None
                    classes = tuple(_together(names, bits) for names in asked)
                    allowed = beside | _together([name for names in asked for name in names], bits)
                    vetoed = [part[1:] for part in parts if part[0] == "!" and part[1:] != _ASKS]
                    avoided = [part[1:] for part in parts if part[0] == "-"]
                    found.append(
                        _Rule(
                            intent, classes, allowed, confidence, rule.get("statement", False),
                            _together(vetoed, bits), _together(avoided, bits), key == "abroad", asks,
                            key == "offered",
                        )
                    )  # fmt: skip
    return found


def _together(names: Sequence[str], bits: Mapping[str, Classes]) -> Classes:
    return sum({bits[name] for name in names})
