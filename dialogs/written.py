"""Free words that are not meant as they stand: they take the text that was proposed, put it off, ask back, or hold more than asked.

An answer is one of these only as a whole: every word of it must be one that people say it with (`data/language/written.toml`).
What is left is the person's own text, and is kept as they wrote it.
"""

import re
from functools import cache

from domain.answers import pointing, sides, yes_no
from domain.answers.cleaning import NotUnderstood, after, placed_words, words
from domain.answers.phrases import LONGEST, Phrase, begins, ends, holds, listed, of_list
from domain.vocabulary import vocabulary

#: more words than this say something of their own
MOST = 14
#: as many words as may stand in any order
MOST_WORDS = 8
#: fewer words than this are no text, unless they greet somebody
SHORT = 5
#: so many words are a letter even when nobody says "we would like to" in them
LETTER = 15
#: what somebody tells of themselves is a letter in so many words
FACTS = 8
#: in so long a letter a word that instructs us somewhere inside a clause tells nothing
LONG_LETTER = 25
#: and so many sentences
SENTENCES = 3
#: so many words call the proposed text by what it is
NAMING = 3
#: shorter words are an instruction only at the start
SHORTEST = 3
#: a question to somebody else, to be sent, has so many words at least
OWN_QUESTION = 8

_ANCHOR, _BESIDE = 1, 0
_SENTENCE = re.compile(r"(?<=[.!?…])\s+|\n+")
_FIRST_CLAUSE = re.compile(r"\s*([^,.;:!?…–—-]+)(?:[,.;:!…–—]+|\s-)\s*(?=\S)")
_CLAUSE = re.compile(r"[,;:.!?…\n]+|\s[-–—]\s")
_QUESTION_ENDS = ("?", "؟")


def takes_proposal(raw: str, lang: str) -> bool:
    """Does the whole answer take the text that was proposed: "use yours", "den Vorschlag bitte", "👍"?"""
    if not words(raw):
        return _sign(raw) is True
    tokens = words(raw)
    return _is_made_of(tokens, _taking(lang)) or _is_of_words(tokens, *_taking_words(lang))


def names_proposal(raw: str, lang: str) -> bool:
    """Does an answer that takes the proposed text call it by what it is: "va bene quello di prima"? "Go back" does not."""
    named = frozenset(phrase for phrase in _listed("takes", lang) if len(phrase) >= NAMING)
    return holds(words(raw), named) and takes_proposal(raw, lang)


def is_unsure(raw: str, lang: str) -> bool:
    """Does the whole answer say "I don't know" or "as you like"?"""
    return _is_made_of(words(raw), _table(lang, "unsure", "unknown"))


def is_later(raw: str, lang: str) -> bool:
    """Does the whole answer put it off: "luego te la digo"?"""
    return _is_made_of(words(raw), _putting_off(lang))


def is_put_off(raw: str, lang: str) -> bool:
    """Do free words put it off, or say in whatever order that they do not know: "vedo e ve lo dico"?"""
    tokens = words(raw)
    return _is_made_of(tokens, _putting_off(lang)) or _is_of_words(tokens, *_unsure_words(lang))


def refers_back(raw: str, lang: str) -> bool:
    """Does the whole answer say that it was told before: "the ones I told you", "wie gesagt"?"""
    return _is_made_of(words(raw), _told(lang))


def is_unsure_of(raw: str, lang: str) -> bool:
    """Do the words say anywhere, as a clause or at an end of one, that this is not known: "no idea, a grant perhaps"?"""
    unsure = frozenset(one for one in _listed("unsure", lang) | _yes_no("unknown", lang) if len(one) > 1)
    for clause in _CLAUSE.split(raw):
        tokens = words(clause)
        if begins(tokens, unsure) or ends(tokens, unsure) or _is_made_of(tokens, _table(lang, "unsure", "unknown")):
            return True
    return False


