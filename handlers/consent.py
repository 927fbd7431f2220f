"""Before consent: nothing personal is kept, yet a question gets its answer (P1)."""

from dialogs import spoken
from dialogs.engine import Input
from dialogs.questions import Given
from dialogs.registry import MOMENTARY
from dialogs.screen import action
from dialogs.session import start, understands
from dialogs.welcome import CONSENT_VERSION
from domain import kept, wanted
from domain.answers import cleaning
from domain.messages import Choice, Event, Part, Text
from handlers import asked, languages, takeover, talk, wishes
from handlers.context import Context, Wanted

#: the button that tells what is kept and who sees it
MORE = "welcome.consent.option.more"
#: these go on for somebody who has agreed to an earlier notice only: their data are theirs whatever they agree to
OPEN = ("welcome", "my_data")
#: the topic that answers what it costs
COSTS = "grants-what-is-paid"
AGREE = Choice(Text("consent.agree_now"), action("open", "welcome"))
PERSON = Choice(Text("common.talk_to_person"), action("command", "human"))


def before(context: Context, event: Event) -> None:
    """The welcome dialog; after a refusal, answers from the FAQ without keeping a word."""
    top = context.memory.session.top
    words = event.text if event.kind == "text" else ""
    if context.memory.refused and words and top is None:
        answer_without_keeping(context, words)
        return
    about_notice = top is not None and top.dialog == "welcome" and spoken.speaks_of(words, MORE, context.lang)
    if kept.asks_who_reads(words, context.lang) or (not about_notice and kept.asks_what_is_kept(words, context.lang)):
        # nobody agrees to what they have not been told
        if top is None or top.dialog not in OPEN:
            begin(context)
        talk.show_again(context, Part(Text("consent.who_reads")))
        return
    found = asked.read(context, words) if wishes.is_question(words) and not about_notice else None
    topic = found.topics[0] if found is not None and found.sure else ""
    if found is not None and topic:
        context.say(*_told(context, found))
    elif found is not None and wanted.speaks_of("costs", cleaning.words(words), context.lang):
        # "is it free?" is no question about the notice
        topic = COSTS
        context.say(*asked.answer(context, topic))
    elif _takes(context, words):
        # it was meant for the question on the screen: nothing is left to be answered later
        pass
    elif context.conversation.person_id is None and not about_notice and context.memory.wanted != takeover.PERSON:
        context.memory.wanted = wishes.of_words(context, words) or context.memory.wanted
    if top is None or top.dialog not in OPEN:
        begin(context)
    elif topic:
        talk.show_again(context)
    elif top.asked == "language" and words and (lang := languages.named(context, words)) is not None:
        if (part := languages.not_spoken(context, lang)) is not None:
            talk.show_again(context, part)
        else:
            talk.give(context, Input("answer", Given(option=lang)))
    else:
        talk.answer(context, event)


def _takes(context: Context, words: str) -> bool:
    """Is this an answer to the running question of the welcome, though it sounds like a question: "who reads it?"?"""
    top = context.memory.session.top
    running = top is not None and top.dialog in OPEN
    return running and bool(words) and understands(context.memory.session, context.stage, Given(words=words))


def _told(context: Context, found: asked.Asked) -> tuple[Part, ...]:
    """The answers to what was surely asked."""
    also = (Part(Text("question.also")), *asked.answer(context, found.also)) if found.also else ()
    left = (Part(Text("question.left"), "note"),) if found.left and not found.also else ()
    return (*asked.honest(found.writes), *asked.answer(context, found.topics[0]), *also, *left)


def is_outdated(context: Context) -> bool:
    """Has the person agreed to an earlier notice only? Then they are asked again before anything else but their data."""
    return context.conversation.person_id is not None and context.memory.consent != CONSENT_VERSION


def begin(context: Context, opens: Wanted | None = None) -> None:
    """Start the welcome dialog; what it `opens`, or else was running, is opened once it has led to a consent."""
    memory = context.memory
    running = next((state.dialog for state in reversed(memory.session.stack) if state.dialog not in MOMENTARY), None)
    memory.wanted = opens or (Wanted(running) if running else memory.wanted)
    memory.refused = False
    sure = languages.is_clear(context)
    args = {"sure": sure, "role": memory.role} | ({"person": True} if memory.wanted == takeover.PERSON else {})
    if not sure:
        args |= {"likely": languages.likely(context), "writes": memory.writes}
    talk.show(context, start(memory.session, context.stage, "welcome", args))


def answer_without_keeping(context: Context, words: str) -> None:
    """The answer of the FAQ, or the nearest topics and a person; and a way to agree after all."""
    found = asked.read(context, words)
    if found.sure:
        context.say(*_told(context, found), choices=(PERSON, AGREE))
        return
    near = [Choice(Text(f"faq-title:{topic}"), action("faq", topic)) for topic in found.topics]
    unsure = [Part(Text("question.near.ask"))] if near else []
    needed = Part(Text("consent.needed"))
    context.say(*asked.honest(found.writes), *unsure, needed, choices=(*near, PERSON, AGREE))


def tell(context: Context, topic: str) -> None:
    """The answer behind a button, and what somebody may do who has not agreed to our keeping anything; a running question
    is asked again."""
    agreed = context.memory.consent == CONSENT_VERSION
    context.say(*asked.answer(context, topic), choices=() if agreed else (PERSON, AGREE))
    if agreed and context.memory.session.top is not None:
        talk.show_again(context)
