"""The real command line in a process of its own."""

import os
import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

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


def run(*args: object, stdin: bytes = b"", env: Mapping[str, str] | None = None, cwd: Path | None = None) -> Ended:
    """Run `python -m bot …` to its end; a traceback is a failure whatever the test looks at."""
    ended = subprocess.run(
        command(*args), input=stdin, env=env or environment(), cwd=cwd, capture_output=True, timeout=100
    )
    out, err = ended.stdout.decode(), ended.stderr.decode()
    assert "Traceback" not in err, err
    return Ended(ended.returncode, out, err)


def run_all(calls: list[tuple[object, ...]], env: Mapping[str, str]) -> list[Ended]:
    """Several commands, two at a time."""
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(lambda args: run(*args, env=env), calls))
