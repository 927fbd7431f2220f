"""Codes of the second factor as apps compute them (RFC 6238), and how they are typed."""

import base64
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.console import codes
from bot.console.codes import STEP

SECRET = b"12345678901234567890"


@pytest.mark.parametrize(
    ("seconds", "code"),
    # appendix B of RFC 6238, SHA-1, the last six of its eight figures
    [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"), (2000000000, "279037")],
)
def test_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    assert codes.step_of(SECRET, code, seconds * 1000) == seconds * 1000 // STEP


def test_a_code_counts_in_its_half_minute_and_in_the_one_before_and_after() -> None:
    code, step = codes.code_at(SECRET, 1000), 1000
    counted = [codes.step_of(SECRET, code, (step + around) * STEP) for around in (-2, -1, 0, 1, 2)]
    assert counted == [None, step, step, step, None]


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "é", "１２３４５６"])
def test_what_is_no_code_is_wrong_and_no_fault(code: str) -> None:
    assert codes.step_of(SECRET, codes.typed(code), 59_000) is None


def test_the_link_is_what_apps_open() -> None:
    link = urlsplit(codes.address(SECRET, "anna@example.org", "Compagnon"))
    assert (link.scheme, link.netloc) == ("otpauth", "totp")
    asked = parse_qs(link.query)
    assert asked["issuer"] == ["Compagnon"]
    assert base64.b32decode(asked["secret"][0]) == SECRET
    assert base64.b32decode(codes.readable(SECRET).replace(" ", "")) == SECRET


def test_secrets_and_recovery_codes_are_random_and_long_enough() -> None:
    assert len({codes.new_secret() for _ in range(20)}) == 20
    assert len(codes.new_secret()) == 20
    made = codes.new_recovery()
    assert len(set(made)) == codes.RECOVERY == 10
    assert all(codes.is_recovery(codes.typed(code)) for code in made)


@pytest.mark.parametrize("written", ["abcde-fghjk", "ABCDE FGHJK", " abcdefghjk ", "abcde\u2003fghjk"])
def test_a_recovery_code_is_read_however_it_is_typed(written: str) -> None:
    assert codes.typed(written) == "abcdefghjk"
