"""The composition root: the only module that knows every part."""

import asyncio
import gc
import signal
import socket
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import Connection

from bot import card_tags, catalogue_index, leases, promises, vocabulary_index
from bot.bell import Bell
from bot.channels.base import Channel
from bot.channels.telegram.topics import Group, StaffChannel
from bot.channels.telegram.webhook import Webhook
from bot.channels.webchat.channel import WebChat
from bot.file_links import FileLinks
from bot.housekeeping import tidy_up
from bot.inbox import Inbox, milliseconds
from bot.locks import Lock
from bot.my_data_links import DataLinks
from bot.news import watch
from bot.outbox import Courier
from bot.parts import keep_running
from bot.settings import Settings
from bot.staff_groups import StaffGroups
from bot.staff_turns import StaffTurns
from bot.topic_writer import Store
from bot.translation import Translator
from bot.warm_up import warm_up
from bot.web_backend import StoredChats
from bot.writing import Writing, pass_on
from dialogs.registry import DIALOGS
from domain.topics import STAFF_CHANNEL, read_groups
from handlers.buttons import Buttons
from handlers.context import Services
from handlers.desk import DeskHandler
from handlers.topics import TopicHandler
from handlers.turn import TurnHandler
from storage import schema, webhooks
from storage.crypto import CryptoError, Keys, kept_secret
from storage.database import Database
from storage.files import FileStore
from storage.unit_of_work import UnitOfWork

if TYPE_CHECKING:
    from bot.notices.mail import Mailer
    from bot.semantic import Semantic

log = structlog.get_logger(__name__)


