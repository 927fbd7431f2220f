"""Checking a code of the second factor, whichever kind it is."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from bot.console import codes
from bot.console.sessions import Tokens
from storage import second_factor, staff

if TYPE_CHECKING:
    from bot.app import App


class SecondFactor:
    """Makes and checks the codes of accounts."""

    def __init__(self, app: "App", tokens: Tokens, now: Callable[[], int]) -> None:
        self._database, self._vault, self._tokens, self._now = app.database, app.vault, tokens, now

    async def right(self, staff_id: int, given: str) -> bool:
        """Is this a code of the app or a recovery code? It is used by that: no code is good twice."""
        code, now = codes.typed(given), self._now()

        def job(connection: Connection) -> bool:
            if codes.is_recovery(code):
                right = second_factor.use_recovery(connection, staff_id, self._tokens.recovery(staff_id, code))
                if right:
                    staff.record(connection, now, f"staff:{staff_id}", "second_factor.recovered", f"staff:{staff_id}")
                return right
            return self._right(connection, staff_id, code, now)

        return await self._database.write(job)

    async def propose(self, staff_id: int) -> None:
        """Make a secret that a first code is to confirm."""
        secret = codes.new_secret()
        await self._database.write(lambda connection: second_factor.propose(connection, self._vault, staff_id, secret))

    async def proposed(self, staff_id: int) -> bytes | None:
        """The secret that waits to be confirmed."""
        return await self._database.read(lambda connection: second_factor.secret(connection, self._vault, staff_id))

    def confirm(self, connection: Connection, staff_id: int, given: str) -> list[str] | None:
        """Put the proposed secret in force when the code is one of it: the recovery codes, to be shown this once. Else None."""
        if not self._right(connection, staff_id, codes.typed(given), self._now()):
            return None
        made, hashes = self._made(staff_id)
        second_factor.turn_on(connection, staff_id, hashes)
        return made

    def renew(self, connection: Connection, staff_id: int) -> list[str]:
        """Other recovery codes, to be shown this once."""
        made, hashes = self._made(staff_id)
        second_factor.renew(connection, staff_id, hashes)
        return made

    def _right(self, connection: Connection, staff_id: int, code: str, now: int) -> bool:
        secret = second_factor.secret(connection, self._vault, staff_id)
        step = codes.step_of(secret, code, now) if secret is not None else None
        return step is not None and second_factor.use_step(connection, staff_id, step)

    def _made(self, staff_id: int) -> tuple[list[str], list[bytes]]:
        made = codes.new_recovery()
        return made, [self._tokens.recovery(staff_id, codes.typed(code)) for code in made]
