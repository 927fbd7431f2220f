"""`try`: ask a part of the program directly, for curious staff and for measurements. Texts come in on standard input."""

import sys
from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.commands.line_answers import Answer, answer_each, asked
from bot.commands.remedies import OperatorError
from domain.language import SERVED

NEAR = 2
"""How many further topics `try faq` names."""


def served(lang: str) -> str:
    """The language, if the bot speaks it."""
    if lang not in SERVED:
        raise OperatorError(f"--lang {lang}: not a language of the bot; write one of {', '.join(SERVED)}")
    return lang


def try_language() -> None:
    """Which language is a text in? A line is a text, or {"text": …, "app_code": "fr-BE"}."""
    from domain.language import detect

    def reply(line: str) -> Answer:
        text, fields = asked(line)
        code = fields.get("app_code")
        guess = detect(text, code if isinstance(code, str) else None)
        return {"lang": guess.lang, "confidence": round(guess.confidence, 4)}

    answer_each(sys.stdin.buffer, reply, {"lang": None, "confidence": 0.0})


def try_goal(lang: str, today: date) -> None:
    """Is a goal specific, measurable, time-bound, and why?"""
    from domain.smart import check

    served(lang)

    def reply(line: str) -> Answer:
        found = check(asked(line).text, lang, today=today)
        letters = {"S": found.specific, "M": found.measurable, "T": found.time_bound}
        return {**letters, "why": {letter: list(codes) for letter, codes in found.why.items()}}

    nothing = {"S": False, "M": False, "T": False, "why": {}}
    answer_each(sys.stdin.buffer, reply, nothing)


def try_faq(lang: str) -> None:
    """Which topic of the FAQ answers a question?"""
    from domain import faq

    served(lang)

    def reply(line: str) -> Answer:
        hits = faq.search(asked(line).text, lang, limit=1 + NEAR)
        if not hits:
            return dict(nothing)
        best, *others = hits
        return {
            "topic": best.topic,
            "confidence": round(best.confidence, 4),
            "near": [hit.topic for hit in others],
            "answer": faq.answer(best.topic, lang, {}),
        }

    nothing: Mapping[str, Any] = {"topic": None, "confidence": 0.0, "near": [], "answer": ""}
    answer_each(sys.stdin.buffer, reply, nothing)
