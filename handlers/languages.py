"""Which language we talk in: found out at the first words, switched only when the person agrees (DESIGN section 8)."""

from dialogs.screen import action
from dialogs.welcome import OWN_NAMES
from domain.language import SERVED, detect
from domain.messages import Choice, Event, Part, Text, verbatim
from handlers.context import Context

#: an offer to switch needs this much confidence, and a message of at least so many words
SURE, WORDS = 0.93, 4
#: below this the first language is asked, not assumed
CLEAR = 0.75


def notice(context: Context, event: Event) -> None:
    """Weigh what this event says about the language; settle the first one."""
    conversation = context.conversation
    if conversation.lang and event.kind != "text":
        return
    if not conversation.lang:
        guess = detect(event.text if event.kind == "text" else "", event.app_language or None)
        conversation.lang = guess.lang or _nearest(event.app_language)
        conversation.lang_locked = guess.confidence >= CLEAR
    context.memory.evidence = context.evidence.add(event.text).to_json() if event.kind == "text" else {}


def is_clear(context: Context) -> bool:
    """Is there no need to ask which language?"""
    return context.conversation.lang_locked


def offer_switch(context: Context, event: Event) -> None:
    """When somebody writes in another language that we serve, offer it once, in that language."""
    if event.kind != "text" or len(event.text.split()) < WORDS:
        return
    guess = detect(event.text, None)
    lang = guess.lang
    if lang is None or lang == context.lang or guess.confidence < SURE or lang in context.memory.offered:
        return
    context.memory.offered.append(lang)
    before, context.conversation.lang = context.conversation.lang, lang
    context.say(
        Part(Text("language.offer", {"language": verbatim(OWN_NAMES[lang])})),
        choices=(
            Choice(
                Text("language.switch", {"language": verbatim(OWN_NAMES[lang])}), action("language", lang), "primary"
            ),
            Choice(Text("language.stay", {"language": verbatim(OWN_NAMES[before])}), action("language", before)),
        ),
    )
    context.conversation.lang = before


def ask(context: Context) -> None:
    """Let the person choose."""
    context.say(
        Part(Text("language.ask")),
        choices=tuple(Choice(verbatim(name), action("language", code)) for code, name in OWN_NAMES.items()),
    )


def switch(context: Context, lang: str) -> bool:
    """Talk in `lang` from now on; False when we do not serve it."""
    if lang not in SERVED:
        return False
    context.conversation.lang = lang
    context.conversation.lang_locked = True
    return True


def _nearest(app_language: str) -> str:
    code = app_language.split("-")[0].lower()
    return code if code in SERVED else "en"
