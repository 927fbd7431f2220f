"""Whatever is sent, the program goes on: broken updates, odd texts, everything at once (R2, R3, R10, R11)."""

import asyncio
import copy
import random
import uuid
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from litestar import Litestar
from litestar.testing import AsyncTestClient
from sqlalchemy import Connection, select

from bot.app import App
from bot.channels.base import RawUpdate
from bot.channels.telegram.updates import raw_update
from bot.channels.webchat import events
from bot.channels.webchat.pages import Pages
from bot.channels.webchat.problems import ErrorPages
from bot.channels.webchat.routes import create_routes
from bot.channels.webchat.settings import ChatSettings
from bot.inbox import TurnFailed
from dialogs.welcome import OWN_NAMES
from domain.texts import render
from handlers.context import Memory
from locales.catalogue import text
from storage import catalogue, conversations, transcripts, updates
from storage.tables import inbox as inbox_table
from storage.updates import Arrival
from tests.bot.channels.telegram.samples import ANN, BOT, CHAT, GROUP, membership, message, press
from tests.catalogue import HOSTS, PRACTICES
from tests.doubles.europass_samples import candidate_xml
from tests.handlers.test_journey import enquire, fill_profile, set_a_goal
from tests.scene import Scene, make_app, welcomed


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    found = make_app(tmp_path)
    found.database.write_now(lambda c: catalogue.save_hosts(c, 1, HOSTS))
    found.database.write_now(lambda c: catalogue.save_practices(c, 1, PRACTICES))
    yield found
    found.close()


def problems(app: App) -> set[str]:
    """Why updates were put into quarantine."""
    query = select(inbox_table.c.problem).where(inbox_table.c.problem.is_not(None))
    return set(app.database.read_now(lambda c: c.execute(query).scalars().all()))


async def drain(app: App) -> None:
    while await app.inbox.work_once() or await app.inbox.fetch_waiting():
        pass


# --- broken updates (R10) ---------------------------------------------------------------------------------------------


class Decoding:
    """Telegram's half of a channel that understands; there is nobody to send to."""

    def __init__(self) -> None:
        from bot.channels.telegram.decode import decode

        self.decode = decode

    async def fetch(self, file: Any) -> bytes:
        return candidate_xml("en")


@pytest.fixture
def telegram(app: App) -> App:
    app.channels["telegram"] = Decoding()  # type: ignore[assignment]
    return app


RECORDED: list[dict[str, Any]] = [
    message(text="Hello, I would like to visit a team"),
    message(text="/start hosts"),
    message("edited_message", text="Hello, I wanted to say"),
    message(photo=[{"file_id": "a", "file_unique_id": "b", "width": 9, "height": 9, "file_size": 99}], caption="me"),
    message(document={"file_id": "d", "file_unique_id": "e", "file_name": "cv.pdf", "mime_type": "application/pdf"}),
    message(voice={"file_id": "v", "file_unique_id": "w", "duration": 3, "mime_type": "audio/ogg", "file_size": 5}),
    message(location={"latitude": 50.5, "longitude": 4.4}),
    message(sticker={"file_id": "s", "file_unique_id": "t", "type": "regular", "width": 5, "height": 5}),
    message(chat=GROUP, text="in a group"),
    message(from_=BOT, text="from a bot"),
    message(text="with a reply", reply_to_message=message(text="before")["message"]),
    press("1.0.AAAAAAAAAAAA"),
    press("token", message={"message_id": 1, "date": 0, "chat": CHAT}),
    membership("kicked"),
    membership("member"),
]
ODD: list[Any] = [
    None, True, False, 0, -1, 1.5, 2**31, 2**53, 2**63, 2**64, -(2**63), 1e308, "", "x", "1001", "²", "\0", "\u202e", "{}", "/",
    "/start", "😀" * 50, "e\u0301" * 50, [], [[]], {}, {"id": 1}, [None], {"": ""}, "a" * 5000, ANN, CHAT, BOT,
]  # fmt: skip


