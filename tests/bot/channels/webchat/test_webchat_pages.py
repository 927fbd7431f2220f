"""The pages: their languages, their headers, their errors, and that nothing in them runs but our own scripts."""

import html
import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from litestar import Litestar
from litestar.testing import AsyncTestClient

from bot.channels import webchat
from bot.channels.webchat import texts
from bot.channels.webchat.pages import Pages
from bot.channels.webchat.reading import preferred
from tests.doubles.web_words import LANGUAGES, words

Client = AsyncTestClient[Litestar]

HERE = Path(webchat.__file__).parent
SCRIPTS = sorted((HERE / "static").glob("*.js"))
TEMPLATES = sorted((HERE / "templates").glob("*.html"))


def data_of(page: str) -> dict[str, Any]:
    found = re.search(r'data-chat="([^"]*)"', page)
    assert found
    return json.loads(html.unescape(found[1]))


@pytest.mark.parametrize(
    ("accept", "lang"),
    [
        ("fr-BE,fr;q=0.9,en;q=0.8", "fr"),
        ("de,nl;q=0.4,fr;q=0.7", "fr"),
        ("en;q=0,nl;q=0.1", "nl"),
        ("*", "en"),
        ("", "en"),
        ("de", "en"),
        ("fr;q=high", "en"),
        ("fr;q=nan,nl", "nl"),
        ("FR_be", "fr"),
    ],
)
def test_a_visitor_reads_the_language_the_browser_prefers(accept: str, lang: str):
    assert preferred(accept, LANGUAGES) == lang


@given(st.text(alphabet="fren-;q=01.,*nai ", max_size=60))
def test_no_header_breaks_the_choice_of_language(accept: str):
    assert preferred(accept, LANGUAGES) in LANGUAGES


async def test_the_start_page_leads_to_the_chat_and_to_the_desk(client: Client):
    page = await client.get("/", headers={"Accept-Language": "fr"})
    assert '<html lang="fr">' in page.text
    assert 'href="/chat?lang=fr"' in page.text
    assert 'href="/desk"' in page.text
    assert "«fr web.start.chat.title»" in page.text
    assert page.headers["vary"] == "Accept-Language"
    for code, own in LANGUAGES.items():
        assert re.search(rf'href="/\?lang={code}"[^>]*>{own}<', page.text)


async def test_the_language_asked_for_goes_before_the_one_of_the_browser(client: Client):
    page = await client.get("/chat?lang=nl", headers={"Accept-Language": "fr"})
    assert '<html lang="nl">' in page.text
    assert data_of(page.text)["asked"] is True
    page = await client.get("/chat?lang=xx", headers={"Accept-Language": "fr"})
    assert '<html lang="fr">' in page.text
    assert data_of((await client.get("/chat")).text)["asked"] is False


async def test_only_the_embedded_chat_may_stand_in_a_frame_of_another_site(client: Client):
    for path, frames in [
        ("/", "'none'"),
        ("/chat", "'self'"),
        ("/chat?embed=0", "'self'"),
        ("/chat?embed=1", "*"),
        ("/nothing-here", "'none'"),
    ]:
        answer = await client.get(path, headers={"Accept": "text/html"})
        assert answer.headers["content-security-policy"] == (
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; "
            "connect-src 'self'; "
            f"form-action 'self'; base-uri 'none'; frame-ancestors {frames}"
        )
        assert answer.headers["x-content-type-options"] == "nosniff"


async def test_pages_hold_no_script_style_or_address_of_elsewhere(client: Client):
    for path in ("/", "/chat", "/chat?embed=1", "/nothing-here"):
        page = (await client.get(path, headers={"Accept": "text/html"})).text
        assert not re.search(r"<script(?![^>]*\bsrc=)", page)
        assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:|https?://", page)
        for address in re.findall(r'(?:src|href)="(/chat/static/[^"#]+)', page):
            assert (await client.get(address)).status_code == 200


def test_no_template_or_script_goes_round_the_escaping():
    for path in [*TEMPLATES, *SCRIPTS, HERE / "templates" / "widget.js", *HERE.glob("*.py")]:
        source = path.read_text(encoding="utf-8")
        for way in ("|safe", "| safe", "Markup", "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write"):
            assert way not in source, f"{way} in {path.name}"
        assert not re.search(r"\beval\(|new Function", source)


CANARY = "\"'><script>alert(1)</script>{{7*7}}&<!--"


def test_words_and_names_are_escaped_wherever_they_stand():
    pages = Pages(lambda lang, key: CANARY, {"en": CANARY}, name=CANARY)
    for page in (pages.start("en"), pages.chat("en", asked=False, embed=True), pages.problem("en", 404)):
        assert "<script>alert" not in page
        assert "49&amp;" not in page
        assert CANARY not in page
    assert data_of(pages.chat("en", asked=False, embed=False))["name"] == CANARY


