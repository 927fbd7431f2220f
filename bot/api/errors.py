"""How the API says no: always the same JSON, and each answer that a route may give is in its description."""

from typing import Any

from litestar import Request, Response
from litestar.enums import MediaType
from litestar.exceptions import HTTPException, ValidationException
from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.spec import Example

from bot.api import shapes
from bot.channels.webchat.problems import Problem

#: what is answered where a route says nothing more precise: a code by status
_CODES = {404: "not-found", 405: "method", 413: "too-big"}
#: what any route may answer, by status: when, and an example
_ANY: dict[int, tuple[str, shapes.Failed]] = {
    400: (
        "What was sent cannot be read; `detail` says what is wrong with it.",
        shapes.Failed("invalid", ["Expected `int`, got `str`"]),
    ),
    401: ("No token, or one that is not good (any more).", shapes.Failed("token")),
    403: ("The token lacks the scope of this route.", shapes.Failed("scope")),
    404: ("There is no such thing, or it is not yours to see.", shapes.Failed("not-found")),
    413: ("More than 100 kB were sent.", shapes.Failed("too-big")),
    429: ("Too many requests: come back after the seconds of `Retry-After`.", shapes.Failed("too-many")),
}
#: what an action may be refused with besides
_REFUSED: dict[int, tuple[str, shapes.Refused]] = {
    409: (
        "Nothing was done, since the conversation (or the request to a host) is not as you saw it: a colleague answers there "
        "(`held`), somebody was faster or the trainee has written (`changed`), or words cannot reach the trainee (`unreachable`). "
        "The answer holds the conversation as it is now.",
        shapes.Refused("held", "", shapes.EXAMPLE),
    ),
    422: (
        "Nothing was done, since it makes no sense: `empty` or `too-long` words, a `gap` left in them, a time that is `past` or "
        "`too-far`, a fact that is `wrong` (`key` says which), `nobody` of that number or team who may answer.",
        shapes.Refused("wrong", "first_day", shapes.EXAMPLE),
    ),
}


def documented(*statuses: int) -> dict[int, ResponseSpec]:
    """The errors of a route for its description: those of every route, and these."""
    known = {**_ANY, **_REFUSED}
    return {
        status: ResponseSpec(
            type(known[status][1]),
            generate_examples=False,
            description=known[status][0],
            examples=[Example(value=shapes.plain(known[status][1]))],
        )
        for status in sorted({400, 401, 403, 429, *statuses})
    }


def failed(_request: Request[Any, Any, Any], error: HTTPException) -> Response[Any]:
    """Errors are JSON: a code, and where a value is wrong, what is wrong with it."""
    if isinstance(error, Problem):
        body = shapes.Failed(error.code)
    elif isinstance(error, ValidationException):
        told = error.extra if isinstance(error.extra, list) else []
        body = shapes.Failed("invalid", [str(one.get("message", "")) for one in told if isinstance(one, dict)])
    else:
        body = shapes.Failed(_CODES.get(error.status_code, "malformed"))
    headers = {**(error.headers or {}), "Cache-Control": "no-store"}
    return Response(body, status_code=error.status_code, headers=headers, media_type=MediaType.JSON)
