"""Detecting the language of chat messages, beside langdetect alone and lingua, on the same texts in the same run.

The texts are ours (`tests/domain/language`): forty first messages of each of the 32 languages. Others in the form of
`set<TAB>language<TAB>text` are measured with `python -m tests.bench.language FILE`.
"""

import argparse
import asyncio
import resource
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from statistics import mean, median, quantiles
from typing import NamedTuple

import msgspec

from domain.language import CERTAIN, DETECTED, detect
from tests.bench.report import Figure, show

TEXTS = Path(__file__).parents[1] / "domain" / "language"
#: the official languages of the European Union, over which a figure is the mean
OFFICIAL = ("bg", "hr", "cs", "da", "nl", "en", "et", "fi", "fr", "de", "el", "hu", "ga", "it", "lv", "lt", "mt",
            "pl", "pt", "ro", "sk", "sl", "es", "sv")  # fmt: skip
#: what applications send, in ten messages: the person's own language, English, another one
APP = ("own", "own", "own", "own", "en", "own", "own", "own", "own", "other")
SHORT = 2  # words

#: the share of right answers to reach, in percent, by set
TARGETS = {"tatoeba": 98.5, "plain": 96, "ha": 96, "short": 94}

Answer = tuple[str | None, float]


class Row(NamedTuple):
    """A text of a set and its language."""

    kind: str
    lang: str
    text: str


def ours(row: Row) -> Answer:
    """What we say of a text alone."""
    guess = detect(row.text)
    return guess.lang, guess.confidence


def langdetect_alone() -> Callable[[Row], Answer]:
    """langdetect as it comes, with a fixed seed."""
    from langdetect import DetectorFactory, LangDetectException, detect_langs

    DetectorFactory.seed = 1

    def answer(row: Row) -> Answer:
        try:
            best = detect_langs(row.text)[0]
        except LangDetectException:
            return None, 0.0
        return str(best.lang), float(best.prob)

    return answer


def lingua() -> Callable[[Row], Answer]:
    """lingua in its exact mode, restricted to the languages it shares with us (it has no Maltese)."""
    from lingua import IsoCode639_1, LanguageDetectorBuilder

    codes = [getattr(IsoCode639_1, ("nb" if code == "no" else code).upper()) for code in DETECTED if code != "mt"]
    detector = LanguageDetectorBuilder.from_iso_codes_639_1(*codes).with_preloaded_language_models().build()

    def answer(row: Row) -> Answer:
        best = detector.compute_language_confidence_values(row.text)[0]
        code = best.language.iso_code_639_1.name.lower()
        return ("no" if code == "nb" else code) if best.value else None, best.value

    return answer


@dataclass(frozen=True, slots=True)
class Measured:
    """Answers to all rows, the CPU time of each in µs, and the memory of the process in MB after them."""

    answers: list[Answer]
    times: list[float]
    memory: float


DETECTORS: Mapping[str, Callable[[], Callable[[Row], Answer]]] = {
    "ours": lambda: ours,
    "langdetect": langdetect_alone,
    "lingua": lingua,
}


