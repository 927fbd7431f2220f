"""What the trainee says of the help of a person: one press or a word, once. Beside it the way on, to what the bot had asked."""

from dialogs.screen import action
from domain.answers import yes_no
from domain.answers.cleaning import words
from domain.messages import Choice, Part, Text
from domain.ownership import BOT
from domain.texts import render
from handlers.context import Context
from storage import ratings

_PERSON = Choice(Text("common.talk_to_person"), action("command", "human"))
_NO, _, _YES = ratings.SCORES


def rated(context: Context, number: int, score: int) -> None:
    """Keep the first answer; the bot only thanks for it where nobody else is answering. Who was not helped may ask again."""
    work = context.work
    context.memory.rating = 0
    first = ratings.rate(work.connection, work.now, number, context.conversation.id, score)
    if context.conversation.owner == BOT:
        again = (_PERSON,) if score == _NO else ()
        said = Part(Text("rating.thanks" if first else "rating.given_already"))
        context.say(said, choices=(*again, *way_on(context)))


def said(context: Context, text: str) -> bool:
    """Is this the answer to "did it help?", in words, right after it? Then it is kept."""
    number, context.memory.rating = context.memory.rating, 0
    score = _read(text, context.lang) if number else None
    if score is None:
        return False
    rated(context, number, score)
    return True


def _read(text: str, lang: str) -> int | None:
    plain = words(text)
    for score in ratings.SCORES:
        if plain and plain == words(render(Text(f"rating.{score}"), lang)):
            return score
    if yes_no.agrees(text, lang):
        return _YES
    return _NO if yes_no.refuses(text, lang) else None


def way_on(context: Context) -> tuple[Choice, ...]:
    """The button to the question that waits, as long as it has not been asked again."""
    return (Choice(Text("menu.go_on"), action("command", "bot")),) if context.memory.parked else ()
