"""Asking a host what its own card is about: a link for this one card, and a letter to go with it in the host's language."""

from collections.abc import Awaitable, Callable
from typing import Any

from litestar import Response, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from sqlalchemy import Connection

from bot.channels.webchat.problems import Problem
from bot.console import rights
from bot.console.cards import PATH, card_of, letter_lang, page_of_card
from bot.console.door import AGENT, HttpRequest, visit_of
from bot.console.numbers import known, number_of, one_of
from bot.console.pages import go
from bot.console.sessions import new_token
from bot.console.toggles import name_of, toggles
from bot.console.vocabulary import Pages
from bot.host_pages.letter import Letter, link, written
from storage import host_links, host_words

#: sends a letter to an address, which is not kept; False when the mail server did not take it
Send = Callable[[str, Letter], Awaitable[bool]]


def create_card_links(all_of_it: Pages, send: Send | None) -> list[HTTPRouteHandler]:
    """The routes that make and withdraw the link of a card, and that put aside what its host wrote."""
    console = all_of_it.console

    @post("/cards/hosts/{number:int}/link", opt=AGENT, include_in_schema=False)
    async def ask(request: HttpRequest, number: FromPath[int]) -> Response[Any]:
        wording, form = await all_of_it.wording(request), await request.form()
        card, email = await card_of(all_of_it, "hosts", number), str(form.get("email", "")).strip() if send else ""
        name = name_of(card)
        if email and not rights.is_email(email):
            offered = toggles(wording, card)
            return await page_of_card(
                all_of_it, request, wording, "hosts", number, card, offered, problem="email", email=email[:200]
            )
        lang = one_of(str(form.get("lang", "")), console.pages.languages) or letter_lang(all_of_it, card)
        token, at, made, me = new_token(), console.now(), list[bool](), visit_of(request).account.id

        def write(connection: Connection) -> bool:
            made.append(host_links.make(connection, at, known(number), token, lang, me))
            return made[-1]

        await all_of_it.write(request, "card.asked", f"hosts:{number}", write)
        if not made[-1]:
            raise Problem(404, "not-found")
        address = link(console.app.settings.address, token)
        letter = written(console.reader(lang), name, address, at + host_links.VALID)
        sent = ""
        if send is not None and email:
            sent = "yes" if await send(email, letter) else "no"
        if sent == "yes":
            await all_of_it.write(request, "card.letter_sent", f"hosts:{number}", lambda _: True)
        values = {
            "heading": name, "path": f"{PATH}/hosts/{number}", "link": address, "letter": letter, "letter_lang": lang,
            "until": wording.moment(at + host_links.VALID), "sent": sent, "email": email,
        }  # fmt: skip
        return console.page(request, "card_link.html", wording, values)

    @post("/cards/hosts/{number:int}/link/withdraw", opt=AGENT, include_in_schema=False)
    async def withdraw(request: HttpRequest, number: FromPath[int]) -> Response[Any]:
        await card_of(all_of_it, "hosts", number)
        await all_of_it.write(
            request, "card.link_withdrawn", f"hosts:{number}", lambda c: host_links.withdraw(c, known(number))
        )
        return go(f"{PATH}/hosts/{number}?done=withdrawn")

    @post("/cards/hosts/{number:int}/words/seen", opt=AGENT, include_in_schema=False)
    async def seen(request: HttpRequest, number: FromPath[int]) -> Response[Any]:
        await card_of(all_of_it, "hosts", number)
        last = number_of(str((await request.form()).get("last", ""))) or 0
        await all_of_it.write(
            request, "card.words_seen", f"hosts:{number}", lambda c: host_words.seen_to(c, known(number), last)
        )
        return go(f"{PATH}/hosts/{number}?done=seen")

    return [ask, withdraw, seen]
