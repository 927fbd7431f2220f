"""`texts check` and `texts pot`: the words of the bot, for those who write and translate them."""

import re
from pathlib import Path

import locales
from bot.commands.remedies import OperatorError
from bot.commands.text_usage import Names, Need, needs
from domain.language import CERTAIN, detect
from locales import catalogue

_FIELD = re.compile(r"\{(\w+)\}")


def check() -> None:
    """Print one line for each problem. Raises OperatorError (exit code 1) when there is any."""
    lines = [str(problem) for problem in catalogue.problems(_written_in)] + usage_problems()
    for line in lines:
        print(line)
    if lines:
        raise OperatorError(f"{len(lines)} problems in the texts", 1)


def write_template() -> None:
    """Write `bot.pot` from the English file."""
    path = Path(locales.__file__).with_name("bot.pot")
    path.write_text(catalogue.template(), encoding="utf-8")
    print(f"{path}: {len(catalogue.keys())} texts")


def usage_problems() -> list[str]:
    """Texts that the program needs and the reference lacks, values that texts wait for in vain, texts that nobody uses."""
    needed, keys = needs(), catalogue.keys()
    wanted = {need.key: need for need in needed if not any(map(need.matches, keys))}
    found = [f"{catalogue.REFERENCE}: {need.key}: missing ({need.where})" for need in wanted.values()]
    found += [
        f"{catalogue.REFERENCE}: {need.key}: fields ({', '.join(lacking)} not given by {need.where})"
        for need in needed
        if (lacking := _lacking(need))
    ]
    names = Names(needed)
    return found + [f"{catalogue.REFERENCE}: {key}: unused" for key in keys if key not in names]


def _lacking(need: Need) -> list[str]:
    """The fields of a text that nobody fills in."""
    if need.fields is None or not catalogue.has(need.key):
        return []
    return sorted(set(_FIELD.findall(catalogue.text(catalogue.REFERENCE, need.key))) - need.fields)


def _written_in(words: str) -> str | None:
    """The language of a text when there is no doubt."""
    guess = detect(words)
    return guess.lang if guess.confidence >= CERTAIN else None
