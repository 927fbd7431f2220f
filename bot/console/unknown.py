"""Words that matched nothing: staff say which concept they belong to, or that they belong to none."""

from typing import Any, Final

from litestar import Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from sqlalchemy import Connection

from bot.channels.webchat.problems import Problem
from bot.console import concept_lines
from bot.console.door import LEAD, READER, HttpRequest
from bot.console.lists import pager
from bot.console.numbers import known, one_of, page_of
from bot.console.pages import go
from bot.console.vocabulary import Pages, told
from bot.console.wording import Wording
from domain import concepts
from domain.concept_words import LANGUAGES
from storage import concept_changes, unknown_words
from storage.unknown_words import UnknownWord

PATH: Final = "/desk/words"


def create_unknown(all_of_it: Pages) -> list[HTTPRouteHandler]:
    """The routes of the list and of one word."""
    console = all_of_it.console

    async def there(number: int) -> UnknownWord:
        found = await console.app.database.read(lambda c: unknown_words.one(c, known(number)))
        if found is None:
            raise Problem(404, "not-found")
        return found

    def shown(
        request: HttpRequest, wording: Wording, word: UnknownWord, asked: str, term: str, problems: list[str]
    ) -> Response[Any]:
        found = concept_lines.search(asked or word.word, wording.lang, word.lang)
        values = {
            "word": word, "language": wording.language(word.lang), "q": asked, "term": term, "problems": problems,
            "found": concept_lines.named(wording, found), "chosen": "",
            "names": {kind: wording.t(f"vocabulary.facet.{kind}") for kind in concepts.KINDS},
        }  # fmt: skip
        return console.page(request, "unknown_word.html", wording, values, 422 if problems else 200)

    @get("/words", opt=READER, include_in_schema=False)
    async def listed(request: HttpRequest) -> Response[Any]:
        wording, query = await all_of_it.wording(request), request.query_params
        lang, page = one_of(query.get("lang", ""), tuple(LANGUAGES)), page_of(query.get("page", ""))
        found = await console.app.database.read(lambda c: unknown_words.open_words(c, lang=lang, page=page))
        several = await console.app.database.read(unknown_words.languages)
        values = {
            "words": [(one, wording.language(one.lang), wording.number(one.times)) for one in found.items],
            "wanted": lang, "languages": [(code, wording.language(code)) for code, _ in several],
            "pager": pager(found, "page", {"lang": lang}, PATH),
        }  # fmt: skip
        return console.page(request, "unknown_words.html", wording, values)

    @get("/words/{number:int}", opt=LEAD, include_in_schema=False)
    async def one(request: HttpRequest, number: FromPath[int]) -> Response[Any]:
        wording, word = await all_of_it.wording(request), await there(number)
        asked = request.query_params.get("q", "").strip()[:100]
        return shown(request, wording, word, asked, word.word, [])

    @post("/words/{number:int}/belongs", opt=LEAD, include_in_schema=False)
    async def belongs(request: HttpRequest, number: FromPath[int]) -> Response[Any]:
        wording, form, word = await all_of_it.wording(request), await request.form(), await there(number)
        concept, asked = concepts.get(str(form.get("concept", ""))), str(form.get("q", ""))[:100]
        term = " ".join(str(form.get("term", "")).split())
        if concept is None:
            return shown(request, wording, word, asked, term, [wording.t("vocabulary.problem.none-chosen")])
        if word.lang not in LANGUAGES:
            return shown(request, wording, word, asked, term, [wording.t("vocabulary.problem.language")])
        words = concept_lines.words_of(concept.id, word.lang)
        terms = [*words.terms, term]
        problems = [told(wording, one) for one in words.problems(words.label, terms) if one.what == term or not term]
        if not term or problems:
            return shown(
                request, wording, word, asked, term, problems or [wording.t("vocabulary.problem.sign", what="")]
            )

        def write(connection: Connection) -> bool:
            if not unknown_words.set_aside(connection, word.id):
                return False
            concept_changes.save_words(connection, console.now(), [words.with_terms(words.label, terms)])
            return True

        await all_of_it.write(request, "vocabulary.changed", f"concept:{concept.id}", write)
        return go(f"{PATH}?lang={word.lang}")

    @post("/words/{number:int}/ignore", opt=LEAD, include_in_schema=False)
    async def ignore(request: HttpRequest, number: FromPath[int]) -> Response[Any]:
        await there(number)
        lang = one_of(str((await request.form()).get("lang", "")), tuple(LANGUAGES))
        await all_of_it.write(request, "vocabulary.ignored", "", lambda c: unknown_words.set_aside(c, known(number)))
        return go(f"{PATH}?lang={lang}" if lang else PATH)

    return [listed, one, belongs, ignore]
