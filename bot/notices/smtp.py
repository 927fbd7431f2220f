"""The way to a mail server: one message at a time over a connection of its own, encrypted wherever the server can."""

import smtplib
import ssl
from dataclasses import dataclass, field
from email.message import EmailMessage
from ipaddress import ip_address
from typing import Final
from urllib.parse import unquote, urlsplit

#: seconds that a server may take for an answer
TIMEOUT: Final = 20.0
_PORTS: Final = {"smtp": 587, "smtps": 465}


class NotAServer(ValueError):
    """This is no address of a mail server; the message says what to write."""


class NotTaken(Exception):
    """The server did not take a message. `for_good`: it never will, this reader has no mailbox there."""

    def __init__(self, problem: str, *, for_good: bool = False) -> None:
        super().__init__(problem)
        self.for_good = for_good


@dataclass(frozen=True, slots=True)
class Server:
    """A mail server. `tls` means encrypted from the first byte; otherwise it is asked to encrypt, and must when there is a
    password, unless it is on this machine."""

    host: str
    port: int
    tls: bool = False
    user: str = ""
    password: str = field(default="", repr=False)

    @classmethod
    def of(cls, url: str) -> "Server":
        """The server at smtp://user:password@host:587 or smtps://host. Raises NotAServer."""
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            raise NotAServer("must be an address such as smtp://user:password@mail.example.org:587") from None
        if parts.scheme not in _PORTS or not parts.hostname or parts.path.strip("/") or parts.query:
            raise NotAServer("must begin with smtp:// or smtps://, such as smtp://user:password@mail.example.org:587")
        return cls(
            parts.hostname, port or _PORTS[parts.scheme], parts.scheme == "smtps",
            unquote(parts.username or ""), unquote(parts.password or ""),
        )  # fmt: skip

    def send(self, message: EmailMessage) -> None:
        """Hand a message over; blocks. Raises NotTaken."""
        try:
            with self._connected() as connection:
                if self.user:
                    connection.login(self.user, self.password)
                connection.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            code = next((code for code, _ in error.recipients.values()), 0)
            raise NotTaken(f"recipient refused ({code})", for_good=500 <= code < 600) from None
        except smtplib.SMTPResponseException as error:
            # never the words of the server: they may repeat an address
            raise NotTaken(f"{type(error).__name__} ({error.smtp_code})") from None
        except (smtplib.SMTPException, OSError) as error:
            raise NotTaken(type(error).__name__) from None

    def _connected(self) -> smtplib.SMTP:
        # the name of this machine is nobody's business
        name = "localhost" if self._here else "[127.0.0.1]"
        if self.tls:
            return smtplib.SMTP_SSL(
                self.host, self.port, local_hostname=name, timeout=TIMEOUT, context=ssl.create_default_context()
            )
        connection = smtplib.SMTP(self.host, self.port, local_hostname=name, timeout=TIMEOUT)
        try:
            connection.ehlo()
            if connection.has_extn("starttls") and not self._here:
                connection.starttls(context=ssl.create_default_context())
            elif self.user and not self._here:
                raise NotTaken("the server does not encrypt: the password is not sent; use smtps://")
        except BaseException:
            connection.close()
            raise
        return connection

    @property
    def _here(self) -> bool:
        if self.host == "localhost":
            return True
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return False
