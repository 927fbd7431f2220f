"""What the bot read, shown quietly below the words; staff say that it was wrong, which gives an example without anybody in it."""

import csv
import html
import io
import re
from typing import Any

import pytest
from sqlalchemy import select

from bot.console.readings import COMMANDS, MEANT
from domain import faq
from domain.language import DETECTED
from domain.messages import Text
from domain.texts import render
from domain.traces import ReadAs
from domain.vocabulary import vocabulary
from storage import people
from storage.tables import misreading
from tests.bot.console.conftest import Client, World, say
from tests.bot.console.test_console_pages import CANARIES, check

LANGUAGE = ReadAs("language", "de", 0.98)
TOPIC = ReadAs("faq", "grants-deadlines", 0.91)
HOSTS = render(Text("menu.hosts"), "en")
DEADLINES, FIND = faq.title("grants-deadlines", "en"), faq.title("find-host", "en")


def lines(page: str) -> list[str]:
    """What stands below the messages, reading by reading, as it is read aloud."""
    found = re.findall(r'<summary id="s[^>]*>(.*?)</summary>', page, re.DOTALL)
    return [" ".join(html.unescape(re.sub("<[^>]*>", "", one)).split()) for one in found]


async def mark(world: World, client: Client, number: int, message: int, place: object = 0, **more: str) -> Any:
    return await send(world, client, f"/desk/conversations/{number}/readings", message, place, **more)


async def undo(world: World, client: Client, number: int, message: int, place: object = 0) -> Any:
    return await send(world, client, f"/desk/conversations/{number}/readings/undo", message, place)


async def send(world: World, client: Client, path: str, message: int, place: object, **more: str) -> Any:
    token = client.cookies["compagnon_desk"]
    fields = world.form(token, message=str(message), place=str(place), **more)
    return await client.post(path, data=fields, follow_redirects=False)


def examples(world: World) -> list[dict[str, Any]]:
    rows = world.database.read_now(lambda c: c.execute(select(misreading).order_by(misreading.c.id)).all())
    return [dict(row._mapping) for row in rows]


async def test_each_reading_stands_below_the_message_in_words(world: World, staff_client: Client) -> None:
    number = world.conversation("a", say("Guten Tag"))
    world.heard(number, "Bis wann?", LANGUAGE, TOPIC, ReadAs("faq", "find-host", 0.2, sure=False))
    world.heard(number, "zurück", ReadAs("command", "back", 1.0), ReadAs("menu", "hosts"), ReadAs("goal", "S+M-T+"))
    for asked, value in (
        ("enquiry.countries", "countries:BE,FR"), ("enquiry.countries", "countries:"), ("enquiry.employer", "choice:agrees"),
        ("enquiry.sectors", "choices:mental-health"), ("enquiry.period", "period:2027-05"),
        ("enquiry.period", "period:2027-05-03 2027-05-05"), ("enquiry.languages", "languages:fr C1,nl"),
        ("request.start", "date:2027-05-03"), ("enquiry.days", "number:5"), ("x.y", "money:120000 EUR"),
        ("profile.share", "yes_no:yes"), ("enquiry.problem", "text"), ("enquiry.period", ""), ("profile.phone", "text:-"),
    ):  # fmt: skip
        world.heard(number, "x", ReadAs("answer", value, sure=bool(value)), asked=asked)
    world.heard(number, "x", ReadAs("matching", "mental-health,young-people"))
    page = (await staff_client.get(f"/desk/conversations/{number}")).text
    assert lines(page) == [
        "German 0.98",
        f"«en desk.reading.kind.faq» {DEADLINES} 0.91",
        f"«en desk.reading.kind.faq» «en desk.reading.perhaps {FIND}» 0.20",
        "«en desk.reading.kind.command» «en desk.reading.command.back» 1.00",
        f"«en desk.reading.kind.menu» {HOSTS}",
        "«en desk.reading.kind.goal» S ✓ M ✗ T ✓",
        "Countries Belgium and France", "Countries anywhere", "Employer Yes, and agrees", "Field Mental health",
        "When May 2027", "When 3–5 May 2027", "Languages French C1, Dutch", "First day 3 May 2027",
        "Days 5", "«en desk.reading.kind.answer» €1,200", "Show to host Yes", "Problem «en desk.reading.own_words»",
        "When «en desk.reading.not_understood»", "Phone (skipped)",
        "«en desk.reading.kind.matching» Mental health, Young people",
    ]  # fmt: skip
    assert page.count("desk.reading.title") == 17
    # the bot's own messages have none
    assert "readings" not in page.split('<article class="line bot"')[1].split("</article>")[0]


async def test_the_line_is_in_the_language_of_the_reader_with_their_decimal_sign(
    world: World, staff_client: Client
) -> None:
    number = world.conversation("a")
    world.heard(number, "x", LANGUAGE)
    page = (await staff_client.get(f"/desk/conversations/{number}", headers={"accept-language": "fr"})).text
    assert lines(page) == ["Allemand 0,98"]
    assert '<div class="readings" lang="fr">' in page


