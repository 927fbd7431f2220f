"""Who somebody is, in words of their own: by their trade or what troubles them at work a trainee, else by what they say they do.

Words that say only that somebody works ("lavoro", "werk") choose nothing, though they stand in a label.
"""

import re

from domain import concepts, wanted
from domain.answers import pointing
from domain.answers.cleaning import words

_CLAUSE = re.compile(r"[,;.!?\n]+")
#: what names a concept less surely than this is no trade
_SURE = 1.0
#: concepts that only somebody at work speaks of
_OF_WORK = ("profession", "problem")
#: the kinds of place that a trade may be named by: "in a nursing home"
_PLACES = ("setting", "sector", "client_group")


def meant(raw: str, lang: str) -> str:
    """ "trainee", "host" or "employer"; "" when the words do not tell."""
    # "maison d'accueil" is where somebody works, and receives no trainees by that
    clauses = [wanted.beside(words(clause), lang, "shelters") for clause in _CLAUSE.split(raw)]
    tokens = [token for clause in clauses if not _denies(clause, lang) for token in clause]
    visits = wanted.speaks_of("as_trainee", tokens, lang)
    for role in ("host", "employer"):
        if wanted.speaks_of(f"as_{role}", tokens, lang):
            # "we receive trainees" names them too; who wants something themselves is asked
            unclear = visits and (role == "employer" or wanted.speaks_of("want", tokens, lang))
            return "" if unclear else role
    if visits or wanted.speaks_of("trades", tokens, lang):
        return "trainee"
    told = concepts.find(" ".join(tokens), lang)
    if any(hit.kind in _OF_WORK and hit.strength >= _SURE for hit in told):
        return "trainee"
    works = len(tokens) > len(wanted.without("generic", tokens, lang))
    return "trainee" if works and any(hit.kind in _PLACES and hit.strength >= _SURE for hit in told) else ""


def _denies(clause: list[str], lang: str) -> bool:
    """ "I am not an employer"; "people without a home" are no role."""
    refuses = any(pointing.negates(one, lang) for one in clause) or wanted.speaks_of("nobody", clause, lang)
    return refuses and any(wanted.speaks_of(f"as_{role}", clause, lang) for role in ("trainee", "host", "employer"))


def of_oneself(raw: str, lang: str) -> str:
    """The words without "my boss", "mit meiner Chefin": who has one is another."""
    tokens = words(raw)
    return " ".join(
        token for at, token in enumerate(tokens) if not at or not wanted.speaks_of("of_mine", tokens[at - 1 : at], lang)
    )


def without_generic(raw: str, lang: str) -> str:
    """The words that may choose an option: those that say more than that somebody works, and that speak of oneself."""
    return " ".join(wanted.without("generic", words(of_oneself(raw, lang)), lang))
