"""Staff ask a host about its card, and the host confirms it on a phone: by the link alone, in its language, also without scripts.

Each state is also judged by axe (WCAG 2.1 A and AA), light and dark: no violations.
"""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_desk_takeover import judged

pytestmark = pytest.mark.browser

Desk = Callable[..., Page]


@pytest.fixture
def host(browser: Browser, address: str) -> Iterator[Page]:
    """A phone that runs no scripts."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, locale="en-GB", base_url=address, java_script_enabled=False
    )
    yield context.new_page()
    context.close()


def asked(anna: Page) -> tuple[str, str]:
    """The link to a card, and the address of that card at the desk."""
    anna.goto("/desk/cards/next")
    path = anna.url
    judged(anna)
    anna.select_option("#ask-lang", "nl")
    anna.click("#ask-send")
    judged(anna)
    link = anna.locator("#host-link").inner_text()
    assert link in anna.locator("#letter").input_value()
    # the program does not know which port the system gave it
    return "/card/" + link.rpartition("/")[2], path


def test_a_host_confirms_its_card_on_a_phone_without_scripts(desk: Desk, host: Page) -> None:
    anna = desk("Anna")
    link, path = asked(anna)
    host.goto(link)
    expect(host.locator("html")).to_have_attribute("lang", "nl")
    expect(host.locator("#save")).to_be_attached()
    host.fill("#find", "gezinnen")
    # Enter presses the first button, which saves: what was typed is looked for first
    host.press("#find", "Enter")
    found = host.locator("#more fieldset input[type=checkbox]").first
    expect(found).to_be_in_viewport()
    found.check()
    host.fill("#wrong", "Wij zijn verhuisd <b>")
    host.click("#save")
    expect(host.get_by_role("heading", level=1)).to_have_text("Dank u wel!")
    host.click("#again")
    expect(host.locator("#confirmed")).to_be_visible()
    anna.goto(path)
    expect(anna.locator("#confirmed")).to_contain_text("confirmed by the host")
    expect(anna.get_by_text("Wij zijn verhuisd <b>")).to_be_visible()
    judged(anna)
    anna.click("#link-withdraw")
    host.goto(link)
    expect(host.get_by_role("heading", level=1)).to_have_text("This link no longer works")


def test_the_page_of_a_host_is_judged_in_each_state(desk: Desk, phone: Page) -> None:
    link, _ = asked(desk("Ben"))
    phone.goto(link)
    judged(phone)
    phone.set_viewport_size({"width": 1280, "height": 900})
    judged(phone)
    phone.set_viewport_size({"width": 390, "height": 844})
    phone.fill("#find", "zzyzzx")
    phone.click("#search")
    expect(phone.locator("#none-found")).to_be_visible()
    judged(phone)
    phone.fill("#find", "")
    phone.click("#save")
    judged(phone)
