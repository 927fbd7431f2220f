"""Reading an answer: a pressed option, a file or typed words become the plain value of a question."""

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date
from typing import Any

import msgspec

from dialogs import choosing, letter_wishes, listing, said, spoken, written
from dialogs.questions import Given, NotAnAnswer, Question, Reading
from domain import concepts
from domain.answers import (
    calendar,
    cleaning,
    contact,
    dates,
    numbers,
    periods,
    sides,
    stays,
    yes_no,
)
from domain.answers.cleaning import NotUnderstood
from domain.answers.company import UNSURE as UNSURE_COMPANY
from domain.answers.company import company
from domain.answers.lengths import lengths
from domain.answers.names import bare_name
from domain.messages import Text

#: what somebody reads who does not know what to answer, and who says "ok" where words are asked for
UNSURE, IN_WORDS = Text("answer.error.unsure"), Text("answer.error.in_words")

#: texts of fewer characters are names, places, a line: no question is an answer to them
SHORT_TEXT = 400

#: so many words say no more than that there is no file
_NO_FILE = 4

#: any words are an answer to these
_FREE_WORDS = ("text", "location", "yes_no", "review")

#: the beginning, middle or end of a month, where no day of it is named
_VAGUE = re.compile(r"^[^DSNOdW]*[bmzh][^DSNOdW]*$")

#: a year that somebody has worked since, with a word or two before it
_SINCE = re.compile(r"(?:[^\W\d]+ ){0,4}((?:19|20)\d\d)")

Reader = Callable[[Question, str, Reading], Any]


def read(question: Question, given: Given, reading: Reading) -> Any:
    """The value of an answer as plain JSON. Raises NotAnAnswer with a kind sentence and an example."""
    if _left_out(question, given, reading.lang):
        return None
    if question.kind == "text" and question.optional and given.words and written.is_put_off(given.words, reading.lang):
        return None
    if question.kind == "file":
        return _file(question, given)
    if given.file is not None:
        raise NotAnAnswer(Text("answer.error.no_file_here"))
    if given.option is not None:
        return _pressed(question, given.option, reading)
    if question.kind != "review" and said.is_unsure(given.words, reading.lang):
        # "not decided yet" may be one of the options
        chosen = spoken.option(given.words, question.options, reading.lang) if question.kind == "choice" else None
        return chosen or _unsure(question)
    try:
        limit = question.most if question.kind in ("text", "location") and question.most else cleaning.LONGEST
        return _READERS[question.kind](question, cleaning.clean(given.words, limit), reading)
    except NotUnderstood as refused:
        if question.kind == "choices" and (missing := spoken.lacked(given.words, question.options, reading.lang)):
            return missing
        # "nee, er staat niks in de weg" is found nowhere in the list
        free = question.kind in _FREE_WORDS or spoken.options(given.words, question.options, reading.lang)
        if question.optional and not free and said.declines(given.words, reading.lang):
            return None
        raise NotAnAnswer(_explained(question, refused)) from None


def _left_out(question: Question, given: Given, lang: str) -> bool:
    """ "No", "nothing", "later", "I don't know" where the question may be left out."""
    if not question.optional or question.kind == "yes_no" or given.option is not None or given.file is not None:
        return False
    # "no time" is what stands in the way
    if question.kind == "choices" and spoken.options(given.words, question.options, lang):
        return False
    # "sin foto", "une photo? non merci"; "I have no idea how to send it" asks for help
    no_file = len(given.words.split()) <= _NO_FILE and said.declines(given.words, lang)
    last = given.words.rpartition("?")[2]
    if question.kind == "file" and (said.starts_with_no(last or given.words, lang) or no_file):
        return True
    # what is checked is no free text: a telephone number
    if question.kind == "text" and question.check and said.declines(given.words, lang):
        return True
    fine = question.kind == "text" and said.only_agrees(given.words, lang) and not said.is_yes(given.words, lang)
    return fine or said.is_nothing(given.words, lang) or said.is_unsure(given.words, lang)


def _pressed(question: Question, option: str, reading: Reading) -> Any:
    """A pressed option stands for itself; a quick pick beside free text is read as if it had been typed."""
    if question.kind == "review":
        return question.digest
    if question.kind == "yes_no":
        return option == "yes"
    if question.kind == "choice":
        return option
    if option not in [pick.id for pick in question.picks]:
        raise NotAnAnswer(Text("answer.error.not_possible"))
    if question.kind == "countries":
        return []
    if question.kind == "period":
        return {"months": []}
    if question.kind == "number":
        return int(option)
    if question.kind == "languages":
        return [[code, level or None] for code, _, level in (one.partition(":") for one in option.split(","))]
    return option


def _unsure(question: Question) -> Any:
    """ "I don't know" where it may stand: open countries, any time, the option of that name; elsewhere a guess is asked for."""
    ids = [pick.id for pick in (*question.options, *question.picks)]
    open_answer = next((one for one in ids if one in ("unknown", "any", "anywhere")), None)
    if open_answer is None:
        raise NotAnAnswer(UNSURE)
    return {"countries": [], "period": {"months": []}}.get(question.kind, open_answer)


