"""What a host answered, noted on a phone and on a large screen; the trainee reads it at once."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import Connection, func, select

from storage import people
from storage.crypto import Keys
from storage.database import Database
from storage.tables import host, host_request, person
from storage.unit_of_work import UnitOfWork
from tests.browser.conftest import SECRET
from tests.browser.test_chat_page import hears, welcomed
from tests.browser.test_desk_takeover import judged

pytestmark = pytest.mark.browser

Desk = Callable[..., Page]


def requested(folder: Path) -> str:
    """The newest trainee asks two hosts; the page of the first choice."""

    def job(connection: Connection) -> int:
        work = UnitOfWork(connection, Keys.from_secret(SECRET).vault, time.time_ns() // 1_000_000)
        who = connection.execute(select(func.max(person.c.id))).scalar_one()
        hosts = connection.execute(select(host.c.external_id).order_by(host.c.id).limit(2)).scalars().all()
        details = {"first_day": "2027-05-10", "last_day": "2027-05-12", "message": "Dear team"}
        people.request_hosts(work, who, hosts, details)
        return int(connection.execute(select(func.max(host_request.c.id))).scalar_one()) - 1

    database = Database(f"sqlite:///{folder / 'compagnon.db'}")
    try:
        return f"/desk/requests/{database.write_now(job)}"
    finally:
        database.close()


def test_an_answer_is_noted_on_a_phone_and_read_at_once(phone: Page, desk: Desk, folder: Path) -> None:
    welcomed(phone)
    path = requested(folder)
    small, large = desk("Anna", 390, 844), desk("Ben")
    large.goto(path)
    judged(large)
    # what is being filled in survives the news
    large.locator("#step-declined summary").click()
    large.fill("#reason", "No room")
    large.locator("#tell-declined").uncheck()
    small.goto(path)
    small.locator("#step-alternative_offered summary").click()
    small.fill("#first-day", "2027-06-07")
    small.fill("#last-day", "2027-06-09")
    judged(small)
    small.locator("#note-alternative_offered").click()
    hears(phone, "7–9 Jun 2027")
    expect(large.locator(".pill.state-alternative_offered")).to_be_visible(timeout=40_000)
    expect(large.locator("#reason")).to_have_value("No room")
    expect(large.locator("#tell-declined")).not_to_be_checked()
    large.locator("#note-declined").click()
    expect(large.locator(".pill.state-declined")).to_be_visible()
    judged(large)
    large.locator("#ask-reserve").click()
    expect(large.locator(".pill.state-sent")).to_be_visible()
    large.locator("#step-accepted summary").click()
    large.locator("#note-accepted").click()
    hears(phone, "says yes")
    large.locator("#score-4").click()
    expect(large.locator("#score-4[aria-pressed=true]")).to_be_visible()
    judged(large)
