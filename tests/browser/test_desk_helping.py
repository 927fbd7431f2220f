"""Prepared answers and files in a real browser: from the desk into the box, and from there to the trainee's page."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, expect
from sqlalchemy import update

from storage.database import Database
from storage.tables import staff
from tests.browser.test_desk_takeover import asks_for_a_person, judged, opened, stands

pytestmark = pytest.mark.browser

Desk = Callable[..., Page]


def test_a_prepared_answer_fills_the_box_and_a_file_goes_along(phone: Page, desk: Desk, tmp_path: Path) -> None:
    asks_for_a_person(phone)
    anna = desk("Anna")
    opened(anna)
    anna.locator("#open-canned").click()
    anna.locator("#canned-find").fill("BEFORE you leave")
    expect(anna.locator("#canned-offers li:visible")).to_have_count(1)
    judged(anna)
    anna.locator("#canned-find").press("Enter")
    box = anna.locator("#reply-words")
    expect(box).to_be_focused()
    expect(box).to_have_value(re.compile(r"^Your stay at \{host\} begins on \{first_day\}\. Do you have"))
    expect(anna.locator("#canned-notes")).to_contain_text("{host} and {first_day}")
    judged(anna)

    # the gaps are not sent; what was written stays
    anna.locator("#send-reply").click()
    expect(anna.locator("#told")).to_contain_text("still in braces")
    box.fill("Here is the plan.")
    plan = tmp_path / "plan <b>.txt"
    plan.write_text("The plan, in plain words.")
    anna.locator("#reply-files").set_input_files(plan)
    anna.locator("#send-reply").click()
    stands(anna, "mine")
    expect(anna.locator("article.staff ul.files a")).to_have_text("plan b.txt")
    assert anna.locator("#reply-files").input_value() == ""
    judged(anna)

    link = phone.locator("a.file")
    expect(link).to_contain_text("plan b.txt")
    with phone.expect_download() as saved:
        link.click()
    assert Path(saved.value.path()).read_text() == "The plan, in plain words."
    with anna.expect_download() as saved:
        anna.locator("article.staff ul.files a").click()
    assert saved.value.suggested_filename == "plan b.txt"


def test_a_file_that_is_too_large_is_told_before_it_is_sent(phone: Page, desk: Desk) -> None:
    asks_for_a_person(phone)
    anna = desk("Anna")
    opened(anna)
    large: FilePayload = {"name": "large.txt", "mimeType": "text/plain", "buffer": b"x" * (10 * 1024 * 1024 + 1)}
    anna.locator("#reply-files").set_input_files([large])
    assert anna.locator("#reply-files").evaluate("(one) => one.validationMessage").startswith("Too large")
    anna.locator("#reply-files").set_input_files([])
    assert anna.locator("#reply-files").evaluate("(one) => one.validationMessage") == ""


def test_the_pages_of_prepared_answers(desk: Desk, folder: Path) -> None:
    lead = desk("Lea")
    database = Database(f"sqlite:///{folder / 'compagnon.db'}")
    database.write_now(lambda c: c.execute(update(staff).where(staff.c.name == "Lea").values(role="lead")))
    database.close()
    lead.goto("/desk/canned")
    expect(lead.locator("ul.answers li")).to_have_count(14)
    judged(lead)
    lead.locator("#canned-new").click()
    lead.locator("#name").fill("Thanks")
    lead.locator("#text-fr").fill("Merci {trainee}")
    lead.locator("#canned-preview").click()
    expect(lead.locator("p.bubble")).to_have_text("Merci Alex Example")
    judged(lead)
    lead.set_viewport_size({"width": 390, "height": 844})
    judged(lead)
    lead.locator("#canned-save").click()
    expect(lead.locator("ul.answers li", has_text="Thanks")).to_contain_text("Missing: English, Dutch")
    judged(lead)
