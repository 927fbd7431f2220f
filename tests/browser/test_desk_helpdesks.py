"""The pages of the helpdesks and figures, and the browser's own notification that somebody waits."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import update

from bot.console.sessions import COOKIE
from storage.database import Database
from storage.tables import staff
from tests.browser.test_desk_takeover import asks_for_a_person, judged

pytestmark = pytest.mark.browser

Desk = Callable[..., Page]

#: a browser that lets us, at another window, and looks every 200 ms instead of 30 s
ELSEWHERE = """
  window.Notification = class {
    static permission = "default";
    static async requestPermission() { Notification.permission = "granted"; return "granted"; }
    constructor(text) { document.documentElement.dataset.told = text; }
    close() {}
  };
  Object.defineProperty(document, "hidden", { get: () => window.elsewhere === true });
  const later = window.setTimeout.bind(window);
  window.setTimeout = (what, when, ...more) => later(what, Math.min(when, 200), ...more);
"""


@pytest.fixture
def admin(browser: Browser, address: str, folder: Path, member: Callable[[str], str]) -> Iterator[Page]:
    """The desk of an admin."""
    token, database = member("Root"), Database(f"sqlite:///{folder / 'compagnon.db'}")
    database.write_now(lambda c: c.execute(update(staff).where(staff.c.name == "Root").values(role="admin")))
    database.close()
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB", base_url=address)
    context.add_cookies([{"name": COOKIE, "value": token, "url": f"{address}/desk"}])
    page = context.new_page()
    broken: list[str] = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    yield page
    context.close()
    assert broken == []


def test_helpdesks_are_set_up_on_their_page_and_figures_shown(admin: Page) -> None:
    page = admin
    page.goto("/desk/helpdesks")
    page.get_by_label("Code", exact=True).fill("mt")
    page.get_by_label("Name", exact=True).fill("Malta <b>")
    page.get_by_label("Languages").fill("mt")
    page.get_by_label("Opening hours").fill("Ma-Ve 9-12")
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_role("alert")).to_contain_text("“Ma”")
    judged(page)
    page.get_by_label("Opening hours").fill("daily 0-24")
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_role("status").first).to_contain_text("saved")
    expect(page.get_by_text("Malta <b>").first).to_be_visible()
    judged(page)
    page.goto("/desk/figures")
    expect(page.get_by_role("cell", name="Malta <b>")).to_be_visible()
    judged(page)
    page.set_viewport_size({"width": 390, "height": 844})
    judged(page)
    page.goto("/desk/helpdesks/mt")
    judged(page)
    page.get_by_role("button", name="Remove this helpdesk").click()
    expect(page.get_by_text("Malta <b>")).to_have_count(0)


def test_who_asked_for_it_is_told_by_the_browser_how_many_wait_and_never_who(phone: Page, desk: Desk) -> None:
    page = desk("Ada")
    page.add_init_script(ELSEWHERE)
    page.goto("/desk")
    button = page.locator("[data-notify]")
    expect(button).to_have_attribute("aria-pressed", "false")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    page.evaluate("window.elsewhere = true; document.dispatchEvent(new Event('visibilitychange'))")
    asks_for_a_person(phone)
    told = re.compile(r"^\(\d+\) Somebody waits for an answer\.$")
    expect(page.locator("html")).to_have_attribute("data-told", told, timeout=10_000)
