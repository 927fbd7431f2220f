"""The desks of all tests behind one application: to register a hundred routes takes longer than most tests of a page.

Each test makes a desk of its own, so that nothing is left of the one before: the functions of its handlers hold all that a desk
remembers. The routes say the same each time. They are registered once, with functions that call those of the desk which is asked.
"""

from collections.abc import Callable, Iterable
from contextvars import ContextVar
from copy import copy
from dataclasses import replace
from functools import cache, wraps
from typing import Any

from litestar import Litestar
from litestar.handlers import HTTPRouteHandler
from litestar.routes import HTTPRoute
from litestar.types import Receive, Scope, Send

from bot.channels.webchat.problems import ErrorPages
from bot.console.routes import Desk

_asked: ContextVar["SharedRoutes"] = ContextVar("_asked")


class SharedRoutes:
    """An application that serves one desk; `errors` tell of what happens outside of it."""

    def __init__(self, desk: Desk, errors: ErrorPages) -> None:
        self.desk, self.functions = desk, {_name(one): one.fn for one in desk.handlers}
        self._application = _application(errors, _Routes(desk))

    @property
    def routes(self) -> Iterable[HTTPRoute]:
        """What is registered."""
        return [route for route in self._application.routes if isinstance(route, HTTPRoute)]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        before = _asked.set(self)
        try:
            await self._application(scope, receive, send)
        finally:
            _asked.reset(before)


class _Routes:
    """A desk; two whose routes are the same are the same."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.names = desk, frozenset(map(_name, desk.handlers))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Routes) and self.names == other.names

    def __hash__(self) -> int:
        return hash(self.names)


@cache
def _application(errors: ErrorPages, like: _Routes) -> Litestar:
    async def guard(*given: Any) -> None:
        await _asked.get().desk.guard(*given)  # type: ignore[misc]

    desk = replace(
        like.desk,
        handlers=[_stand_in(one) for one in like.desk.handlers],
        guard=guard,
        problems={kind: _problem(kind) for kind in like.desk.problems},
    )
    handlers: Any = errors.handlers
    return Litestar([desk.routes()], exception_handlers=handlers, openapi_config=None, logging_config=None)


def _stand_in(handler: HTTPRouteHandler) -> HTTPRouteHandler:
    name = _name(handler)

    @wraps(handler.fn)
    async def call(*args: Any, **given: Any) -> Any:
        return await _asked.get().functions[name](*args, **given)

    return copy(handler)(call)


def _problem(kind: Any) -> Callable[[Any, Any], Any]:
    return lambda request, error: _asked.get().desk.problems[kind](request, error)


def _name(handler: HTTPRouteHandler) -> tuple[frozenset[str], frozenset[str]]:
    return frozenset(map(str, handler.http_methods)), frozenset(handler.paths)
