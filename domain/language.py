"""Which language a person writes: the application's language as a weak prior, the text as evidence.

The evidence of a text is an exact naive Bayes over the letter n-grams of langdetect's profiles (its own detector draws
n-grams by chance; here the same text always gives the same answer) plus the frequent chat words of
`data/language/words.toml`, which carry messages of one to three words. Profiles of languages the bot does not speak
compete too, so that a Portuguese message is left open instead of being taken for Spanish. Nothing is read before the
first text is judged (about 0.15 s of CPU once).
"""

import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from domain.language_model import LANGUAGES, RIVALS, SERVED, model

__all__ = ["CERTAIN", "OTHER", "RIVALS", "SERVED", "SWITCH", "Evidence", "Guess", "detect"]

OTHER: Final = "other"
_KNOWN: Final = (*SERVED, OTHER)

CERTAIN: Final = 0.6
"""Below this probability the language stays open and is asked by buttons."""
SWITCH: Final = 0.9
"""Above this probability a change of language is offered in the middle of a conversation."""

# Fitted on chat-like texts of the six languages and 28 others, so that probabilities match the share of right answers.
# N-grams overlap, so each counts for a third only, and for less in the shortest texts, where a few letters of a name
# would decide. A known word weighs more the longer it is: short ones are often words of several languages.
_GRAM_WEIGHT = 0.35
_ENOUGH_LETTERS = 20
_WORD_WEIGHTS = tuple(float(min(9, 1 + length)) for length in range(32))
_RIVAL_PRIOR = -3.0
_APP_PRIOR = math.log(0.8 / 0.04)  # the application is right for four people in five
_READ = 1000  # characters read of a text: more adds nothing
_CLIP = 6.0  # what one message may weigh in a conversation
_MEMORY = 0.6  # what an older message still weighs after a newer one

_NEAREST: Final = {"pt": "es", "gl": "es", "ca": "es", "eu": "es", "lb": "de", "af": "nl", "fy": "nl", "rm": "it"}
_SCRIPTS: Final = {
    "GREEK": "el", "CYRILLIC": "ru", "ARABIC": "ar", "HEBREW": "he", "CJK": "zh", "HIRAGANA": "ja", "KATAKANA": "ja",
    "HANGUL": "ko", "THAI": "th", "GEORGIAN": "ka", "ARMENIAN": "hy", "DEVANAGARI": "hi", "BENGALI": "bn",
    "TAMIL": "ta", "ETHIOPIC": "am",
}  # fmt: skip

_NOT_PROSE = re.compile(r"https?://\S+|www\.\S+|[^\s@]{1,64}@\S+|[@#/]\w+")
_TOKEN = re.compile(r"[^\W\d_]+['’]?|[¿¡]")


@dataclass(frozen=True, slots=True)
class Guess:
    """What a text says about the language of its writer.

    `lang` is one of `SERVED`, or None while open. `confidence` (0-1) is the probability of the likeliest answer, also
    while open. `scores` gives the probability of each served language; what is missing to 1 is that of the others.
    `other` names the likeliest language (ISO 639-1) when it is one the bot does not speak.
    """

    lang: str | None
    confidence: float
    scores: Mapping[str, float]
    other: str | None = None

    @property
    def nearest(self) -> str:
        """The served language to go on with until the person chooses (DOMAIN T1): never empty."""
        if self.lang:
            return self.lang
        if self.other:
            return _NEAREST.get(self.other, "en")
        best = max(SERVED, key=self.scores.__getitem__)
        return best if self.scores[best] >= 0.4 else "en"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What all messages of a conversation say together; small and JSON-able (`to_json`, `from_json`).

    `scores` are logarithms of likelihood ratios by served language and `OTHER`; the newest message weighs most.
    """

    scores: Mapping[str, float] = field(default_factory=dict)
    other: str = ""

    @classmethod
    def of_app(cls, app_code: str | None) -> "Evidence":
        """Where a conversation starts: the language code of the person's application (`fr`, `fr-BE`), if any."""
        code = _base(app_code)
        if code in SERVED:
            return cls({code: _APP_PRIOR})
        return cls({OTHER: _APP_PRIOR}, code) if code in RIVALS else cls()

    def add(self, text: str) -> "Evidence":
        """The evidence after one more message; a text that says nothing changes nothing."""
        weighed = _weighed(text[:_READ])
        if weighed is None:
            return self
        other, seven = weighed
        top = max(seven.values())
        scores = {
            code: round(self.scores.get(code, 0.0) * _MEMORY + max(value - top, -_CLIP), 2)
            for code, value in seven.items()
        }
        return Evidence(scores, other if seven[OTHER] == top else self.other)

    def guess(self) -> Guess:
        """The answer so far; while nothing was said, that of the application (open without one)."""
        return _guess({code: self.scores.get(code, 0.0) for code in _KNOWN}, self.other or None)

    def suggests(self, current: str) -> str | None:
        """Another served language to offer to somebody who is spoken to in `current`, once the messages are clear."""
        if max(_KNOWN, key=lambda code: self.scores.get(code, 0.0)) == current:
            return None
        guess = self.guess()
        return guess.lang if guess.lang != current and guess.confidence >= SWITCH else None

    def to_json(self) -> dict[str, float | str]:
        """A flat object: scores by code, and the name of the other language under `is`."""
        return {**self.scores, "is": self.other} if self.other else dict(self.scores)

    @classmethod
    def from_json(cls, data: Mapping[str, object]) -> "Evidence":
        """The value that `to_json` wrote; unknown entries are dropped."""
        scores = {c: float(v) for c, v in data.items() if c in _KNOWN and isinstance(v, int | float)}
        other = data.get("is")
        return cls(scores, other if isinstance(other, str) else "")


