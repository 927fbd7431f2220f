"""Which language we talk in: found out at the first words, switched only when the person agrees (DESIGN section 8)."""

from dialogs import said
from dialogs.screen import action
from dialogs.welcome import OWN_NAMES
from domain.answers.cleaning import fold
from domain.language import SERVED, Evidence
from domain.messages import Choice, Event, Part, Text, verbatim
from handlers.context import Context

#: above this the first language is taken for granted, below it is asked
CLEAR = 0.75
#: what waits for an answer after all the languages were offered
ANY = "*"
#: words of one message that may speak for themselves; shorter ones add up
LONG_ENOUGH = 8


def notice(context: Context, event: Event) -> None:
    """Weigh what this event says about the language; settle the first one."""
    conversation = context.conversation
    if conversation.lang and event.kind != "text":
        return
    known = context.evidence if context.memory.evidence else Evidence.of_app(event.app_language or None)
    if event.kind == "text":
        known = known.add(event.text)
    context.memory.evidence = known.to_json()
    if not conversation.lang:
        guess = known.guess()
        conversation.lang = guess.lang or guess.nearest
        conversation.lang_locked = guess.lang is not None and guess.confidence >= CLEAR


def is_clear(context: Context) -> bool:
    """Is there no need to ask which language?"""
    return context.conversation.lang_locked


def offer_switch(context: Context, event: Event) -> None:
    """When somebody writes in another language that we serve, offer it once, in that language."""
    if event.kind != "text":
        return
    lang = context.evidence.suggests(context.lang)
    if lang is None and len(event.text.split()) >= LONG_ENOUGH:
        lang = Evidence().add(event.text).suggests(context.lang)
    if lang is None or lang in context.memory.offered:
        return
    context.memory.offered.append(lang)
    context.memory.offer = lang
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


def answered(context: Context, words: str) -> bool:
    """Is this a yes or no to the switch just offered? A yes switches."""
    lang, context.memory.offer = context.memory.offer, ""
    if not lang:
        return False
    if lang == ANY:
        named = next((code for code, name in OWN_NAMES.items() if fold(name) == fold(words.strip())), None)
        return named is not None and switch(context, named)
    if said.is_yes(words, lang) or said.is_yes(words, context.lang):
        return switch(context, lang)
    return said.is_no(words, lang) or said.is_no(words, context.lang)


def ask(context: Context) -> None:
    """Let the person choose."""
    context.memory.offer = ANY
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
