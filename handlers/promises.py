"""What somebody who waits for a person is told: when one answers (in the hours of the helpdesk in charge), and what the FAQ
surely knows meanwhile, labelled as the bot's."""

from datetime import datetime, timedelta
from typing import Final

from domain.hours import MINUTE
from domain.messages import Event, Part, Text
from domain.promises import promise, spent
from handlers import asked
from handlers.context import Context
from storage import helpdesks
from storage.helpdesks import Helpdesk

_HOUR: Final = 60 * MINUTE
#: in words: what is longer tells a story, and is for a person
_QUESTION: Final = 25
#: nobody has asked the bot: it speaks only when it is surer than usual
_VERY_SURE: Final = 0.9


def team(context: Context) -> Helpdesk | None:
    """The helpdesk in charge; None where none is set up."""
    return helpdesks.find(context.work.connection, context.conversation.team or context.team)


def language(context: Context, one: Helpdesk | None) -> Text:
    """The language in which a person will answer: ours, if they speak it."""
    lang = context.lang
    if one is not None and one.langs and lang not in one.langs:
        lang = one.langs[0]
    return Text(f"language:{lang}")


def when(context: Context, one: Helpdesk | None) -> Text:
    """When a person of this helpdesk answers, as a sentence."""
    now, since = context.work.now, context.conversation.waiting_since or context.work.now
    hours = one.opening(context.services.zone) if one is not None else None
    if one is None or hours is None:
        return Text("human.promise.unknown")
    found = promise(hours, since, one.first_answer)
    opens = hours.opens_next(now)
    if found is None or opens is None:
        return Text("human.promise.unknown")
    if opens == now and spent(hours, since, now, one.first_answer) >= 1:
        return Text("human.promise.late")

    def day_of(at: int) -> datetime:
        return datetime.fromtimestamp(at / 1000, hours.zone)

    named = opens if opens > now else found.by
    at, today = day_of(named), day_of(now).date()
    open_now = opens == now
    if open_now and at.date() == today:
        return Text("human.promise.hours", {"n": -(-(named - now) // _HOUR)})
    fields: dict[str, str | int | Text | tuple[Text, ...]] = {
        "time": f"{at.hour}:{at.minute:02d}",
        "place": Text(f"place:{one.zone or context.services.zone.key}"),
    }
    if at.date() == today:
        return Text("human.promise.closed_today", fields)
    if at.date() == today + timedelta(days=1):
        return Text("human.promise.tomorrow" if open_now else "human.promise.closed_tomorrow", fields)
    fields["day"] = Text(f"weekday:{at.date().isoformat()}")
    return Text("human.promise.day" if open_now else "human.promise.closed_day", fields)


def queued(context: Context) -> tuple[Part, ...]:
    """A person is asked for: who answers, when, and what the bot does until then."""
    one = team(context)
    return (
        Part(Text("human.queued", {"language": language(context, one)})),
        Part(when(context, one)),
        Part(Text("human.meanwhile")),
    )


def received(context: Context) -> tuple[Part, ...]:
    """A message for a person has arrived; when nobody is there, when somebody is."""
    one = team(context)
    hours = one.opening(context.services.zone) if one is not None else None
    arrived = Part(Text("human.received"))
    return (arrived,) if hours is None or hours.is_open(context.work.now) else (arrived, Part(when(context, one)))


def known_meanwhile(context: Context, event: Event) -> tuple[Part, ...]:
    """What the FAQ surely answers to a question for a person, said to be the bot's; nothing when it is not sure.

    The words are kept for the helpdesk all the same, and whoever waits still waits.
    """
    if event.kind != "text" or context.conversation.person_id is None or len(event.text.split()) > _QUESTION:
        return ()
    found = asked.read(context, event.text)
    if not found.hits or found.hits[0].confidence < _VERY_SURE or found.topics[0] == asked.PERSON:
        return ()
    return (
        Part(Text("human.bot_answers"), "note"),
        *asked.honest(found.writes),
        *asked.answer(context, found.topics[0]),
    )
