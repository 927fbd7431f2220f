"""The keys of the catalogue that the page of a host uses, so that a missing text is found before anybody sees it."""

from pathlib import Path

from bot.named_texts import named_in

#: keys that are put together
_MADE = (
    "place", "speaks", "open", "open.always", "stay", "stay.one", "stay.least", "stay.most", "stay.between", "problem.none",
)  # fmt: skip


def every_key() -> tuple[str, ...]:
    """Each of them."""
    return tuple(f"card.{key}" for key in sorted(named_in(Path(__file__).parent).union(_MADE)))