def is_nothing(raw: str, lang: str) -> bool:
    """Does the whole answer say that there is none: "nein, brauch ich nicht"?"""
    return _is_made_of(words(raw), _table(lang, "nothing", "no"))


def says_something(raw: str) -> bool:
    """Is there a letter or a figure in it?"""
    return bool(words(raw))


def is_shrug(raw: str) -> bool:
    """No words, and no sign of agreement either: "🤷"."""
    return not words(raw) and _sign(raw) is not True


def asks(raw: str) -> bool:
    """Is the whole answer a question?"""
    sentences = [one for one in _SENTENCE.split(raw.strip()) if words(one)]
    return bool(sentences) and all(one.rstrip(" )\"'»”").endswith(_QUESTION_ENDS) for one in sentences)


def asks_of_work(raw: str, lang: str) -> bool:
    """Does a question speak of those who work there, or of our own work: "how do they do it?"."""
    theirs = _listed("theirs", lang)
    return any((token,) in theirs for token in words(raw))


def doubtful(raw: str, lang: str) -> bool:
    """May these words not be meant as a text for somebody: too short, an instruction, a question to us?"""
    tokens = words(raw)
    if begins(tokens, _listed("greets", lang)):
        return False
    if len(tokens) < SHORT or asks(raw):
        return True
    agreed = begins(tokens, _yes_no("yes", lang) | _yes_no("no", lang) | _kept(lang) | _listed("takes", lang))
    return bool(agreed) or bool(begins(tokens, _listed("instructs", lang)))


def greets(raw: str, lang: str) -> bool:
    """Does it begin with a greeting, as a letter does?"""
    return bool(begins(words(raw), _listed("greets", lang)))


def speaks(raw: str, lang: str) -> bool:
    """Do the words say what those who write would like?"""
    return holds(words(raw), _listed("speaks", lang))


def orders(raw: str, lang: str) -> bool:
    """Do few words plainly tell us to do something to the text, and say nothing to those it is for?"""
    tokens = words(raw)
    small = _but(lang)
    while tokens and tokens[0] in small and not begins(tokens, _listed("instructs", lang)):
        tokens = tokens[1:]
    if not tokens or len(tokens) >= LETTER or holds(tokens, _listed("speaks", lang)):
        return False
    polite = begins(tokens, _listed("could_you", lang))
    if polite:
        return holds(tokens, _of_text(lang))
    told = begins(tokens, _listed("instructs", lang))
    # "di" is a word of Italian and Spanish that says much else
    return bool(told) and len("".join(tokens[:told])) >= SHORTEST and not asks(raw)


def small_words(lang: str) -> frozenset[str]:
    """The words that agree, part and ask politely: they say nothing about a text."""
    politely = (token for phrase in _listed("could_you", lang) for token in phrase)
    return _but(lang) | _taking_words(lang)[0] | frozenset(politely)


def doubtful_letter(raw: str, lang: str) -> bool:
    """May these words not be meant as a letter that takes the place of a proposed one?

    One's own letter greets, or is clearly one: it speaks of those who write it, or is of some length, and says nothing to us about
    the text ("shorten it a bit", "the text is so-so").
    """
    tokens = words(raw)
    if begins(tokens, _listed("greets", lang)) or _is_long_letter(raw, tokens, lang):
        return False
    if doubtful(raw, lang) or _instructs(raw, tokens, lang):
        return True
    wishes = holds(tokens, _listed("speaks", lang))
    return len(tokens) < LETTER and not wishes and (len(tokens) < FACTS or not holds(tokens, _listed("tells", lang)))


def _is_long_letter(raw: str, tokens: list[str], lang: str) -> bool:
    """Several sentences that tell of somebody and say what they would like: a letter, even when it begins with "Add us"."""
    if len(tokens) < LONG_LETTER or len([one for one in _SENTENCE.split(raw.strip()) if words(one)]) < SENTENCES:
        return False
    return holds(tokens, _listed("speaks", lang)) and holds(tokens, _listed("tells", lang))


