"""The chat as a trainee sees it, in a real browser on a phone."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

PROBLEM = "Many young people in our shelter stop the programme after two weeks and relapse into drugs"


def says(page: Page, words: str) -> None:
    page.get_by_role("textbox").fill(words)
    page.keyboard.press("Enter")


def presses(page: Page, label: str) -> None:
    page.locator(".entry.bot").last.get_by_role("button", name=label).first.click()


def hears(page: Page, words: str) -> None:
    expect(page.locator(".entry.bot").last).to_contain_text(words, timeout=10_000)


def welcomed(page: Page) -> None:
    page.goto("/chat")
    hears(page, "I am Compagnon")
    presses(page, "English")
    hears(page, "Do you agree")
    presses(page, "I agree")
    hears(page, "Who am I talking with")
    presses(page, "I want to visit a team")
    hears(page, "Which problem")


def test_a_trainee_talks_and_finds_everything_again_after_a_reload(phone: Page) -> None:
    welcomed(phone)
    says(phone, PROBLEM)
    hears(phone, "Who will benefit")
    phone.reload()
    hears(phone, "Who will benefit")
    expect(phone.locator(".entry.you").filter(has_text="Many young people")).to_have_count(1)
    says(phone, "the young people")
    hears(phone, "What would you like to see")


def test_marks_change_in_place(phone: Page) -> None:
    welcomed(phone)
    for words, next_question in ((PROBLEM, "benefit"), ("them", "like to see"), ("peer support", "what I understood")):
        says(phone, words)
        hears(phone, next_question)
    before = phone.locator(".entry").count()
    boxes = (
        phone.locator(".entry.bot")
        .last.get_by_role("checkbox")
        .or_(phone.locator(".entry.bot").last.locator("button[aria-pressed]"))
    )
    boxes.first.click()
    boxes.nth(1).click()
    expect(phone.locator(".entry")).to_have_count(before)
    presses(phone, "Done")
    hears(phone, "Which people")


def test_words_written_without_a_connection_go_out_later_and_once(phone: Page) -> None:
    welcomed(phone)
    phone.context.set_offline(True)
    says(phone, PROBLEM)
    phone.context.set_offline(False)
    hears(phone, "Who will benefit")
    expect(phone.locator(".entry.you").filter(has_text="Many young people")).to_have_count(1)


def test_html_is_shown_and_never_run(phone: Page) -> None:
    welcomed(phone)
    says(phone, "<img src=x onerror=alert(1)> many young people stop our programme after two weeks")
    hears(phone, "Who will benefit")
    expect(phone.locator(".entry.you").last).to_contain_text("<img src=x")
    assert phone.locator("#said img").count() == 0


def test_the_desk_shows_the_conversation(phone: Page) -> None:
    welcomed(phone)
    says(phone, "The problem that the desk should show, in more than eight words")
    hears(phone, "Who will benefit")
    phone.goto("/desk")
    phone.get_by_role("button", name="sample data").click()
    phone.goto("/desk?view=all")
    # the list shows what the trainee said last, the page of the conversation all of it
    phone.locator("main li", has_text="The problem that the desk should show").get_by_role("link").first.click()
    expect(phone.locator("main")).to_contain_text("Who will benefit")


def test_staff_correct_what_was_read_and_the_form_survives_the_news(phone: Page) -> None:
    welcomed(phone)
    says(phone, "How do I find a host?")
    hears(phone, "Was this helpful")
    phone.goto("/desk")
    phone.get_by_role("button", name="sample data").click()
    phone.goto("/desk?view=all")
    phone.locator("main li", has_text="How do I find a host?").get_by_role("link").first.click()
    reading = phone.locator("article.trainee").last.locator("details.reading").last
    reading.locator("summary").click()
    reading.get_by_role("combobox").select_option("plan-b")
    # the page looks for news meanwhile
    with phone.expect_response(lambda answer: "/desk/conversations/" in answer.url):
        phone.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(reading.get_by_role("combobox")).to_have_value("plan-b")
    reading.get_by_role("button", name="That was wrong").click()
    expect(reading.locator("summary")).to_contain_text("marked as wrong: Plan B")
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    phone.goto("/desk/readings")
    expect(phone.locator(".examples li").first).to_contain_text("find a host")
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_page_speaks_the_language_of_the_browser(phone: Page) -> None:
    phone.goto("/chat?lang=fr")
    hears(phone, "Compagnon")
    expect(phone.locator("html")).to_have_attribute("lang", "fr")
    # no line begins with a sign
    assert "Bonjour\u00a0!" in (phone.locator(".entry.bot").first.text_content() or "")


def test_the_widget_opens_and_closes_with_the_keyboard(phone: Page, address: str) -> None:
    phone.route(
        "**/somebody-elses-page",
        lambda route: route.fulfill(
            content_type="text/html",
            body=f'<!doctype html><title>x</title><p>Our site</p><script src="{address}/widget.js" data-lang="en" async></script>',
        ),
    )
    phone.goto("/somebody-elses-page")
    # the button lives in a closed shadow root: only the keyboard gets there from outside
    with phone.expect_event("frameattached"):
        for _ in range(20):
            phone.keyboard.press("Tab")
            phone.keyboard.press("Enter")
            if len(phone.frames) > 1:
                break
            phone.wait_for_timeout(100)
    chat = phone.frames[1]
    expect(chat.locator(".entry.bot").last).to_contain_text("Compagnon", timeout=10_000)
    assert chat.evaluate("innerWidth") > 300
    phone.keyboard.press("Escape")
    phone.wait_for_function("() => document.activeElement.dataset.compagnon !== undefined")
