"""Before consent: nothing personal is kept, yet a question gets its answer (P1)."""

from dialogs import said
from dialogs.screen import action
from dialogs.session import start
from dialogs.welcome import CONSENT_VERSION
from domain import faq
from domain.messages import Choice, Event, Part, Text
from handlers import languages, talk
from handlers.context import Context

#: the button that tells what is kept and who sees it
MORE = "welcome.consent.option.more"


def before(context: Context, event: Event) -> None:
    """The welcome dialog; after a refusal, answers from the FAQ without keeping a word."""
    if context.memory.refused and event.kind == "text" and not context.memory.session.top:
        answer_without_keeping(context, event.text)
        return
    top = context.memory.session.top
    if top is None or top.dialog != "welcome":
        begin(context)
        return
    asks = event.kind == "text" and event.text.rstrip().endswith("?")
    if asks and not said.speaks_of(event.text, MORE, context.lang) and (topic := _surely(context, event.text)):
        context.say(Part(Text(f"faq-title:{topic}"), "title"), Part(Text(f"faq:{topic}")))
        talk.show_again(context)
        return
    talk.answer(context, event)


def is_outdated(context: Context) -> bool:
    """Has the person agreed to an earlier notice only? Then they are asked again before anything else."""
    return context.conversation.person_id is not None and context.memory.consent != CONSENT_VERSION


def begin(context: Context) -> None:
    """Start the welcome dialog."""
    context.memory.refused = False
    step = start(context.memory.session, context.stage, "welcome", {"sure": languages.is_clear(context)})
    talk.show(context, step)


def answer_without_keeping(context: Context, words: str) -> None:
    """The nearest answer of the FAQ, or where to find a person; and a way to agree after all."""
    agree = Choice(Text("consent.agree_now"), action("open", "welcome"))
    if topic := _surely(context, words):
        context.say(Part(Text(f"faq-title:{topic}"), "title"), Part(Text(f"faq:{topic}")), choices=(agree,))
    else:
        context.say(Part(Text("consent.needed")), choices=(agree,))


def _surely(context: Context, words: str) -> str:
    """The topic that surely answers a question; empty without one."""
    hits = faq.search(words, context.lang, limit=1)
    return hits[0].topic if hits and hits[0].confidence >= faq.SURE else ""