def _instructs(raw: str, tokens: list[str], lang: str) -> bool:
    """Is there a word to us about the text? In a long letter only where a clause begins."""
    if len(tokens) < LONG_LETTER:
        return holds(tokens, _within(lang))
    small = _but(lang)
    for clause in _CLAUSE.split(raw):
        clause_words = words(clause)
        while clause_words and clause_words[0] in small:
            clause_words = clause_words[1:]
        if begins(clause_words, _listed("instructs", lang)):
            return True
    return False


def own(raw: str, lang: str) -> str:
    """The text without an opening that only says "I don't know, maybe": "weet ik nog niet, misschien een lijstje"."""
    found = _FIRST_CLAUSE.match(raw)
    if found is not None and tuple(words(found[1])) in _listed("told", lang):
        # "just told you, Elmwood Lane 3"
        return raw[found.end() :].strip() or raw
    if found is None or not is_unsure(found[1], lang):
        return raw
    rest = raw[found.end() :].strip()
    tokens = words(rest)
    hedge = begins(tokens, _yes_no("unknown", lang))
    return after(rest, hedge) if hedge and len(tokens) > hedge else raw


def without_question(raw: str) -> str:
    """The answer behind a question to us: "what do you mean by position? team leader"; as it is where it is nothing else."""
    sentences = [one.strip() for one in _SENTENCE.split(raw.strip()) if words(one)]
    rest = [one for one in sentences if not one.rstrip(" )\"'»”").endswith(_QUESTION_ENDS)]
    return " ".join(rest) if len(sentences) > 1 and rest and sentences[0] not in rest else raw


def asks_why(raw: str, lang: str) -> bool:
    """Does the answer ask what something is for, its mark left out: "why do you need my phone lol"?"""
    return begins(words(raw), _listed("why", lang)) > 0


def behind_but(raw: str, lang: str) -> str:
    """What stands behind a yes and a "but": of "that's right but the motivation was wrong" the end; empty without."""
    for word in placed_words(raw):
        if (word.folded,) in of_list("tongues", "but", lang):
            head = raw[: word.start].strip(" ,;.")
            agreed = yes_no.agrees(head, lang, _kept(lang)) if words(head) else False
            return raw[word.end :].strip(" ,") if agreed else ""
    return ""


def without_request(raw: str, lang: str) -> str:
    """The text without a last clause that asks us to write it better: "..., could you put it nicer for me?"."""
    clauses = [*re.finditer(r"[.!?…,;\n]+\s*", raw.rstrip(" ?"))]
    if not clauses or not raw.rstrip().endswith(_QUESTION_ENDS):
        return raw
    last = words(raw[clauses[-1].end() :])
    asked = bool(begins(last, _listed("could_you", lang))) and any((one,) in _listed("wording", lang) for one in last)
    return raw[: clauses[-1].start()].strip() if asked else raw


def after_announcing(raw: str, lang: str) -> str:
    """The message itself, where words to us announce it: "nee, ich schreib selber was: Grüß Gott ..."."""
    head, colon, tail = raw.partition(":")
    before = words(head)
    told_us = begins(before, _listed("instructs", lang) | _yes_no("no", lang)) and len(before) <= OWN_QUESTION
    return tail.strip() if colon and told_us and len(words(tail)) >= SHORT else raw


def _sign(raw: str) -> bool | None:
    try:
        return yes_no.yes_no(raw, "en")
    except NotUnderstood:
        return None