async def test_a_wrong_reading_is_marked_and_collected_once_and_may_be_taken_back(
    world: World, staff_client: Client
) -> None:
    number = world.conversation("a", say("Hello"))
    message = world.heard(number, "ich heiße Rose Hall und suche 3 Teams in Namur", LANGUAGE, TOPIC, asked="x.y")
    for _ in range(2):
        answer = await mark(world, staff_client, number, message, 1, meant="find-host")
        assert (answer.status_code, answer.headers["location"]) == (303, f"/desk/conversations/{number}#m{message}")
    (example,) = examples(world)
    assert example.pop("id") == 1
    assert example == {
        "day": "2027-03-15", "kind": "faq", "read": "grants-deadlines", "confidence": 0.91, "sure": True,
        "meant": "find-host", "asked": "x.y", "lang": "de", "words": "ich heiße … suche 0 teams in …",
    }  # fmt: skip
    page = (await staff_client.get(f"/desk/conversations/{number}")).text
    assert lines(page) == [
        "German 0.98",
        f"«en desk.reading.kind.faq» {DEADLINES} 0.91 «en desk.reading.marked»: {FIND}",
    ]
    assert page.count("desk.reading.take_back") == 1
    for _ in range(2):
        assert (await undo(world, staff_client, number, message, 1)).status_code == 303
    assert examples(world) == []
    assert "desk.reading.marked" not in (await staff_client.get(f"/desk/conversations/{number}")).text
    done = [entry for entry in world.audited() if entry[1].startswith("reading")]
    assert done == [
        ("staff:1", "reading.marked", f"conversation:{number}"),
        ("staff:1", "reading.taken_back", f"conversation:{number}"),
    ]


@pytest.mark.parametrize(
    ("place", "meant", "kept"),
    [(0, "nl", "nl"), (0, "none", "none"), (0, "", ""), (0, "xx", ""), (0, "find-host", ""), (1, "none", "none"), (2, "none", ""),
     (2, "nl", "")],
)  # fmt: skip
async def test_what_would_have_been_right_is_one_of_the_values_there_are(
    world: World, staff_client: Client, place: int, meant: str, kept: str
) -> None:
    number = world.conversation("a")
    message = world.heard(number, "hallo", LANGUAGE, TOPIC, ReadAs("answer", "number:5"), asked="enquiry.days")
    await mark(world, staff_client, number, message, place, meant=meant)
    assert [one["meant"] for one in examples(world)] == [kept]


async def test_words_of_the_language_that_was_meant_stay(world: World, staff_client: Client) -> None:
    number = world.conversation("a", lang="en")
    first = world.heard(number, "quem paga a viagem", ReadAs("language", "es", 0.6), lang="en")
    second = world.heard(number, "quem paga a viagem", ReadAs("language", "es", 0.6), lang="en")
    await mark(world, staff_client, number, first, meant="pt")
    await mark(world, staff_client, number, second)
    kept = [one["words"] for one in examples(world)]
    assert kept[0] == "quem paga a viagem"
    assert "viagem" not in kept[1]


async def test_words_that_answered_a_personal_question_are_not_kept(world: World, staff_client: Client) -> None:
    number = world.conversation("a")
    message = world.heard(number, "hope young", LANGUAGE, ReadAs("answer", "text"), asked="profile.name")
    await mark(world, staff_client, number, message)
    await mark(world, staff_client, number, message, 1)
    assert [one["words"] for one in examples(world)] == ["", ""]
    assert "desk.readings.withheld" in (await staff_client.get("/desk/readings")).text


@pytest.mark.parametrize(
    ("message", "place"), [("2", "0"), ("1", "9"), ("1", "-1"), ("1", "x"), ("", ""), ("9" * 30, "0"), ("1", "9" * 30)]
)
async def test_what_is_not_there_cannot_be_marked(world: World, staff_client: Client, message: str, place: str) -> None:
    number = world.conversation("a")
    other = world.conversation("b")
    world.heard(other, "x", LANGUAGE)
    assert (await mark(world, staff_client, number, 1)).status_code == 404
    for path in ("readings", "readings/undo"):
        address = f"/desk/conversations/{other}/{path}"
        assert (await send(world, staff_client, address, message, place)).status_code == 404  # type: ignore[arg-type]
    assert examples(world) == []
    assert world.audited() == []


