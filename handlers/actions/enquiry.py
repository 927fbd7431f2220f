"""T2: concepts found in the trainee's words, the period, the enquiry itself."""

import re
from typing import Any

from dialogs import said
from domain import concepts, understanding
from domain.answers import sides
from domain.answers.cleaning import fold
from domain.messages import Text
from domain.texts import render
from handlers.context import Context
from storage import people, unknown_words

#: concepts that staff see beside the words they were found in
SHOWN = 8
#: so few words with a "not" among them only say that there is nothing: "delete it"
_FEW = 2
_PART = re.compile(r"[,;:.!\n]+")


def understand(context: Context, *texts: str) -> dict[str, list[str]]:
    """What the words are about, to be confirmed: the concepts they name, and some that they may mean."""
    told = "\n".join(texts)
    found = understanding.understood(told, context.lang)
    if found.named:
        context.read("matching", ",".join(found.named))
    unmatched_words(context, told)
    return {"named": list(found.named), "hinted": list(found.hinted)}


def understand_other(context: Context, words: str, *around: str) -> list[str]:
    """The concepts that are named in words for something else, beside those that were understood before."""
    found = understanding.named(words, context.lang, around)
    if found:
        context.read("matching", ",".join(found[:SHOWN]))
    unmatched_words(context, words)
    return list(found)


def understand_more(context: Context, words: str, *around: str) -> dict[str, Any]:
    """The concepts that are named in words for something else, and the words when they say more than that."""
    if _says_nothing(words, context.lang):
        return {"named": [], "left": ""}
    return {"named": understand_other(context, words, *around), "left": understanding.left(words, context.lang)}


def _says_nothing(words: str, lang: str) -> bool:
    """Is there nothing else: "something else: nothing, delete it"?"""
    label = fold(render(Text("enquiry.understood.option.something_else"), lang))
    parts = [one.strip() for one in _PART.split(words) if one.strip() and fold(one).strip() != label]
    return all(said.is_nothing(one, lang) or (sides.denies(one, lang) and len(one.split()) <= _FEW) for one in parts)


def unmatched_words(context: Context, words: str) -> None:
    """Keep the words that stand in no list of ours, one by one, for those who look after the vocabulary."""
    found = understanding.unmatched(words, context.lang)
    if found:
        work = context.work
        unknown_words.collect(work.connection, work.vault, work.now, context.lang, found, context.conversation.id)


def find_concepts(context: Context, *texts: str) -> dict[str, list[str]]:
    """Sectors and client groups to choose from, those the words speak of first; topics the words speak of."""
    found = [hit.id for hit in concepts.find("\n".join(texts), context.lang)]
    if found:
        context.read("matching", ",".join(found[:SHOWN]))
    return {
        "sectors": _first(found, all_ids("sector")),
        "client_groups": _first(found, all_ids("client_group")),
        "topics": understanding.of_kinds(found, *concepts.TOPICS),
    }


def all_ids(kind: concepts.Kind) -> list[str]:
    """The ids of all concepts of a kind."""
    return [concept.id for concept in concepts.all_of(kind)]


def _first(found: list[str], ids: list[str]) -> list[str]:
    return [one for one in found if one in ids] + [one for one in ids if one not in found]


def check_period(context: Context, value: dict[str, Any]) -> Text | None:
    """A stay lies ahead."""
    this_month = f"{context.today:%Y-%m}"
    last_day, months = value.get("to"), value.get("months") or []
    if (last_day and last_day < context.today.isoformat()) or (months and max(months) < this_month):
        return Text("answer.error.past")
    return None


def save_enquiry(context: Context, values: dict[str, Any]) -> bool:
    """Keep the enquiry."""
    people.save_enquiry(context.work, context.person_id, context.lang, values)
    return True


ACTIONS = (understand, understand_other, understand_more, find_concepts, check_period, save_enquiry)
