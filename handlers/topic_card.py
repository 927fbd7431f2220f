"""The card on top of a topic: who talks with us, what they want, who answers now, and the buttons of staff."""

from collections.abc import Iterator
from typing import Final

import msgspec

from dialogs import session
from domain.messages import Choice, Message, Part, Text, verbatim
from domain.ownership import BOT, HUMAN, QUEUE, RESOLVED
from domain.texts import render
from handlers.actions import bind
from handlers.context import Context, Memory, Services
from storage import people, staff_telegram, topic_news, transcripts
from storage.conversations import Conversation
from storage.outbox import YOU
from storage.unit_of_work import UnitOfWork

#: characters of what somebody wrote that the card repeats
LONGEST: Final = 300
#: hours that the buttons put a conversation off for
LATER: Final = (2, 24)

_memory = msgspec.json.Decoder(Memory).decode


def card(services: Services, work: UnitOfWork, conversation: Conversation, address: str) -> Message:
    """The card as it is now; `address` is where the desk shows the conversation."""
    memory = _memory(conversation.memory) if conversation.memory else Memory()
    context = Context(services, work, conversation, memory)
    context.actions = bind(context)
    parts = [Part(verbatim(title(work, conversation)), "title"), Part(_owner(work, conversation))]
    if not conversation.reachable:
        parts.append(Part(Text("topics.card.blocked"), "warn"))
    parts += [Part(text) for text in _dossier(work, conversation)]
    asked = session.question(memory.session, context.stage)
    if asked is not None:
        parts.append(Part(Text("topics.card.asks", {"question": _short(render(asked.text, context.lang))}), "note"))
    parts += [Part(text, "note") for text in _latest(work, conversation)]
    parts.append(Part(Text("topics.card.how"), "note"))
    parts.append(Part(verbatim(address)))
    return Message(tuple(parts), tuple(_buttons(conversation)))


def title(work: UnitOfWork, conversation: Conversation) -> str:
    """Number, name and language."""
    return f"#{conversation.id} {name(work, conversation)} · {conversation.lang or '?'}"


def name(work: UnitOfWork, conversation: Conversation) -> str:
    """What the trainee calls themselves; empty when nobody knows."""
    if conversation.person_id is None:
        return ""
    return " ".join(str(people.profile(work, conversation.person_id).get("name") or "").split())[:60]


def _owner(work: UnitOfWork, conversation: Conversation) -> Text:
    if conversation.owner == HUMAN and conversation.staff_id is not None:
        found = staff_telegram.by_id(work.connection, conversation.staff_id)
        return Text("topics.card.human", {"name": verbatim(found.name if found is not None else "?")})
    if conversation.owner == QUEUE:
        return Text("topics.card.queue")
    return Text("topics.card.resolved" if conversation.work == RESOLVED else "topics.card.bot")


def _dossier(work: UnitOfWork, conversation: Conversation) -> Iterator[Text]:
    if conversation.person_id is None:
        return
    profile = people.profile(work, conversation.person_id)
    known = [str(profile[key]) for key in ("profession", "employer", "city") if isinstance(profile.get(key), str)]
    if known:
        yield verbatim(" · ".join(known)[:LONGEST])
    enquiry = people.latest_enquiry(work, conversation.person_id) or {}
    if problem := enquiry.get("problem"):
        yield Text("topics.card.problem", {"words": _short(str(problem))})
    for goal in people.goals(work, conversation.person_id)[:3]:
        if words := goal["details"].get("text"):
            yield Text("topics.card.goal", {"words": _short(str(words))})


def _latest(work: UnitOfWork, conversation: Conversation) -> Iterator[Text]:
    """What was said to the bot last: while people talk with them, message by message is shown below the card."""
    rows = transcripts.page(work.connection, work.vault, conversation.id, limit=8, last=True)
    if conversation.owner != BOT:
        times = topic_news.times_with_people(work.connection, conversation.id)
        begun = next((at for at, people_answer in reversed(times) if people_answer), work.now)
        rows = [(row, message) for row, message in rows if row.created_at < begun]
    heard = [message for row, message in rows if row.author == YOU and message.parts]
    if heard:
        words = render(heard[-1].parts[0].text, conversation.lang or "en")
        yield Text("topics.card.said", {"words": _short(words)})
    spoken = [message for row, message in rows if row.author == "bot" and message.parts]
    if conversation.owner == BOT and spoken:
        words = render(spoken[-1].parts[-1].text, conversation.lang or "en")
        yield Text("topics.card.bot_said", {"words": _short(words)})


def _short(words: str) -> Text:
    return verbatim(words if len(words) <= LONGEST else words[:LONGEST] + "…")


def _buttons(conversation: Conversation) -> Iterator[Choice]:
    """Buttons carry the owner they were drawn for."""
    epoch = conversation.epoch
    held = conversation.owner == HUMAN
    yield Choice(Text("topics.take_over" if held else "topics.take"), f"take:{epoch}", "" if held else "primary")
    if conversation.owner != BOT:
        yield Choice(Text("topics.back"), f"back:{epoch}")
        yield Choice(Text("topics.resolve"), f"done:{epoch}")
        for hours in LATER:
            yield Choice(Text("topics.later", {"hours": hours}), f"later:{epoch}:{hours}")
