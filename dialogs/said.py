"""How people say yes, no, nothing or something else to what is asked or shown: "fine like that", "no, rather sleep", "no idea"."""

import re
from functools import cache

from dialogs import written
from domain.answers import pointing, yes_no
from domain.answers.cleaning import NotUnderstood, words
from domain.answers.lengths import lengths
from domain.answers.phrases import Phrase, begins, ends, holds, listed, longest_at
from domain.commands_words import courtesies
from domain.messages import Text
from domain.vocabulary import vocabulary

#: "the first one no": after what it takes away, in languages that say so
NO_AFTER = frozenset(("no", "non", "nee", "nein", "niet", "nicht", "not"))
#: what was answered or stored is forgotten after a yes to these: it takes a yes to exactly that
_FORGETTING = (
    "leaving.cancel.ask", "leaving.restart.ask", "my_data.sure.ask", "my_data.really_sure.ask", "my_requests.sure.ask",
)  # fmt: skip
#: nobody refuses at the end of a longer answer
_SHORT_REFUSAL = 7


def bare(raw: str, lang: str) -> str:
    """The answer without "my name is", "I work as a", "in"; unchanged when nothing would be left."""
    text = raw.replace("’", "'").lower()
    leads = sorted(vocabulary("said")["lead_in"].get(lang, "").split(", "), key=len, reverse=True)
    lead = next((lead for lead in leads if text.startswith(f"{lead} ")), "")
    rest = raw[len(lead) :].strip(" .")
    return rest if lead and rest else raw


def is_nothing(raw: str, lang: str) -> bool:
    """Does the whole answer say that there is none: "no", "nothing", "later", "nee hoor, niks eigenlijk"?"""
    said_so = yes_no.refuses(raw, lang, phrases_of("nothing", lang)) or raw.strip() == "-" or empties(raw, lang)
    return said_so or written.is_nothing(raw, lang) or written.is_later(raw, lang)


def empties(raw: str, lang: str) -> bool:
    """Does the whole answer say that nothing is to stand there, and that what stands there may go: "nothing, delete it"?"""
    tokens, nothing = words(raw), phrases_of("nothing", lang) | yes_no.phrases_of("no", lang)
    size = begins(tokens, nothing)
    return size > 0 and yes_no.refuses(" ".join(tokens[size:]), lang, nothing | phrases_of("emptying", lang))


def is_no(raw: str, lang: str) -> bool:
    """Is the whole answer a no: "no", "no, no", "nee hoor"?"""
    return yes_no.refuses(raw, lang)


def starts_with_no(raw: str, lang: str) -> bool:
    """Do the words begin with a no: "no photo"?"""
    try:
        return not yes_no.yes_no(raw, lang)
    except NotUnderstood:
        return False


def is_yes(raw: str, lang: str) -> bool:
    """Is the whole answer a yes?"""
    return tuple(words(raw)) in yes_no.phrases_of("yes", lang)


def takes_out(word: str, lang: str) -> bool:
    """Is this a word that takes something out: "remove", "enlevez"?"""
    return (word,) in phrases_of("without", lang)


def opening(raw: str, lang: str) -> tuple[str, str]:
    """How an answer about what is marked begins ("yes", "no", "not", "also", "rather" or ""), and the words after that.

    The last of several beginnings counts: "no, rather sleep", "yes, and sleep". "Sleep too" only adds as well.
    """
    tokens, kind = words(raw), ""
    beginnings = [
        (phrase, name)
        for name, phrases in (
            ("yes", yes_no.phrases_of("yes", lang) | phrases_of("keep", lang)), ("no", yes_no.phrases_of("no", lang)),
            ("also", phrases_of("also", lang)), ("rather", phrases_of("rather", lang)), ("not", phrases_of("without", lang)),
        )
        for phrase in phrases
    ]  # fmt: skip
    while len(tokens) > 1:
        begun = [
            (len(one), name) for one, name in beginnings if tuple(tokens[: len(one)]) == one and len(one) < len(tokens)
        ]
        if pointing.negates(tokens[0], lang):
            begun.append((1, "not"))
        if not begun:
            break
        size, kind = max(begun, key=lambda found: found[0])
        tokens = tokens[size:]
    courtesy = courtesies(lang)
    while len(tokens) > 1 and tokens[-1] in courtesy:
        tokens = tokens[:-1]
    if kind == "" and len(tokens) > 1 and tokens[-1] in NO_AFTER:
        kind, tokens = "not", tokens[:-1]
    also = ends(tokens, phrases_of("also_after", lang))
    if 0 < also < len(tokens) and kind in ("", "yes", "also"):
        kind, tokens = "also", tokens[:-also]
    return kind, _after(raw, tokens) if kind else raw


