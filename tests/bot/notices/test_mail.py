"""Mails to staff, through a real SMTP server on this machine: who waits and since when, never a word of a trainee (P2)."""

import asyncio
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from sqlalchemy import select

from bot import promises
from bot.app import App
from bot.notices.mail import Mailer
from bot.notices.smtp import NotAServer, NotTaken, Server
from bot.settings import SettingsError, load
from domain.staff_actions import Colleague, Reply
from storage import conversations, helpdesks, notices
from storage.helpdesks import Helpdesk
from storage.tables import notice
from storage.tables import staff as staff_table
from tests.bot.test_promises import BRUSSELS, OFFICE, at, happened, look, people
from tests.program import app, clock
from tests.scene import Clock, Scene, welcomed

__all__ = ["app", "clock", "people"]

SECRET = "I have a rash and I am ashamed"


@dataclass
class Letters:
    """What the server took, and what it answers to recipients and messages instead."""

    taken: list[Any] = field(default_factory=list)
    refuse: str = ""
    answer: str = "250 OK"
    port: int = 0
    users: list[str] = field(default_factory=list)

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        if self.refuse and self.refuse in address:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if self.answer.startswith("250"):
            self.taken.append(message_from_bytes(envelope.content, policy=policy.default))
        return self.answer


class AnyPort(Controller):
    """A server on whatever port the system gives."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


def login_to(letters: Letters) -> Any:
    """Whoever says "right" is let in, and noted."""

    def login(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        if not isinstance(data, LoginPassword) or data.password != b"right":
            return AuthResult(success=False, handled=False)
        letters.users.append(data.login.decode())
        return AuthResult(success=True)

    return login


@pytest.fixture
def smtp() -> Iterator[Letters]:
    letters = Letters()
    controller = AnyPort(
        letters,
        hostname="127.0.0.1",
        port=0,
        authenticator=login_to(letters),
        auth_require_tls=False,
        auth_required=False,
    )
    controller.start()
    letters.port = controller.port
    yield letters
    controller.stop()


Make = Callable[..., Mailer]


@pytest.fixture
def mailer(app: App, clock: Clock, smtp: Letters) -> Mailer:
    server = Server.of(f"smtp://127.0.0.1:{smtp.port}")
    return Mailer(app.database, server, "Helpdesk <desk@example.org>", "https://desk.example.org", BRUSSELS, clock)


async def waits(app: App, clock: Clock, place: str = "ana", since: str = "2027-01-11 10:05") -> Scene:
    clock.now = at(since)
    scene = await welcomed(Scene(app, place, app_language="fr"), "Bonjour, je voudrais rendre visite à une équipe.")
    await scene.runs("/human")
    await scene.says(SECRET)
    return scene


async def test_the_mail_says_who_waits_in_the_readers_language_and_nothing_personal(
    app: App, clock: Clock, people: dict[str, int], smtp: Letters, mailer: Mailer
) -> None:
    ana = await waits(app, clock)
    app.database.write_now(
        lambda c: c.execute(staff_table.update().where(staff_table.c.id == people["agnes"]).values(langs="de,fr"))
    )
    await look(app, clock)
    assert await mailer.send_due() == 0, "whoever is at the desk has a minute to answer"
    clock.forward(minutes=1)
    assert await mailer.send_due() == 2
    german = next(one for one in smtp.taken if one["To"] == "agnes@example.org")
    english = next(one for one in smtp.taken if one["To"] == "lea@example.org")
    assert german["Subject"] == "Jemand wartet auf eine Antwort"
    text = english.get_content()
    assert "waiting for an answer since 10:05. Language: French." in text
    assert f"https://desk.example.org/desk/conversations/{ana.conversation}" in text
    assert english["From"] == "Helpdesk <desk@example.org>"
    assert english["Auto-Submitted"] == "auto-generated"
    for one in smtp.taken:
        whole = one.as_string() + one.get_content()
        assert not any(word in whole for word in ("rash", "ashamed", "Bonjour", "équipe"))
    assert await mailer.send_due() == 0


async def test_at_most_one_mail_in_ten_minutes_with_everybody_who_waits(
    app: App, clock: Clock, people: dict[str, int], smtp: Letters, mailer: Mailer
) -> None:
    await waits(app, clock)
    await look(app, clock)
    clock.forward(minutes=1)
    assert await mailer.send_due() == 2
    for n in range(3):
        await waits(app, clock, f"other-{n}", f"2027-01-11 10:0{6 + n}")
    await look(app, clock)
    clock.forward(minutes=2)
    assert await mailer.send_due() == 0
    clock.forward(minutes=6)
    smtp.taken.clear()
    assert await mailer.send_due() == 2
    assert {one["Subject"] for one in smtp.taken} == {"3 people wait for an answer"}
    assert len(re.findall("/desk/conversations/", smtp.taken[0].get_content())) == 3


async def test_nobody_is_mailed_about_somebody_who_was_answered_meanwhile(
    app: App, clock: Clock, people: dict[str, int], smtp: Letters, mailer: Mailer
) -> None:
    ana = await waits(app, clock)
    await look(app, clock)
    loaded = app.database.read_now(lambda c: conversations.load(c, app.vault, ana.conversation))
    assert loaded is not None
    await app.staff_turns.do(ana.conversation, Colleague(people["agnes"], "Agnes"), Reply(loaded.epoch, "Bonjour"))
    clock.forward(minutes=1)
    assert await mailer.send_due() == 0
    assert smtp.taken == []
    assert states(app) == [notices.OVER] * 2


def states(app: App) -> list[int]:
    return list(app.database.read_now(lambda c: c.execute(select(notice.c.state).order_by(notice.c.id)).scalars()))


async def test_a_server_that_is_busy_is_asked_again_later_and_given_up_in_the_end(
    app: App, clock: Clock, people: dict[str, int], smtp: Letters, mailer: Mailer
) -> None:
    await waits(app, clock)
    await look(app, clock)
    smtp.answer = "451 try again later"
    clock.forward(minutes=1)
    assert await mailer.send_due() == 0
    assert await mailer.send_due() == 0, "not at once"
    smtp.answer = "250 OK"
    clock.forward(minutes=1)
    assert await mailer.send_due() == 2

    smtp.answer = "451 try again later"
    await waits(app, clock, "bo", "2027-01-11 11:00")
    await look(app, clock)
    clock.forward(hours=1)
    # more hours than tries: nobody is mailed at night
    for _ in range(40):
        await mailer.send_due()
        clock.forward(hours=1)
    assert sorted(states(app)) == [notices.SENT] * 2 + [notices.GIVEN_UP] * 2
    assert app.database.read_now(notices.count_given_up) == 2


async def test_a_mailbox_that_is_not_there_is_given_up_at_once_and_others_get_theirs(
    app: App, clock: Clock, people: dict[str, int], smtp: Letters, mailer: Mailer
) -> None:
    await waits(app, clock)
    await look(app, clock)
    smtp.refuse = "agnes"
    clock.forward(minutes=1)
    assert await mailer.send_due() == 1
    assert sorted(states(app)) == [notices.SENT, notices.GIVEN_UP]
    problems = app.database.read_now(lambda c: c.execute(select(notice.c.problem)).scalars().all())
    assert not any("agnes" in (problem or "") for problem in problems)


async def test_who_died_while_sending_is_stood_in_for(
    app: App, clock: Clock, people: dict[str, int], smtp: Letters, mailer: Mailer
) -> None:
    await waits(app, clock)
    await look(app, clock)
    clock.forward(minutes=1)
    assert len(app.database.write_now(lambda c: notices.claim(c, clock(), BRUSSELS))) == 2
    assert await mailer.send_due() == 0
    clock.forward(minutes=6)
    assert await mailer.send_due() == 2


async def test_an_invitation_is_mailed_in_the_background(smtp: Letters, mailer: Mailer) -> None:
    await mailer.invite("new@example.org", "fr", "https://desk.example.org/desk/invited/abc")
    await asyncio.gather(*mailer._sending)
    assert smtp.taken[0]["Subject"] == "Votre invitation au helpdesk"
    assert "https://desk.example.org/desk/invited/abc" in smtp.taken[0].get_content()
    smtp.answer = "554 no"
    await mailer.invite("new@example.org", "fr", "https://desk.example.org/desk/invited/abc")
    await asyncio.gather(*mailer._sending)


async def test_a_letter_of_staff_is_sent_at_once_and_they_hear_whether_it_was_taken(
    smtp: Letters, mailer: Mailer
) -> None:
    assert await mailer.send("team@host.example", "Stimmt Ihre Karte?", "Guten Tag,\n\nein Link für Sie")
    assert smtp.taken[0]["Subject"] == "Stimmt Ihre Karte?"
    assert smtp.taken[0]["To"] == "team@host.example"
    assert smtp.taken[0].get_content().splitlines() == ["Guten Tag,", "", "ein Link für Sie"]
    smtp.refuse = "host.example"
    assert not await mailer.send("team@host.example", "Stimmt Ihre Karte?", "Guten Tag")


def test_a_password_is_sent_and_a_wrong_one_is_tried_again(smtp: Letters) -> None:
    from email.message import EmailMessage

    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.org", "b@example.org", "x"
    message.set_content("x")
    Server.of(f"smtp://anna%40example.org:right@127.0.0.1:{smtp.port}").send(message)
    assert smtp.users == ["anna@example.org"]
    with pytest.raises(NotTaken) as refused:
        Server.of(f"smtp://anna:wrong@127.0.0.1:{smtp.port}").send(message)
    assert not refused.value.for_good
    with pytest.raises(NotTaken):
        Server.of("smtp://127.0.0.1:9").send(message)


@pytest.mark.parametrize(
    "url", ["mail.example.org", "http://mail.example.org", "smtp://", "smtp://x:port", "smtp://x/y"]
)
def test_what_is_no_mail_server_is_refused(url: str) -> None:
    with pytest.raises(NotAServer, match=r"such as smtp://"):
        Server.of(url)


def test_the_usual_ports_are_known_and_no_password_is_shown() -> None:
    server = Server.of("smtps://u:geheim@mail.example.org")
    assert (server.host, server.port, server.tls) == ("mail.example.org", 465, True)
    assert Server.of("smtp://mail.example.org").port == 587
    assert "geheim" not in repr(server)


@pytest.mark.parametrize(
    ("values", "remedy"),
    [
        ({"SMTP_URL": "smtp://mail.example.org"}, "COMPAGNON_MAIL_FROM"),
        ({"SMTP_URL": "mail.example.org", "MAIL_FROM": "a@b.org"}, "COMPAGNON_SMTP_URL"),
        ({"SMTP_URL": "smtp://mail.example.org", "MAIL_FROM": "nobody"}, "COMPAGNON_MAIL_FROM"),
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


async def test_the_program_mails_with_the_settings(app: App, smtp: Letters) -> None:
    app.settings.smtp_url, app.settings.mail_from = f"smtp://127.0.0.1:{smtp.port}", "desk@example.org"
    assert await app.mailer().send_due() == 0
    assert isinstance(app.services.zone, ZoneInfo)
    assert promises.LOOK_EVERY == 30


async def test_who_waits_at_night_is_mailed_when_the_helpdesk_opens_all_in_one(
    app: App, clock: Clock, people: dict[str, int], smtp: Letters, mailer: Mailer
) -> None:
    await waits(app, clock, "ana", "2027-01-15 18:00")
    await waits(app, clock, "bo", "2027-01-16 03:00")
    await look(app, clock, "2027-01-16 03:01")
    for moment in ("2027-01-16 09:00", "2027-01-17 12:00", "2027-01-18 08:59"):
        await look(app, clock, moment)
        assert await mailer.send_due() == 0
    await waits(app, clock, "cleo", "2027-01-18 08:59")
    await look(app, clock, "2027-01-18 09:00")
    assert await mailer.send_due() == 2
    assert {one["To"] for one in smtp.taken} == {"agnes@example.org", "lea@example.org"}
    assert {one["Subject"] for one in smtp.taken} == {"3 people wait for an answer"}
    assert "since Friday 15 January, 18:00" in smtp.taken[0].get_content()
    assert await mailer.send_due() == 0


async def test_what_is_due_when_the_door_has_closed_waits_for_the_morning(
    app: App, clock: Clock, people: dict[str, int], smtp: Letters, mailer: Mailer
) -> None:
    await waits(app, clock, "ana", "2027-01-11 16:59:30")
    await look(app, clock)
    clock.now = at("2027-01-11 17:00:30")
    assert await mailer.send_due() == 0
    clock.now = at("2027-01-12 09:00")
    assert await mailer.send_due() == 2


async def test_a_server_that_was_away_in_the_evening_is_tried_in_the_morning(
    app: App, clock: Clock, people: dict[str, int], smtp: Letters, mailer: Mailer
) -> None:
    await waits(app, clock, "ana", "2027-01-11 16:50")
    await look(app, clock)
    smtp.answer = "451 try again later"
    clock.now = at("2027-01-11 16:55")
    assert await mailer.send_due() == 0
    smtp.answer = "250 OK"
    clock.now = at("2027-01-11 20:00")
    assert await mailer.send_due() == 0
    clock.now = at("2027-01-12 09:00")
    assert await mailer.send_due() == 2


async def test_a_broken_promise_is_mailed_at_night_only_where_those_who_stand_in_are_open(
    app: App, clock: Clock, people: dict[str, int], smtp: Letters, mailer: Mailer
) -> None:
    app.database.write_now(
        lambda c: helpdesks.save(c, Helpdesk("en", "English", ("en",), "America/New_York", OFFICE, "", "", 120))
    )
    await waits(app, clock, "ana", "2027-01-11 15:00")
    # the promise is broken at the moment the door closes; in New York it is eleven in the morning
    assert await look(app, clock, "2027-01-11 17:00") == [("late", (people["lea"], people["emil"]))]
    clock.forward(minutes=1)
    assert await mailer.send_due() == 1
    assert [one["To"] for one in smtp.taken] == ["emil@example.org"]
    clock.now = at("2027-01-12 09:00")
    assert await mailer.send_due() == 1
    assert smtp.taken[-1]["To"] == "lea@example.org"


async def test_a_promise_broken_when_everybody_is_off_is_told_when_the_helpdesk_opens(
    app: App, clock: Clock, people: dict[str, int], smtp: Letters, mailer: Mailer
) -> None:
    ana = await waits(app, clock, "ana", "2027-01-11 15:00")
    for moment in ("2027-01-11 17:00", "2027-01-12 08:59"):
        assert await look(app, clock, moment) == []
        assert await mailer.send_due() == 0
    assert happened(app, ana) == ["queued"]
    assert await look(app, clock, "2027-01-12 09:00") == [("late", (people["lea"], people["emil"]))]
    clock.forward(minutes=1)
    assert await mailer.send_due() == 2


async def test_a_helpdesk_that_never_opens_hears_of_who_waits_all_the_same(
    app: App, clock: Clock, people: dict[str, int], smtp: Letters, mailer: Mailer
) -> None:
    always_off = Helpdesk("fr", "French", ("fr",), "Europe/Brussels", OFFICE, "2027-01-01/2031-01-01", "", 120)
    app.database.write_now(lambda c: helpdesks.save(c, always_off))
    await waits(app, clock, "ana", "2027-01-11 10:00")
    await look(app, clock)
    clock.forward(minutes=1)
    assert await mailer.send_due() == 2
