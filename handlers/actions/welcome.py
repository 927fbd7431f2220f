"""T1: the language, and the consent that allows us to keep anything."""

from handlers import languages
from handlers.context import Context
from storage import people

#: what the consent of the welcome dialog is for
PURPOSE = "helpdesk"


def set_language(context: Context, lang: str) -> str:
    """Talk in `lang` from now on."""
    languages.switch(context, lang)
    return lang


def record_consent(context: Context, version: str) -> bool:
    """The person agrees: from now on there is a person to keep things about."""
    if context.conversation.person_id is None:
        context.conversation.person_id = people.create(context.work, context.lang, PURPOSE, version)
    elif not people.has_consent(context.work, context.person_id, PURPOSE, version):
        people.consented(context.work, context.person_id, PURPOSE, version, context.lang)
    context.memory.consent = version
    return True


ACTIONS = (set_language, record_consent)
