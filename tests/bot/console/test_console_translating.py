"""A machine's version at the desk: only by a press, always beside the original, and sent by staff themselves."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select

from bot.console.sessions import COOKIE
from bot.translation import Translator
from domain.messages import Message
from domain.texts import render
from storage import people, transcripts, translations
from storage.tables import outbox, translation
from tests.bot.console.conftest import Client, World, say
from tests.doubles.libre_translate import LibreTranslate, libre_translate

WORDS = "Guten Tag, ich suche einen Platz."


class Desk:
    def __init__(self, world: World, client: Client) -> None:
        self.world, self.client = world, client
        self.id = world.member()
        self.session = world.session(self.id)
        client.cookies.set(COOKIE, self.session, path="/desk")
        self.number = world.conversation("a", say("Wie heißen Sie?"), lang="de", owner="queue", team="de", epoch=1)
        self.person = world.person(self.number, {"name": "Ana"})
        self.message = world.heard(self.number, WORDS)

    async def page(self) -> str:
        return (await self.client.get(f"/desk/conversations/{self.number}")).text

    async def sends(self, action: str, **fields: str) -> Any:
        page = await self.page()
        hidden = {name: re.search(rf'name="{name}" value="([^"]*)"', page) for name in ("epoch", "key")}
        data = self.world.form(
            self.session, **{**{name: one[1] if one else "" for name, one in hidden.items()}, **fields}
        )
        path = f"/desk/conversations/{self.number}/{action}"
        return await self.client.post(path, data=data, follow_redirects=False)

    def said(self) -> list[Message]:
        """What staff have said."""
        rows = self.world.database.read_now(lambda c: transcripts.page(c, self.world.vault, self.number))
        return [message for row, message in rows if row.author == "staff"]


@pytest.fixture
def desk(world: World, client: Client) -> Desk:
    return Desk(world, client)


@pytest.fixture
def service(world: World) -> Iterator[LibreTranslate]:
    with libre_translate() as double:
        double.source = "de"
        world.app.translator = Translator(double.url)
        yield double


async def test_without_a_service_nothing_is_offered(desk: Desk) -> None:
    page = await desk.page()
    assert "desk.translation" not in page
    answer = await desk.sends("translate", message=str(desk.message))
    assert answer.status_code == 409
    assert "desk.translation.problem.off" in answer.text


async def test_a_message_is_translated_by_a_press_and_shown_beside_the_original(
    desk: Desk, world: World, service: LibreTranslate
) -> None:
    await desk.page()
    assert service.asked == [], "looking asks nobody"
    answer = await desk.sends("translate", message=str(desk.message))
    assert answer.status_code == 303
    assert answer.headers["location"].endswith(f"#m{desk.message}")
    page = await desk.page()
    assert WORDS in page
    assert f"[en] {WORDS}" in page
    assert "desk.translation.machine.from German" in page
    await desk.page()
    assert len(service.asked) == 1, "it left this machine once"
    assert (f"staff:{desk.id}", "message.translated", f"conversation:{desk.number}") in world.audited()
    assert desk.said() == [], "the trainee gets nothing of it"


async def test_the_version_is_sealed_and_goes_with_the_person(
    desk: Desk, world: World, service: LibreTranslate
) -> None:
    await desk.sends("translate", message=str(desk.message))
    query = select(translation.c.body)
    (sealed,) = world.database.read_now(lambda c: c.execute(query).scalars().all())
    assert b"Guten" not in sealed
    exported = world.database.read_now(lambda c: translations.of_person(c, world.vault, desk.person))
    assert exported == [{"from": "de", "to": "en", "words": f"[en] {WORDS}"}]
    world.do(lambda work: people.erase(work, desk.person))
    assert world.database.read_now(lambda c: c.execute(query).all()) == []


async def test_a_draft_comes_back_in_both_languages_and_nothing_is_sent(desk: Desk, service: LibreTranslate) -> None:
    service.source = "en"
    answer = await desk.sends("draft", words="We have found a place.")
    assert answer.status_code == 200
    assert "[de] We have found a place.</textarea>" in answer.text
    assert "desk.translation.machine.from English" in answer.text
    assert 'name="original" value="We have found a place."' in answer.text
    assert desk.said() == []


async def test_the_trainee_gets_the_translation_with_the_original_below(desk: Desk, service: LibreTranslate) -> None:
    fields = {"words": "Wir haben einen Platz.", "original": "We have found a place.", "original_lang": "en"}
    assert (await desk.sends("reply", **fields)).status_code == 303
    (message,) = desk.said()
    assert [render(part.text, "de") for part in message.parts] == [
        "Wir haben einen Platz.", "Anna Peeters schrieb auf Englisch: „We have found a place.“",
    ]  # fmt: skip


async def test_what_a_reply_with_a_translation_loses_is_nothing(desk: Desk, service: LibreTranslate) -> None:
    fields = {"words": "Wir haben {host}.", "original": "We have {host}.", "original_lang": "en"}
    answer = await desk.sends("reply", **fields)
    assert answer.status_code == 409
    assert "Wir haben {host}.\n\nWe have {host}.</textarea>" in answer.text
    assert desk.said() == []


async def test_a_draft_in_the_trainees_language_needs_no_translation(desk: Desk, service: LibreTranslate) -> None:
    answer = await desk.sends("draft", words="Wir haben einen Platz.")
    assert answer.status_code == 409
    assert "desk.translation.same" in answer.text
    assert "Wir haben einen Platz.</textarea>" in answer.text


async def test_a_failure_is_told_in_one_sentence_and_the_draft_stays(desk: Desk, service: LibreTranslate) -> None:
    service.status = 500
    answer = await desk.sends("draft", words="We have found a place.")
    assert answer.status_code == 409
    assert "desk.translation.problem.broken" in answer.text
    assert "We have found a place.</textarea>" in answer.text
    assert "desk.translation.problem.broken" in (await desk.sends("translate", message=str(desk.message))).text


async def test_a_message_of_another_conversation_is_not_translated(
    desk: Desk, world: World, service: LibreTranslate
) -> None:
    other = world.conversation("b", say("Geheim"), lang="de")
    query = select(outbox.c.id).where(outbox.c.conversation_id == other)
    foreign = world.database.read_now(lambda c: c.execute(query).scalar_one())
    for message in (str(foreign), "0", "x", "999999"):
        assert (await desk.sends("translate", message=message)).status_code == 404
    assert service.asked == []


async def test_what_a_service_says_is_shown_as_words(desk: Desk, service: LibreTranslate) -> None:
    service.body = b'{"translatedText": "<script>alert(1)</script>", "detectedLanguage": {"language": "\\"><b>"}}'
    await desk.sends("translate", message=str(desk.message))
    page = await desk.page()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in (await desk.sends("draft", words="Hello")).text