async def test_after_marking_one_is_back_at_the_message_on_the_page_one_came_from(
    world: World, staff_client: Client
) -> None:
    number = world.conversation("a")
    message = world.heard(number, "x", LANGUAGE)
    page = (await staff_client.get(f"/desk/conversations/{number}?before=77")).text
    assert 'name="before" value="77"' in page
    answer = await mark(world, staff_client, number, message, before="77")
    assert answer.headers["location"] == f"/desk/conversations/{number}?before=77#m{message}"
    for wrong in ("//evil.example", "x\r\ny: z", "-1", ""):
        answer = await undo_to(world, staff_client, number, message, wrong)
        assert answer.headers["location"] == f"/desk/conversations/{number}#m{message}"


async def undo_to(world: World, client: Client, number: int, message: int, before: str) -> Any:
    return await send(world, client, f"/desk/conversations/{number}/readings/undo", message, 0, before=before)


async def test_the_page_of_examples_lists_filters_and_counts(world: World, staff_client: Client) -> None:
    assert "desk.readings.empty" in (await staff_client.get("/desk/readings")).text
    number = world.conversation("a")
    for words in ("hallo", "guten tag"):
        await mark(world, staff_client, number, world.heard(number, words, LANGUAGE), meant="nl")
    await mark(world, staff_client, number, world.heard(number, "und die frist", TOPIC, asked="enquiry.problem"))
    page = (await staff_client.get("/desk/readings")).text
    said = re.findall(r'<p class="words"[^>]*>([^<]*)<', page)
    assert said == ["und die frist", "guten tag", "hallo"]
    assert "15 March 2027" in page
    assert "desk.readings.asked Problem" in page
    counted = re.findall(r"<dt>([^<]*) <bdi>([^<]*)</bdi></dt><dd>(\d+)</dd>", page)
    assert counted == [
        ("«en desk.reading.kind.language»", "German", "2"),
        ("«en desk.reading.kind.faq»", DEADLINES, "1"),
    ]
    page = (await staff_client.get("/desk/readings?kind=faq")).text
    assert re.findall(r'<p class="words"[^>]*>([^<]*)<', page) == ["und die frist"]
    assert 'href="/desk/readings.csv?kind=faq"' in page
    assert re.search(r"<b>3</b> <span>«en desk\.count\.misread»", (await staff_client.get("/desk")).text)


async def test_the_file_holds_all_examples_for_a_spreadsheet(world: World, staff_client: Client) -> None:
    number = world.conversation("a")
    await mark(world, staff_client, number, world.heard(number, "=1+1; hallo, @rose", LANGUAGE), meant="nl")
    await mark(
        world, staff_client, number, world.heard(number, "-2", ReadAs("answer", "", sure=False), asked="enquiry.days")
    )
    answer = await staff_client.get("/desk/readings.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="readings.csv"'
    assert answer.content.startswith(b"\xef\xbb\xbfday,kind,")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [(one["kind"], one["read"], one["sure"], one["confidence"], one["meant"], one["words"]) for one in rows] == [
        ("answer", "", "no", "", "", "0"),
        ("language", "de", "yes", "0.98", "nl", "0 0; hallo, …"),
    ]
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())
    assert len((await staff_client.get("/desk/readings.csv?kind=answer")).text.splitlines()) == 2
    assert [what for _, what, _ in world.audited()].count("readings.exported") == 2


@pytest.mark.parametrize("canary", CANARIES)
async def test_no_reading_ever_becomes_markup(world: World, staff_client: Client, canary: str) -> None:
    number = world.conversation("a")
    kinds: tuple[Any, ...] = ("language", "command", "menu", "faq", "answer", "goal", "matching")
    read = [ReadAs(kind, canary, 0.5) for kind in kinds]
    read += [
        ReadAs("answer", f"{kind}:{canary}") for kind in ("choice", "date", "period", "money", "languages", "countries")
    ]
    message = world.heard(number, canary, *read, asked=canary, lang="en")
    for place in range(len(read)):
        assert (await mark(world, staff_client, number, message, place, meant=canary)).status_code == 303
    assert len(examples(world)) == len(read)
    for path in (f"/desk/conversations/{number}", "/desk/readings"):
        await check(await staff_client.get(path), canary, 200)


async def test_an_erased_trainee_takes_the_marks_along_and_leaves_the_examples(
    world: World, staff_client: Client
) -> None:
    number = world.conversation("a")
    person = world.person(number, {"name": "Ana"})
    await mark(world, staff_client, number, world.heard(number, "hallo Benita", LANGUAGE))
    world.do(lambda work: people.erase(work, person))
    assert "reading" not in (await staff_client.get(f"/desk/conversations/{number}")).text.split('id="live-talk"')[1]
    page = (await staff_client.get("/desk/readings")).text
    assert "hallo …" in page
    assert "Benita" not in page


def test_staff_may_name_every_command_topic_and_language_that_the_bot_reads() -> None:
    intents = {name for name, rule in vocabulary("commands/rules").items() if "needs" in rule}
    assert intents == set(COMMANDS)
    assert MEANT["faq"] == faq.TOPICS
    assert MEANT["language"] == DETECTED
