"""The countries somebody wants to go to, as they are kept: codes, none for anywhere, or those left out with a minus ("-DE")."""

from collections.abc import Iterable, Sequence
from typing import Final

from domain.messages import Text

_LEFT_OUT: Final = "-"


def wanted(codes: Iterable[str]) -> tuple[str, ...]:
    """The countries to look in; none means anywhere, but for those that are left out."""
    return tuple(code for code in codes if not code.startswith(_LEFT_OUT))


def left_out(codes: Iterable[str]) -> tuple[str, ...]:
    """The countries not to look in; where some are wanted, there is nothing to leave out."""
    kept = tuple(codes)
    return () if wanted(kept) else tuple(code.removeprefix(_LEFT_OUT) for code in kept)


def without(codes: Iterable[str], unwanted: Iterable[str]) -> list[str]:
    """What is kept when some countries are not wanted (any more): the others, or anywhere but these; none when nothing is left."""
    before, less = tuple(codes), tuple(unwanted)
    if named := wanted(before):
        return [code for code in named if code not in less]
    return [f"{_LEFT_OUT}{code}" for code in dict.fromkeys((*left_out(before), *less))]


def shown(codes: Sequence[str]) -> Text:
    """The countries in words."""
    if not codes:
        return Text("common.anywhere")
    named = wanted(codes)
    names = tuple(Text(f"country{'' if named else '-in'}:{code}") for code in named or left_out(codes))
    return Text("common.list", {"items": names}) if named else Text("common.anywhere_but", {"countries": names})
