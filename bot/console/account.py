"""One's own account at the desk: language, password, second factor, and where one is signed in."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from litestar import Response, get, post
from litestar.handlers import HTTPRouteHandler
from sqlalchemy import Connection

from bot.console import codes
from bot.console.console import Console
from bot.console.door import OWN, HttpRequest, Visit, visit_of
from bot.console.numbers import one_of
from bot.console.pages import go
from bot.console.passwords import LEAST, PasswordError
from bot.console.qr import square
from bot.console.sign_in import SignIn, address_of, minutes, too_many
from bot.console.wording import Moment, Wording
from storage import identities, second_factor, staff
from storage.staff import Session

if TYPE_CHECKING:
    pass

PATH = "/desk/account"
SECOND = f"{PATH}/second"
#: what may be said to have been done
DONE = ("language", "password", "sessions", "second_off", "openid")
#: why something was not done
PROBLEMS = ("wrong_password", "too_many", "length", "email", "again", "code", "required")


#: … and why an account was not connected to one of the identity provider
OPENID = ("failed", "unknown", "too_many", "wrong_password")


@dataclass(frozen=True, slots=True)
class Open:
    """A session in the list."""

    key: str
    browser: str
    network: str
    since: Moment
    seen: Moment
    this: bool
    way: str


def create_account(console: Console, service: SignIn) -> list[HTTPRouteHandler]:
    """The routes of one's own account."""
    factor = service.second_factor

    def show(
        request: HttpRequest, template: str, values: dict[str, object], *, status: int = 200, visit: Visit | None = None
    ) -> Response[Any]:
        values |= {"least": str(LEAST)}
        return console.page(request, template, console.wording(request), values, status, visit=visit)

    async def account_page(
        request: HttpRequest, *, problem: str = "", place: str = "", wait: float = 0.0, status: int = 200
    ) -> Response[Any]:
        visit, wording = visit_of(request), console.wording(request)
        account = visit.account

        def read(connection: Connection) -> tuple[list[Session], int, bool]:
            left = second_factor.recovery_left(connection, account.id)
            connected = identities.bound(connection, account.id, console.app.settings.oidc_issuer)
            return staff.sessions(connection, console.now(), account.id), left, connected

        sessions, left, connected = await console.app.database.read(read)
        values: dict[str, object] = {
            "sessions": [_open(wording, one, console.door.tokens.stored(visit.token)) for one in sessions],
            "recovery_left": left,
            "languages": [(code, wording.language(code)) for code in console.pages.languages],
            "done": one_of(request.query_params.get("done", ""), DONE) if not problem else "",
            "problem": problem,
            "place": place,
            "minutes": minutes(wait),
            "required": console.app.settings.desk_totp == "required",
            "passwords": visit.passwords,
            "openid": bool(console.app.settings.oidc_issuer),
            "openid_label": console.app.settings.oidc_label,
            "connected": connected,
            "openid_problem": one_of(request.query_params.get("openid", ""), OPENID),
        }
        response = show(request, "account.html", values, status=status)
        return too_many(response, wait) if wait else response

    async def second_page(
        request: HttpRequest, *, problem: str = "", wait: float = 0.0, status: int = 200
    ) -> Response[Any]:
        visit = visit_of(request)
        account = visit.account
        secret = None if account.totp else await factor.proposed(account.id)
        address = codes.address(secret, account.email, console.pages.name) if secret else ""
        values: dict[str, object] = {
            "secret": codes.readable(secret) if secret else "",
            "address": address,
            "square": square(address) if address else None,
            "problem": problem,
            "minutes": minutes(wait),
            "must": console.door.lacks_second_factor(visit),
        }
        response = show(request, "second_factor.html", values, status=status)
        return too_many(response, wait) if wait else response

    async def refused(request: HttpRequest, password: str) -> tuple[str, float]:
        """Why somebody who is signed in may not go on with this password: "" when they may. Counts as a try."""
        account, address = visit_of(request).account, address_of(request)
        if wait := service.wait(account.email, address):
            return "too_many", wait
        if not await service.right(account, password):
            return "wrong_password", 0.0
        service.succeeded(account.email, address)
        return "", 0.0

    @get("/account", opt=OWN, include_in_schema=False)
    async def mine(request: HttpRequest) -> Response[Any]:
        return await account_page(request)

    @post("/account/language", opt=OWN, include_in_schema=False)
    async def language(request: HttpRequest) -> Response[Any]:
        chosen = one_of(str((await request.form()).get("lang", "")), console.pages.languages)
        number = visit_of(request).account.id
        await console.app.database.write(lambda connection: staff.set_lang(connection, number, chosen))
        return go(f"{PATH}?done=language")

    @post("/account/password", opt=OWN, include_in_schema=False)
    async def password(request: HttpRequest) -> Response[Any]:
        form, account = await request.form(), visit_of(request).account
        new = str(form.get("new", ""))
        if new != str(form.get("again", "")):
            return await account_page(request, problem="again", place="password", status=400)
        problem, wait = await refused(request, str(form.get("old", "")))
        if problem:
            status = 429 if wait else 400
            return await account_page(request, problem=problem, place="password", wait=wait, status=status)
        try:
            kept = await service.hash(new, account.email)
        except PasswordError as error:
            return await account_page(request, problem=error.why, place="password", status=400)
        token = await service.rotate(
            request,
            account.id,
            "staff.password_changed",
            lambda connection: staff.set_password(connection, account.id, kept),
        )
        return service.hand_out(go(f"{PATH}?done=password"), token)

    @post("/account/sessions", opt=OWN, include_in_schema=False)
    async def end_sessions(request: HttpRequest) -> Response[Any]:
        visit, wanted, at = visit_of(request), str((await request.form()).get("key", "")), console.now()
        mine = console.door.tokens.stored(visit.token)

        def write(connection: Connection) -> None:
            if wanted == "others":
                staff.close_sessions(connection, visit.account.id, but=mine)
            else:
                for one in staff.sessions(connection, at, visit.account.id):
                    if one.key.hex() == wanted:
                        staff.close_session(connection, one.key)
            staff.record(
                connection, at, f"staff:{visit.account.id}", "staff.sessions_ended", f"staff:{visit.account.id}"
            )

        await console.app.database.write(write)
        return go(f"{PATH}?done=sessions")

    @get("/account/second", opt=OWN, include_in_schema=False)
    async def second(request: HttpRequest) -> Response[Any]:
        account = visit_of(request).account
        return go(PATH) if account.totp or not account.password else await second_page(request)

    @post("/account/second/begin", opt=OWN, include_in_schema=False)
    async def begin(request: HttpRequest) -> Response[Any]:
        account = visit_of(request).account
        if account.password and not account.totp:
            await factor.propose(account.id)
        return go(SECOND)

    @post("/account/second", opt=OWN, include_in_schema=False)
    async def confirm(request: HttpRequest) -> Response[Any]:
        visit, given = visit_of(request), str((await request.form()).get("code", ""))
        account, address = visit.account, address_of(request)
        if account.totp:
            return go(PATH)
        if wait := service.wait(account.email, address):
            return await second_page(request, problem="too_many", wait=wait, status=429)
        made = await console.app.database.write(lambda connection: factor.confirm(connection, account.id, given))
        if made is None:
            return await second_page(request, problem="code", status=400)
        service.succeeded(account.email, address)
        token = await service.rotate(request, account.id, "second_factor.on")
        shown = show(request, "recovery_codes.html", {"codes": made}, visit=replace(visit, token=token))
        return service.hand_out(shown, token)

    @post("/account/second/codes", opt=OWN, include_in_schema=False)
    async def renew(request: HttpRequest) -> Response[Any]:
        account, at = visit_of(request).account, console.now()
        problem, wait = await refused(request, str((await request.form()).get("password", "")))
        if problem or not account.totp:
            status = 429 if wait else 400
            return await account_page(request, problem=problem, place="second", wait=wait, status=status)

        def write(connection: Connection) -> list[str]:
            made = factor.renew(connection, account.id)
            staff.record(connection, at, f"staff:{account.id}", "second_factor.codes", f"staff:{account.id}")
            return made

        return show(request, "recovery_codes.html", {"codes": await console.app.database.write(write)})

    @post("/account/second/off", opt=OWN, include_in_schema=False)
    async def off(request: HttpRequest) -> Response[Any]:
        account = visit_of(request).account
        if console.app.settings.desk_totp == "required":
            return await account_page(request, problem="required", place="second", status=400)
        problem, wait = await refused(request, str((await request.form()).get("password", "")))
        if problem:
            status = 429 if wait else 400
            return await account_page(request, problem=problem, place="second", wait=wait, status=status)
        token = await service.rotate(
            request, account.id, "second_factor.off", lambda connection: second_factor.turn_off(connection, account.id)
        )
        return service.hand_out(go(f"{PATH}?done=second_off"), token)

    return [mine, language, password, end_sessions, second, begin, confirm, renew, off]


def _open(wording: Wording, one: Session, mine: bytes) -> Open:
    since, seen = wording.moment(one.created_at), wording.moment(one.seen_at)
    return Open(
        one.key.hex(), one.browser or wording.t("account.unknown_browser"), one.network, since, seen, one.key == mine,
        one.way,
    )  # fmt: skip
