"""`python -m tests.bench [NAME …] [--json]`: all benchmarks (`ALL`), or those that are named."""

import argparse
import asyncio
from importlib import import_module

from tests.bench.report import show

ALL = ("engine", "handlers", "language", "turn", "web", "desk", "reply", "courier", "placement", "matching")


def main() -> None:
    """Run the benchmarks one after the other."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(ALL))
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    for name in given.names or ALL:
        if name not in ALL:
            parser.error(f"no benchmark {name}: there are {', '.join(ALL)}")
        show(name, asyncio.run(import_module(f"tests.bench.{name}").run()), as_json=given.json)


if __name__ == "__main__":
    main()
