"""The file store keeps sealed, whole files that nobody can wander out of (S9, P7)."""

import errno
import os
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from storage import disk
from storage.crypto import CryptoError, Vault, key_id
from storage.files import FileId, FileStore

VAULT = Vault({1: b"k" * 32}, 1)
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "data" / "files"


@pytest.fixture
def store(root: Path) -> FileStore:
    return FileStore(root, VAULT)


def files(root: Path) -> list[Path]:
    return [path for path in root.rglob("*") if path.is_file()]


def age(path: Path, moment: datetime) -> None:
    os.utime(path, (moment.timestamp(), moment.timestamp()))


def test_a_file_comes_back_as_it_was(store: FileStore) -> None:
    for data in (b"", b"canary", bytes(range(256)) * 40_000):
        assert store.get(store.put(data)) == data


def test_a_file_lies_sealed_under_a_random_name_in_two_levels_of_folders(store: FileStore, root: Path) -> None:
    names = [store.put(b"canary " * 100) for _ in range(2)]
    assert names[0] != names[1]
    for name in names:
        path = root / name[:2] / name[2:4] / name
        assert b"canary" not in path.read_bytes()
    assert len(files(root)) == 2


def test_files_and_folders_are_for_their_owner_alone(store: FileStore, root: Path) -> None:
    store.put(b"x")
    for path in root.rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600)
    assert stat.S_IMODE(root.stat().st_mode) == 0o700


def test_an_erased_file_is_gone(store: FileStore, root: Path) -> None:
    name = store.put(b"x")
    assert store.delete(name)
    assert not store.delete(name)
    assert files(root) == []
    with pytest.raises(FileNotFoundError):
        store.get(name)


@pytest.mark.parametrize(
    "name",
    ["", ".", "..", "../../etc/passwd", "/etc/passwd", "a" * 31, "a" * 33, "A" * 32, "g" * 32, "a" * 32 + "\n",
     "ab/" + "a" * 29, "\0" * 32, "１" * 32],
)  # fmt: skip
def test_an_id_of_another_pattern_is_refused_before_the_disk_is_touched(store: FileStore, name: str) -> None:
    for use in (store.get, store.delete, store.reseal):
        with pytest.raises(ValueError, match="not an id"):
            use(name)


def test_two_files_that_were_swapped_on_the_disk_do_not_open(store: FileStore, root: Path) -> None:
    one, other = store.put(b"one"), store.put(b"other")
    path_one, path_other = (root / name[:2] / name[2:4] / name for name in (one, other))
    path_one.write_bytes(path_other.read_bytes())
    with pytest.raises(CryptoError):
        store.get(one)
    path_other.write_bytes(path_other.read_bytes()[:-1])
    with pytest.raises(CryptoError):
        store.get(other)


@pytest.mark.parametrize("call", ["fsync", "open"])
def test_a_full_disk_raises_an_error_and_leaves_nothing_half_written(
    store: FileStore, root: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    kept = store.put(b"kept")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(disk.os, call, full)
        with pytest.raises(OSError, match="No space"):
            store.put(b"new")
    assert [path.name for path in files(root)] == [kept]
    assert store.get(kept) == b"kept"


def test_a_file_is_on_the_disk_before_it_has_its_name(store: FileStore, monkeypatch: pytest.MonkeyPatch) -> None:
    order = []
    fsync, rename = os.fsync, Path.rename

    def note_fsync(handle: int) -> None:
        order.append("folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "file")
        fsync(handle)

    def note_rename(path: Path, target: Path) -> Path:
        order.append("rename")
        return rename(path, target)

    monkeypatch.setattr(disk.os, "fsync", note_fsync)
    monkeypatch.setattr(Path, "rename", note_rename)
    store.put(b"x")
    assert order[-3:] == ["file", "rename", "folder"]


def test_a_sweep_finds_old_files_also_those_a_crash_left_unfinished_and_spares_new_ones(
    store: FileStore, root: Path
) -> None:
    old, new = store.put(b"old"), store.put(b"new")
    age(root / old[:2] / old[2:4] / old, EPOCH - timedelta(hours=1))
    age(root / new[:2] / new[2:4] / new, EPOCH + timedelta(hours=1))
    unfinished = root / old[:2] / old[2:4] / (old[:4] + "0" * 28 + ".1234abcd.part")
    unfinished.write_bytes(b"half")
    age(unfinished, EPOCH - timedelta(hours=1))
    (root / old[:2] / old[2:4] / "notes.txt").write_bytes(b"somebody else's")
    found = set(store.written_before(EPOCH))
    assert found == {old, FileId(old[:4] + "0" * 28)}
    for name in found:
        store.delete(name)
    assert {path.name for path in files(root)} == {new, "notes.txt"}


def test_a_store_that_does_not_exist_yet_is_empty(store: FileStore) -> None:
    assert list(store.written_before(EPOCH)) == []


def test_after_a_rotation_files_are_sealed_again_and_the_old_key_can_go(store: FileStore, root: Path) -> None:
    name = store.put(b"canary")
    rotated = FileStore(root, Vault({2: b"n" * 32, 1: b"k" * 32}, 2))
    assert rotated.get(name) == b"canary"
    assert rotated.reseal(name)
    assert not rotated.reseal(name)
    assert key_id(files(root)[0].read_bytes()) == 2
    assert FileStore(root, Vault({2: b"n" * 32}, 2)).get(name) == b"canary"


def test_a_file_that_exists_is_not_replaced_when_that_was_asked(tmp_path: Path) -> None:
    disk.write_whole(tmp_path / "x", b"first", replace=False)
    with pytest.raises(FileExistsError):
        disk.write_whole(tmp_path / "x", b"second", replace=False)
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"first"]
    disk.write_whole(tmp_path / "x", b"third")
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"third"]
