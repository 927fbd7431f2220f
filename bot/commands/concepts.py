"""`concepts check | words | list`: the vocabulary, for those who write it."""

from difflib import get_close_matches

from bot.commands.remedies import OperatorError
from domain import concept_check, concepts
from domain.concept_check import Problem
from domain.concept_words import LANGUAGES, lines

_SENTENCES = {
    "toml": "is no TOML ({what})",
    "reader": "is read otherwise by the program than as TOML: one line for each concept, no quotes and no backslashes in it",
    "language": "is missing: write a file for it",
    "unknown": "{concept}: is no concept",
    "facet": "{concept}: does not belong to [{what}]",
    "missing": "{concept}: is missing",
    "label": "{concept}: has no label",
    "label-taken": "{concept}: has the same label as {what}",
    "star": "{concept}: {what} has a * in the middle",
    "stem": "{concept}: {what} is too short for a stem",
    "twice": "{concept}: {what} stands there twice",
    "sign": "{concept}: {what!r} cannot be read",
    "too-long": "{concept}: {what!r} is too long",
    "too-many": "{concept}: has more than {what} words",
}


def check() -> None:
    """Print one line for each problem. Raises OperatorError (exit code 1) when there is any."""
    found = [sentence(problem) for problem in concept_check.shipped()]
    for one in found:
        print(one)
    if found:
        raise OperatorError(f"{len(found)} problems in the vocabulary", 1)


def sentence(problem: Problem) -> str:
    """A problem as one line: "nl: dementia: has no label"."""
    return f"{problem.lang}: {_SENTENCES[problem.code].format(concept=problem.concept, what=problem.what)}"


def words(concept: str, lang: str) -> None:
    """Print the line of a concept. Raises OperatorError for a concept or a language there is not."""
    if lang not in LANGUAGES:
        raise OperatorError(f"there are no words of {lang!r}: choose one of {', '.join(sorted(LANGUAGES))}")
    found = dict(lines(lang)).get(concept)
    if found is None:
        near = get_close_matches(concept, [one.id for one in concepts.everything()], 1)
        raise OperatorError(f"there is no concept {concept!r}{f': did you mean {near[0]}?' if near else ''}")
    print(found)


def everything(lang: str) -> None:
    """Print all concepts. Raises OperatorError for a language there is not."""
    if lang not in LANGUAGES:
        raise OperatorError(f"there are no words of {lang!r}: choose one of {', '.join(sorted(LANGUAGES))}")
    for one in concepts.everything():
        print(f"{one.kind}\t{one.id}\t{concepts.label(one.id, lang)}")
