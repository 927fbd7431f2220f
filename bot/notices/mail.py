"""Mails to staff who are not at the desk: how many wait, in which language, since when, and a link; never a word of a trainee.

What is to be mailed lies in a table (`storage.notices`): it outlives the process, is tried again with longer and longer pauses,
and counted when it is given up. While the server takes nothing from us at all, everything waits for it. One mail to a person in ten
minutes, with everybody who waits.
"""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from functools import partial
from typing import Final
from zoneinfo import ZoneInfo

import structlog

from bot.inbox import milliseconds
from bot.notices.smtp import NotTaken, Server
from domain.language import SERVED
from domain.messages import Text
from domain.texts import render
from storage import helpdesks, notices
from storage.database import Database
from storage.notices import Letter, Waiting

log = structlog.get_logger(__name__)

#: seconds between two looks
LOOK_EVERY: Final = 15.0
#: those who wait longest are named one by one
_NAMED: Final = 20


class Mailer:
    """Sends what is due. `sender` is the address in From, `desk` where the desk is, `zone` the clock of a helpdesk without one."""

    def __init__(
        self,
        database: Database,
        server: Server,
        sender: str,
        desk: str,
        zone: ZoneInfo,
        now: Callable[[], int] = milliseconds,
    ) -> None:
        self._database, self._server, self._sender = database, server, sender
        self._desk, self._zone, self._now = desk, zone, now
        self._sending: set[asyncio.Task[bool]] = set()

    async def run(self) -> None:
        """Look again and again until cancelled."""
        while True:
            await self.send_due()
            await asyncio.sleep(LOOK_EVERY)

    async def send_due(self) -> int:
        """Send what is due now; returns how many mails the server took."""
        letters = await self._database.write(lambda connection: notices.claim(connection, self._now(), self._zone))
        if not letters:
            return 0
        zones = {
            one.code: one.zone for one in await self._database.read(helpdesks.everyone) if one.zone
        }  # fmt: skip
        taken, began = 0, self._now()
        for number, letter in enumerate(letters):
            if self._now() - began > notices.CLAIMED // 2:
                # they are ours for a while only: then another process would send them too
                await self._put_off(letters[number:], "the server is slow")
                break
            message = self._written(letter, zones)
            try:
                await asyncio.to_thread(self._server.send, message)
            except NotTaken as error:
                log.warning("mail.not_taken", problem=str(error), for_good=error.for_good)
                if error.away:
                    # each of the others would wait as long for nothing
                    await self._put_off(letters[number:], str(error))
                    break
                failed = partial(notices.failed, ids=letter.ids, problem=str(error), for_good=error.for_good)
                await self._database.write(lambda c, failed=failed: failed(c, self._now()))  # type: ignore[misc]
            else:
                taken += 1
                await self._database.write(lambda c, ids=letter.ids: notices.sent(c, self._now(), ids))  # type: ignore[misc]
        return taken

    async def _put_off(self, letters: Sequence[Letter], problem: str) -> None:
        ids = [number for letter in letters for number in letter.ids]
        await self._database.write(lambda c: notices.put_off(c, self._now(), ids, problem))

    async def invite(self, email: str, lang: str, link: str) -> None:
        """Send somebody the link of their invitation, in the background: whoever invited them has it on the screen too."""
        text, why = Text("notice.invited.text"), Text("notice.invited.why")
        lines = [render(text, lang), link, "", render(why, lang)]
        message = self._message(email, render(Text("notice.invited.subject"), lang), lines)
        task = asyncio.create_task(self._send_once(message))
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)

    async def send(self, email: str, subject: str, text: str) -> bool:
        """Send somebody a letter now; nothing of it is kept. False when the server did not take it."""
        return await self._send_once(self._message(email, subject, [text]))

    async def _send_once(self, message: EmailMessage) -> bool:
        try:
            await asyncio.to_thread(self._server.send, message)
        except NotTaken as error:
            log.warning("mail.not_taken", problem=str(error), for_good=error.for_good)
            return False
        return True

    def _written(self, letter: Letter, zones: dict[str, str]) -> EmailMessage:
        lang = letter.lang if letter.lang in SERVED else "en"
        subject = Text("notice.subject", {"n": len(letter.waiting)})
        return self._message(letter.email, render(subject, lang), self._lines(letter, lang, zones))

    def _message(self, to: str, subject: str, lines: Iterable[str]) -> EmailMessage:
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = self._sender, to, subject
        message["Date"] = format_datetime(datetime.fromtimestamp(self._now() / 1000, UTC))
        message["Message-ID"] = make_msgid(domain=self._sender.rpartition("@")[2].rstrip("> "))
        # no answering machine is to answer this
        message["Auto-Submitted"] = "auto-generated"
        message.set_content("\n".join(lines))
        return message

    def _lines(self, letter: Letter, lang: str, zones: dict[str, str]) -> Iterator[str]:
        for one in letter.waiting[:_NAMED]:
            fields = {
                "language": Text(f"language:{one.lang}"),
                "time": Text("", {"text": self._since(one, lang, zones)}),
            }
            yield render(Text(f"notice.{one.stage}", {**fields}), lang)
            yield f"{self._desk}/desk/conversations/{one.conversation_id}"
            yield ""
        yield render(Text("notice.all"), lang)
        yield f"{self._desk}/desk"
        yield ""
        yield render(Text("notice.why"), lang)

    def _since(self, one: Waiting, lang: str, zones: dict[str, str]) -> str:
        zone = ZoneInfo(zones[one.team]) if one.team in zones else self._zone
        at, today = (datetime.fromtimestamp(moment / 1000, zone) for moment in (one.since, self._now()))
        time = f"{at.hour}:{at.minute:02d}"
        if at.date() == today.date():
            return time
        return f"{render(Text(f'weekday:{at.date().isoformat()}'), lang)}, {time}"
