"""Staff take a conversation over, answer, and hand it back: the trainee in one window, the helpdesk in others.

Each state of the page is also judged by axe (WCAG 2.1 A and AA), light and dark, wide and on a phone: no violations.
"""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_chat_page import hears, says, welcomed

pytestmark = pytest.mark.browser

Desk = Callable[..., Page]

PROBLEM = "Many young people in our shelter stop the programme after two weeks and relapse into drugs"
AXE = Path(os.environ.get("AXE", Path(__file__).parents[2] / ".venv/axe/node_modules/axe-core/axe.min.js"))
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]


def violations(page: Page) -> list[str]:
    """What axe finds on a page as it is."""
    if not AXE.exists():
        pytest.skip("no axe-core: make browser-test fetches it")
    page.evaluate(AXE.read_text("utf-8"))
    # what fades in is judged when it is there
    page.wait_for_timeout(250)
    found = page.evaluate(
        "async (tags) => (await axe.run(document, {runOnly: tags, resultTypes: ['violations']})).violations"
        ".flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.target.join(' ')} ${node.failureSummary}`))",
        WCAG,
    )
    return list(found)


def judged(page: Page) -> None:
    """No violations in either colour scheme, and nothing sticks out sideways."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert violations(page) == []
    page.emulate_media(color_scheme="light")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def stands(page: Page, how: str) -> None:
    expect(page.locator(f"#live-standing.{how}")).to_be_visible(timeout=10_000)


def asks_for_a_person(trainee: Page) -> None:
    """Up to the second question, then a person is wanted."""
    welcomed(trainee)
    says(trainee, PROBLEM)
    hears(trainee, "Who will benefit")
    says(trainee, "/human")
    hears(trainee, "Go on with Compagnon")


def opened(page: Page) -> str:
    """The conversation that has waited shortest, from the inbox; its address."""
    page.goto("/desk")
    rows = page.locator('main a[href^="/desk/conversations/"]')
    expect(rows.first).to_be_visible(timeout=10_000)
    paths = {str(rows.nth(at).get_attribute("href")).split("?")[0] for at in range(rows.count())}
    newest = max(paths, key=lambda path: int(path.rsplit("/", 1)[1]))
    page.goto(newest)
    return newest


def test_staff_answer_and_hand_back_and_the_trainee_goes_on_at_the_same_question(phone: Page, desk: Desk) -> None:
    asks_for_a_person(phone)
    anna, ben = desk("Anna"), desk("Ben")
    path = opened(anna)
    ben.goto(path)
    stands(anna, "waiting")
    judged(anna)
    expect(ben.locator("#presence")).to_contain_text("Anna is looking too", timeout=10_000)

    # who writes is seen writing; the reply takes over, and all three windows show it without anybody loading a page
    anna.keyboard.press("r")
    anna.keyboard.type("Hello, I am Anna.")
    expect(ben.locator("#presence")).to_contain_text("Anna is writing")
    expect(phone.locator("#writing")).to_have_text("Anna is writing …")
    judged(phone)
    anna.keyboard.press("Control+Enter")
    expect(phone.locator(".entry").last).to_contain_text("Hello, I am Anna.")
    expect(phone.locator("#writing")).to_be_empty()
    stands(anna, "mine")
    stands(ben, "theirs")
    expect(ben.locator("article.staff").last).to_contain_text("Hello, I am Anna.")
    expect(ben.locator(".change").last).to_contain_text("Anna took over")
    expect(anna.locator("#reply-words")).to_have_value("")
    judged(anna)
    judged(ben)

    # the bot is silent now
    says(phone, "Thank you! What does it mean?")
    expect(anna.locator("article.trainee").last).to_contain_text("What does it mean?")
    expect(phone.locator(".entry").last).to_contain_text("What does it mean?")

    # a note is for the helpdesk
    ben.keyboard.press("n")
    ben.keyboard.type("I know this shelter.")
    expect(anna.locator("#presence")).to_contain_text("Ben is writing")
    expect(phone.locator("#writing")).to_be_empty()
    ben.keyboard.press("Control+Enter")
    expect(anna.locator(".private-note")).to_contain_text("I know this shelter.")
    assert "I know this shelter" not in phone.content()

    # given back with the answer filled in: the bot reads it back and asks what comes next
    anna.locator("h1").click()
    anna.keyboard.press("b")
    judged(anna)
    expect(anna.locator(".fill .asked textarea")).to_be_visible()
    anna.locator(".fill .asked textarea").fill("young people in our shelter")
    anna.locator("#send-back").click()
    stands(anna, "bot")
    hears(phone, "What would you like to see")
    expect(phone.locator(".entry.bot").last).to_contain_text("young people in our shelter")
    judged(anna)
    says(phone, "peer support")
    hears(phone, "This is what I understood")


def test_whoever_comes_too_late_keeps_their_words_and_chooses(phone: Page, desk: Desk) -> None:
    asks_for_a_person(phone)
    anna = desk("Anna")
    path = opened(anna)
    # without scripts nothing moves under their hands
    ben = desk("Ben", java_script_enabled=False)
    ben.goto(path)
    ben.locator("#reply-words").fill("I can help <b>too</b>")
    anna.locator("#do-take").click()
    stands(anna, "mine")
    ben.locator("#send-reply").click()
    expect(ben.locator("#told")).to_contain_text("Anna has it already. Your words are still here.")
    expect(ben.locator("#reply-words")).to_have_value("I can help <b>too</b>")
    ben.locator("#send-beside").click()
    expect(ben.locator("article.staff").last).to_contain_text("I can help <b>too</b>")
    expect(phone.locator(".entry").last).to_contain_text("I can help <b>too</b>")
    stands(anna, "mine")

    # the same with scripts: somebody who was away meanwhile
    cleo = desk("Cleo")
    cleo.goto(path)
    cleo.context.set_offline(True)
    anna.locator("#do-resolve").click()
    anna.locator("#send-resolve").click()
    stands(anna, "bot")
    anna.locator("#do-take").click()
    stands(anna, "mine")
    cleo.locator("#reply-words").fill("From Cleo")
    cleo.context.set_offline(False)
    cleo.evaluate("document.querySelector('#live-reply [name=anyway]')?.remove()")
    cleo.locator("#send-note-here").click()
    expect(cleo.locator(".private-note").last).to_contain_text("From Cleo")
    expect(cleo.locator("#reply-words")).to_have_value("")


def test_what_is_being_written_survives_news_and_a_reload(phone: Page, desk: Desk) -> None:
    asks_for_a_person(phone)
    anna = desk("Anna")
    opened(anna)
    anna.keyboard.press("r")
    anna.keyboard.type("Not yet fin")
    says(phone, "hello?")
    expect(anna.locator("article.trainee").last).to_contain_text("hello?")
    expect(anna.locator("#reply-words")).to_have_value("Not yet fin")
    expect(anna.locator("#reply-words")).to_be_focused()
    # shortcuts do nothing while somebody writes
    anna.keyboard.type("t?")
    expect(anna.locator("#keys")).not_to_be_visible()
    anna.reload()
    expect(anna.locator("#reply-words")).to_have_value("Not yet fint?")
    stands(anna, "waiting")


def test_keys_lead_where_the_list_says_and_can_be_switched_off(phone: Page, desk: Desk) -> None:
    asks_for_a_person(phone)
    anna = desk("Anna")
    path = opened(anna)
    anna.keyboard.press("?")
    expect(anna.locator("#keys")).to_be_visible()
    judged(anna)
    anna.keyboard.press("Escape")
    expect(anna.locator("#keys")).to_be_hidden()
    anna.keyboard.press("t")
    stands(anna, "mine")
    expect(anna.locator("#reply-words")).to_be_focused()
    anna.locator("h1").click()
    anna.keyboard.press("e")
    expect(anna.locator("#send-resolve")).to_be_focused()
    anna.keyboard.press("Escape")
    expect(anna.locator("#do-resolve")).to_be_focused()
    anna.goto("/desk")
    anna.keyboard.press("/")
    expect(anna.locator("input[type=search]")).to_be_focused()
    anna.goto(path)
    anna.locator("#show-keys").click()
    anna.locator("#keys-on").uncheck()
    anna.locator("#keys-close").click()
    anna.locator("h1").click()
    anna.keyboard.press("r")
    expect(anna.locator("#reply-words")).not_to_be_focused()


def test_on_a_phone_everything_can_be_done_too(phone: Page, desk: Desk) -> None:
    asks_for_a_person(phone)
    anna = desk("Anna", 390, 844)
    opened(anna)
    judged(anna)
    anna.locator("#do-take").click()
    stands(anna, "mine")
    for menu in ("back", "resolve", "snooze", "assign"):
        anna.locator(f"#do-{menu}").click()
        assert violations(anna) == []
        assert anna.evaluate("document.documentElement.scrollWidth <= innerWidth")
    anna.locator("#do-snooze").click()
    anna.locator("#snooze-hour").click()
    expect(anna.locator("#live-standing")).to_contain_text("Put off until")
    judged(anna)
