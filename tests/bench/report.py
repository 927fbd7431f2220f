"""A figure with its target: printed as a table for people, as JSON for programs."""

from dataclasses import asdict, dataclass

import msgspec
from rich.console import Console
from rich.table import Table


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured: `value` in `unit`, the `target` in words, and whether it was reached (None: no target)."""

    what: str
    value: float
    unit: str
    target: str = ""
    reached: bool | None = None


def show(title: str, figures: list[Figure], *, as_json: bool) -> None:
    """Print the figures of one benchmark."""
    if as_json:
        print(msgspec.json.encode({"benchmark": title, "figures": [asdict(figure) for figure in figures]}).decode())
        return
    table = Table("what", "median", "target", "", title=title, title_justify="left")
    for figure in figures:
        mark = "" if figure.reached is None else "reached" if figure.reached else "not reached"
        table.add_row(figure.what, f"{figure.value:,.4g} {figure.unit}".strip(), figure.target, mark)
    Console().print(table)