def paths(value: Any, before: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield before
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in pairs:
        yield from paths(inner, (*before, key))


def mutated(chance: random.Random, update: dict[str, Any], number: int) -> bytes:
    """The update with one to four places changed, and now and then its bytes."""
    changed: Any = {"update": copy.deepcopy(update) | {"update_id": number}}
    for _ in range(chance.randint(1, 4)):
        *way, last = chance.choice([path for path in paths(changed) if path])
        parent = changed
        for step in way:
            parent = parent[step]
        match chance.randrange(5):
            case 0 if isinstance(parent, dict) and way:
                del parent[last]
            case 1 if isinstance(parent, dict) and way:
                parent[chance.choice(["date", "text", "chat", "from", "unheard_of", "photo", "message"])] = (
                    copy.deepcopy(chance.choice(ODD))
                )
            case 2:
                parent[last] = [copy.deepcopy(parent[last])] * chance.randint(1, 3)
            case _:
                parent[last] = copy.deepcopy(chance.choice(ODD))
    body = msgspec.json.encode(changed.get("update"))
    match chance.randrange(20):
        case 0:
            at = chance.randrange(len(body) + 1)
            return body[:at] + bytes([chance.randrange(256)]) + body[at:]
        case 1:
            return body[: chance.randrange(len(body) + 1)]
        case 2:
            return body.replace(b"e", b"\\ud83d", 1)
        case _:
            return body


async def test_two_thousand_broken_updates_stop_nobody(telegram: App) -> None:
    chance = random.Random(20_270_111)
    bodies = [mutated(chance, chance.choice(RECORDED), 10_000 + n) for n in range(2_000)]
    for start in range(0, len(bodies), 100):
        await telegram.inbox.store([raw_update(body) for body in bodies[start : start + 100]])
        await drain(telegram)
    assert problems(telegram) <= {"undecodable"}
    # nobody waits, and the next good update of that person is answered
    open_ones = select(inbox_table.c.id).where(inbox_table.c.state < updates.DONE)
    assert telegram.database.read_now(lambda c: c.execute(open_ones).all()) == []
    place = telegram.vault.lookup(f"telegram:{CHAT['id']}")
    number = telegram.database.read_now(lambda c: transcripts.conversation_at(c, "telegram", place))
    assert number is not None

    def last() -> int:
        page = telegram.database.read_now(lambda c: transcripts.page(c, telegram.vault, number, limit=1, last=True))
        return page[-1][0].id if page else 0

    before = last()
    await telegram.inbox.store([raw_update(msgspec.json.encode(message(text="/help") | {"update_id": 99_999}))])
    await drain(telegram)
    assert last() > before


@pytest.fixture
async def page(app: App) -> AsyncIterator[AsyncTestClient[Litestar]]:
    """The API of the chat as the program serves it, without limits of pace."""
    pages = Pages(text, OWN_NAMES)
    easy = ChatSettings(session_rate=1e6, session_burst=10**6, address_rate=1e6, address_burst=10**6)
    web = Litestar(
        create_routes(app.chats, pages, easy),
        exception_handlers=ErrorPages(pages).handlers,
        openapi_config=None,  # type: ignore[arg-type]
    )
    async with AsyncTestClient(web) as client:
        token = (await client.post("/chat/session")).json()["token"]
        client.headers["authorization"] = f"Bearer {token}"
        yield client


async def test_broken_requests_of_a_page_are_refused_and_never_a_fault_of_ours(
    app: App, page: AsyncTestClient[Litestar]
) -> None:
    chance = random.Random(20_270_112)
    given_id = "00000000-0000-4000-8000-000000000000"
    recorded: list[dict[str, Any]] = [
        {"id": given_id, "lang": "en", "kind": "text", "text": "Hello there"},
        {"id": given_id, "kind": "press", "token": "1.0.AAAAAAAAAAAA", "label": "Yes"},
        {"id": given_id, "kind": "command", "text": "/human", "label": "A person"},
        {"id": given_id, "kind": "file", "file": {"name": "x", "mime": "", "size": 1, "stored": "0" * 32}, "text": ""},
    ]
    taken = 0
    for n in range(400):
        body = mutated(chance, chance.choice(recorded), n)
        body = body.replace(b'"update_id":%d' % n, b'"lang":"en"').replace(
            given_id.encode(), str(uuid.UUID(int=n)).encode()
        )
        answer = await page.post("/chat/messages", content=body)
        assert answer.status_code in (202, 400, 413), (answer.status_code, body)
        taken += answer.status_code == 202
    await drain(app)
    assert problems(app) == set()
    assert (await page.post("/chat/messages", json={**recorded[0], "id": str(uuid.uuid4())})).status_code == 202
    await drain(app)
    assert (await page.get("/chat/history")).json()["entries"]


@pytest.mark.parametrize("path", ["/chat/messages", "/chat/files"])
@pytest.mark.parametrize(
    "body",
    [b"", b"\0", b"[]", b"null", b'"' + b"\\" * 9999, b"[" * 5000, b'{"id":' * 5000, b"\xff\xfe{\0}\0", b"9" * 9999],
)
async def test_what_is_no_request_at_all_is_refused(page: AsyncTestClient[Litestar], path: str, body: bytes) -> None:
    assert (await page.post(path, content=body)).status_code == 400


# --- odd texts at every question (R11) --------------------------------------------------------------------------------

TEXTS = [
    "a", "²", "①", "٣", "½", "Ⅻ", "三", "９", "𝟙𝟚", "9" * 5000, "0" * 8000, "-1", "1e999", "inf", "1.000.000.000.000.000 €", "€",
    "31.02.2027", "0000-00-00", "29 February 2100", "1.1.99999", "from 10 May 0001 to 9 May 9999", "in 99999999999 days",
    "week 99 2027", "mai 2027 - mai 2026", "monday " * 50, "\u202eabc\u202c", "\u200b\u200b", "\u200d", "e" + "\u0301" * 3000,
    "👩‍👩‍👧‍👦" * 500, "\U0001f1e6", "\ufeff", "\uffff", "x\0y", "\x1b[31m", "a\u2028b\u2029c", " . . . ", "%s%n{0}{x}", "{", "{}",
    "<b>x", "&lt;", "';DROP TABLE person;--", "../../etc/passwd", "|", "answer|1|review|=ok", "=skip", "=done", "=change", "/",
    "//", "/ x", "/" + "x" * 50, "fr C9", "fr, fr, fr", "a@b", "a@" + "b." * 2000 + "c", "@" * 3000, "ab " * 2600, "1 " * 4000,
    ", " * 4000, "May " * 2000, "(" * 8000, "ﷺ" * 2000, "İ" * 4000, "ß" * 4000, "中文" * 2000, "עברית عربى", "?" * 100,
    "What? " * 20, "\U0010ffff", "\ue000",
]  # fmt: skip
#: these too, one at each question in turn
HUGE = [
    "z" * 1_000_000, "1" * 1_000_000, "é " * 330_000, "?" * 900_000, "\u0301" * 450_000, "😀" * 240_000, "1/" * 300_000,
    "mai " * 240_000, "a@" * 400_000, ". " * 300_000, "\n" * 450_000 + "x",
]  # fmt: skip


class Prober(Scene):
    """Before each answer, one odd text in `few` is tried at the question on the screen, in turn; each try is undone."""

    def __init__(self, app: App, few: int) -> None:
        super().__init__(app)
        self.few = few
        self.probed: set[tuple[str, str]] = set()
        self.failures: list[str] = []

    async def _give(self, body: dict[str, Any], *, files: bool = False) -> Scene:
        await super()._give(body, files=files)
        question = self.question()
        if question not in self.probed:
            turn = len(self.probed)
            texts = [*TEXTS[turn % self.few :: self.few], HUGE[turn % len(HUGE)]]
            self.probed.add(question)
            self.app.database.write_now(lambda c: self._probe(c, question, texts))
        return self

    def question(self) -> tuple[str, str]:
        found = self.app.database.read_now(lambda c: conversations.load(c, self.app.vault, self.conversation))
        assert found is not None
        top = msgspec.json.decode(found.memory, type=Memory).session.top
        return (top.dialog, top.asked) if top else ("", "")

    def _probe(self, connection: Connection, question: tuple[str, str], texts: list[str]) -> None:
        vault = self.app.vault
        place, talk = vault.lookup(f"web:{self.place}"), self.conversation
        for words in texts:
            # as Telegram delivers it: a page cannot send a text of this length
            body = msgspec.json.encode(message(text=words))
            undone = connection.begin_nested()
            try:
                updates.store(connection, vault, self.app.inbox._now(), [Arrival("web", "probe", place, {}, body)])
                self.app.inbox._turns(connection)
                query = select(inbox_table.c.state).where(inbox_table.c.update_id == "probe")
                if connection.execute(query).scalar_one() != updates.DONE:
                    self.failures.append(f"{question}: {words[:30]!r} is not understood")
                for row, said in transcripts.page(connection, vault, talk, after=self.seen):
                    for part in said.parts:
                        render(part.text, row.lang).encode()
            except TurnFailed as failed:
                self.failures.append(f"{question}: {words[:30]!r} ({len(words)}): {failed.__cause__!r:.100}")
            finally:
                undone.rollback()


@pytest.mark.parametrize("few", [8, pytest.param(1, marks=pytest.mark.crash)])
async def test_no_text_makes_a_turn_fail_at_any_question(app: App, monkeypatch: pytest.MonkeyPatch, few: int) -> None:
    from bot.channels.telegram.decode import decode

    web = app.channels["web"].decode
    monkeypatch.setattr(
        app.channels["web"], "decode", lambda body: decode(body) if b'"update_id"' in body else web(body)
    )
    ana = Prober(app, few)
    await welcomed(ana)
    await enquire(ana)
    await fill_profile(ana)
    await ana.presses("My CV", "Send a file")
    await ana.sends("cv.xml", candidate_xml("en"))
    for _ in range(20):
        wanted = next(x for x in ("Keep", "Skip", "Yes", "All correct") if any(x in label for label in ana.buttons))
        await ana.presses(wanted)
        if wanted == "All correct":
            break
    await set_a_goal(ana)
    for label in ("Find hosts", "Number 1", "Ask this host"):
        await ana.presses(label)
    if ana.question()[0] != "request":
        await ana.presses("Ask a host")
    await ana.says("10 May 2027", "3")
    await ana.presses("Use this", "Yes")
    if "Yes" in ana.buttons:
        await ana.presses("Yes")
    await ana.runs("/mydata")
    await ana.presses("Delete everything")
    assert len(ana.probed) > 60
    assert ana.failures == []


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(max_size=200))
def test_any_text_at_all_is_told_by_both_channels(words: str) -> None:
    """What Telegram or a page may carry is decoded, or refused before it is stored; nothing else."""
    from bot.channels.telegram.decode import decode
    from bot.channels.webchat.channel import WebChat
    from bot.channels.webchat.wire import UpdateError, parse

    assert "\0" not in decode(msgspec.json.encode(message(text=words))).text
    body = msgspec.json.encode({"id": str(uuid.UUID(int=1)), "kind": "text", "text": words})
    try:
        parse(body)
    except UpdateError:
        return
    assert "\0" not in WebChat().decode(body).text


