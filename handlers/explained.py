"""The facts about a host in words (`domain.explaining`): a few of each sort, and one thing that speaks against it."""

from collections.abc import Sequence
from dataclasses import replace
from functools import reduce
from typing import Final

from domain.explaining import BESIDE, PRACTICAL, UNMET, Fact
from domain.messages import Text, verbatim
from domain.texts import Value, render

#: so many are read: what the team knows, a good practice seen there, what makes a stay practical, what speaks against it
_MOST_SUBJECT, _MOST_PRACTICES, _MOST_PRACTICAL, _MOST_UNMET = 3, 1, 2, 1
#: letters of the trainee's words that are quoted
_LONGEST_SAID: Final = 60
_CONCEPTS: Final = frozenset(
    ("same-sector", "same-client-group", "same-topic", "same-profession", "related", "spoken", "silent")
)


def why(facts: Sequence[Fact], lang: str) -> tuple[Text, ...]:
    """What speaks for a host, those of one sort together: "speaks French and English"; `lang` is the reader's."""
    return _in_words(_worth_saying(facts), lang)


def but(facts: Sequence[Fact]) -> tuple[Text, ...]:
    """What the host does not meet, or what we do not know of it."""
    return tuple(_unmet(fact) for fact in facts if fact.code in UNMET)[:_MOST_UNMET]


def _worth_saying(facts: Sequence[Fact]) -> list[Fact]:
    # that there is room for one person is no reason
    practical = [fact for fact in facts if fact.code in PRACTICAL and fact.values != ("1",)]
    practices = [fact for fact in facts if fact.code == "good-practice"]
    reciprocity = [fact for fact in facts if fact.code == "reciprocity"]
    subject = [fact for fact in facts if fact.code not in PRACTICAL | BESIDE and fact.code not in UNMET]
    # a word in common says least, the same trade is always said
    subject.sort(key=lambda fact: (fact.code != "same-profession", fact.code == "word"))
    subject = _quoted_once(subject[:_MOST_SUBJECT])
    subject.sort(key=lambda fact: fact.code == "same-profession")
    return [*subject, *practices[:_MOST_PRACTICES], *practical[:_MOST_PRACTICAL], *reciprocity]


def _quoted_once(facts: Sequence[Fact]) -> list[Fact]:
    """The same words of the trainee are quoted for the first fact that they found."""
    first = {fact.said: fact for fact in reversed(facts)}
    return [fact if fact is first[fact.said] else replace(fact, said="") for fact in facts]


def _in_words(facts: Sequence[Fact], lang: str) -> tuple[Text, ...]:
    sorts: dict[str, list[Fact]] = {}
    for fact in facts:
        # quoted words stand for themselves
        alone = fact.code in ("word", "good-practice", "spoken") or _tells(fact, lang)
        sort = f"{fact.code} {fact.values} {fact.said}" if alone else fact.code
        sorts.setdefault(sort, []).append(fact)
    return tuple(_sentence(its, lang) for its in sorts.values())


def _sentence(facts: Sequence[Fact], lang: str) -> Text:
    first = facts[0]
    fields: dict[str, Value] = {"what": tuple(value for fact in facts for value in _values(fact))}
    if first.code == "spoken":
        quotes = tuple(Text("hosts.reason.quote", {"what": verbatim(quote)}) for quote in first.quotes)
        sentence = Text("hosts.reason.spoken", {**fields, "quotes": quotes})
    else:
        sentence = Text(f"hosts.reason.{first.code}", fields)
    if not _tells(first, lang):
        return sentence
    return Text("hosts.reason.you_wrote", {"fact": sentence, "said": verbatim(first.said)})


def _tells(fact: Fact, lang: str) -> bool:
    """Whether the trainee's words say something that the name of the concept does not: "wander at night", not "dementia"."""
    if fact.code not in _CONCEPTS or not fact.said or len(fact.said) > _LONGEST_SAID:
        return False
    said = fact.said.casefold()
    named = [render(value, lang).casefold() for value in _values(fact)]
    return not any(said in name or name in said for name in named)


def _unmet(fact: Fact) -> Text:
    fields: dict[str, Value] = {"what": _values(fact)} if fact.values else {}
    if fact.missing:
        fields["missing"] = _neither(fact.missing)
    return Text(f"hosts.but.{fact.code}", fields)


def _neither(languages: Sequence[str]) -> Text:
    """ "French or Dutch", as it is written after "not"."""
    first, *others = (Text(f"language:{lang}") for lang in languages)
    return reduce(lambda some, one: Text("hosts.but.nor", {"some": some, "one": one}), others, first)


def _values(fact: Fact) -> tuple[Text, ...]:
    if fact.code in _CONCEPTS:
        return tuple(Text(f"concept-in:{value}") for value in fact.values)
    kind = _KINDS.get(fact.code)
    return tuple(Text(f"{kind}:{value}") if kind else verbatim(value) for value in fact.values)


_KINDS: Final = {
    "speaks-language": "language",
    "other-languages": "language",
    "in-country": "country-in",
    "other-country": "country",
    "open-in-month": "month-name",
    "closed-then": "month-name",
}