class App:
    """Every part, put together once. `serve` runs it; tests use the parts."""

    def __init__(self, settings: Settings, now: Callable[[], int] = milliseconds, *, sample: bool = False) -> None:
        self.settings, self.sample, self._now = settings, sample, now
        secret = settings.secret_key or kept_secret(Path(settings.data_dir) / "secret.key")
        self.keys = Keys.from_secret(secret)
        self.vault = self.keys.vault
        self.database = Database(settings.database)
        schema.upgrade(self.database.engine)
        self.files = FileStore(Path(settings.data_dir) / "files", self.vault)
        self.bell = Bell()
        self.writing = Writing(self.bell)
        # a rotation lasts as long as an older secret stands behind the newest: buttons signed with it are good that long
        older = [Keys.from_secret(each).buttons for each in secret.split(",")[1:]]
        self.buttons = Buttons(self.keys.buttons, older)
        self.file_links = FileLinks(self.vault)
        self.translator = Translator(settings.translate_url, settings.translate_key)
        self.links = DataLinks(self.vault, settings.address, self.file_links)
        self.semantic = _semantic(settings)
        self.services = Services(
            DIALOGS,
            self.buttons,
            catalogue_index.Catalogue(self.semantic),
            self.links.make,
            ZoneInfo(settings.time_zone),
        )
        self._staff = StaffChannel()
        self.channels: dict[str, Channel] = {"web": WebChat(), self._staff.name: self._staff}
        desk = DeskHandler(self.services)
        self.handler = TopicHandler(TurnHandler(self.services), desk)
        self.inbox = Inbox(self.database, self.vault, self.files, self.channels, self.handler, self.bell, now)
        self.staff_turns = StaffTurns(self.database, self.vault, desk, self.inbox.posts, self.bell, now)
        self.chats = StoredChats(
            self.database, self.vault, self.files, self.inbox, self.buttons, self.bell, self.file_links, self.writing
        )
        self.telegram: Any = None
        #: do staff act in this process only?
        self._alone = False
        #: the door for what Telegram pushes; it needs none of the Telegram libraries
        self.webhook = (
            Webhook(settings.telegram_webhook_secret)
            if settings.telegram_token and settings.telegram_mode == "webhook"
            else None
        )

    def connect_telegram(self) -> None:
        """Load the Telegram libraries (seconds, 170 MB) and add the channel."""
        from bot.channels.telegram.channel import TelegramChannel
        from domain.language import SERVED
        from handlers.commands import LISTED

        settings = self.settings
        self.telegram = TelegramChannel(
            settings.telegram_token,
            api_base=settings.telegram_api,
            mode=settings.telegram_mode,
            webhook_secret=settings.telegram_webhook_secret,
            public_url=settings.public_url,
            languages=SERVED,
            commands=LISTED,
            content=self._content,
        )
        self.channels[self.telegram.name] = self._staff.telegram = self.telegram

    def _content(self, stored: str) -> bytes:
        """A file that a channel is to send. Raises LookupError when it is gone for good, OSError when the disk fails."""
        try:
            return self.files.get(stored)
        except (FileNotFoundError, CryptoError, ValueError) as error:
            raise LookupError(stored) from error

    async def work(self, stop: asyncio.Event) -> None:
        """Handle updates and serve Telegram until `stop` is set; no web pages."""
        async with self.background():
            await stop.wait()

    @asynccontextmanager
    async def background(self, *, work: bool = True, pages: bool = False) -> AsyncIterator[None]:
        """What runs all the time: with `work` whatever handles updates, with `pages` whatever the web pages need."""
        _keep_for_good()
        # on PostgreSQL there may be pages elsewhere too
        self._alone = pages and self.database.sqlite
        parts: dict[str, Callable[[], Awaitable[None]]] = {}
        tasks: list[asyncio.Task[None]] = []
        ended = threading.Event()
        if not self.database.sqlite:
            from bot.wire import Wire

            parts["wire"] = Wire(self.bell, self.database.url).run
        if work or pages:
            parts["vocabulary"] = lambda: vocabulary_index.watch(self.database)
        if pages:
            parts["news"] = lambda: watch(self.database, self.bell)
        if work:
            parts |= {
                "inbox": self.inbox.work,
                "files": self.inbox.fetch,
                "webhooks": self._webhooks,
                "leases": lambda: leases.watch(
                    self.database, self.vault, self.bell, self._now, zone=self.services.zone, posts=self.inbox.posts
                ),
                "promises": lambda: promises.watch(
                    self.database,
                    self.vault,
                    self.bell,
                    self.services.zone,
                    self._now,
                    mail=bool(self.settings.smtp_url),
                ),
                "cards": lambda: card_tags.watch(self.database),
                "housekeeping": lambda: tidy_up(self.database, self.files, self.vault, self._now),
            }
            tasks.append(asyncio.create_task(asyncio.to_thread(warm_up, ended.is_set)))
            tasks[0].add_done_callback(_report)
        if work and self.semantic is not None:
            parts["meanings"] = self._meanings
        if work and self.settings.smtp_url:
            parts["mail"] = self.mailer().run
        if work and self.settings.telegram_token:
            parts["telegram"] = self._telegram
        tasks += [asyncio.create_task(keep_running(name, part)) for name, part in parts.items()]
        try:
            yield
        finally:
            ended.set()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            if self.telegram is not None:
                await self.telegram.close()

    async def _meanings(self) -> None:
        """Make vectors of cards; the catalogue is looked at meanwhile, so that what is new is known of before anybody searches."""
        assert self.semantic is not None  # noqa: S101
        await self.semantic.watch(lambda: self.database.read(self._look_at_cards))

    def _look_at_cards(self, connection: Connection) -> None:
        self.services.cards(UnitOfWork(connection, self.vault, self._now()))

    async def _webhooks(self) -> None:
        """One process sends events: a receiver hears of each of them once, as a rule."""
        # nobody rings for the first address: a look now and then is cheap
        while not await self.database.read(webhooks.are_any):
            await self.bell.wait("webhooks", _LOOK_FOR_WEBHOOKS)
        # loads an HTTP client, which most programs do without
        from bot.webhook_sender import Sender

        lock = Lock(self.database, "webhooks")
        async with lock.held(), asyncio.TaskGroup() as group:
            sender = Sender(self.database, self.vault, inside=self.settings.webhooks_inside, now=self._now)
            group.create_task(sender.run())
            group.create_task(lock.watch())

    def mailer(self) -> "Mailer":
        """What mails staff who are not at the desk; the settings name a server."""
        from bot.notices.mail import Mailer
        from bot.notices.smtp import Server

        settings = self.settings
        server = Server.of(settings.smtp_url)
        return Mailer(self.database, server, settings.mail_from, settings.address, self.services.zone, self._now)

    async def _telegram(self) -> None:
        """One process speaks for a bot token: Telegram's limits are per token, and only one may ask for updates.

        Raises when the lock is lost or one of its tasks fails, for all of it to be begun again with a courier that knows nothing.
        """
        if self.telegram is None:
            await asyncio.to_thread(self.connect_telegram)
            _keep_for_good()
        channel = self.telegram
        lock = Lock(self.database, f"telegram:{self.settings.telegram_token.partition(':')[0]}")
        async with lock.held():
            courier = Courier(self.database, self.vault, channel, self.buttons.sign, self.bell, alone=self._alone)
            self.inbox.posts[channel.name] = courier
            try:
                async with asyncio.TaskGroup() as group:
                    group.create_task(courier.run())
                    group.create_task(channel.receive(self.store_telegram))
                    group.create_task(
                        pass_on(self.writing, self.database, self.vault, channel.name, courier.show_writing)
                    )
                    group.create_task(lock.watch())
                    if groups := read_groups(self.settings.telegram_staff_group):
                        group.create_task(keep_running("topics", self._staff_groups(groups).run))
            finally:
                del self.inbox.posts[channel.name]

    def _staff_groups(self, groups: Mapping[str, int]) -> StaffGroups:
        """The groups in which staff answer."""
        store = Store(self.database, self.vault, self.services, self.settings.address, self._now)
        return StaffGroups(store, groups, Group(self.telegram), self.bell, self.inbox.store)

    async def store_telegram(self, updates: Any) -> None:
        """Store updates of Telegram, then answer the button presses among them at once."""
        from bot.channels.telegram.updates import press_reference

        await self.inbox.store(updates)
        for update in updates:
            # who pressed in a topic of staff is told what came of it
            reference = "" if update.channel == STAFF_CHANNEL else press_reference(update.body)
            if reference and self.telegram is not None:
                task = asyncio.create_task(self.telegram.acknowledge(reference))
                _acknowledging.add(task)
                task.add_done_callback(_acknowledging.discard)

    async def serve(self, announce: Callable[[str], None], *, work: bool = True) -> None:
        """The web pages and, with `work`, everything else, until SIGINT or SIGTERM.

        `announce` is told the address once it answers.
        """
        # imported here: a worker needs no web server
        import uvicorn

        from bot.web import create_web

        closing = asyncio.Event()
        web = create_web(self, closing.is_set)
        listener = _listen(self.settings.web_host, self.settings.web_port)
        server = uvicorn.Server(
            uvicorn.Config(
                web, log_level="warning", access_log=False, lifespan="on", timeout_graceful_shutdown=3,
                server_header=False, http="httptools", loop="uvloop", ws="none",
            )
        )  # fmt: skip
        server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]

        def stop() -> None:
            closing.set()
            self.bell.ring_all()
            server.should_exit = True

        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, stop)
        host, port = listener.getsockname()[:2]
        announce(self.settings.public_url or f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{port}")  # noqa: S104
        if not self.settings.public_url and not self.settings.on_loopback:
            log.warning("app.no_public_url", remedy="set COMPAGNON_PUBLIC_URL, or the links in messages lead nowhere")
        async with self.background(work=work, pages=True):
            await server.serve([listener])

    def close(self) -> None:
        """Let go of the database."""
        self.database.close()


#: seconds between two looks for the first address that events are sent to
_LOOK_FOR_WEBHOOKS = 5.0

_acknowledging: set[asyncio.Task[None]] = set()


#: objects made before the garbage collector looks for circles among them. A turn makes thousands, nearly all gone by
#: counting references; looking after every 700, as Python does by itself, costs up to a tenth of the turn
_GARBAGE = (50_000, 20, 100)


def _keep_for_good() -> None:
    """What is loaded by now lives as long as the process: the garbage collector need not go through it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_GARBAGE)


def _semantic(settings: Settings) -> "Semantic | None":
    """What compares cards by their meaning, where it is switched on: it takes memory."""
    if settings.semantic == "off":
        return None
    from bot.semantic import E5, Semantic

    return Semantic(E5(), Path(settings.data_dir))


def _report(warming: asyncio.Task[None]) -> None:
    if not warming.cancelled() and (error := warming.exception()) is not None:
        log.error("app.not_warmed_up", error=type(error).__name__)


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError:
        listener.close()
        raise
    # who reads the address may connect at once
    listener.listen(2048)
    return listener
