"""Reading an answer: a pressed option, a file or typed words become the plain value of a question."""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from dialogs.questions import Given, NotAnAnswer, Option, Question, Reading
from domain.answers import cleaning, contact, dates, languages, numbers, options, periods, places, yes_no
from domain.answers.cleaning import NotUnderstood
from domain.messages import Text
from domain.texts import render

Reader = Callable[[Question, str, Reading], Any]


def read(question: Question, given: Given, reading: Reading) -> Any:
    """The value of an answer as plain JSON. Raises NotAnAnswer with a kind sentence and an example."""
    if question.kind == "file":
        return _file(given)
    if given.file is not None:
        raise NotAnAnswer(Text("answer.error.no_file_here"))
    if given.option is not None:
        return _pressed(question, given.option, reading)
    try:
        limit = question.most if question.kind in ("text", "location") and question.most else cleaning.LONGEST
        return _READERS[question.kind](question, cleaning.clean(given.words, limit), reading)
    except NotUnderstood as refused:
        raise NotAnAnswer(_explained(question, refused)) from None


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
    return option


def _explained(question: Question, refused: NotUnderstood) -> Text:
    """What went wrong, with an example that fits the kind of question."""
    if refused.candidates:
        labels = {option.id: option.label for option in question.options}
        likely = tuple(labels[one] for one in refused.candidates if one in labels)
        if likely:
            return Text("answer.error.which_one", {"options": likely})
    return Text(f"answer.error.{refused.code}", dict(refused.fields))


def _text(question: Question, words: str, reading: Reading) -> str:
    folded = cleaning.fold(words)
    return next(
        (pick for pick, label in _labels(question.picks, reading.lang) if cleaning.fold(label) == folded), words
    )


def _number(question: Question, words: str, reading: Reading) -> int:
    return numbers.whole_number(words, reading.lang, question.least, question.most)


def _choice(question: Question, words: str, reading: Reading) -> str:
    return options.best_option(words, _labels(question.options, reading.lang), reading.lang)


def _choices(question: Question, words: str, reading: Reading) -> list[str]:
    found = options.best_options(words, _labels(question.options, reading.lang), reading.lang)
    if question.least and len(found) < question.least:
        raise NotAnAnswer(Text("answer.error.choose_at_least", {"n": question.least}))
    if question.most is not None and len(found) > question.most:
        raise NotAnAnswer(Text("answer.error.choose_at_most", {"n": question.most}))
    return [option.id for option in question.options if option.id in found]


def _countries(question: Question, words: str, reading: Reading) -> list[str]:
    found = list(places.countries(words, reading.lang))
    if question.most is not None and len(found) > question.most:
        raise NotAnAnswer(Text("answer.error.choose_at_most", {"n": question.most}))
    return found


def _review(question: Question, words: str, reading: Reading) -> str:
    if yes_no.yes_no(words, reading.lang):
        return question.digest
    raise NotAnAnswer(Text("answer.error.review"))


def _file(given: Given) -> dict[str, Any]:
    if given.file is None:
        raise NotAnAnswer(Text("answer.error.file.needed"))
    found: dict[str, Any] = msgspec.to_builtins(given.file)
    found.pop("source", None)
    return found


def _labels(choices: tuple[Option, ...], lang: str) -> list[tuple[str, str]]:
    return [(option.id, render(option.label, lang)) for option in choices]


_READERS: Mapping[str, Reader] = {
    "text": _text,
    "location": _text,
    "email": lambda q, words, r: contact.email(words),
    "number": _number,
    "money": lambda q, words, r: numbers.money(words, r.lang).plain(),
    "date": lambda q, words, r: dates.date(words, r.lang, r.today).isoformat(),
    "period": lambda q, words, r: periods.period(words, r.lang, r.today).plain(),
    "choice": _choice,
    "choices": _choices,
    "yes_no": lambda q, words, r: yes_no.yes_no(words, r.lang),
    "countries": _countries,
    "languages": lambda q, words, r: [list(pair) for pair in languages.languages(words, r.lang)],
    "review": _review,
}
