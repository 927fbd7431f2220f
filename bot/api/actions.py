"""What staff do with a conversation, for programs: one table, and one way for all of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Final, Generic, TypeVar, cast

import msgspec
from litestar import Request, Response, post
from litestar.enums import MediaType, RequestEncodingType
from litestar.handlers import HTTPRouteHandler
from litestar.openapi.spec import Example
from litestar.params import Body, HeaderParameter, PathParameter
from sqlalchemy import Connection

from bot.api import shapes
from bot.api.errors import documented
from bot.api.tokens import caller_of
from bot.channels.webchat.problems import Problem
from domain import staff_actions
from domain.staff_actions import Colleague
from storage import access

if TYPE_CHECKING:
    from bot.app import App

Id = Annotated[int, PathParameter(ge=1, le=2**53, description="the number of the conversation")]
Key = Annotated[
    str | None,
    HeaderParameter(
        name="Idempotency-Key", max_length=48, min_length=8, pattern=r"^[A-Za-z0-9_-]+$",
        description="chosen by you: sent twice, it is done once", schema_extra={"one_of": None, "type": "string"},
    ),
]  # fmt: skip
Show = Callable[[Connection, int], shapes.Conversation | None]
Taken = TypeVar("Taken", bound=msgspec.Struct)

#: codes of `domain.staff_actions.Outcome` that tell of a conversation which is not as it was seen
_NOT_AS_SEEN: Final = ("held", "changed", "unreachable")


@dataclass(frozen=True, slots=True)
class _Doing(Generic[Taken]):
    """An action: the end of its address, its summary, what it takes (by example), and what the desk calls it."""

    path: str
    summary: str
    example: Taken
    wanted: Callable[[Taken], staff_actions.Action]


_ACTIONS: Final[tuple[_Doing[Any], ...]] = (
    _Doing(
        "take", "Take it over", shapes.Taking(4),
        lambda of: staff_actions.Take(of.epoch, of.force),
    ),
    _Doing(
        "reply", "Answer the trainee", shapes.Replying(4, "Good morning, Namur has room for three of you in May."),
        lambda of: staff_actions.Reply(of.epoch, of.text, anyway=of.anyway),
    ),
    _Doing(
        "note", "Write a note", shapes.Noting("Rang her employer: they agree."),
        lambda of: staff_actions.Note(of.text),
    ),
    _Doing(
        "hand-back", "Hand it back to the bot", shapes.HandingBack(4, {"first_day": "2027-05-10"}, 128),
        lambda of: staff_actions.HandBack(of.epoch, of.facts, of.seen),
    ),
    _Doing(
        "assign", "Give it to somebody else", shapes.Assigning(4, "fr", 12),
        lambda of: staff_actions.Assign(of.epoch, of.team, of.staff),
    ),
    _Doing(
        "snooze", "Look at it later", shapes.Snoozing(4, 1_805_184_000_000),
        lambda of: staff_actions.Snooze(of.epoch, of.until),
    ),
    _Doing(
        "resolve", "All is said", shapes.Resolving(4, 128),
        lambda of: staff_actions.Resolve(of.epoch, of.seen),
    ),
    _Doing(
        "answer-request", "Note what a host answered",
        shapes.Answering(7, 0, "alternative_offered", first_day="2027-06-07", last_day="2027-06-09"),
        lambda of: staff_actions.HostAnswered(
            of.request, of.version, of.state, of.reason, of.first_day, of.last_day, of.tell
        ),
    ),
    _Doing(
        "take-back-request", "It was a mistake", shapes.TakingBack(7, 1),
        lambda of: staff_actions.TakenBack(of.request, of.version, of.tell),
    ),
    _Doing(
        "rate-stay", "Note what the trainee thought of a stay", shapes.Rating(7, 1, 5),
        lambda of: staff_actions.StayRated(of.request, of.version, of.score),
    ),
)  # fmt: skip


def create_actions(app: "App", show: Show) -> list[HTTPRouteHandler]:
    """The routes of what is done with a conversation; `show` reads it as the API tells it."""

    async def do(
        request: Request[Any, Any, Any], number: int, wanted: staff_actions.Action, key: str | None
    ) -> Response[Any]:
        account = caller_of(request).account
        allowed = await app.database.read(
            lambda c: access.sees_conversation(c, account, number) and access.may(account, "agent")
        )
        if not allowed:
            raise Problem(404, "not-found")
        # keys of one token are its own
        name = f"api:{account.id}:{key}" if key else ""
        outcome = await app.staff_turns.do(number, Colleague(account.id, account.name), wanted, name)
        now = await app.database.read(lambda c: show(c, number))
        if now is None:
            raise Problem(404, "not-found")
        if not outcome.done:
            status = 409 if outcome.code in _NOT_AS_SEEN else 422
            refused = shapes.Refused(cast("shapes.Reason", outcome.code), outcome.key, now)
            return Response(refused, status_code=status, media_type=MediaType.JSON)
        what: shapes.Came = "repeated" if outcome.code else "done"
        return Response(shapes.Done(what, now), status_code=200, media_type=MediaType.JSON)

    return [_route(one, do) for one in _ACTIONS]


def _route(one: _Doing[Any], do: Callable[..., Any]) -> HTTPRouteHandler:
    takes = type(one.example)

    async def act(request: Request[Any, Any, Any], number: Id, data: Any, key: Key = None) -> Response[shapes.Done]:
        found: Response[shapes.Done] = await do(request, number, one.wanted(data), key)
        return found

    # what is sent has another shape for each action
    act.__annotations__["data"] = Annotated[
        takes, Body(media_type=RequestEncodingType.JSON, examples=[Example(value=shapes.plain(one.example))])
    ]
    return post(
        f"/conversations/{{number:int}}/{one.path}",
        opt={"scope": "write"},
        status_code=200,
        operation_id=one.path.title().replace("-", ""),
        summary=one.summary,
        description=takes.__doc__,
        response_description="Done, or done before with this idempotency key.",
        responses=documented(404, 409, 413, 422),
    )(act)
