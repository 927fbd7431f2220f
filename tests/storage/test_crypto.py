"""What is sealed opens only with its key and in its place, and nothing readable is left (P7)."""

import stat
import threading
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.crypto import LOOKUP_BYTES, CryptoError, Keys, Vault, derive, kept_secret, key_id, new_secret

OLD, NEW = b"o" * 32, b"n" * 32
VAULT = Vault({1: OLD}, 1)
ROTATED = Vault({2: NEW, 1: OLD}, 2)
PLACE = b"person.profile:17"


@given(st.binary(max_size=500), st.binary(max_size=40))
def test_what_was_sealed_opens_again(data: bytes, context: bytes) -> None:
    sealed = VAULT.seal(data, context)
    assert VAULT.open(sealed, context) == data
    assert len(sealed) == len(data) + 30


@given(st.text(st.characters()))
def test_any_text_comes_back_even_half_characters(text: str) -> None:
    assert VAULT.open_text(VAULT.seal_text(text, PLACE), PLACE) == text
    assert len(VAULT.lookup(text)) == LOOKUP_BYTES


class Profile(msgspec.Struct):
    name: str
    levels: dict[str, int]


def test_json_values_come_back_as_what_they_were() -> None:
    profile = Profile("Zoé", {"fr": 6})
    sealed = VAULT.seal_json(profile, PLACE)
    assert VAULT.open_json(sealed, PLACE) == {"name": "Zoé", "levels": {"fr": 6}}
    assert VAULT.open_json(sealed, PLACE, Profile) == profile
    with pytest.raises(CryptoError, match="kind"):
        VAULT.open_json(sealed, PLACE, list[int])


def test_nothing_readable_is_left_and_no_two_sealings_are_alike() -> None:
    text = "canary Zoé Lefèvre"
    sealed = {VAULT.seal_text(text, PLACE) for _ in range(100)}
    assert len(sealed) == 100
    assert not any(b"canary" in one or PLACE in one for one in sealed)


def test_a_value_does_not_open_in_another_place() -> None:
    with pytest.raises(CryptoError, match="another place"):
        VAULT.open(VAULT.seal(b"x", b"person.profile:17"), b"person.profile:18")


@given(st.integers(0, 40 * 8 - 1))
def test_no_changed_bit_goes_unseen(bit: int) -> None:
    sealed = bytearray(VAULT.seal(b"ten bytes!", PLACE))
    sealed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(CryptoError):
        VAULT.open(bytes(sealed), PLACE)


@given(st.binary(max_size=60))
def test_what_was_never_sealed_raises_a_clear_error(data: bytes) -> None:
    with pytest.raises(CryptoError):
        VAULT.open(data, PLACE)


def test_after_a_rotation_old_values_open_and_new_ones_have_the_new_key() -> None:
    old, new = VAULT.seal(b"old", PLACE), ROTATED.seal(b"new", PLACE)
    assert (ROTATED.open(old, PLACE), ROTATED.open(new, PLACE)) == (b"old", b"new")
    assert (key_id(old), key_id(new)) == (1, 2)
    with pytest.raises(CryptoError, match="key 2 is missing"):
        VAULT.open(new, PLACE)
    with pytest.raises(CryptoError, match="key 1 is missing"):
        Vault({2: NEW}, 2).open(old, PLACE)


def test_an_identity_is_found_without_being_kept_and_also_while_a_rotation_lasts() -> None:
    before = VAULT.lookup("email:a@b.eu")
    assert before == VAULT.lookup("email:a@b.eu") != VAULT.lookup("email:a@b.eV")
    assert ROTATED.lookups("email:a@b.eu") == (ROTATED.lookup("email:a@b.eu"), before)
    assert ROTATED.lookup("email:a@b.eu") != before


@pytest.mark.parametrize(
    ("keys", "current"), [({}, 1), ({2: NEW}, 1), ({0: NEW}, 0), ({256: NEW}, 256), ({1: b"short"}, 1)]
)
def test_a_vault_with_unusable_keys_cannot_be_made(keys: dict[int, bytes], current: int) -> None:
    with pytest.raises(CryptoError):
        Vault(keys, current)


def test_every_purpose_has_its_own_key() -> None:
    secret = new_secret()
    keys, again = Keys.from_secret(secret), Keys.from_secret(f"  {secret}\n")
    assert (
        len({keys.buttons, keys.sessions, derive(secret.encode(), b"sealing"), derive(secret.encode(), b"lookup")}) == 4
    )
    assert (keys.buttons, keys.sessions) == (again.buttons, again.sessions)
    assert again.vault.open(keys.vault.seal(b"x", PLACE), PLACE) == b"x"
    assert Keys.from_secret(new_secret()).buttons != keys.buttons


def test_a_rotated_secret_opens_what_the_single_one_sealed() -> None:
    old, new = new_secret(), new_secret()
    sealed = Keys.from_secret(old).vault.seal(b"x", PLACE)
    rotated = Keys.from_secret(f"2:{new}, 1:{old}")
    assert rotated.vault.open(sealed, PLACE) == b"x"
    assert rotated.vault.current == 2
    assert rotated.sessions == Keys.from_secret(f"2:{new}").sessions


@pytest.mark.parametrize(
    "secret",
    [
        "",
        "too short",
        "x:" + "a" * 40,
        "0:" + "a" * 40,
        "256:" + "a" * 40,
        "²:" + "a" * 40,
        ",",
        "a" * 40 + "," + "b" * 40,
    ],
)
def test_an_unusable_secret_is_refused_in_one_line_that_does_not_show_it(secret: str) -> None:
    with pytest.raises(CryptoError, match="SECRET_KEY") as error:
        Keys.from_secret(secret)
    assert "\n" not in str(error.value)
    assert "aaaa" not in str(error.value)


def test_keys_do_not_show_in_logs() -> None:
    keys = Keys.from_secret("a" * 40)
    assert "aaaa" not in repr(keys)
    assert keys.buttons.hex() not in repr(keys)
    assert repr(keys.buttons) not in repr(keys)


def test_a_secret_is_made_once_and_kept_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "data" / "secret_key"
    secret = kept_secret(path)
    assert kept_secret(path) == secret
    assert Keys.from_secret(secret)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert list(path.parent.iterdir()) == [path]


def test_processes_that_start_together_get_one_secret(tmp_path: Path) -> None:
    barrier, found = threading.Barrier(8), []

    def start() -> None:
        barrier.wait()
        found.append(kept_secret(tmp_path / "secret_key"))

    threads = [threading.Thread(target=start) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(set(found)) == 1