# --- everything at once (R2, R3) --------------------------------------------------------------------------------------


def raw(place: str, **body: Any) -> RawUpdate:
    number = str(uuid.uuid4())
    encoded = msgspec.json.encode({"id": number, "lang": "en", **body})
    return RawUpdate("web", f"{place}:{number}", place, {"place": place}, encoded)


def memory(app: App, scene: Scene) -> Memory:
    found = app.database.read_now(lambda c: conversations.load(c, app.vault, scene.conversation))
    assert found is not None
    return msgspec.json.decode(found.memory, type=Memory)


async def settled(app: App) -> None:
    async with asyncio.timeout(20):
        while app.database.read_now(
            lambda c: c.execute(select(inbox_table.c.id).where(inbox_table.c.state < updates.DONE)).all()
        ):
            await app.bell.wait("web", 0.05)


async def at_a_choice_of_several(app: App) -> Scene:
    ana = Scene(app)
    await welcomed(ana)
    await ana.says(
        "Many young people stop our programme after two weeks, we want to change it", "youth", "peer support"
    )
    return ana


async def test_thirty_buttons_in_a_second_are_thirty_marks(app: App) -> None:
    ana = await at_a_choice_of_several(app)
    question = ana.last
    token = app.buttons.sign(ana.conversation, question.id, 0)
    other = app.buttons.sign(ana.conversation, question.id, 1)
    async with app.background():
        presses = [raw("ana", kind="press", token=token if n % 3 else other) for n in range(30)]
        await asyncio.gather(*(app.inbox.store([one]) for one in presses))
        await settled(app)
    # twenty presses of the first take each other back, ten of the second do too
    top = memory(app, ana).session.top
    assert top is not None
    # … and those are marked again that were at first
    assert sorted(top.pending.get(top.asked, [])) == ["peer-support", "young-people"]
    assert problems(app) == set()
    await ana.presses(question.buttons[0], line=question)
    await ana.presses("Done", line=question)
    now_asked = memory(app, ana).session.top
    assert now_asked is not None
    assert now_asked.asked != top.asked


