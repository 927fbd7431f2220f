"""Before consent nothing personal is kept; after it, only what was agreed to (P1)."""

from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from bot.app import App
from handlers import commands, turn
from handlers import consent as consent_handler
from locales.catalogue import text
from storage.tables import consent, conversation, outbox, person
from tests.scene import Scene, welcomed


def count(app: App, table: object) -> int:
    return app.database.read_now(lambda c: c.execute(select(func.count()).select_from(table)).scalar_one())  # type: ignore[call-overload]


async def test_nothing_personal_is_kept_before_consent(app: App, ana: Scene) -> None:
    await ana.says("Hello, I am Ana CANARY and I would like to visit a team", "My name is CANARY")
    assert count(app, person) == 0
    said = app.database.read_now(lambda c: c.execute(select(outbox.c.id).where(outbox.c.author == "you")).all())
    assert said == []


async def test_consent_is_kept_with_its_version_and_language(app: App, ana: Scene) -> None:
    await welcomed(ana)
    row = app.database.read_now(lambda c: c.execute(select(consent)).one())
    assert (row.purpose, row.lang, row.withdrawn_at) == ("helpdesk", "en", None)
    assert row.text_version


async def test_the_notice_can_be_read_in_full_before_agreeing(ana: Scene) -> None:
    await ana.says("Hello there, I would like to visit a team")
    await ana.presses("Tell me more")
    assert "encrypted" in ana.text
    await ana.presses("I agree")
    assert "Who am I talking with" in ana.text


async def test_who_refuses_gets_answers_and_nothing_is_kept(app: App, ana: Scene) -> None:
    await ana.says("Hello there, I would like to visit a team")
    await ana.presses("No, thanks")
    await ana.says("What is Ecett?")
    assert "Ecett" in ana.text
    assert count(app, person) == 0
    await ana.presses("agree", "I agree")
    assert count(app, person) == 1


