"""What is wrong with a cell of a card, as a sentence that says how to mend it."""

from functools import cache

from rapidfuzz import fuzz, process

from domain import concepts
from domain.cards import HOST_STATUSES, PRACTICE_STATUSES
from domain.language import SERVED
from locales import formats
from storage.card_files import CardKind, LineProblem

# How alike two words must be, of 100: "Belgum" and "Belgium" are 92, "actif" and "active" 73.
_SAME_NAME, _SAME_STATUS = 80, 70

_SENTENCES = {
    "missing": "{column}: is empty; write one",
    "too-long": "{column}: {value} is too long; shorten it",
    "not-a-country": "{column}: {value} is not a country code; write {near}",
    "not-a-language": "{column}: {value} is not a language code; write {near}",
    "not-a-month": "{column}: {value} is not a month; write numbers from 1 to 12 or a range such as 9-11",
    "not-a-number": "{column}: {value} is not a whole number; write one, or leave the cell empty",
    "out-of-range": "{column}: {value} cannot be; write a likely number, or leave the cell empty",
    "min-over-max": "{column}: {value} is less than min_days; correct one of the two",
    "not-a-web-address": "{column}: {value} is not a web address; write one such as https://example.org",
    "unknown-status": "{column}: {value} is not a status; write {near}",
    "not-a-concept": "{column}: {value} is not a concept; write {near}",
    "not-yes-or-no": "{column}: {value} is neither yes nor no; write one of the two, or leave the cell empty",
    "too-many": "{column}: lists too many entries; keep the most telling ones",
    "too-many-cells": "more cells than the first line names columns, from {value} on; put quotes around the text",
}


def sentence(kind: CardKind, problem: LineProblem) -> str:
    """The problem without its line number: "country: 'Belgum' is not a country code; write BE"."""
    near = ""
    if problem.code == "not-a-country":
        near = _nearest(problem.value, _countries(), _SAME_NAME) or "a code of two letters such as BE"
    elif problem.code == "not-a-language":
        near = _nearest(problem.value, _languages(), _SAME_NAME) or "a code of two letters such as fr"
    elif problem.code == "unknown-status":
        statuses = HOST_STATUSES if kind == "hosts" else PRACTICE_STATUSES
        near = (
            _nearest(problem.value, {status: status for status in statuses}, _SAME_STATUS)
            or f"one of {', '.join(statuses)}"
        )
    elif problem.code == "not-a-concept":
        known = {one.id: one.id for one in concepts.everything()}
        near = _nearest(problem.value, known, _SAME_STATUS) or "the id of one, as `concepts list` tells"
    words = _SENTENCES.get(problem.code, "{column}: {value} is not right")
    return words.format(column=problem.column, value=repr(problem.value), near=near)


def _nearest(written: str, known: dict[str, str], alike: int) -> str:
    found = process.extractOne(written.casefold(), list(known), scorer=fuzz.ratio, score_cutoff=alike)
    return known[found[0]] if found else ""


@cache
def _countries() -> dict[str, str]:
    return {name.casefold(): code for lang in SERVED for code, name in formats.countries(lang).items()}


@cache
def _languages() -> dict[str, str]:
    return {
        name.casefold(): code for lang in SERVED for code, name in formats.languages(lang).items() if len(code) == 2
    }
