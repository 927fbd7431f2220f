"""Output for people: with colours and a progress bar on a terminal, plain lines when it is piped."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

T = TypeVar("T")


def printer() -> Console:
    """A console that prints what it is given: words of files are never taken for markup, lines are not cut."""
    return Console(highlight=False, markup=False, emoji=False, soft_wrap=True)


def printable(words: str) -> str:
    """Words of a file as a terminal may get them: control characters are written out."""
    return "".join(letter if letter.isprintable() else repr(letter)[1:-1] for letter in words)


def amount(number: int, things: str) -> str:
    """ "1,200 hosts", "1 host"."""
    return f"{number:,} {things if number != 1 else things.removesuffix('s')}"


@contextmanager
def counted(words: str, parts: Sequence[Sequence[T]]) -> Iterator[Iterable[Sequence[T]]]:
    """The parts one by one; a bar on a terminal counts what is in them."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(words, total=sum(map(len, parts)))

        def each() -> Iterator[Sequence[T]]:
            for part in parts:
                yield part
                bar.advance(task, len(part))

        yield each()
