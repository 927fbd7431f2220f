"""Figures and names from addresses and forms, as a database may be asked for them."""

#: ids are signed 64-bit numbers in any database
_LAST_ID = 2**63 - 1
_LAST_PAGE = 1_000_000
_LONGEST = 19


def known(number: int) -> int:
    """An id that a database can be asked for; 0, which nothing has, instead of any other."""
    return number if 0 < number <= _LAST_ID else 0


def number_of(value: str) -> int | None:
    """The id or the place that somebody wrote; None when it is none."""
    found = _figure(value)
    return found if found is not None and found <= _LAST_ID else None


def page_of(value: str) -> int:
    """The page that somebody wants, the first one when they do not say."""
    return min(max(_figure(value) or 1, 1), _LAST_PAGE)


def one_of(value: str, among: tuple[str, ...]) -> str:
    """The value if it is one of these, else an empty text."""
    return value if value in among else ""


def _figure(value: str) -> int | None:
    return int(value) if value.isascii() and value.isdigit() and len(value) <= _LONGEST else None
