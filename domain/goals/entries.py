"""The entries of a word list as they stand in its file, and the forms their ending rules give ("drop>add")."""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from domain.goals.tokens import tokens


def entries(listed: str) -> list[str]:
    """Entries of a list: parted by commas or line ends."""
    return [entry for part in re.split(r"[,\n]", listed) if (entry := part.strip())]


def parts(entry: str) -> tuple[str, ...]:
    """The folded words of an entry; a star belongs to the word that it touches."""
    found: list[str] = []
    for token in tokens(entry):
        touches = bool(found) and not entry[token.start - 1].isspace()
        if touches and "*" in (token.text, found[-1]):
            found[-1] += token.text
        else:
            found.append(token.text)
    return tuple(found)


def split(listed: str) -> tuple[list[str], list[tuple[str, ...]]]:
    """Parts a list into its single words and its phrases."""
    found = [parts(entry) for entry in entries(listed)]
    return [each[0] for each in found if len(each) == 1], [each for each in found if len(each) > 1]


def inflect(word: str, rules: Iterable[str]) -> Iterator[str]:
    """All forms a word takes by rules 'add', 'drop>add' or 'prefix+drop>add'; a rule that does not fit is skipped."""
    for rule in rules:
        prefix, drop, add = _read(rule)
        if not drop:
            yield prefix + word + add
        elif word.endswith(drop) and len(word) > len(drop):
            yield prefix + word[: -len(drop)] + add


@cache
def _read(rule: str) -> tuple[str, str, str]:
    """What a rule puts before a word, takes from its end and puts there."""
    prefix, _, rest = rule.rpartition("+")
    drop, _, add = rest.rpartition(">")
    return prefix, drop, add


def forms(word: str, rules: Iterable[str]) -> Iterable[str]:
    """The forms of a word by the rules; a beginning such as 'praktyk*' has none but itself."""
    return (word,) if word.endswith("*") else inflect(word, rules)
