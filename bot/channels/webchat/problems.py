"""Errors, told to a program as JSON and to a person as a small page in a language they read."""

import traceback
from typing import Any, Final

import structlog
from litestar import MediaType, Request, Response
from litestar.exceptions import HTTPException

from bot.channels.webchat.pages import Pages, security_headers

_CODES = {
    400: "malformed",
    401: "session",
    403: "forbidden",
    404: "not-found",
    405: "method",
    413: "too-big",
    429: "too-many",
}

_log = structlog.get_logger()


class Problem(HTTPException):
    """An error of the chat's HTTP API: a status and a code that the page understands."""

    def __init__(self, status: int, code: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(detail=code, status_code=status, headers=headers)
        self.code = code


def too_many(seconds: float) -> Problem:
    """A friendly refusal: come back in so many seconds."""
    return Problem(429, "too-many", {"Retry-After": str(max(1, round(seconds + 0.5)))})


#: no word of an address of ours is as long; what is may be the key to something
_LONGEST_WORD: Final = 24


def _without_keys(path: str) -> str:
    """An address as it may be logged: some hold what alone lets somebody in."""
    return "/".join(part if len(part) <= _LONGEST_WORD else "…" for part in path.split("/"))


#: what Litestar says of a browser that left before its request was read, as it does from a page that is closed
_HUNG_UP: Final = "client disconnected prematurely"


class ErrorPages:
    """Turns exceptions into answers; `handlers` goes into the application, so that 404 and 405 are covered too."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        self.handlers = {HTTPException: self.expected, Exception: self.unexpected}

    def expected(self, request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
        """An error that says which status it is."""
        if not isinstance(error, HTTPException):
            return self.unexpected(request, error)
        if error.status_code >= 500:
            if error.detail == _HUNG_UP:
                # nobody is there to read the answer
                return self._answer(request, 400, "malformed", {})
            return self.unexpected(request, error)
        code = error.code if isinstance(error, Problem) else _CODES.get(error.status_code, "malformed")
        return self._answer(request, error.status_code, code, dict(error.headers or {}))

    def unexpected(self, request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
        """A fault of ours. The log says where, never with which values: they may be personal."""
        where = [f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)[-4:]]
        _log.error("web.failed", path=_without_keys(request.url.path), error=type(error).__name__, where=where)
        return self._answer(request, 500, "unexpected", {})

    def _answer(
        self, request: Request[Any, Any, Any], status: int, code: str, headers: dict[str, str]
    ) -> Response[Any]:
        headers = {**security_headers(), **headers, "Cache-Control": "no-store"}
        if "text/html" not in request.headers.get("accept", ""):
            return Response({"error": code}, status_code=status, headers=headers, media_type=MediaType.JSON)
        lang = self._pages.language(request.query_params.get("lang"), request.headers.get("accept-language", ""))
        return Response(
            self._pages.problem(lang, status), status_code=status, headers=headers, media_type=MediaType.HTML
        )