@pytest.fixture
def changed_notice(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """The notice that everybody has to agree to changes."""

    def change() -> None:
        for module in (commands, turn, consent_handler):
            monkeypatch.setattr(module, "CONSENT_VERSION", "2099-01")

    return change


async def test_a_changed_notice_is_asked_for_in_the_middle_of_a_dialog(
    ana: Scene, changed_notice: Callable[[], None]
) -> None:
    await welcomed(ana)
    changed_notice()
    await ana.says("Many young people stop our programme after two weeks and relapse")
    assert "I agree" in " ".join(ana.buttons)


async def test_after_agreeing_to_a_changed_notice_what_was_running_goes_on(
    ana: Scene, monkeypatch: pytest.MonkeyPatch, changed_notice: Callable[[], None]
) -> None:
    await welcomed(ana)
    await ana.runs("/start profile")
    await ana.says("Ana Costa")
    changed_notice()
    await ana.says("ana@example.org")
    assert "has changed" in ana.text
    # the dialog itself records the version it was written for
    monkeypatch.undo()
    await ana.presses("I agree")
    assert "e-mail address" in ana.text


async def test_who_refuses_a_changed_notice_is_told_that_their_data_stay(
    ana: Scene, changed_notice: Callable[[], None]
) -> None:
    await welcomed(ana)
    changed_notice()
    await ana.says("hello")
    await ana.presses("No, thanks")
    assert "/mydata" in ana.text


@pytest.mark.parametrize("refused", [False, True])
async def test_with_an_outdated_consent_the_data_can_be_seen_exported_and_deleted(
    app: App, ana: Scene, changed_notice: Callable[[], None], refused: bool
) -> None:
    await welcomed(ana, "Hello, I want to visit a team abroad")
    await ana.says("Many young people stop our programme after two weeks and relapse")
    changed_notice()
    if refused:
        await ana.says("hello")
        await ana.presses("No, thanks")
    await ana.runs("/mydata")
    await ana.presses("See it")
    assert "This is what we keep about you" in ana.text
    await ana.says("my data", "take it along")
    assert "/my-data/" in ana.text
    await ana.runs("/mydata")
    for label in ("Delete everything", "Yes", "Yes"):
        await ana.presses(label)
    assert "deleted" in ana.text
    assert count(app, person) == 0


async def test_the_menu_of_before_leads_to_the_data_although_the_notice_has_changed(
    ana: Scene, changed_notice: Callable[[], None]
) -> None:
    await welcomed(ana)
    await ana.runs("/menu")
    changed_notice()
    await ana.presses("My data")
    assert "do with your data" in ana.text


async def test_a_changed_notice_is_asked_for_before_any_button(
    app: App, ana: Scene, changed_notice: Callable[[], None]
) -> None:
    await welcomed(ana)
    await ana.runs("/menu")
    menu = ana.last
    changed_notice()
    said = count(app, outbox)
    for _ in range(2):
        await ana.presses(menu.buttons[0], line=menu)
        assert "I agree" in " ".join(ana.buttons)
    # what somebody says who has not agreed to the new notice is not kept
    assert count(app, outbox) == said + 2


def waits(app: App) -> tuple[str, bool]:
    query = select(conversation.c.owner, conversation.c.waiting_since.is_not(None))
    owner, waiting = app.database.read_now(lambda c: c.execute(query).one())
    return owner, bool(waiting)


@pytest.mark.parametrize("first", ["/human", "I want to talk to a person", "button"])
async def test_who_wants_a_person_agrees_with_one_tap_and_waits(app: App, ana: Scene, first: str) -> None:
    if first == "button":
        await ana.says("hello, I would like to visit a team")
        await ana.presses("No, thanks")
        await ana.says("qwertz asdf yxcv")
        await ana.presses("Talk to a person")
    elif first == "/human":
        # nobody knows their language yet, in which they read the notice
        await ana.runs("/human")
        await ana.presses("English")
    else:
        await ana.says(first)
    assert "They can only read what I keep" in ana.text
    assert "Do you agree?" in ana.text
    assert (waits(app), count(app, person)) == (("bot", False), 0)
    await ana.presses("I agree")
    assert "I have asked a colleague" in ana.text
    assert waits(app) == ("queue", True)
    await ana.says("My host does not answer any more.")
    said = app.database.read_now(lambda c: c.execute(select(outbox.c.id).where(outbox.c.author == "you")).all())
    assert (len(said), count(app, person)) == (2, 1)


async def test_what_is_written_before_agreeing_does_not_lose_the_wish_for_a_person(app: App, ana: Scene) -> None:
    await ana.runs("/human")
    await ana.says("I want to visit a team in Italy", "What is Ecett?")
    assert count(app, person) == 0
    await ana.presses("I agree")
    assert waits(app) == ("queue", True)
    # the bot then takes them on from the start of the way
    await ana.runs("/bot")
    await ana.presses(ana.buttons[0])
    assert "Which problem" in ana.text


async def test_who_wants_a_person_and_does_not_agree_is_told_what_that_means(app: App, ana: Scene) -> None:
    await ana.says("I want to talk to a person")
    await ana.presses("No, thanks")
    assert "no colleague can read what you write" in ana.text
    assert (waits(app), count(app, person)) == (("bot", False), 0)
    await ana.runs("/human")
    await ana.presses("I agree")
    assert waits(app) == ("queue", True)


async def test_who_wants_a_person_when_the_notice_has_changed_agrees_and_waits(
    app: App, ana: Scene, changed_notice: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    await welcomed(ana)
    await ana.says("Many young people stop our programme after two weeks and relapse")
    changed_notice()
    await ana.runs("/human")
    # the dialog itself records the version it was written for
    monkeypatch.undo()
    await ana.presses("I agree")
    assert waits(app) == ("queue", True)
    await ana.runs("/bot")
    assert "Go on" in " ".join(ana.buttons)


@pytest.mark.parametrize("question", ["is it free?", "does it cost anything?", "do I have to pay?"])
async def test_what_it_costs_is_answered_before_consent(app: App, ana: Scene, question: str) -> None:
    await ana.says("hello", question)
    assert "What does the grant pay?" in "\n".join(line.text for line in ana.lines)
    assert "I agree" in ana.buttons
    await ana.says("ok fair enough")
    assert "Who am I talking with?" in ana.text


@pytest.mark.parametrize(
    ("lang", "words"),
    [("en", "ok fine but who reads this stuff? i dont want my boss seeing it"), ("fr", "qui lit ça ?"),
     ("nl", "mja wie kan dat dan lezen?"),
     ("de", "wer liest das?"), ("es", "¿quién lee esto?"), ("it", "chi legge quello che scrivo?")],
)  # fmt: skip
async def test_who_asks_who_reads_it_hears_that_and_has_agreed_to_nothing(app: App, lang: str, words: str) -> None:
    zoe = Scene(app, "zoe", lang)
    await zoe.says(text(lang, "common.hello"), words)
    assert text(lang, "consent.who_reads") in zoe.text
    assert text(lang, "welcome.consent.option.agree") in zoe.buttons


@pytest.mark.parametrize(
    ("lang", "words"),
    [("nl", "vergeet het, wat weet je eigenlijk van mij?"), ("de", "vergiss es, was weißt du über mich?")],
)
async def test_a_question_about_what_is_kept_shows_my_data_and_deletes_nothing(
    ana: Scene, lang: str, words: str
) -> None:
    await welcomed(ana)
    await ana.runs(f"/language {lang}")
    await ana.says(words)
    assert text(lang, "my_data.sure.ask") not in ana.text
    assert text(lang, "my_data.what.option.see") in ana.buttons
