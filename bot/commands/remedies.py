"""The error of a command that an operator can mend."""

from pathlib import Path


class OperatorError(Exception):
    """Ends the command with one line, which says what is wrong and what to do.

    `code` is the exit code: 2 when the command could not begin (a file that cannot be read, a wrong option), 1 when it
    did its work and the answer is no.
    """

    def __init__(self, line: str, code: int = 2) -> None:
        super().__init__(line)
        self.code = code


def check_place(path: Path) -> None:
    """Raise OperatorError when no file can be written at `path`."""
    if path.is_dir():
        raise OperatorError(f"{path}: is a folder; write the name of a file")
    if not path.parent.is_dir():
        raise OperatorError(f"{path.parent}: no such folder; make it first, or choose another")
