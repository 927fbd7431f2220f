"""`staff telegram`: a link that makes its owner a member of staff in the group."""

import re
from pathlib import Path

import pytest

from bot.commands.remedies import OperatorError
from bot.commands.staff_telegram import link
from bot.settings import Settings
from storage import staff, staff_telegram
from storage.crypto import Keys
from storage.database import Database
from tests.fresh import migrated

SECRET = "a-secret-of-the-tests-that-is-long-enough"


def settings(folder: Path, token: str = "1:token") -> Settings:
    migrated(folder / "compagnon.db")
    return Settings(data_dir=folder, secret_key=SECRET, telegram_token=token)


def test_the_link_is_good_once_for_a_day_and_the_newest_only(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chosen = settings(tmp_path)
    database, vault = Database(chosen.database), Keys.from_secret(SECRET).vault
    number = database.write_now(lambda c: staff.add(c, 1, "anna@example.org", "Anna", ("fr",), "x"))
    codes = []
    for _ in range(2):
        link(chosen, "Anna@example.org", username="compagnon_bot")
        found = re.search(r"https://t\.me/compagnon_bot\?start=(staff-[A-Za-z0-9_-]+)", capsys.readouterr().out)
        assert found is not None
        # what Telegram passes on with a link
        assert len(found[1]) <= 64
        codes.append(found[1].removeprefix("staff-"))

    def show(code: str, at: int = 0) -> int | None:
        import time

        now = int(time.time() * 1000) + at
        account = database.write_now(lambda c: staff_telegram.link(c, vault, now, 77, code))
        return account.id if account is not None else None

    assert show(codes[0]) is None
    assert show(codes[1], at=staff_telegram.LIFETIME) is None
    assert show(codes[1]) == number
    assert show(codes[1]) is None
    database.write_now(lambda c: staff.disable(c, "anna@example.org"))
    assert database.read_now(lambda c: staff_telegram.account(c, 77)) is None
    database.close()


def test_an_unknown_address_and_no_telegram_are_told(tmp_path: Path) -> None:
    with pytest.raises(OperatorError, match="has no account"):
        link(settings(tmp_path), "nobody@example.org", username="b")
    with pytest.raises(OperatorError, match="COMPAGNON_TELEGRAM_TOKEN"):
        link(settings(tmp_path, token=""), "anna@example.org")
