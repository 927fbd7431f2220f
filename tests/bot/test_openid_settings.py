"""Settings of the identity provider that cannot be meant end the program with one line that names the remedy."""

import subprocess
import sys

import pytest

from bot.settings import SettingsError, load

RIGHT = {"OIDC_ISSUER": "https://id.example.org/realms/desk", "OIDC_CLIENT_ID": "desk"}


@pytest.mark.parametrize(
    ("values", "remedy"),
    [
        ({"OIDC_ISSUER": "http://id.example.org", "OIDC_CLIENT_ID": "desk"}, "OIDC_ISSUER: must begin with https://"),
        ({"OIDC_ISSUER": "http://127.0.0.1.evil.example", "OIDC_CLIENT_ID": "desk"}, "OIDC_ISSUER: must begin"),
        ({"OIDC_ISSUER": "https://u@id.example.org", "OIDC_CLIENT_ID": "desk"}, "OIDC_ISSUER: must begin"),
        ({"OIDC_ISSUER": "https://id.example.org?x", "OIDC_CLIENT_ID": "desk"}, "OIDC_ISSUER: must begin"),
        ({"OIDC_ISSUER": "https://id.example.org"}, "OIDC_CLIENT_ID need each other"),
        ({"OIDC_CLIENT_ID": "desk"}, "OIDC_CLIENT_ID need each other"),
        ({**RIGHT, "PUBLIC_URL": "http://desk.example.org"}, "PUBLIC_URL must begin with https://"),
        ({**RIGHT, "OIDC_NEW_ACCOUNTS": "agent"}, "OIDC_DOMAINS is needed"),
        ({**RIGHT, "OIDC_NEW_ACCOUNTS": "admin", "OIDC_DOMAINS": "example.org"}, "OIDC_NEW_ACCOUNTS"),
        ({**RIGHT, "OIDC_DOMAINS": "@example.org"}, "OIDC_DOMAINS: must be domains"),
        ({**RIGHT, "OIDC_LABEL": "a\nb"}, "OIDC_LABEL: must be a short name"),
        ({"DESK_PASSWORDS": "off"}, "OIDC_ISSUER is needed when COMPAGNON_DESK_PASSWORDS is off"),
    ],
)
def test_wrong_settings_end_with_the_remedy(
    values: dict[str, str], remedy: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in values.items():
        monkeypatch.setenv(f"COMPAGNON_{name}", value)
    with pytest.raises(SettingsError, match=remedy) as error:
        load()
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    "values",
    [
        RIGHT,
        {**RIGHT, "OIDC_ISSUER": "https://tenant.example.org/"},
        {**RIGHT, "OIDC_ISSUER": "http://localhost:9400", "DESK_PASSWORDS": "off"},
        {**RIGHT, "OIDC_NEW_ACCOUNTS": "reader", "OIDC_DOMAINS": "Example.org, example.net"},
    ],
)
def test_right_ones_are_kept_as_they_are_written(values: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in values.items():
        monkeypatch.setenv(f"COMPAGNON_{name}", value)
    assert load().oidc_issuer == values["OIDC_ISSUER"]


def test_a_program_without_a_provider_loads_none_of_the_libraries() -> None:
    """Nor does one whose settings name one, before somebody signs in that way."""
    seen = (
        "import sys; import bot.app, bot.web, bot.console.openid, bot.console.account;"
        "print([one for one in ('authlib', 'joserfc', 'httpx2', 'segno') if one in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", seen], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
