"""What is to stand in a line of a review: the words of a correction without those around them."""

from collections.abc import Sequence

from dialogs.correction_words import (
    denies,
    denies_next,
    is_fixing,
    negates,
    number_in,
    parted,
    says_nothing,
    words_for,
)
from domain.answers import pointing
from domain.answers.cleaning import Word

#: a name or a town has so many words at most
_NAME_WORDS = 6
#: and so few when nothing says that it is to stand there
_FEW_WORDS = 5


def value_in(raw: str, tokens: Sequence[Word], lang: str) -> str:
    """What is to stand there, as it was written: the words between those that only stand around it, up to a "not 1". Empty when
    what is said is denied: "March is wrong", "not in May"."""
    at, denied = 0, False
    while at < len(tokens) and says_nothing(tokens[at], lang) and not denies_next(raw, tokens, at, lang):
        denied = _is_denied(raw, tokens, at, lang, denied)
        at += 1
    if denied and at < len(tokens) and not parted(raw, tokens, at):
        return ""
    if at < len(tokens) and denies_next(raw, tokens, at, lang):
        # "not May but June"
        buts = pointing.near_words(lang)["but"].split()
        at = next((n + 1 for n in range(at, len(tokens)) if tokens[n].folded in buts), len(tokens))
    end = at
    while (
        end < len(tokens)
        and not denies_next(raw, tokens, end, lang)
        and tokens[end].folded not in words_for("instead", lang)
    ):
        if denies(tokens[end].folded, lang):
            return ""
        end += 1
    kept = list(tokens[at:end])
    while kept and says_nothing(kept[0], lang):
        kept.pop(0)
    # the end of an address is no word: "ana@mail.es"
    while kept and says_nothing(kept[-1], lang) and raw[: kept[-1].start][-1:] in ("", " ", ","):
        kept.pop()
    return raw[kept[0].start : kept[-1].end] if kept else ""


def text_after(raw: str, tokens: Sequence[Word], after: int, lang: str) -> str:
    """A name as it was written, after "is", "should be" or a colon; empty when nothing is set."""
    at, start = after, -1
    if 0 < after <= len(tokens) and raw[tokens[after - 1].end :].lstrip().startswith(":"):
        start = after
    while at < len(tokens) and (is_fixing(tokens[at].folded, lang) or tokens[at].folded in words_for("setting", lang)):
        if tokens[at].folded in words_for("setting", lang) or (
            tokens[at].folded in words_for("only", lang) and start >= 0
        ):
            start = at + 1
        at += 1
    if not 0 <= start < len(tokens) or tokens[start].start < tokens[after - 1].end:
        return ""
    rest = tokens[start:]
    if denies(rest[0].folded, lang) or rest[0].folded in words_for("adding", lang):
        return ""
    negated = next((n for n, token in enumerate(rest) if negates(token.folded, lang)), len(rest))
    rest = rest[:negated]
    if not rest or len(rest) > _NAME_WORDS or all(is_fixing(token.folded, lang) for token in rest):
        return ""
    return raw[rest[0].start : rest[-1].end]


def text_behind(raw: str, tokens: Sequence[Word], after: int, lang: str, *, name: bool) -> str:
    """What only stands behind the name of its line, "profession youth worker"; empty when the words may speak of the line. The
    `name` of a person has capitals."""
    at = after
    while at < len(tokens) and (tokens[at].folded in words_for("only", lang)):
        at += 1
    rest = tokens[at:]
    if not rest or len(rest) > _FEW_WORDS or is_fixing(rest[0].folded, lang):
        return ""
    doing = {
        *words_for("adding", lang),
        *words_for("changing", lang),
        *words_for("line", lang),
        *words_for("away", lang),
    }
    if any(denies(token.folded, lang) or token.folded in doing or number_in(token.folded, lang) for token in rest):
        return ""
    if name and (len(rest) == 1 or not all(raw[token.start].isupper() for token in rest)):
        return ""
    return raw[rest[0].start : rest[-1].end]


def _is_denied(raw: str, tokens: Sequence[Word], at: int, lang: str, before: bool) -> bool:
    """Up to this word, is what follows denied: "I don't want", "enlevez la"? A new clause or "it is" ends that."""
    word = tokens[at].folded
    if denies(word, lang):
        return True
    begun = parted(raw, tokens, at) or word in pointing.near_words(lang)["but"].split()
    put = word in words_for("setting", lang) and not (at and negates(tokens[at - 1].folded, lang))
    return before and not begun and not put
