"""Nothing personal before consent, nothing left after "delete everything": tables opened, files, logs (P1, P3, P8)."""

import io
import logging
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
import structlog
from sqlalchemy import LargeBinary, select

from bot.app import App
from bot.channels.base import RawUpdate
from bot.channels.webchat.backend import BOT
from bot.console.marking import example_of
from domain.staff_actions import Colleague, Note
from storage import misreadings, retention, staff, transcripts
from storage.tables import metadata, outbox
from storage.unit_of_work import UnitOfWork
from tests.doubles.europass_samples import candidate_xml, pdf_with
from tests.scene import Clock, Scene, welcomed
from tests.security.remains import HASHES, READABLE, SEALED, files, places_of

CANARY = "Zyxcanary"


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    """Everything that is logged, at every level, by us and by libraries."""
    lines = io.StringIO()
    before = structlog.get_config()
    structlog.configure(
        processors=[structlog.processors.JSONRenderer(ensure_ascii=False)],
        wrapper_class=structlog.make_filtering_bound_logger(0),
        logger_factory=structlog.PrintLoggerFactory(lines),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(lines)
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield lines
    root.removeHandler(handler)
    root.setLevel(level)
    structlog.configure(**before)


def assert_gone(app: App, *canaries: str) -> None:
    for canary in canaries:
        assert places_of(app, canary) == []
    raw = b"".join(path.read_bytes() for path in app.settings.data_dir.glob("compagnon.db*"))
    assert not any(canary.encode() in raw for canary in canaries)


async def deleted(scene: Scene) -> Scene:
    await scene.runs("/mydata")
    for label in ("Delete everything", "Yes", "Yes"):
        await scene.presses(label)
    return scene


async def test_before_consent_no_word_and_no_file_is_kept(app: App, logged: io.StringIO) -> None:
    ana = Scene(app)
    await ana.says(f"Hello, my name is {CANARY} and I would like to visit a team")
    await ana.says(f"{CANARY}@example.org")
    await ana.runs(f"/start {CANARY}")
    await ana.sends(f"{CANARY}.xml", candidate_xml("en", person=f"<x>{CANARY}</x>"))
    await ana.presses("No, thanks")
    await ana.says(f"What is Ecett? asks {CANARY}")
    await ana.sends(f"{CANARY}.pdf", pdf_with())
    assert_gone(app, CANARY)
    assert files(app) == []
    assert CANARY not in logged.getvalue()


async def everything_said(scene: Scene) -> None:
    """Canaries in every kind of place: answers, profile, a command, the name and the content of a file, an aside."""
    await welcomed(scene)
    await scene.says(f"Many young people stop our programme after two weeks, says {CANARY}, and relapse")
    await scene.says(f"{CANARY} and our team")
    await scene.says("How others keep people on board")
    await scene.runs(f"/nonsense {CANARY}")
    await scene.says(f"What is the B certificate, {CANARY}?")
    await scene.runs("/menu")
    await scene.runs("/start cv")
    await scene.presses("Send a file")
    await scene.sends(f"{CANARY}.xml", candidate_xml("en").replace(b"</", f"<!--{CANARY}--></".encode(), 1))


async def test_after_delete_everything_a_person_is_nowhere(app: App, logged: io.StringIO) -> None:
    ana, ben = Scene(app), Scene(app, "ben")
    await everything_said(ana)
    anna = app.database.write_now(lambda c: staff.add(c, 1, "anna@example.org", "Anna", ("en",), "x"))
    await app.staff_turns.do(ana.conversation, Colleague(anna or 0, "Anna"), Note(f"{CANARY} rang"))
    assert "note.body" in places_of(app, CANARY), "the canary must be everywhere before"
    assert files(app)
    await welcomed(ben)
    await ben.says("Benkeeps his words: many people leave our house too early")
    await deleted(ana)
    assert_gone(app, CANARY)
    assert files(app) == []
    assert CANARY not in logged.getvalue()
    assert places_of(app, "Benkeeps")


async def test_what_staff_found_to_be_read_wrongly_holds_nothing_of_a_person(app: App) -> None:
    ana = Scene(app)
    await everything_said(ana)
    said = app.database.read_now(
        lambda c: c.execute(select(outbox.c.id).where(outbox.c.trace.is_not(None))).scalars().all()
    )
    marked = 0
    for message in said:
        read = app.database.read_now(lambda c, n=message: misreadings.read(c, app.vault, ana.conversation, n))  # type: ignore[misc]
        for place in range(len(read.trace.read)):
            example = example_of(read, place, "", "2027-01-15")
            app.database.write_now(lambda c, n=message, p=place, e=example: misreadings.mark(c, app.vault, n, p, e))  # type: ignore[misc]
            marked += 1
    assert marked > len(said) > 2
    assert not [place for place in places_of(app, CANARY) if place.startswith("misreading")]
    await deleted(ana)
    assert_gone(app, CANARY)
    kept = app.database.read_now(misreadings.all_examples)
    assert len(kept) == marked
    assert any("young people" in example.words for example in kept)


async def test_a_finished_cv_is_deleted_with_its_file(app: App) -> None:
    ana = Scene(app)
    await everything_said(ana)
    for _ in range(20):
        label = next((x for x in ("Keep", "Skip", "Yes", "All correct") if any(x in b for b in ana.buttons)), None)
        assert label is not None, ana.buttons
        await ana.presses(label)
        if label == "All correct":
            break
    assert len(files(app)) == 1
    await deleted(ana)
    assert files(app) == []
    assert_gone(app, CANARY)


async def test_words_that_arrive_together_with_the_last_yes_are_gone_too(app: App) -> None:
    """One transaction takes several updates of a person: what they said just before must not come after the deletion."""
    ana = Scene(app)
    await welcomed(ana)
    await ana.says("Many young people stop our programme after two weeks and relapse")
    await ana.runs("/mydata")
    await ana.presses("Delete everything")
    await ana.presses("Yes")
    last = ana.last

    def raw(number: int, **body: Any) -> RawUpdate:
        given = f"00000000-0000-0000-0000-{number:012d}"
        return RawUpdate(
            "web", f"ana:{given}", "ana", {"place": "ana"}, msgspec.json.encode({"id": given, "lang": "en", **body})
        )

    token = app.buttons.sign(ana.conversation, last.id, last.buttons.index("Yes"))
    await app.inbox.store(
        [
            raw(1, kind="text", text=f"{CANARY}, wait"),
            raw(2, kind="press", token=token),
            raw(3, kind="text", text="bye"),
        ]
    )
    while await app.inbox.work_once():
        pass
    assert_gone(app, CANARY)


async def test_a_link_to_the_data_of_a_deleted_person_opens_nobody_elses(app: App, clock: Clock) -> None:
    ana, ben = Scene(app), Scene(app, "ben")
    await welcomed(ana)
    await ana.runs("/mydata")
    await ana.presses("Take it along")
    token = next(word for word in ana.text.split() if "/my-data/" in word).rsplit("/", 1)[1]

    def read() -> Any:
        return app.database.read_now(lambda c: app.links.open(UnitOfWork(c, app.vault, clock()), token))

    assert read() is not None
    await deleted(ana)
    assert read() is None
    await welcomed(ben)
    await ben.says(f"{CANARY}: many young people stop our programme after two weeks")
    assert read() is None


async def test_a_page_left_open_for_months_never_shows_somebody_elses_conversation(app: App, clock: Clock) -> None:
    ana, ben = Scene(app), Scene(app, "ben")
    await ana.says("Hello, I would like to visit a team")
    # the page of Ana is open: the program remembers which conversation is hers
    assert await app.chats.entries("ana", 0, 10)
    clock.forward(days=40)
    app.database.write_now(lambda c: retention.sweep(c, clock()))
    await ben.says("Hello, I would like to visit a team")
    assert await app.chats.entries("ana", 0, 10) == []
    await ana.says("Hello again")
    mine = await app.chats.entries("ana", 0, 10)
    assert [entry.author for entry in mine].count(BOT) >= 1
    page = app.database.read_now(
        lambda c: transcripts.page(c, app.vault, ana.conversation, after=0, limit=10)  # what is really hers
    )
    assert [entry.id for entry in mine] == [row.id for row, _ in page]


async def test_a_file_that_a_better_one_replaces_is_deleted(app: App) -> None:
    ana = Scene(app)
    await everything_said(ana)
    assert len(files(app)) == 1
    await ana.runs("/back")
    await ana.sends("second.pdf", pdf_with())
    assert len(files(app)) == 1
    await ana.runs("/cancel")
    assert files(app) == []


def test_the_search_for_canaries_opens_every_sealed_column() -> None:
    binary = {f"{t.name}.{c.name}" for t in metadata.sorted_tables for c in t.c if isinstance(c.type, LargeBinary)}
    assert binary == SEALED.keys() | HASHES | READABLE
