"""The way to a mail server, over encrypted connections to real servers on this machine: nothing leaves in the clear that must not,
and what a server does not take now is taken later."""

import datetime as dt
import socket
import ssl
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from sqlalchemy import select

from bot.app import App
from bot.notices import smtp as module
from bot.notices.mail import Mailer
from bot.notices.smtp import NotTaken, Server
from storage import notices
from storage.tables import notice
from tests.bot.notices.test_mail import AnyPort, Letters, login_to, waits
from tests.bot.test_promises import BRUSSELS, look, people
from tests.program import app, clock
from tests.scene import Clock

__all__ = ["app", "clock", "people"]

#: the server as the settings name it: not one of this machine
HOST = "mail.example.org"


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate that somebody made for themselves, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("certificate") / "server.pem"
    path.write_bytes(
        made.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return path


@pytest.fixture
def trusted(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """This machine knows the authority of the certificate."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))


class Seen(Letters):
    """Notes also whether what it took came encrypted; one without `logins` takes no password."""

    def __init__(self) -> None:
        super().__init__()
        self.encrypted: list[bool] = []
        self.logins = True

    async def handle_EHLO(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, name: str, responses: list[str]
    ) -> list[str]:
        session.host_name = name
        return [one for one in responses if self.logins or "AUTH" not in one]

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.encrypted.append(server.transport.get_extra_info("ssl_object") is not None)
        return await super().handle_DATA(server, session, envelope)


Serve = Callable[..., Seen]


@pytest.fixture
def serve(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Serve]:
    """Begins a server that offers `starttls`, is encrypted at once with `tls`, or neither; the way to `HOST` leads there."""
    begun: list[Controller] = []
    way: dict[str, int] = {}
    connect = socket.create_connection

    def connected(address: tuple[str, int], *further: Any, **named: Any) -> socket.socket:
        host, port = address
        return connect(("127.0.0.1", way.get(host, port)), *further, **named)

    monkeypatch.setattr(socket, "create_connection", connected)

    def start(*, starttls: bool = False, tls: bool = False, must: bool = False) -> Seen:
        seen = Seen()
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(certificate)
        made = AnyPort(
            seen, hostname="127.0.0.1", port=0, authenticator=login_to(seen), auth_required=must and starttls,
            auth_require_tls=starttls, tls_context=context if starttls else None, require_starttls=must and starttls,
            ssl_context=context if tls else None,
        )  # fmt: skip
        made.start()
        begun.append(made)
        seen.port = way[HOST] = made.port
        return seen

    yield start
    for one in begun:
        one.stop()


def message() -> EmailMessage:
    found = EmailMessage()
    found["From"], found["To"], found["Subject"] = "desk@example.org", "anna@example.org", "Somebody waits"
    found.set_content("Somebody waits")
    return found


@pytest.mark.parametrize(("scheme", "how"), [("smtp", "starttls"), ("smtps", "tls")])
def test_mail_and_password_go_over_an_encrypted_connection(serve: Serve, trusted: None, scheme: str, how: str) -> None:
    seen = serve(**{how: True}, must=True)
    Server.of(f"{scheme}://anna%40example.org:right@{HOST}").send(message())
    assert (seen.users, seen.encrypted, len(seen.taken)) == (["anna@example.org"], [True], 1)


def test_a_server_that_can_encrypt_is_asked_to_also_without_a_password(serve: Serve, trusted: None) -> None:
    seen = serve(starttls=True)
    Server.of(f"smtp://{HOST}").send(message())
    assert seen.encrypted == [True]


@pytest.mark.parametrize(("scheme", "how"), [("smtp", "starttls"), ("smtps", "tls")])
def test_a_certificate_nobody_vouches_for_is_refused_before_anything_is_said(
    serve: Serve, scheme: str, how: str
) -> None:
    seen = serve(**{how: True})
    with pytest.raises(NotTaken, match=r"certificate of mail\.example\.org is not trusted") as refused:
        Server.of(f"{scheme}://anna:right@{HOST}").send(message())
    assert (seen.users, seen.taken) == ([], [])
    assert "SSL_CERT_FILE" in str(refused.value)
    assert "\n" not in str(refused.value)
    assert (refused.value.away, refused.value.for_good) == (True, False)


def test_a_certificate_for_another_name_is_refused(serve: Serve, trusted: None) -> None:
    seen = serve(tls=True)
    with pytest.raises(NotTaken, match="use the name it was made for"):
        Server("127.0.0.1", seen.port, tls=True).send(message())
    assert seen.taken == []


def test_a_password_never_goes_to_a_server_that_does_not_encrypt(serve: Serve) -> None:
    seen = serve()
    with pytest.raises(NotTaken, match="the password is not sent; use smtps://"):
        Server.of(f"smtp://anna:right@{HOST}").send(message())
    assert (seen.users, seen.taken) == ([], [])


@pytest.mark.parametrize(("scheme", "how"), [("smtps", "starttls"), ("smtp", "tls")])
def test_the_wrong_way_to_encrypt_ends_with_the_remedy(
    serve: Serve, trusted: None, monkeypatch: pytest.MonkeyPatch, scheme: str, how: str
) -> None:
    monkeypatch.setattr(module, "TIMEOUT", 0.3)
    seen = serve(**{how: True})
    with pytest.raises(NotTaken, match=r"smtps:// is for port 465|does not answer") as refused:
        Server.of(f"{scheme}://{HOST}").send(message())
    assert refused.value.away
    assert seen.taken == []


def test_a_wrong_password_names_the_setting_and_not_the_password(serve: Serve, trusted: None) -> None:
    serve(starttls=True, must=True)
    with pytest.raises(NotTaken, match="COMPAGNON_SMTP_URL") as refused:
        Server.of(f"smtp://anna:geheim@{HOST}").send(message())
    assert refused.value.away
    assert "geheim" not in str(refused.value)


def test_a_password_for_a_server_without_any_is_told(serve: Serve, trusted: None) -> None:
    seen = serve(starttls=True)
    seen.logins = False
    with pytest.raises(NotTaken, match="takes no password"):
        Server.of(f"smtp://anna:right@{HOST}").send(message())
    assert seen.taken == []


@pytest.fixture
def silent() -> Iterator[int]:
    """The port of a server that lets everybody in and never says a word."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield listening.getsockname()[1]


@pytest.mark.parametrize("tls", [False, True])
def test_a_server_that_hangs_is_left_after_a_while(silent: int, tls: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "TIMEOUT", 0.1)
    with pytest.raises(NotTaken, match=r"127\.0\.0\.1 does not answer") as left:
        Server("127.0.0.1", silent, tls).send(message())
    assert left.value.away


async def test_while_the_server_is_away_nothing_is_given_up_and_everybody_gets_theirs_when_it_is_back(
    app: App, clock: Clock, people: dict[str, int], silent: int, serve: Serve, trusted: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    hanging = Server("127.0.0.1", silent)
    tries = 0

    class Counted:
        def send(self, message: EmailMessage) -> None:
            nonlocal tries
            tries += 1
            with monkeypatch.context() as impatient:
                impatient.setattr(module, "TIMEOUT", 0.05)
                hanging.send(message)

    def mailer(server: Any) -> Mailer:
        return Mailer(app.database, server, "desk@example.org", "https://desk.example.org", BRUSSELS, clock)

    await waits(app, clock)
    await look(app, clock)
    clock.forward(minutes=1)
    away = mailer(Counted())
    for _ in range(2 * notices.TRIES):
        assert await away.send_due() == 0
        assert await away.send_due() == 0
        clock.forward(milliseconds=notices.AWAY)
    # one look at a time: the second reader does not wait for the same answer again
    assert tries == 2 * notices.TRIES
    problems = app.database.read_now(lambda c: c.execute(select(notice.c.problem, notice.c.attempts)).all())
    assert all(problem.startswith("127.0.0.1 does not answer") and attempts == 0 for problem, attempts in problems)
    seen = serve(starttls=True)
    assert await mailer(Server.of(f"smtp://{HOST}")).send_due() == 2
    assert len(seen.taken) == 2


async def test_who_takes_long_does_not_keep_mails_longer_than_they_are_his(
    app: App, clock: Clock, people: dict[str, int]
) -> None:
    class Slow:
        def send(self, message: EmailMessage) -> None:
            clock.forward(minutes=3)

    await waits(app, clock)
    await look(app, clock)
    clock.forward(minutes=1)
    slow = Mailer(app.database, Slow(), "desk@example.org", "https://desk.example.org", BRUSSELS, clock)  # type: ignore[arg-type]
    assert await slow.send_due() == 1
    assert await slow.send_due() == 0
    clock.forward(milliseconds=notices.AWAY)
    assert await slow.send_due() == 1