def detect(text: str, app_code: str | None = None, prior: Evidence | None = None) -> Guess:
    """Judge one text, given the application's language and what earlier messages said (`prior` then holds both).

    `lang` is None when the text says nothing (empty, figures, emoji, "ok") whatever the application's language,
    when two languages remain likely, and when it is written in a language the bot does not speak.
    """
    before = prior if prior is not None else Evidence.of_app(app_code)
    likelihoods = _likelihoods(text)
    if not likelihoods:
        guess = before.guess()
        return Guess(None, guess.confidence, guess.scores)
    # the language of the application, where it is one of the rivals, counts before the rivals are added up
    if before.other in likelihoods and prior is None:
        likelihoods[before.other] += _APP_PRIOR
        before = Evidence()
    other, seven = _seven(likelihoods)
    return _guess({code: seven[code] + before.scores.get(code, 0.0) for code in seven}, other)


def _base(app_code: str | None) -> str:
    code = (app_code or "").replace("_", "-").split("-")[0].lower()
    return "no" if code in ("nb", "nn") else code


def _guess(scores: Mapping[str, float], other: str | None) -> Guess:
    chances = _softmax(scores)
    top = max(chances, key=chances.__getitem__)
    certain = top != OTHER and chances[top] >= CERTAIN
    served = {code: round(chances[code], 4) for code in SERVED}
    return Guess(top if certain else None, round(chances[top], 4), served, other if top == OTHER else None)


def _softmax(scores: Mapping[str, float]) -> dict[str, float]:
    top = max(scores.values())
    weights = {code: math.exp(value - top) for code, value in scores.items()}
    total = sum(weights.values())
    return {code: weight / total for code, weight in weights.items()}


def _seven(likelihoods: Mapping[str, float]) -> tuple[str, dict[str, float]]:
    """The likeliest other language, and the served ones beside the sum of all others."""
    rivals = [code for code in likelihoods if code not in SERVED]
    top = max(rivals, key=likelihoods.__getitem__)
    rest = likelihoods[top] + math.log(sum(math.exp(likelihoods[code] - likelihoods[top]) for code in rivals))
    return top, {**{code: likelihoods[code] for code in SERVED}, OTHER: rest}


# one turn weighs the same message for the conversation and by itself
@lru_cache(maxsize=8)
def _weighed(text: str) -> tuple[str, Mapping[str, float]] | None:
    """As `_seven`, of a text; None when it says nothing."""
    likelihoods = _judged(text)
    return _seven(likelihoods) if likelihoods else None


def _likelihoods(text: str) -> dict[str, float]:
    """Log-likelihood by language, served or not; empty when the text says nothing."""
    return dict(_judged(text[:_READ]))


# one turn judges the same message more than once: for the conversation, and for itself
@lru_cache(maxsize=8)
def _judged(text: str) -> dict[str, float]:
    prose = _NOT_PROSE.sub(" ", unicodedata.normalize("NFKC", text)).lower()
    tokens = [token.replace("’", "'") for token in _TOKEN.findall(prose)]
    tables = model()
    telling = [token for token in tokens if token not in tables.neutral]
    if not telling:
        return {}
    if script := _foreign_script(telling):
        return {**dict.fromkeys(SERVED, -20.0), script: 0.0}
    rows = tables.rows(telling)
    if not rows:
        return {}
    weight = _GRAM_WEIGHT * min(1.0, sum(map(len, telling)) / _ENOUGH_LETTERS)
    scores = [weight * sum(column) for column in zip(*rows, strict=True)]
    for token in telling:
        for index in tables.words.get(token, ()):
            scores[index] += _WORD_WEIGHTS[len(token)]
    return {code: scores[i] + (0.0 if i < len(SERVED) else _RIVAL_PRIOR) for i, code in enumerate(LANGUAGES)}


def _foreign_script(tokens: Iterable[str]) -> str | None:
    """The usual language of the script, when most letters are not Latin."""
    counts: defaultdict[str, int] = defaultdict(int)
    letters = "".join(tokens)
    for letter in letters[:200]:
        counts["LATIN" if letter < "ɐ" else unicodedata.name(letter, "?").split()[0].split("-")[0]] += 1
    script = max(counts, key=counts.__getitem__)
    if script == "LATIN":
        return None
    if script == "CYRILLIC":
        if set("іїєґ") & set(letters):
            return "uk"
        return "bg" if "ъ" in letters and not set("ыэё") & set(letters) else "ru"
    return _SCRIPTS.get(script, "und")
