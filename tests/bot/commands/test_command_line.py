"""The command line as a whole: help, settings and errors."""

import subprocess
from pathlib import Path

import pytest
import typer

from bot.__main__ import _guarded
from bot.commands.remedies import OperatorError
from storage.crypto import CryptoError
from tests.bot.commands.cli import call, command, environment, run


def test_help_lists_every_command() -> None:
    ended = run("--help")
    assert ended.code == 0
    for name in ("run", "worker", "import", "export", "backup", "restore", "staff", "try", "texts", "dialogs"):
        assert f" {name} " in ended.out


def test_a_wrong_setting_ends_with_one_line(tmp_path: Path) -> None:
    ended = run("import", "hosts", "x.csv", env=environment(tmp_path, COMPAGNON_WEB_PORT="99999"))
    assert ended.code == 2
    assert ended.said == "compagnon: COMPAGNON_WEB_PORT: must be a port between 0 and 65535"


def test_a_database_that_cannot_be_reached_ends_with_one_line(tmp_path: Path) -> None:
    hosts = tmp_path / "hosts.csv"
    hosts.write_text("external_id,name\nH1,Team\n")
    for url in ("postgresql+psycopg://nobody@127.0.0.1:1/none", f"sqlite:///{tmp_path}"):
        ended = call("import", "hosts", hosts, env=environment(tmp_path, COMPAGNON_DATABASE_URL=url))
        assert ended.code == 1
        assert "check COMPAGNON_DATABASE_URL and COMPAGNON_DATA_DIR" in ended.said


@pytest.mark.parametrize(
    ("error", "code", "line"),
    [
        (OperatorError("do this"), 2, "compagnon: do this\n"),
        (OperatorError("no", 1), 1, "compagnon: no\n"),
        (CryptoError("key 2 is missing"), 1, "compagnon: key 2 is missing\n"),
        (PermissionError(13, "Permission denied", "x"), 1, "compagnon: Permission denied (x)\n"),
        (KeyboardInterrupt(), 130, ""),
    ],
)
def test_what_an_operator_can_mend_is_one_line(
    error: BaseException, code: int, line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail() -> None:
        raise error

    with pytest.raises(typer.Exit) as ended:
        _guarded(fail)
    assert ended.value.exit_code == code
    assert capsys.readouterr().err == line


def test_an_error_of_ours_keeps_its_traceback() -> None:
    def fail() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        _guarded(fail)


def test_a_closed_pipe_is_no_error() -> None:
    with subprocess.Popen(
        command("dialogs", "chart"), env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0