def only_agrees(raw: str, lang: str) -> bool:
    """Does the whole answer say that what is shown is right, or may stay: "ok, all fine, thanks", "so passt's"?"""
    return yes_no.agrees(raw, lang, phrases_of("keep", lang))


def is_reserve(raw: str, lang: str) -> bool:
    """Do the words speak of a reserve: "and Ghent as a backup"?"""
    return holds(words(raw), phrases_of("reserve", lang))


def takes_the_only_one(raw: str, lang: str) -> bool:
    """Does the whole answer agree with the only option there is: "yes, that one", "va bene quella"?"""
    return yes_no.agrees(raw, lang, phrases_of("keep", lang) | phrases_of("that_one", lang))


def answers(raw: str, question: Text, lang: str) -> bool:
    """The yes or no to a question that something hangs on; its text may have phrases of its own that agree.

    Raises NotUnderstood, also for a yes with something else beside it (`domain.answers.yes_no`).
    """
    if tuple(words(raw)) in phrases_of("either", lang):
        raise NotUnderstood("yes-no")
    if question.key in _FORGETTING and appraises(raw, lang):
        # "all right now" speaks of something else
        raise NotUnderstood("clear-yes")
    table = vocabulary("said")["same"].get(question.key, question.key)
    return yes_no.plain_yes_no(raw, lang, phrases_of(table, lang))


def appraises(raw: str, lang: str) -> bool:
    """Do the words say that something shown is right, all of it or now: "ok, all fine now", "looks good"?"""
    tokens = words(raw)
    if holds(tokens, phrases_of("seems", lang)):
        return True
    return holds(tokens, phrases_of("whole", lang)) and holds(tokens, phrases_of("right", lang))


def declines(raw: str, lang: str) -> bool:
    """Does the answer begin or end by saying no, nothing or "rather not", and take nothing of it back: "non, rien ne bloque"?"""
    tokens = words(raw)
    if any(token.isdigit() for token in tokens) or raw.rstrip().endswith("?"):
        return False
    if any((token,) in phrases_of("limiting", lang) for token in tokens):
        return False
    if holds(tokens, phrases_of("no_wait", lang)):
        return False
    small = yes_no.around(lang)
    refusing = yes_no.phrases_of("no", lang) | phrases_of("nothing", lang) | phrases_of("refusing", lang)
    for at in range(len(tokens)):
        if longest_at(tokens, at, refusing):
            return True
        if (tokens[at],) not in small:
            break
    # "il telefono preferirei di no": a single "no" or "none" behind something else may count that
    return (
        len(tokens) <= _SHORT_REFUSAL and ends(tokens, phrases_of("nothing", lang) | phrases_of("refusing", lang)) > 1
    )


def _after(raw: str, tokens: list[str]) -> str:
    """The end or the beginning of an answer that is made of these words, as it was written when that can be told."""
    pieces = re.split(r"(?<=[\s,;:])", raw)
    for at in range(len(pieces)):
        for rest in ("".join(pieces[at:]), "".join(pieces[: at or len(pieces)])):
            if words(rest) == tokens:
                return rest.strip(" ,;:")
    return " ".join(tokens)


def is_done(raw: str, lang: str) -> bool:
    """Does the whole answer say that the choice of several is complete?"""
    return tuple(words(raw)) in phrases_of("done", lang)


def is_unsure(raw: str, lang: str) -> bool:
    """Does the whole answer say "I don't know"?"""
    return written.is_unsure(raw, lang)


def days(raw: str, lang: str) -> int | None:
    """The one length of time that the words name, in days: "Spain, in May, 5 days"; None without one, or with several."""
    named = lengths(raw, lang)
    return named[0] if len(named) == 1 else None


@cache
def phrases_of(key: str, lang: str) -> frozenset[Phrase]:
    """The phrases of `said.toml` for a list, or for the label of an option."""
    return listed(vocabulary("said").get(key, {}).get(lang, ""))
