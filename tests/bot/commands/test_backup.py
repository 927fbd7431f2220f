"""`backup` and `restore`: what comes back equals what was there, from one kind of database to the other (R14)."""

import io
import json
import shutil
import stat
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Boolean, LargeBinary, String, Table, Text, select

from bot.commands import restore, stores
from bot.commands.archive import file_of, line_of, row_of, secret_file, stored_files, table_of, tables
from bot.commands.backup import back_up
from bot.commands.remedies import OperatorError
from bot.commands.restore import bring_back
from bot.settings import Settings
from storage.crypto import Keys, kept_secret
from storage.files import FileStore
from storage.tables import host, misreading
from tests.bot.commands.cli import call, environment
from tests.fresh import migrated

ROWS = 3
SECRET = "the-secret-of-an-installation-for-tests"
Rows = dict[str, list[tuple[Any, ...]]]


def example_row(table: Table, number: int) -> dict[str, Any]:
    """A row of any table: the last one of each is as empty as may be, the others hold awkward values."""
    row: dict[str, Any] = {}
    for column in table.columns:
        if column.foreign_keys:
            row[column.name] = number
        elif column.nullable and number == ROWS:
            row[column.name] = None
        elif isinstance(column.type, LargeBinary):
            row[column.name] = (
                bytes([number]) * 8 + bytes(range(8)) if column.type.length else bytes(range(256)) * number
            )
        elif isinstance(column.type, Boolean):
            row[column.name] = number % 2 == 0
        elif isinstance(column.type, Text | String):
            longest = column.type.length or 500
            row[column.name] = f'{number}é\u2028"\\\n\t😀 {"x" * 500}'[:longest]
        else:
            row[column.name] = number if column.primary_key else number * 1_000_003 % 2**31
    return row


def fill(settings: Settings) -> None:
    """Rows in every table, two files, and a last row that is gone again, in a table that nothing leads to."""

    def write(connection: Any) -> None:
        for table in tables():
            for number in range(1, ROWS + 1):
                row = example_row(table, number)
                if table.autoincrement_column is not None:
                    del row["id"]  # the database numbers them
                connection.execute(table.insert(), row)
        connection.execute(misreading.delete().where(misreading.c.id == ROWS))

    with stores.opened(settings) as database:
        database.write_now(write)
    files = store(settings)
    files.put(b"a CV")
    files.put(b"")
    (settings.data_dir / "files" / "unfinished.part").write_bytes(b"what a crash left")


def store(settings: Settings) -> FileStore:
    secret = settings.secret_key or kept_secret(secret_file(settings))
    return FileStore(settings.data_dir / "files", Keys.from_secret(secret).vault)


def rows(settings: Settings) -> Rows:
    with stores.opened(settings) as database:
        return database.read_now(
            lambda c: {
                table.name: [tuple(row) for row in c.execute(select(table).order_by(*table.primary_key.columns))]
                for table in tables()
            }
        )


def files(settings: Settings) -> dict[str, bytes]:
    return {member: path.read_bytes() for member, path in stored_files(settings)}


def next_number(settings: Settings) -> int:
    row = example_row(misreading, 1)
    del row["id"]
    with stores.opened(settings) as database:
        return int(database.write_now(lambda c: c.execute(misreading.insert(), row).inserted_primary_key[0]))


def here(folder: Path) -> Settings:
    """Settings with a database of today's schema."""
    settings = Settings(data_dir=folder)
    migrated(folder / "compagnon.db")
    return settings