def test_each_text_that_a_script_or_a_template_uses_is_shipped():
    used: set[str] = set()
    for script in SCRIPTS:
        used |= set(re.findall(r'\bt\("([a-z][\w.-]*)"', script.read_text(encoding="utf-8")))
        used |= set(re.findall(r'"(chat\.[\w.-]+)"', script.read_text(encoding="utf-8")))
    for template in TEMPLATES:
        source = template.read_text(encoding="utf-8")
        used |= set(re.findall(r'data-(?:text|label)="([^"]+)"', source))
    assert used
    assert used <= set(texts.CHAT)


def test_each_text_that_is_shipped_is_used():
    sources = "".join(path.read_text(encoding="utf-8") for path in [*SCRIPTS, *TEMPLATES])
    computed = {"chat.placeholder", "chat.file"}
    for key in texts.CHAT:
        assert key in sources or any(key.startswith(start + ".") for start in computed), key


def test_every_key_is_asked_with_the_prefix_of_the_web():
    assert len(set(texts.every_key())) == len(texts.every_key())
    assert all(key.startswith("web.") for key in texts.every_key())
    asked: set[str] = set()

    def spy(lang: str, key: str) -> str:
        asked.add(key)
        return key

    pages = Pages(spy, LANGUAGES)
    pages.start("en")
    pages.chat("en", asked=False, embed=True)
    pages.widget()
    for status in (400, 401, 403, 404, 405, 413, 415, 429, 500, 503):
        pages.problem("en", status)
    assert asked == set(texts.every_key())


def test_every_icon_that_is_used_is_drawn():
    drawn = set(re.findall(r'<symbol id="(\w+)"', (HERE / "static" / "icons.svg").read_text(encoding="utf-8")))
    used: set[str] = set()
    for path in [*SCRIPTS, *TEMPLATES]:
        source = path.read_text(encoding="utf-8")
        used |= set(re.findall(r"""\bicon\(["'](\w+)["']\)""", source))
        used |= set(re.findall(r"""\bbutton\("(\w+)",""", source))
        used |= set(re.findall(r"#(\w+)\"></use>", source))
    assert used == drawn


# --- files of the page -----------------------------------------------------------------------------------------------


async def test_scripts_and_styles_may_be_kept_for_ever_and_change_their_address_when_they_change(client: Client):
    pages = Pages(words, LANGUAGES)
    address = pages.assets.url("chat.js")
    answer = await client.get(address)
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert "immutable" in answer.headers["cache-control"]
    other = await client.get(address.replace(pages.assets.version, "0" * 12))
    assert other.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    "path", ["/chat/static/x/nothing.js", "/chat/static/x/..%2f..%2fchannel.py", "/chat/static/x/%00", "/chat/static/x"]
)
async def test_nothing_else_is_served(client: Client, path: str):
    assert (await client.get(path)).status_code == 404


async def test_the_widget_brings_its_words_in_every_language(client: Client):
    answer = await client.get("/widget.js")
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    assert "__WORDS__" not in answer.text
    found = re.search(r"const WORDS = (\{.*\});", answer.text)
    assert found
    labels = json.loads(found[1])
    assert set(labels) == set(LANGUAGES)
    assert labels["fr"]["widget.open"] == "«fr web.widget.open»"


async def test_the_process_says_that_it_is_alive(client: Client):
    answer = await client.get("/health")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


# --- errors ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nothing-here", 404, "not-found"),
        ("POST", "/chat", 405, "method"),
        ("GET", "/chat/messages", 405, "method"),
        ("GET", "/fault", 500, "unexpected"),
    ],
)
async def test_an_error_is_json_for_a_program_and_a_page_for_a_person(
    client: Client, method: str, path: str, status: int, code: str
):
    program = await client.request(method, path)
    assert (program.status_code, program.json()) == (status, {"error": code})
    person = await client.request(
        method, path, headers={"Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8", "Accept-Language": "fr"}
    )
    assert person.status_code == status
    assert person.headers["content-type"] == "text/html; charset=utf-8"
    assert person.headers["cache-control"] == "no-store"
    assert f"«fr web.problem.{status}.title»" in person.text
    assert "secret-name" not in program.text + person.text


async def test_a_refused_method_says_which_ones_there_are(client: Client):
    assert "POST" in (await client.get("/chat/messages")).headers["allow"]


async def test_a_fault_is_logged_by_its_place_and_never_with_its_words(
    client: Client, capsys: pytest.CaptureFixture[str]
):
    await client.get("/fault?name=secret-query")
    logged = capsys.readouterr()
    assert "RuntimeError" in logged.out + logged.err
    assert "secret" not in logged.out + logged.err
