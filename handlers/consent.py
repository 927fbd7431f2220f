"""Before consent: nothing personal is kept, yet a question gets its answer (P1)."""

from dialogs import said
from dialogs.registry import MOMENTARY
from dialogs.screen import action
from dialogs.session import start
from dialogs.welcome import CONSENT_VERSION
from domain import faq
from domain.messages import Choice, Event, Part, Text
from handlers import languages, talk, wishes
from handlers.context import Context, Wanted

#: the button that tells what is kept and who sees it
MORE = "welcome.consent.option.more"
#: these go on for somebody who has agreed to an earlier notice only: their data are theirs whatever they agree to
OPEN = ("welcome", "my_data")


def before(context: Context, event: Event) -> None:
    """The welcome dialog; after a refusal, answers from the FAQ without keeping a word."""
    top = context.memory.session.top
    words = event.text if event.kind == "text" else ""
    if context.memory.refused and words and top is None:
        answer_without_keeping(context, words)
        return
    about_notice = top is not None and top.dialog == "welcome" and said.speaks_of(words, MORE, context.lang)
    topic = _surely(context, words) if wishes.is_question(words) and not about_notice else ""
    if topic:
        context.say(Part(Text(f"faq-title:{topic}"), "title"), Part(Text(f"faq:{topic}")))
    elif context.conversation.person_id is None and not about_notice:
        context.memory.wanted = wishes.of_words(context, words) or context.memory.wanted
    if top is None or top.dialog not in OPEN:
        begin(context)
    elif topic:
        talk.show_again(context)
    else:
        talk.answer(context, event)


def is_outdated(context: Context) -> bool:
    """Has the person agreed to an earlier notice only? Then they are asked again before anything else but their data."""
    return context.conversation.person_id is not None and context.memory.consent != CONSENT_VERSION


def begin(context: Context, wanted: Wanted | None = None) -> None:
    """Start the welcome dialog; what was `wanted`, or else was running, is opened once it has led to a consent."""
    memory = context.memory
    running = next((state.dialog for state in reversed(memory.session.stack) if state.dialog not in MOMENTARY), None)
    memory.wanted = wanted or (Wanted(running) if running else memory.wanted)
    memory.refused = False
    step = start(memory.session, context.stage, "welcome", {"sure": languages.is_clear(context), "role": memory.role})
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