@pytest.fixture
def source(tmp_path: Path, database_url: str) -> Settings:
    settings = Settings(data_dir=tmp_path / "source", database_url=database_url)
    fill(settings)
    return settings


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two installations and the backup of one, made once and then copied."""
    folder = tmp_path_factory.mktemp("kept")
    for name in ("source", "target"):
        fill(here(folder / name))
    back_up(Settings(data_dir=folder / "source"), folder / "backup.tar.gz")
    return folder


@pytest.fixture
def filled(tmp_path: Path, made_once: Path) -> Settings:
    """For tests that do not ask which database it is."""
    return Settings(data_dir=Path(shutil.copytree(made_once / "source", tmp_path / "source")))


@pytest.fixture
def target(tmp_path: Path) -> Settings:
    return here(tmp_path / "target")


@pytest.fixture
def in_use(tmp_path: Path, made_once: Path) -> Settings:
    """The target with data of its own."""
    return Settings(data_dir=Path(shutil.copytree(made_once / "target", tmp_path / "target")))


@pytest.fixture
def archive(tmp_path: Path, made_once: Path) -> Path:
    """The backup of `filled`."""
    return Path(shutil.copy2(made_once / "backup.tar.gz", tmp_path / "backup.tar.gz"))


def test_a_backup_restores_everything_to_the_other_kind_of_database_and_back(
    source: Settings, target: Settings, tmp_path: Path
) -> None:
    path = tmp_path / "backup.tar.gz"
    back_up(source, path)
    bring_back(target, path, force=False)
    assert rows(target) == rows(source)
    assert all(len(found) == ROWS - (name == "misreading") for name, found in rows(target).items())
    assert files(target) == files(source)
    assert len(files(target)) == 2
    assert secret_file(target).read_text() == secret_file(source).read_text()
    assert sorted(store(target).get(member[-32:]) for member in files(target)) == [b"", b"a CV"]

    before = rows(source)
    back_up(target, path)
    with stores.opened(source) as database:
        database.write_now(lambda c: c.execute(host.delete()))
    bring_back(source, path, force=True)
    assert rows(source) == before


def test_rows_are_numbered_on_after_the_last_number_ever_given(
    source: Settings, target: Settings, tmp_path: Path
) -> None:
    path = tmp_path / "backup.tar.gz"
    back_up(source, path)
    bring_back(target, path, force=False)
    assert next_number(target) == ROWS + 1
    assert next_number(source) == ROWS + 1
    bring_back(source, path, force=True)
    assert next_number(source) == ROWS + 2


def test_a_backup_of_nothing_restores_nothing(tmp_path: Path, target: Settings, database_url: str) -> None:
    source = Settings(data_dir=tmp_path / "source", database_url=database_url)
    with stores.opened(source):
        pass
    back_up(source, tmp_path / "empty.tar.gz")
    bring_back(target, tmp_path / "empty.tar.gz", force=False)
    assert not any(rows(target).values())


def test_only_its_owner_may_read_an_archive_and_no_draft_stays(filled: Settings, tmp_path: Path) -> None:
    archive = tmp_path / "backup.tar.gz"
    back_up(filled, archive)
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    assert [path.name for path in archive.parent.iterdir() if path.is_file()] == ["backup.tar.gz"]
    assert not [path for path in archive.parent.iterdir() if path.name.startswith("tmp")]


def test_an_archive_with_the_secret_says_so(
    filled: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    back_up(filled, tmp_path / "backup.tar.gz")
    assert "holds the secret key: whoever has it can read everything" in capsys.readouterr().err
    told = Settings(data_dir=filled.data_dir, secret_key=SECRET)
    back_up(told, tmp_path / "backup.tar.gz")
    assert "does not hold COMPAGNON_SECRET_KEY" in capsys.readouterr().err
    with tarfile.open(tmp_path / "backup.tar.gz") as members:
        assert "secret.key" not in members.getnames()


def test_data_that_are_there_are_only_replaced_with_force(filled: Settings, archive: Path, in_use: Settings) -> None:
    before = rows(in_use), files(in_use), secret_file(in_use).read_text()
    with pytest.raises(OperatorError, match=r"there are data already \(audit, .*--force"):
        bring_back(in_use, archive, force=False)
    assert (rows(in_use), files(in_use), secret_file(in_use).read_text()) == before
    bring_back(in_use, archive, force=True)
    assert files(in_use) == files(filled)
    assert files(in_use) != before[1]
    assert secret_file(in_use).read_text() == secret_file(filled).read_text()


def test_files_alone_are_data_too(filled: Settings, archive: Path, target: Settings) -> None:
    store(target).put(b"an orphan")
    with pytest.raises(OperatorError, match=r"\(files\)"):
        bring_back(target, archive, force=False)
    assert len(files(target)) == 1


def test_another_secret_is_refused_before_anything_changes(archive: Path, tmp_path: Path) -> None:
    target = Settings(data_dir=tmp_path / "target", secret_key="another-secret-that-is-long-enough-too")
    with pytest.raises(OperatorError, match=r"COMPAGNON_SECRET_KEY is not the secret key of this backup.*or unset it"):
        bring_back(target, archive, force=False)
    assert not any(rows(target).values())
    assert files(target) == {}


def test_a_secret_that_is_kept_elsewhere_must_be_given_again(tmp_path: Path) -> None:
    source = Settings(data_dir=tmp_path / "source", secret_key=SECRET)
    fill(source)
    path = tmp_path / "backup.tar.gz"
    back_up(source, path)
    target = Settings(data_dir=tmp_path / "target")
    with pytest.raises(OperatorError, match="set COMPAGNON_SECRET_KEY to that of the backup"):
        bring_back(target, path, force=False)
    target = Settings(data_dir=tmp_path / "target", secret_key=SECRET)
    bring_back(target, path, force=False)
    assert rows(target) == rows(source)
    assert not secret_file(target).exists()


# -- archives that are none --------------------------------------------------------------------------------------------

Members = list[tuple[tarfile.TarInfo, bytes]]


def changed(archive: Path, change: Callable[[Members], None]) -> None:
    """Pack the archive anew with other members."""
    with tarfile.open(archive) as old:
        members = [(member, old.extractfile(member).read()) for member in old]  # type: ignore[union-attr]
    change(members)
    with tarfile.open(archive, "w:gz") as new:
        for member, data in members:
            member.size = len(data)
            new.addfile(member, io.BytesIO(data))


def named(name: str, kind: bytes = tarfile.REGTYPE, link: str = "") -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.type, member.linkname = kind, link
    return member


def in_manifest(**values: object) -> Callable[[Members], None]:
    def change(members: Members) -> None:
        member, data = members[0]
        members[0] = member, json.dumps(json.loads(data) | values).encode()

    return change


def without(name: str) -> Callable[[Members], None]:
    def change(members: Members) -> None:
        members[:] = [(member, data) for member, data in members if member.name != name]

    return change


def in_table(name: str, old: bytes, new: bytes) -> Callable[[Members], None]:
    def change(members: Members) -> None:
        place = next(n for n, (member, _) in enumerate(members) if member.name == f"tables/{name}.jsonl")
        members[place] = members[place][0], members[place][1].replace(old, new, 1)

    return change


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda members: members.append((named("../escape"), b"x")), r"it holds '\.\./escape'"),
        (lambda members: members.append((named("/etc/cron.d/x"), b"x")), "it holds '/etc/cron.d/x'"),
        (lambda members: members.append((named("files/aa/bb/../../../../x"), b"x")), "it holds 'files/aa/bb"),
        (lambda members: members.append((named("secret.key", tarfile.SYMTYPE, "/etc/passwd"), b"")), "it holds 'secret.key'"),
        (lambda members: members.append((named("files/ab", tarfile.DIRTYPE), b"")), "it holds 'files/ab'"),
        (lambda members: members.append((named("device", tarfile.CHRTYPE), b"")), "it holds 'device'"),
        (lambda members: members.append((named("tables/sqlite_master.jsonl"), b"{}")), "it holds 'tables/sqlite_master"),
        (lambda members: members.append((named("tables/host.jsonl"), b"")), "it holds 'tables/host.jsonl'"),
        (lambda members: members.pop(0), "does not begin with manifest.json"),
        (lambda members: members.__setitem__(0, (members[0][0], b"[]")), "manifest.json cannot be read"),
        (in_manifest(tables={}), "lists other tables"),
        (in_manifest(numbers={"nowhere": 1}), "lists other tables"),
        (in_manifest(schema="9999"), "schema '9999', this program .*: restore it with the program that made it"),
        (in_manifest(format=2), "the backup has format 2"),
        (without("tables/host.jsonl"), "rows of host_link do not fit"),
        (without("tables/misreading.jsonl"), "rows are missing"),
        (in_table("host", b"}\n", b"}\nnot json\n"), "a row of host cannot be read"),
        (in_table("host", b'"card"', b'"kard"'), "a row of host has other columns"),
        (in_table("person", b'"profile":"', b'"profile":"!'), "a row of person cannot be read"),
        (in_table("person", b'"profile":"', b'"profile":7,"x":"'), "a row of person cannot be read"),
    ],
)  # fmt: skip
def test_an_archive_with_anything_else_in_it_changes_nothing(
    archive: Path, in_use: Settings, change: Callable[[Members], None], words: str
) -> None:
    before = rows(in_use), files(in_use), secret_file(in_use).read_text()
    changed(archive, change)
    with pytest.raises(OperatorError, match=words):
        bring_back(in_use, archive, force=True)
    assert (rows(in_use), files(in_use), secret_file(in_use).read_text()) == before
    names = {path.name for path in in_use.data_dir.iterdir()}
    assert {name for name in names if not name.startswith("compagnon.db")} == {"files", "secret.key"}


@pytest.mark.parametrize("kept", [0, 1, 100, 0.5, 0.99, -4])
def test_an_archive_that_was_cut_changes_nothing(archive: Path, target: Settings, kept: float) -> None:
    whole = archive.read_bytes()
    archive.write_bytes(whole[: int(kept * len(whole)) if isinstance(kept, float) else kept])
    with pytest.raises(OperatorError, match="not a whole backup"):
        bring_back(target, archive, force=False)
    assert not any(rows(target).values())
    assert files(target) == {}


def test_an_archive_with_one_wrong_byte_changes_nothing(archive: Path, target: Settings) -> None:
    packed = bytearray(archive.read_bytes())
    packed[-6] ^= 1  # in the check sum
    archive.write_bytes(packed)
    with pytest.raises(OperatorError, match="not a whole backup"):
        bring_back(target, archive, force=False)
    assert not any(rows(target).values())


def test_a_database_that_fails_at_the_end_leaves_files_and_rows_as_they_were(
    archive: Path, in_use: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = rows(in_use), files(in_use)
    take_place = restore._Files.take_place

    def fail_afterwards(self: restore._Files) -> None:
        take_place(self)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(restore._Files, "take_place", fail_afterwards)
    with pytest.raises(OSError, match="No space left"):
        bring_back(in_use, archive, force=True)
    assert (rows(in_use), files(in_use)) == before


# -- parts and the real command ----------------------------------------------------------------------------------------


@given(
    number=st.integers(0, 2**53),
    profile=st.none() | st.binary(),
    lang=st.text(st.characters(codec="utf-8"), max_size=8),
)
def test_any_row_comes_back_from_its_line(number: int, profile: bytes | None, lang: str) -> None:
    person = next(table for table in tables() if table.name == "person")
    row = {"id": number, "created_at": number, "lang": lang, "profile": profile, "messages_stopped_at": None}
    assert row_of(person, line_of(row)) == row


def test_names_of_members_are_ours_or_nobodys() -> None:
    assert file_of("files/ab/cd/abcd" + "0" * 28) == "abcd" + "0" * 28
    assert table_of("tables/host.jsonl") == "host"
    wrong_files = (
        "files/ab/cd/abce" + "0" * 28,
        "files/ab/cd/abcd" + "0" * 27,
        "files/ab/cd/abcd" + "0" * 28 + "\n",
        "",
    )
    assert not any(map(file_of, wrong_files))
    assert not any(map(table_of, ("tables/hosts.jsonl", "tables/../host.jsonl", "host.jsonl")))


def test_the_commands_back_up_refuse_and_restore(tmp_path: Path, filled: Settings) -> None:
    path = tmp_path / "backup.tar.gz"
    here, there = environment(filled.data_dir), environment(tmp_path / "target")
    made = call("backup", path, env=here)
    assert made.code == 0
    assert made.out == f"{path}: {len(tables()) * ROWS - 1} rows of {len(tables())} tables and 2 files\n"
    assert "holds the secret key" in made.said
    refused = call("restore", path, env=here)
    assert refused.code == 1
    assert "restore with --force to replace all of them" in refused.said
    done = call("restore", path, env=there)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(f"restored {len(tables()) * ROWS - 1} rows")
    assert rows(Settings(data_dir=tmp_path / "target")) == rows(filled)


def test_what_cannot_be_backed_up_or_restored_ends_with_one_line(tmp_path: Path, filled: Settings) -> None:
    env = environment(filled.data_dir)
    (tmp_path / "no-archive.tar.gz").write_bytes(b"%PDF-1.7\n")
    calls: list[tuple[tuple[object, ...], str]] = [
        (("restore", tmp_path / "missing.tar.gz"), "cannot be opened (No such file or directory)"),
        (("restore", tmp_path), "cannot be opened (Is a directory)"),
        (("restore", tmp_path / "no-archive.tar.gz"), "not a whole backup"),
        (("backup", tmp_path / "nowhere" / "x.tar.gz"), "no such folder; make it first"),
        (("backup", tmp_path), "is a folder; write the name of a file"),
    ]
    for args, words in calls:
        ended = call(*args, env=env)
        assert ended.code == 2
        assert words in ended.said
    empty = call("backup", tmp_path / "x.tar.gz", env=environment(tmp_path / "empty"))
    assert (empty.code, (tmp_path / "empty").exists()) == (2, False)
    assert "check COMPAGNON_DATA_DIR" in empty.said
