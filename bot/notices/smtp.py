"""The way to a mail server: one message at a time over a connection of its own, encrypted wherever the server can."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
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
    """The server did not take a message. `for_good`: it never will, this reader has no mailbox there. `away`: it takes none from
    us at all, so that others need not be tried now, and none of them is to blame."""

    def __init__(self, problem: str, *, for_good: bool = False, away: bool = False) -> None:
        super().__init__(problem)
        self.for_good, self.away = for_good, away


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
        with self._ready() as connection:
            self._give(connection, message)

    def _give(self, connection: smtplib.SMTP, message: EmailMessage) -> None:
        try:
            connection.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            code = next((code for code, _ in error.recipients.values()), 0)
            raise NotTaken(f"recipient refused ({code})", for_good=500 <= code < 600) from None
        except smtplib.SMTPResponseException as error:
            # never the words of the server: they may repeat an address
            raise NotTaken(f"{type(error).__name__} ({error.smtp_code})") from None
        except (smtplib.SMTPException, OSError, ValueError) as error:
            # perhaps it is this one that makes it break off: a try of its own, and the others get theirs
            raise NotTaken(type(error).__name__) from None

    @contextmanager
    def _ready(self) -> Iterator[smtplib.SMTP]:
        """A connection that takes messages, encrypted and logged in as it must be; whatever is wrong with it says what to do."""
        try:
            connection = self._connected()
            try:
                if self.user:
                    connection.login(self.user, self.password)
            except BaseException:
                connection.close()
                raise
        except ssl.SSLCertVerificationError as error:
            raise NotTaken(
                f"the certificate of {self.host} is not trusted ({error.verify_message}): nothing was sent; use the name it "
                "was made for, or name the file of its authority in SSL_CERT_FILE", away=True,
            ) from None  # fmt: skip
        except smtplib.SMTPAuthenticationError as error:
            raise NotTaken(
                f"{self.host} refuses the user or the password ({error.smtp_code}): check COMPAGNON_SMTP_URL", away=True
            ) from None
        except smtplib.SMTPNotSupportedError:
            raise NotTaken(
                f"{self.host} takes no password: leave user and password out of COMPAGNON_SMTP_URL", away=True
            ) from None
        except ssl.SSLError as error:
            raise NotTaken(
                f"no encryption with {self.host}:{self.port} ({error.reason}): smtps:// is for port 465, smtp:// for 587",
                away=True,
            ) from None
        except smtplib.SMTPResponseException as error:
            raise NotTaken(f"{type(error).__name__} ({error.smtp_code})", away=True) from None
        except (smtplib.SMTPException, OSError) as error:
            raise NotTaken(f"{self.host} does not answer ({type(error).__name__})", away=True) from None
        try:
            yield connection
        finally:
            _leave(connection)

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
                raise NotTaken(f"{self.host} does not encrypt: the password is not sent; use smtps://", away=True)
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


def _leave(connection: smtplib.SMTP) -> None:
    try:
        connection.quit()
    except (smtplib.SMTPException, OSError):
        # the message is taken, or not: how they part says nothing more
        connection.close()
