"""Following an invitation: whoever holds the link chooses a name and a password, and is in.

Where there is an identity provider they may come by that instead (`bot.console.openid`), and have to where passwords are off.
"""

from typing import TYPE_CHECKING, Any

from litestar import Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from sqlalchemy import Connection

from bot.channels.webchat.problems import Problem
from bot.console import rights
from bot.console.console import Console
from bot.console.door import OPEN, HttpRequest
from bot.console.pages import go
from bot.console.passwords import LEAST, PasswordError
from bot.console.sessions import FORM_COOKIE, new_token, plausible, set_cookie
from bot.console.sign_in import SignIn
from storage import invitations, staff
from storage.invitations import Invitation

if TYPE_CHECKING:
    pass


def create_invited(console: Console, service: SignIn) -> list[HTTPRouteHandler]:
    """The routes behind the link of an invitation."""
    settings = console.app.settings

    async def invited(bits: str) -> Invitation:
        """The invitation of a link; one that is over, used or withdrawn looks as if it had never been."""
        key = console.door.tokens.invitation(plausible(bits) or "")
        found = await console.app.database.read(lambda connection: invitations.of_key(connection, console.now(), key))
        if found is None:
            raise Problem(404, "invitation")
        return found

    def form(request: HttpRequest, bits: str, one: Invitation, problem: str = "", name: str = "") -> Response[Any]:
        held = plausible(request.cookies.get(FORM_COOKIE))
        token = held or new_token()
        values: dict[str, object] = {
            "email": one.email, "name_given": name, "problem": problem, "least": str(LEAST), "bits": bits,
            "token": console.door.tokens.for_forms(token), "passwords": settings.desk_passwords == "on",
            "openid": bool(settings.oidc_issuer), "openid_label": settings.oidc_label,
        }  # fmt: skip
        response = console.pages.page("invited.html", console.wording(request), values, 400 if problem else 200)
        if held is None:
            set_cookie(response, FORM_COOKIE, token, secure=console.door.secure)
        return response

    @get("/invited/{bits:str}", opt=OPEN, include_in_schema=False)
    async def page(request: HttpRequest, bits: FromPath[str]) -> Response[Any]:
        return form(request, bits, await invited(bits))

    @post("/invited/{bits:str}", opt=OPEN, include_in_schema=False)
    async def follow(request: HttpRequest, bits: FromPath[str]) -> Response[Any]:
        one, given, at = await invited(bits), await request.form(), console.now()
        name, password = " ".join(str(given.get("name", "")).split()), str(given.get("password", ""))
        if not rights.is_name(name):
            return form(request, bits, one, "name", name[: rights.LONGEST_NAME])
        if password != str(given.get("again", "")):
            return form(request, bits, one, "again", name)
        try:
            kept = await service.hash(password, one.email)
        except PasswordError as error:
            return form(request, bits, one, error.why, name)

        def write(connection: Connection) -> int | None:
            if not invitations.withdraw(connection, one.id):
                return None
            number = staff.add(connection, at, one.email, name, one.langs, kept, one.role, one.teams)
            if number is not None:
                staff.record(connection, at, f"staff:{number}", "staff.joined", f"staff:{number}")
            return number

        number = await console.app.database.write(write)
        if number is None:
            raise Problem(404, "invitation")
        return await service.enter(request, go("/desk/account/second"), number)

    return [page, follow] if settings.desk_passwords == "on" else [page]
