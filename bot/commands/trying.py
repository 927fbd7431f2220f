"""`try`: ask a part of the program directly, for curious staff and for measurements. Texts come in on standard input."""

import sys
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from bot.commands.line_answers import Answer, answer_each, asked
from bot.commands.remedies import OperatorError
from domain.language import DETECTED, SERVED, detect, nearest

NEAR = 2
"""How many further topics `try faq` names."""


def served(lang: str, among: Sequence[str] = SERVED) -> str:
    """The language, if the bot speaks it, or reads it in the part that is tried."""
    if lang not in among:
        raise OperatorError(f"--lang {lang}: not a language of the bot; write one of {', '.join(among)}")
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
    from domain.goals import LANGUAGES, check

    served(lang, LANGUAGES)

    def reply(line: str) -> Answer:
        found = check(asked(line).text, lang, today=today)
        return {
            "S": found.specific,
            "M": found.measurable,
            "T": found.time_bound,
            "why": {letter: list(codes) for letter, codes in found.why.items()},
            "words": {letter: list(words) for letter, words in found.because.items()},
            "deadline": found.deadline.isoformat() if found.deadline else None,
        }

    nothing: Mapping[str, Any] = {
        "S": False, "M": False, "T": False, "why": {}, "words": {}, "deadline": None,
    }  # fmt: skip
    answer_each(sys.stdin.buffer, reply, nothing)


def try_value(lang: str, kind: str, today: date) -> None:
    """Which value is typed? ISO dates, [first, last] for a period, cents of euros, a number, a country code, or null."""
    from domain.answers.values import KINDS, value

    served(lang)
    if kind not in KINDS:
        raise OperatorError(f"--kind {kind or '?'}: not a kind of value; write one of {', '.join(KINDS)}")
    answer_each(sys.stdin.buffer, lambda line: {"value": value(asked(line).text, kind, lang, today)}, {"value": None})


def try_command(lang: str) -> None:
    """Which command is said in words, and how surely?"""
    from domain.commands import INTENTS, read_command

    served(lang)

    def reply(line: str) -> Answer:
        found = read_command(asked(line).text, lang)
        if found is None or found.intent not in INTENTS:
            return dict(nothing)
        return {"intent": found.intent, "confidence": found.confidence}

    nothing: Mapping[str, Any] = {"intent": None, "confidence": 0.0}
    answer_each(sys.stdin.buffer, reply, nothing)


def try_faq(lang: str) -> None:
    """Which topic of the FAQ answers a question? In a language we do not speak, the answer is in the nearest one of ours."""
    from domain import faq
    from domain.messages import Text
    from domain.texts import render

    ours = nearest(served(lang, DETECTED))

    def reply(line: str) -> Answer:
        text = asked(line).text
        writes = faq.unspoken(detect(text, lang)) or (lang if lang != ours else "")
        found = {
            **nothing,
            "writes": writes or None,
            "notice": render(Text("question.unspoken", {"language": Text(f"language:{writes}")}), ours)
            if writes
            else "",
        }
        if not (hits := faq.search(text, ours, 1 + NEAR, writes)):
            return found
        best, *others = hits
        return found | {
            "topic": best.topic,
            "confidence": round(best.confidence, 4),
            "sure": best.confidence >= faq.SURE,
            "near": [hit.topic for hit in others],
            "answer": faq.answer(best.topic, ours, {}),
            "source": faq.source(best.topic, ours),
        }

    nothing: dict[str, Any] = {
        "topic": None, "confidence": 0.0, "sure": False, "near": [], "answer": "", "source": "", "writes": None, "notice": "",
    }  # fmt: skip
    answer_each(sys.stdin.buffer, reply, nothing)
