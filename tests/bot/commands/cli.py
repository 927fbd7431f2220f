"""The command line: in a process of its own (`run`), or in this one (`call`), which costs no start."""

import io
import logging
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
import structlog

from bot.__main__ import main

ROOT = Path(__file__).parents[3]


@dataclass(frozen=True)
class Ended:
    code: int
    out: str
    err: str

    @property
    def said(self) -> str:
        """The one line on standard error."""
        assert self.err.count("\n") == 1, self.err
        return self.err.strip()


def environment(data_dir: Path | None = None, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("COMPAGNON_", "PYTHON", "LC_"))}
    if data_dir:
        kept["COMPAGNON_DATA_DIR"] = str(data_dir)
    return {**kept, "PYTHONWARNINGS": "error", "PYTHONPATH": str(ROOT), **more}


def command(*args: object) -> list[str]:
    return [sys.executable, "-m", "bot", *map(str, args)]


def run(*args: object, stdin: bytes = b"", env: Mapping[str, str] | None = None) -> Ended:
    """Run `python -m bot …` to its end; a traceback is a failure whatever the test looks at."""
    ended = subprocess.run(command(*args), input=stdin, env=env or environment(), capture_output=True, timeout=100)
    out, err = ended.stdout.decode(), ended.stderr.decode()
    assert "Traceback" not in err, err
    return Ended(ended.returncode, out, err)


def call(*args: object, stdin: bytes = b"", env: Mapping[str, str] | None = None) -> Ended:
    """The same without a process: for what a command says and does. What is raised that the program does not catch is raised."""
    told, complained = io.BytesIO(), io.BytesIO()
    streams: dict[str, Any] = {"stdin": io.TextIOWrapper(io.BytesIO(stdin), "utf-8")}
    streams |= {name: io.TextIOWrapper(kept, "ascii") for name, kept in (("stdout", told), ("stderr", complained))}
    with (
        mock.patch.dict(os.environ, env or environment(), clear=True),
        mock.patch.multiple(sys, argv=["compagnon", *map(str, args)], **streams),
        _logging_as_it_was(),
    ):
        with pytest.raises(SystemExit) as end:
            main()
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
    assert isinstance(end.value.code, int), end.value.code
    return Ended(end.value.code, told.getvalue().decode(), complained.getvalue().decode())


@contextmanager
def _logging_as_it_was() -> Iterator[None]:
    """A command sets up the logging of its process."""
    configured, root = structlog.get_config(), logging.getLogger()
    handlers, level = root.handlers[:], root.level
    root.handlers[:] = []  # whoever sets up logging closes what is there
    try:
        yield
    finally:
        structlog.configure(**configured)
        root.handlers[:] = handlers
        root.setLevel(level)