def _is_made_of(tokens: list[str], table: dict[Phrase, int]) -> bool:
    """Are these words nothing but phrases of the table, one of them at least an anchor? The longest phrase goes first."""
    if not tokens or len(tokens) > MOST:
        return False
    reached: list[set[int]] = [set() for _ in range(len(tokens) + 1)]
    reached[0].add(_BESIDE)
    for at in range(len(tokens)):
        for size in range(1, min(LONGEST, len(tokens) - at) + 1) if reached[at] else ():
            kind = table.get(tuple(tokens[at : at + size]))
            if kind is not None:
                reached[at + size] |= {max(kind, before) for before in reached[at]}
    return _ANCHOR in reached[-1]


def _is_of_words(tokens: list[str], telling: frozenset[str], around: frozenset[str]) -> bool:
    """Are these few words all of the two kinds, one of them telling?"""
    few = 0 < len(tokens) <= MOST_WORDS
    return few and not telling.isdisjoint(tokens) and all(token in telling or token in around for token in tokens)


@cache
def _unsure_words(lang: str) -> tuple[frozenset[str], frozenset[str]]:
    around = {
        token for phrase in (*_listed("unsure_around", lang), *_listed("unsure_beside", lang)) for token in phrase
    }
    return frozenset(token for (token, *_) in _listed("unsure_words", lang)), frozenset(around)


@cache
def _taking_words(lang: str) -> tuple[frozenset[str], frozenset[str]]:
    beside = {token for phrase in _listed("beside", lang) for token in phrase}
    agreeing = (*_listed("takes", lang), *_kept(lang), *_yes_no("yes", lang))
    telling = {token for phrase in agreeing for token in phrase if not pointing.negates(token, lang)}
    negating = {token for phrase in _yes_no("no", lang) for token in phrase if len(phrase) == 1}
    return frozenset(telling - beside - negating - {"change"}), frozenset(beside - negating)


@cache
def _within(lang: str) -> frozenset[Phrase]:
    """What speaks to us about the text wherever it stands; "di" is a word of Italian that says much else."""
    found = _listed("instructs", lang) | _listed("of_the_text", lang)
    return frozenset(phrase for phrase in found if len("".join(phrase)) >= SHORTEST)


@cache
def _of_text(lang: str) -> frozenset[Phrase]:
    return _listed("of_the_text", lang) | _listed("wording", lang)


@cache
def _but(lang: str) -> frozenset[str]:
    """Small words before an instruction: "but", "please"."""
    return frozenset(
        token
        for phrase in (*sides.near_phrases("but", lang), *_yes_no("yes", lang), *_listed("beside", lang))
        for token in phrase
    )


@cache
def _taking(lang: str) -> dict[Phrase, int]:
    return _table(lang, "takes", "yes") | dict.fromkeys((*_kept(lang), *_listed("takes", lang)), _ANCHOR)


@cache
def _putting_off(lang: str) -> dict[Phrase, int]:
    return _table(lang, "unsure", "unknown") | dict.fromkeys(_listed("later", lang), _ANCHOR)


@cache
def _told(lang: str) -> dict[Phrase, int]:
    small = (*_listed("unsure_beside", lang), *_listed("beside", lang), *_yes_no("yes", lang))
    return dict.fromkeys(small, _BESIDE) | dict.fromkeys(_listed("told", lang), _ANCHOR)


@cache
def _table(lang: str, name: str, also: str) -> dict[Phrase, int]:
    """The phrases of a list and those of yes_no.toml as anchors, the small words that may stand beside them."""
    beside = "beside" if name == "takes" else f"{name}_beside"
    table = dict.fromkeys(_listed(beside, lang), _BESIDE)
    return table | dict.fromkeys((*_listed(name, lang), *_yes_no(also, lang)), _ANCHOR)


@cache
def _listed(name: str, lang: str) -> frozenset[Phrase]:
    return listed(vocabulary("written")[name].get(lang, ""))


@cache
def _kept(lang: str) -> frozenset[Phrase]:
    return listed(vocabulary("said")["keep"].get(lang, ""))


@cache
def _yes_no(kind: str, lang: str) -> frozenset[Phrase]:
    return yes_no.phrases_of(kind, lang) - {("n",)}
