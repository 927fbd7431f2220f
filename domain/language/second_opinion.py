"""The second opinion: eldc, a compiled detector of letter sequences, where its wheel is installed."""

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from domain.language.codes import DETECTED

#: languages eldc has no data for
UNKNOWN: Final = ("ga", "mt")
_MOST = 20  # scores it gives at once


def opinion(words: str) -> Mapping[str, float] | None:
    """Scores of 0 to 1 by language; a language that is not named has none. None where eldc is not installed."""
    detector = _detector()
    return None if detector is None else dict(detector.detect_details(words).scores)


@cache
def _detector() -> Any:
    try:
        import eldc
    except ImportError:
        return None
    eldc.init()
    detector = eldc.instance()
    detector.set_languages([code for code in DETECTED if code not in UNKNOWN])
    detector.set_scores(_MOST)
    return detector