def measure(name: str, rows: list[Row]) -> Measured:
    """Ask one detector for every row."""
    answer = DETECTORS[name]()
    for row in rows[:200]:
        answer(row)
    answers, times = [], []
    for row in rows:
        before = time.thread_time_ns()
        answers.append(answer(row))
        times.append((time.thread_time_ns() - before) / 1000)
    return Measured(answers, times, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


async def in_a_process(name: str, file: str) -> Measured:
    """The same in a process of its own: memory is counted by process."""
    command = (sys.executable, "-m", "tests.bench.language", "--of", name, *([file] if file else []))
    process = await asyncio.create_subprocess_exec(*command, stdout=subprocess.PIPE)
    out, _ = await process.communicate()
    if process.returncode:
        raise RuntimeError(f"{name} could not be measured: is it installed? `make bench` installs it")
    return msgspec.json.decode(out, type=Measured)


def right(rows: Iterable[Row], answers: Iterable[Answer]) -> dict[str, float]:
    """Share of right answers by language, in percent, of the official languages."""
    marks = defaultdict(list)
    for row, (lang, _) in zip(rows, answers, strict=True):
        marks[row.lang].append(100.0 * (lang == row.lang))
    return {lang: mean(found) for lang, found in marks.items() if lang in OFFICIAL}


def texts(file: str = "") -> list[Row]:
    """The rows of a file, of the languages we detect; without one our own."""
    if not file:
        return own_texts()
    rows = (Row(*line.split("\t", 2)) for line in Path(file).read_text("utf-8").splitlines())
    return [row for row in rows if row.lang in DETECTED]


def own_texts() -> list[Row]:
    """Our forty messages of every language."""
    return [
        Row("short" if len(line.split()) <= SHORT else "message", lang, line)
        for lang in DETECTED
        for line in (TEXTS / f"{lang}.txt").read_text("utf-8").splitlines()
    ]


def table(name: str, rows: list[Row], found: Measured) -> list[Figure]:
    """What one detector reached: right answers by set, those it was sure of, time and memory."""
    mine = name == "ours"
    figures = []
    for kind in dict.fromkeys(row.kind for row in rows):
        pairs = [(row, answer) for row, answer in zip(rows, found.answers, strict=True) if row.kind == kind]
        shares = right(*zip(*pairs, strict=True))
        worst = min(shares, key=shares.__getitem__)
        wanted = TARGETS.get(kind) if mine else None
        figures.append(
            Figure(
                f"{name}: right, {kind} (worst: {worst} {shares[worst]:.0f})",
                mean(shares.values()),
                "%",
                f"≥ {wanted} %" if wanted else "",
                mean(shares.values()) >= wanted if wanted else None,
            )
        )
    times = sorted(found.times)
    slowest = quantiles(times, n=100)[98]
    figures += [
        Figure(f"{name}: CPU of a message, median", median(times), "µs"),
        Figure(f"{name}: CPU of a message, p99", slowest / 1000, "ms", *(("≤ 5 ms", slowest <= 5000) if mine else ())),
        Figure(
            f"{name}: memory of the process", found.memory, "MB", *(("≤ 150 MB", found.memory <= 150) if mine else ())
        ),
    ]
    return figures


def first_messages(rows: list[Row]) -> list[Figure]:
    """With the code of the application: right answers, and what is answered without asking (P ≥ 0.9)."""
    codes = cycle(DETECTED)
    total = decided = sure = good = 0
    for row, app in zip(rows, cycle(APP)):
        code = {"own": row.lang, "en": "en", "other": next(codes)}[app]
        guess = detect(row.text, code)
        total += 1
        good += guess.likeliest == row.lang
        decided += guess.confidence >= CERTAIN
        sure += guess.confidence >= CERTAIN and guess.lang == row.lang
    asked = 100 * (1 - decided / total)
    return [
        Figure("ours, with the application's code: right", 100 * good / total, "%", "≥ 98 %", good / total >= 0.98),
        Figure(
            "ours: first messages answered at once, right",
            100 * sure / decided,
            "%",
            "≥ 99.5 %",
            sure / decided >= 0.995,
        ),
        Figure("ours: first messages asked for the language", asked, "%", "≤ 5 %", asked <= 5),
    ]


async def run(file: str = "") -> list[Figure]:
    """Measure."""
    rows = texts(file)
    figures = [*table("ours", rows, await in_a_process("ours", file)), *first_messages(rows)]
    for name in ("langdetect", "lingua"):
        figures += table(name, rows, await in_a_process(name, file))
    return figures


def main() -> None:
    """`python -m tests.bench.language [FILE]`; with `--of NAME`, the answers of one detector as JSON."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.language")
    parser.add_argument("file", nargs="?", default="", help="lines of set, language and text, parted by tabs")
    parser.add_argument("--of", choices=tuple(DETECTORS), help="only the answers of this detector, as JSON")
    given = parser.parse_args()
    if given.of:
        sys.stdout.buffer.write(msgspec.json.encode(measure(given.of, texts(given.file))))
    else:
        show("language", asyncio.run(run(given.file)), as_json=False)


if __name__ == "__main__":
    main()
