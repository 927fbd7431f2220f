"""Hosts are named where they are shown: one of before is shown again, one that was liked is taken off the list."""

from dialogs import naming, session
from dialogs.hosts import LIKE, PAGE
from dialogs.questions import Given, Option, apart
from dialogs.state import State
from domain import searching
from domain.answers.cleaning import words
from domain.answers.pointing import is_place
from domain.messages import Part, Text, verbatim
from handlers import talk
from handlers.context import Context
from handlers.searching import hosts_are_shown
from storage import catalogue, people

#: nobody names a host in more words
MOST_WORDS = 12


def shows_again(context: Context, text: str) -> bool:
    """Is a host named that was shown before, and is not on the screen? Then it is shown once more."""
    tokens = words(text)
    if context.memory.session.top is None or not hosts_are_shown(context):
        return False
    if len(tokens) > MOST_WORDS or any(is_place(token, context.lang) for token in tokens):
        return False
    if session.understands(context.memory.session, context.stage, Given(words=text)):
        return False
    shown = people.suggested(context.work, context.person_id)
    cards = catalogue.cards_of(context.work.connection, list(shown))
    known = [Option(one, verbatim(card.name), names=(card.name, card.city)) for one, card in cards.items()]
    found = naming.mentioned(text, known, context.lang)
    if not 0 < len(found) <= PAGE:
        return False
    context.read("menu", "hosts")
    session.leave(context.memory.session)
    session.cancel(context.memory.session)
    talk.open_dialog(context, "hosts", {**talk.AGAIN, "hosts": found})
    return True


def takes_off(context: Context, text: str) -> bool:
    """The liked host that is named or pointed at, else the last one, is liked no more, and hosts are shown anew."""
    top = context.memory.session.top
    at_hosts = top is not None and top.dialog == "hosts" and top.asked.endswith((".then", ".pick"))
    if top is None or not at_hosts or not searching.takes_off(text, context.lang):
        return False
    thought = people.suggested(context.work, context.person_id)
    picked = [str(answer.value) for answer in top.answers.values() if str(answer.value).startswith(LIKE)]
    liked = [
        host
        for one in picked
        for host in (like.removeprefix(LIKE) for like in apart(one))
        if thought.get(host) == "liked"
    ]
    cards = catalogue.cards_of(context.work.connection, liked)
    known = [Option(one, verbatim(card.name), names=(card.name, card.city)) for one, card in cards.items()]
    meant = naming.mentioned(text, known, context.lang) or _numbered(top, words(text)) or liked[-1:]
    if len(meant) != 1 or meant[0] not in cards:
        return False
    people.suggest(context.work, context.person_id, meant[0], "rejected")
    context.read("menu", "hosts")
    session.cancel(context.memory.session)
    context.say(Part(Text("hosts.taken_off", {"host": verbatim(cards[meant[0]].name)})))
    talk.open_dialog(context, "hosts", talk.AGAIN)
    return True


def _numbered(hosts: State, tokens: list[str]) -> list[str]:
    """The hosts on the screen whose numbers are said."""
    page = hosts.memo.get(hosts.asked.rpartition(".")[0])
    shown = page.value if page is not None else []
    return [host for number, host in enumerate(shown, 1) if str(number) in tokens]
