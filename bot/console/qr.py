"""A link as a square that the camera of a phone reads (QR code, ISO/IEC 18004)."""

from dataclasses import dataclass

#: light modules around it, without which cameras do not find it
_QUIET = 4


@dataclass(frozen=True, slots=True)
class Square:
    """The dark modules as a path of an SVG image of `size` × `size`, the light ones around it counted in."""

    size: int
    path: str


def square(text: str) -> Square:
    """The square of a text."""
    # few ever see one: the library is loaded when somebody does
    import segno

    # as apps expect it: a plain code, medium correction, whatever fits no smaller
    rows = segno.make(text, error="m", micro=False, boost_error=False).matrix
    path = "".join(
        f"M{at + _QUIET} {line + _QUIET}h{length}v1h-{length}z"
        for line, row in enumerate(rows)
        for at, length in _runs(row)
    )
    return Square(len(rows) + 2 * _QUIET, path)


def _runs(row: bytearray) -> list[tuple[int, int]]:
    """Where dark modules begin in a row, and how many stand together."""
    found: list[tuple[int, int]] = []
    for at, dark in enumerate(row):
        if not dark:
            continue
        if found and sum(found[-1]) == at:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        else:
            found.append((at, 1))
    return found
