"""What a host answered to a request, entered by staff: noted, taken back, and told to the trainee in their language.

The trainee's words afterwards may be about that: a question that was open is asked again before they are taken for its answer.
"""

from dialogs.screen import action
from domain import host_requests
from domain.answers.cleaning import clean
from domain.host_requests import ACCEPTED, DECLINED, OTHER_DAYS, TOLD
from domain.messages import Choice, Message, Part, Text, verbatim
from domain.ownership import BOT, Refused
from domain.staff_actions import AboutRequest, Colleague, HostAnswered, StayRated, TakenBack
from handlers import consent
from handlers.context import Context
from storage import handovers, requests
from storage.outbox import STAFF
from storage.requests import Asked

_OTHER_HOSTS = Choice(Text("menu.hosts"), action("open", "hosts"))


def answered(wanted: HostAnswered, context: Context, who: Colleague) -> None:
    """Note the state of a request, and tell the trainee what the host answered. Raises Refused and NotUnderstood."""
    asked = _seen(wanted, context)
    if not host_requests.may_become(asked.state, wanted.state):
        raise Refused("wrong", key="state")
    other = (wanted.first_day, wanted.last_day)
    if wanted.state == OTHER_DAYS and not host_requests.are_days(*other):
        raise Refused("wrong", key="days")
    reason = clean(wanted.reason) if wanted.state == DECLINED and wanted.reason.strip() else ""
    tells = wanted.tell and wanted.state in TOLD and not context.memory.refused
    _keep(requests.become(context.work, asked, wanted.state, told=tells, reason=reason, days=other))
    if tells:
        _tell(context, _answer(context, asked, wanted.state, other))
    _record(context, who, asked, wanted.state)


def taken_back(wanted: TakenBack, context: Context, who: Colleague) -> None:
    """What was noted last was a mistake; whoever was told of it hears that. Raises Refused."""
    asked = _seen(wanted, context)
    if not asked.before:
        raise Refused("wrong", key="state")
    _keep(requests.take_back(context.work, asked))
    if wanted.tell and asked.told:
        _tell(context, Message((Part(Text("request.told.mistake", {"host": verbatim(asked.host_name)})),)))
    _record(context, who, asked, asked.before)


def rated(wanted: StayRated, context: Context, _who: Colleague) -> None:
    """Note what the trainee thought of a stay; said again, the last word counts. Raises Refused."""
    asked = _seen(wanted, context)
    if asked.state != ACCEPTED:
        raise Refused("wrong", key="state")
    if wanted.score not in host_requests.SCORES:
        raise Refused("wrong", key="score")
    _keep(requests.rate(context.work, asked, wanted.score))


def _seen(wanted: AboutRequest, context: Context) -> Asked:
    """The request, as whoever acts saw it."""
    found = requests.of_id(context.work.connection, wanted.request)
    if found is None or found.person_id != context.conversation.person_id:
        raise Refused("wrong", key="request")
    if found.version != wanted.version:
        raise Refused("changed")
    return found


def _keep(kept: bool) -> None:
    if not kept:
        raise Refused("changed")


def _answer(context: Context, asked: Asked, state: str, other: tuple[str, str]) -> Message:
    """What the trainee reads. Buttons are the bot's: where a person answers, they say it to that one."""
    bots = context.conversation.owner == BOT
    fields: dict[str, str | int | Text | tuple[Text, ...]] = {"host": verbatim(asked.host_name)}
    if state == OTHER_DAYS:
        fields["days"] = _days(*other)
        return Message((Part(Text("request.told.other_days", fields)),), (consent.PERSON,) if bots else ())
    if state == DECLINED:
        connection = context.work.connection
        if (reserve := requests.reserve(connection, asked)) is not None:
            fields["next"] = verbatim(reserve.host_name)
            return Message((Part(Text("request.told.declined_reserve", fields)),))
        if (beside := requests.open_beside(connection, asked)) is not None:
            fields["next"] = verbatim(beside.host_name)
            return Message((Part(Text("request.told.declined_beside", fields)),))
        return Message((Part(Text("request.told.declined", fields)),), (_OTHER_HOSTS,) if bots else ())
    swapped = host_requests.swaps_days(asked.state, state)
    fields["days"] = (
        _days(asked.other_first_day, asked.other_last_day) if swapped else _days(asked.first_day, asked.last_day)
    )
    return Message((Part(Text("request.told.accepted", fields)),))


def _days(first: str, last: str) -> Text:
    return Text(f"days:{first}:{last}")


def _tell(context: Context, said: Message) -> None:
    context.work.say(context.conversation, said, lane=STAFF)
    if context.conversation.owner == BOT and context.memory.session.top is not None:
        context.memory.parked = True


def _record(context: Context, who: Colleague, asked: Asked, state: str) -> None:
    work = context.work
    handovers.record(
        work.connection,
        work.now,
        context.conversation,
        "request_answered",
        staff_id=who.id,
        detail=f"{asked.id}:{state}",
    )
