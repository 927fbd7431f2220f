"""The whole program and a provider of other people (oidc-provider-mock), walked through as a browser does it, over HTTP."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urljoin

import httpx2
import pytest

from storage import identities, staff
from storage.database import Database
from tests.fresh import migrated

EMAIL = "anna@example.org"


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@contextmanager
def running(*command: str, **settings: str) -> Iterator["subprocess.Popen[str]"]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("COMPAGNON_")}
    with subprocess.Popen(
        [sys.executable, *command], env=clean | settings, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as program:
        try:
            yield program
        finally:
            program.terminate()


def answers(url: str) -> None:
    """Wait until something answers there."""
    for _ in range(300):
        try:
            httpx2.get(url, trust_env=False)
        except httpx2.TransportError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"{url} does not answer")


@pytest.fixture
def provider() -> Iterator[str]:
    port = free_port()
    claims = f'{{"sub": "anna-1", "email": "{EMAIL}", "email_verified": true, "name": "Anna"}}'
    with running("-W", "ignore", "-m", "oidc_provider_mock", "-p", str(port), "--require-nonce", "true",
                 "--user-claims", claims):  # fmt: skip
        answers(f"http://127.0.0.1:{port}/.well-known/openid-configuration")
        yield f"http://127.0.0.1:{port}"


def test_from_the_button_through_the_provider_to_the_desk_and_out(provider: str, tmp_path: Path) -> None:
    path = migrated(tmp_path / "compagnon.db")
    database = Database(f"sqlite:///{path}")
    number = database.write_now(lambda c: staff.add(c, 1, EMAIL, "Anna", ["fr"], ""))
    assert number is not None
    port = free_port()
    with running(
        "-m", "bot", "web", COMPAGNON_DATA_DIR=str(tmp_path), COMPAGNON_WEB_PORT=str(port), COMPAGNON_OIDC_ISSUER=provider,
        COMPAGNON_OIDC_CLIENT_ID="desk", COMPAGNON_OIDC_CLIENT_SECRET="secret", COMPAGNON_OIDC_LABEL="Contoso",
        COMPAGNON_DESK_PASSWORDS="off",
    ) as program:  # fmt: skip
        assert program.stdout is not None
        desk = program.stdout.readline().split()[-1]
        with httpx2.Client(follow_redirects=True, trust_env=False, timeout=20) as browser:
            page = browser.get(f"{desk}/desk/people")
            assert "Contoso" in page.text
            button = re.search(r'href="(/desk/sign-in/openid[^"]*)"', page.text)
            assert button is not None
            # the page of the provider: its form says who one is
            page = browser.get(urljoin(desk, button[1]))
            assert str(page.url).startswith(provider)
            page = browser.post(str(page.url), data={"sub": "anna-1"})
            assert (page.status_code, page.url.path) == (
                404,
                "/desk/people",
            )  # she is no lead: the page asked for all the same
            page = browser.get(f"{desk}/desk/account")
            assert EMAIL in page.text
            token = re.search(r'name="token" value="([0-9a-f]{64})"', page.text)
            assert token is not None
            page = browser.post(f"{desk}/desk/sign-out", data={"token": token[1]})
            assert page.url.path == "/desk/sign-in"
            assert browser.get(f"{desk}/desk/account").url.path == "/desk/sign-in"
            # and whoever refuses at the provider is back with a kind sentence
            page = browser.get(f"{desk}/desk/sign-in/openid")
            page = browser.post(str(page.url), data={"action": "deny"})
            assert (page.url.path, 'role="alert"' in page.text) == ("/desk/sign-in", True)
    assert database.read_now(lambda c: identities.account_of(c, provider, "anna-1")) == number
    database.close()