def _explained(question: Question, refused: NotUnderstood) -> Text:
    """What went wrong, with an example that fits the kind of question."""
    if refused.candidates:
        labels = {option.id: option.label for option in question.options}
        likely = tuple(labels[one] for one in refused.candidates if one in labels)
        if likely:
            return Text("answer.error.which_one", {"options": likely})
    if question.kind == "countries" and refused.code.startswith(("country", "one-country")) and not question.picks:
        return Text("answer.error.one_country")
    fields: dict[str, Any] = dict(refused.fields)
    if refused.code == "option-number":
        # one answer is said otherwise than several
        fields["n"] = fields["most"]
    return Text(f"answer.error.{refused.code}", fields)


def _text(question: Question, words: str, reading: Reading) -> str:
    lang = reading.lang
    proposed = question.proposed
    if proposed and written.takes_proposal(words, lang):
        return proposed
    if reading.proposed and not proposed and not question.changes and written.behind_but(words, lang):
        raise NotAnAnswer(Text("answer.error.stays"))
    if written.refers_back(words, lang):
        raise NotAnAnswer(IN_WORDS)
    spoken = cleaning.words(words)
    for pick, label in choosing.labels(question.picks, lang):
        if spoken and cleaning.words(label) == spoken:
            return pick
    if said.is_yes(words, lang) or (not question.optional and not written.says_something(words)):
        raise NotAnAnswer(UNSURE if written.is_shrug(words) else IN_WORDS)
    if not question.optional and (written.is_put_off(words, lang) or said.is_nothing(words, lang)):
        raise NotAnAnswer(UNSURE)
    if (question.bare or question.check) and written.asks_why(words, lang):
        raise NotAnAnswer(Text("answer.error.why"))
    if _asks_us(question, words, lang):
        raise NotAnAnswer(Text("answer.error.question"))
    if question.bare:
        words = written.without_question(words)
        return said.bare(bare_name(words, question.bare, lang), lang)
    if proposed:
        return written.after_announcing(written.own(words, lang), lang)
    return written.without_request(written.own(words, lang), lang)


def _asks_us(question: Question, words: str, lang: str) -> bool:
    """Is the whole answer a question to the helpdesk, and none of their work or for the one they write to?"""
    if not written.asks(words) or (question.changes and letter_wishes.wishes(words, lang)):
        return False
    if question.bare or (question.most or SHORT_TEXT) < SHORT_TEXT:
        return True
    if question.proposed:
        return len(cleaning.words(words)) < written.OWN_QUESTION
    return not written.asks_of_work(words, lang) and not any(
        hit.strength >= choosing.SURE_CONCEPT for hit in concepts.find(words, lang)
    )


def _number(question: Question, words: str, reading: Reading) -> int:
    lang, least, most = reading.lang, question.least, question.most
    if question.unit == "days":
        first = date.fromisoformat(question.since) if question.since else None
        return stays.days(words, lang, reading.today, first, least or 0, most)
    if question.unit == "people":
        found = company(words, lang)
        if found == UNSURE_COMPANY:
            raise NotUnderstood("one-number")
        words = str(found) if found else words
    elif most is not None:
        words = spoken.mark(words, most, lang)
    if question.unit == "years" and (since := _SINCE.fullmatch(words.strip(" .!"))):
        # "since 2015"
        return max(reading.today.year - int(since[1]), 0)
    return numbers.whole_number(words, lang, least, most)


def _date(question: Question, words: str, reading: Reading) -> str:
    held = reading.proposed[0] if reading.proposed else None
    if isinstance(held, str) and (day := dates.within(words, reading.lang, date.fromisoformat(held))) is not None:
        # "the 15th" is one of the month that stands there
        return day.isoformat()
    if "days" not in question.besides:
        return dates.date(words, reading.lang, reading.today).isoformat()
    # the first day of a stay may be told with its last one, or with its length; a length alone is no day
    with suppress(NotUnderstood):
        stay = periods.stay(words, reading.lang, reading.today)
        if stay is not None:
            return stay[0].isoformat()
    found = dates.date(words, reading.lang, reading.today)
    if _VAGUE.search(calendar.shape(calendar.items(words, reading.lang))):
        # "half of May" may be any of these days
        raise NotUnderstood("date-day")
    if lengths(words, reading.lang) and not periods.names_time(words, reading.lang, reading.today):
        raise NotUnderstood("date")
    return found.isoformat()


def _yes_no(question: Question, words: str, reading: Reading) -> bool:
    return yes_no.yes_no(words, reading.lang) if question.lenient else said.answers(words, question.text, reading.lang)


def _review(question: Question, words: str, reading: Reading) -> str:
    if not said.only_agrees(words, reading.lang):
        raise NotAnAnswer(Text("answer.error.review"))
    return question.digest


def _file(question: Question, given: Given) -> dict[str, Any]:
    if given.file is None:
        raise NotAnAnswer(Text("answer.error.file.optional" if question.optional else "answer.error.file.needed"))
    found: dict[str, Any] = msgspec.to_builtins(given.file)
    found.pop("source", None)
    return found


_READERS: Mapping[str, Reader] = {
    "text": _text,
    "location": _text,
    "email": lambda q, words, r: contact.email(words),
    "number": _number,
    "money": lambda q, words, r: numbers.money(words, r.lang).plain(),
    "date": _date,
    "period": lambda q, words, r: periods.of_a_stay(sides.preferred(words, r.lang), r.lang, r.today).plain(),
    "choice": choosing.choice,
    "choices": choosing.choices,
    "yes_no": _yes_no,
    "countries": listing.countries,
    "languages": lambda q, words, r: listing.languages(words, r),
    "review": _review,
}
