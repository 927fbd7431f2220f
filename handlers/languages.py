"""Which language we talk in: settled at the first clear words; later offered by a button, and changed by itself only for
somebody who goes on in another one (DESIGN section 8)."""

from dialogs import said, session
from dialogs.screen import action
from dialogs.welcome import OWN_NAMES
from domain.answers import languages as spoken
from domain.answers import yes_no
from domain.answers.cleaning import NotUnderstood, fold
from domain.commands import read_command
from domain.commands_words import lexicon
from domain.language import CERTAIN, RIVALS, SERVED, Evidence, Guess, detect, tells
from domain.messages import Choice, Event, Part, Text, verbatim
from handlers.context import Context

#: what waits for an answer after all the languages were offered
ANY = "*"
#: people seldom change their language: how much less likely than the present one any other is, as a logarithm
_STAYS = -5.0
#: words of a message that may speak for a change; a single one is often borrowed
_ENOUGH_WORDS = 2


def notice(context: Context, event: Event) -> None:
    """Weigh what this event says about the language; settle the first one, and follow somebody who has changed theirs."""
    conversation = context.conversation
    if conversation.lang_locked:
        if event.kind == "text":
            _listen(context, event.text)
        return
    if conversation.lang and event.kind != "text":
        return
    known = context.evidence if context.memory.evidence else Evidence.of_app(event.app_language or None)
    if event.kind == "text":
        known = known.add(event.text)
    context.memory.evidence = known.to_json()
    guess = known.guess()
    context.read("language", guess.likeliest, guess.confidence, sure=guess.lang is not None)
    certain = guess.confidence >= CERTAIN
    _note(context, guess)
    if certain or not conversation.lang:
        conversation.lang = guess.served
    if certain and guess.lang in SERVED:
        conversation.lang_locked = True
    context.memory.writes = guess.lang if certain and guess.lang is not None and guess.lang not in SERVED else ""


def is_clear(context: Context) -> bool:
    """Is there no need to ask which language?"""
    return context.conversation.lang_locked


def likely(context: Context) -> list[str]:
    """Ours, the one we greet in first, then those likeliest by what we know."""
    chances = context.evidence.guess().chances
    return [
        context.lang,
        *sorted(set(SERVED) - {context.lang}, key=lambda code: (-chances.get(code, 0.0), SERVED.index(code))),
    ]


def named(context: Context, words: str) -> str | None:
    """The language that an answer to "which language?" names (ISO 639-1), or that it is clearly written in."""
    try:
        return spoken.languages(words, context.lang)[0][0]
    except NotUnderstood:
        return context.lang if is_clear(context) else None


def not_spoken(context: Context, lang: str) -> Part | None:
    """What to say to somebody who would like a language that we only recognise."""
    context.memory.writes = lang if lang in RIVALS else ""
    return Part(Text(f"unspoken:{lang}")) if lang in RIVALS else None


def offer_switch(context: Context) -> None:
    """When somebody has just written in another language that we serve, offer it once, in that language."""
    lang = context.memory.heard
    if not lang or lang in context.memory.offered:
        return
    context.memory.offered.append(lang)
    offer(context, lang)


def offer(context: Context, lang: str) -> None:
    """Ask, in that language, whether to go on in it."""
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
        return _chosen(context, words)
    if yes_no.agrees(words, lang) or yes_no.agrees(words, context.lang):
        return switch(context, lang)
    return (said.is_no(words, lang) or said.is_no(words, context.lang)) and switch(context, context.lang)


def declined(context: Context) -> bool:
    """Was a switch just offered, so that "no, thanks" and "never mind" mean to stay?"""
    lang, context.memory.offer = context.memory.offer, ""
    return lang not in ("", ANY) and switch(context, context.lang)


def _chosen(context: Context, words: str) -> bool:
    """Do the words do nothing but name a language? Whatever else is said after the languages were offered is no choice."""
    wish = read_command(words, context.lang, languages_offered=True)
    if wish is None and (len(words.split()) > 1 or lexicon(context.lang).knows(fold(words))):
        return False
    if wish is not None and wish.intent != "change_language":
        return False
    lang = wish.language if wish is not None else ""
    try:
        lang = lang or spoken.languages(words, context.lang)[0][0]
    except NotUnderstood:
        return False
    if (part := not_spoken(context, lang)) is not None:
        context.say(part)
    return part is not None or switch(context, lang)


def ask(context: Context) -> None:
    """Let the person choose."""
    context.memory.offer = ANY
    context.say(
        Part(Text("language.ask")),
        choices=tuple(Choice(verbatim(name), action("language", code)) for code, name in OWN_NAMES.items()),
    )


def switch(context: Context, lang: str) -> bool:
    """Talk in `lang` from now on, as the person wishes; False when we do not serve it."""
    if lang not in SERVED:
        return False
    if lang == context.lang and context.memory.heard:
        # they would rather stay: what they go on writing is no wish to change
        context.memory.declined.append(context.memory.heard)
    context.memory.heard = context.memory.offer = ""
    context.conversation.lang = lang
    context.conversation.lang_locked = True
    return True


def _listen(context: Context, words: str) -> None:
    if not tells(words):
        # "ok", a figure: no sign of a change, nor against it
        return
    memory, current = context.memory, context.lang
    guess = detect(words, prior=Evidence({current: 0.0}, _STAYS))
    _note(context, guess)
    lang = guess.lang
    if lang is None or lang == current or lang not in SERVED or guess.confidence < CERTAIN:
        memory.heard = ""
    elif lang in memory.declined or len(words.split()) < _ENOUGH_WORDS or not _is_prose(context):
        # a loan word or a name is no sign either
        return
    elif memory.heard == lang:
        switch(context, lang)
    else:
        memory.heard = lang


def _is_prose(context: Context) -> bool:
    """Does the running question want somebody's own words? A name or a place may be in any language."""
    question = session.question(context.memory.session, context.stage)
    return question is None or (
        question.kind in ("text", "choice", "choices", "yes_no", "review") and not question.bare
    )


def _note(context: Context, guess: Guess) -> None:
    if guess.likeliest is not None:
        context.read("language", guess.likeliest, guess.confidence, sure=guess.confidence >= CERTAIN)
