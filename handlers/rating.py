"""What the trainee says of the help of a person: one press, once."""

from domain.messages import Part, Text
from domain.ownership import BOT
from handlers.context import Context
from storage import ratings


def rated(context: Context, number: int, score: int) -> None:
    """Keep the first answer; the bot only thanks for it where nobody else is answering."""
    work = context.work
    first = ratings.rate(work.connection, work.now, number, context.conversation.id, score)
    if context.conversation.owner == BOT:
        context.say(Part(Text("rating.thanks" if first else "rating.given_already")))
