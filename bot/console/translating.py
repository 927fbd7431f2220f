"""A machine's version of a message or of a draft, each by a press of staff: both texts are shown, nothing is sent by itself."""

from typing import TYPE_CHECKING, Any

from litestar import Response, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from sqlalchemy import Connection

from bot.channels.webchat.problems import Problem
from bot.console.console import Console
from bot.console.conversation import ConversationPage, Told
from bot.console.door import AGENT, HttpRequest, visit_of
from bot.console.helping import label
from bot.console.numbers import known, number_of
from bot.console.pages import go
from bot.translation import TranslationFailed
from domain.texts import render
from storage import access, conversations, staff, transcripts, translations
from storage.outbox import YOU
from storage.staff import Account
from storage.translations import Translation

if TYPE_CHECKING:
    pass

#: fields of a reply that go on to the page with the translation
_HANDED_ON = ("epoch", "key", "anyway")


def create_translating(console: Console, page: ConversationPage) -> list[HTTPRouteHandler]:
    """The routes to translate."""

    def words_of(connection: Connection, account: Account, number: int, message: int) -> str | None:
        """What was said in a message, in its own language; None when it is not there for this account."""
        if not access.sees_conversation(connection, account, number):
            return None
        for row, said in transcripts.page(connection, console.app.vault, number, after=message - 1, limit=1):
            if row.id == message:
                # the name of a file is nobody's language
                parts = [part for part in said.parts if row.author != YOU or part.style != "card"]
                return "\n".join(render(part.text, row.lang or "en") for part in parts)
        return None

    @post("/conversations/{number:int}/translate", opt=AGENT, include_in_schema=False)
    async def message(request: HttpRequest, number: FromPath[int]) -> Response[Any]:
        wording, account, number = console.wording(request), visit_of(request).account, known(number)
        form = await request.form()
        wanted = known(number_of(str(form.get("message", ""))) or 0)
        words = await console.app.database.read(lambda c: words_of(c, account, number, wanted))
        if words is None:
            raise Problem(404, "not-found")
        try:
            made = await console.app.translator.translate(words, wording.lang)
        except TranslationFailed as failed:
            return await page.show(request, number, Told("translate", wording.t(f"translation.problem.{failed.code}")))

        def keep(connection: Connection) -> None:
            version = Translation(made.words, made.source)
            translations.keep(connection, console.app.vault, console.now(), wanted, wording.lang, version)
            staff.record(
                connection, console.now(), f"staff:{account.id}", "message.translated", f"conversation:{number}"
            )

        await console.app.database.write(keep)
        before = number_of(str(form.get("before", "")))
        return go(f"/desk/conversations/{number}{f'?before={before}' if before else ''}#m{wanted}")

    @post("/conversations/{number:int}/draft", opt=AGENT, include_in_schema=False)
    async def draft(request: HttpRequest, number: FromPath[int]) -> Response[Any]:
        wording, visit, number = console.wording(request), visit_of(request), known(number)
        form = {key: value for key, value in (await request.form()).items() if isinstance(value, str)}
        words = form.get("words", "").strip()

        def load(connection: Connection) -> conversations.Conversation | None:
            if not access.sees_conversation(connection, visit.account, number):
                return None
            return conversations.load(connection, console.app.vault, number)

        conversation = await console.app.database.read(load)
        if conversation is None:
            raise Problem(404, "not-found")
        target = conversation.lang or "en"
        try:
            made = await console.app.translator.translate(words, target)
        except TranslationFailed as failed:
            said = wording.t(f"translation.problem.{failed.code}")
            return await page.show(request, number, Told("reply", said, words))
        source = made.source or wording.lang
        if source == target:
            said = wording.t("translation.same", language=wording.in_a_sentence(target))
            return await page.show(request, number, Told("reply", said, words))
        actor = f"staff:{visit.account.id}"
        await console.app.database.write(
            lambda c: staff.record(c, console.now(), actor, "draft.translated", f"conversation:{number}")
        )
        values: dict[str, object] = {
            "number": number,
            "handed_on": {name: form[name] for name in _HANDED_ON if name in form},
            "original": words,
            "original_lang": source,
            "original_language": wording.in_a_sentence(source),
            "version": made.words,
            "version_lang": target,
            "version_language": wording.in_a_sentence(target),
            "label": label(wording, source),
        }
        return console.page(request, "translated_draft.html", wording, values)

    return [message, draft]