async def test_a_message_and_a_button_at_the_same_time_are_two_turns(app: App) -> None:
    """Whichever comes first answers the question; the other one meets the next question or is told that it is late."""
    for round_ in range(6):
        ana = Scene(app, f"ana-{round_}")
        await ana.says("Hello, I would like to visit a team abroad.")
        await ana.presses("agree")
        token = app.buttons.sign(ana.conversation, ana.last.id, 0)
        both = [raw(ana.place, kind="press", token=token), raw(ana.place, kind="text", text="I host trainees")]
        async with app.background():
            await asyncio.gather(*(app.inbox.store([one]) for one in (both if round_ % 2 else both[::-1])))
            await settled(app)
        assert problems(app) == set()
        assert memory(app, ana).role in ("trainee", "host")
        authors = [
            row.author
            for row, _ in app.database.read_now(
                lambda c, a=ana: transcripts.page(c, app.vault, a.conversation, after=0, limit=50)  # type: ignore[misc]
            )
        ]
        assert authors.count("you") == 3


async def test_two_tabs_of_one_person_see_the_same_conversation(app: App) -> None:
    ana = Scene(app)
    await welcomed(ana)
    said = [f"Tab {n % 2} says sentence number {n} about our young people" for n in range(12)]

    async def tab(after: int) -> list[bytes]:
        seen: list[bytes] = []
        stream = events.stream(app.chats, "ana", after, 15.0, lambda: False)
        async for piece in stream:
            if piece.startswith(b"id:"):
                seen.append(piece)
            if sum(sentence.encode() in one for sentence in said for one in seen[-1:]) and len(
                {s for s in said if any(s.encode() in one for one in seen)}
            ) == len(said):
                break
        await stream.aclose()
        return seen

    async with app.background(), asyncio.timeout(20):
        tabs = [asyncio.create_task(tab(0)), asyncio.create_task(tab(0))]

        async def speak(which: int) -> None:
            for sentence in said[which::2]:
                await app.inbox.store([raw("ana", kind="text", text=sentence)])

        await asyncio.gather(speak(0), speak(1))
        one, two = await asyncio.gather(*tabs)
    length = min(len(one), len(two))
    assert one[:length] == two[:length]
    numbers = [int(piece.split(b"\n", 1)[0][4:]) for piece in one]
    assert numbers == sorted(set(numbers))
    for which in (0, 1):
        order = [s for piece in one for s in said[which::2] if s.encode() in piece and b'"author":"you"' in piece]
        assert order == said[which::2]
