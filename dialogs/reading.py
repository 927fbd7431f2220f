"""Reading an answer: a pressed option, a file or typed words become the plain value of a question."""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from dialogs import said
from dialogs.questions import Given, NotAnAnswer, Option, Question, Reading, together
from domain import concepts
from domain.answers import cleaning, contact, dates, languages, numbers, options, periods, places, pointing, yes_no
from domain.answers.cleaning import NotUnderstood
from domain.messages import Text
from domain.texts import render

#: what somebody reads who does not know what to answer, and who says "ok" where words are asked for
UNSURE, IN_WORDS = Text("answer.error.unsure"), Text("answer.error.in_words")

#: concepts that are named as surely as by their label (`domain.concepts`)
SURE_CONCEPT = 1.0

Reader = Callable[[Question, str, Reading], Any]


def read(question: Question, given: Given, reading: Reading) -> Any:
    """The value of an answer as plain JSON. Raises NotAnAnswer with a kind sentence and an example."""
    if _left_out(question, given, reading.lang):
        return None
    if question.kind == "file":
        return _file(question, given)
    if given.file is not None:
        raise NotAnAnswer(Text("answer.error.no_file_here"))
    if given.option is not None:
        return _pressed(question, given.option, reading)
    if question.kind != "review" and said.is_unsure(given.words, reading.lang):
        return _unsure(question)
    try:
        limit = question.most if question.kind in ("text", "location") and question.most else cleaning.LONGEST
        return _READERS[question.kind](question, cleaning.clean(given.words, limit), reading)
    except NotUnderstood as refused:
        raise NotAnAnswer(_explained(question, refused)) from None


def _left_out(question: Question, given: Given, lang: str) -> bool:
    """ "No", "nothing", "later", "I don't know" where the question may be left out."""
    if not question.optional or question.kind == "yes_no" or given.option is not None or given.file is not None:
        return False
    if question.kind == "file" and said.starts_with_no(given.words, lang):
        return True
    fine = question.kind == "text" and said.is_kept(given.words, lang) and not said.is_yes(given.words, lang)
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
    fields: dict[str, Any] = dict(refused.fields)
    if refused.code == "option-number":
        # one answer is said otherwise than several
        fields["n"] = fields["most"]
    return Text(f"answer.error.{refused.code}", fields)


def _text(question: Question, words: str, reading: Reading) -> str:
    folded = cleaning.fold(words)
    proposed = next((pick.id for pick in question.picks if pick.id.startswith("=")), None)
    if proposed is not None and said.is_kept(words, reading.lang):
        return proposed
    if not question.optional and said.is_yes(words, reading.lang):
        raise NotAnAnswer(IN_WORDS)
    plain = said.bare(words, reading.lang) if question.bare else words
    return next(
        (pick for pick, label in _labels(question.picks, reading.lang) if cleaning.fold(label) == folded), plain
    )


def _number(question: Question, words: str, reading: Reading) -> int:
    if question.unit == "days" and (weeks := said.weeks(words, reading.lang)):
        return numbers.whole_number(str(weeks * said.DAYS_A_WEEK), reading.lang, question.least, question.most)
    if question.most is not None:
        words = said.mark(words, question.most, reading.lang)
    return numbers.whole_number(words, reading.lang, question.least, question.most)


def _choice(question: Question, words: str, reading: Reading) -> str:
    labels = _labels(question.options, reading.lang)
    if question.several and (meant_together := _several(question, words, reading.lang)):
        return meant_together
    if cleaning.fold(words) not in [cleaning.fold(label) for _, label in labels]:
        meant = said.option(words, question.options, reading.lang)
        if meant is not None:
            return meant
        if len(labels) == 1 and said.is_kept(words, reading.lang):
            return labels[0][0]
    try:
        return options.best_option(words, labels, reading.lang)
    except NotUnderstood as refused:
        pointed = said.number(words, reading.lang) if refused.code in ("option", "ambiguous") else None
        if pointed is None:
            raise
        return _pointed(pointed, labels, reading.lang)


def _several(question: Question, words: str, lang: str) -> str:
    """Those that the answer names together, of the options that may be; empty when it does not, or names one that is not there."""
    named = {
        option.label.fields.get("n"): option.id for option in question.options if option.id.startswith(question.several)
    }
    wanted = said.numbers_of(words, lang)
    return together([named[n] for n in wanted]) if len(wanted) > 1 and set(wanted) <= set(named) else ""


def _pointed(number: int, labels: list[tuple[str, str]], lang: str) -> str:
    """The option whose label names the number, the one in its place when several do."""
    try:
        return options.best_option(str(number), labels, lang)
    except NotUnderstood as refused:
        in_place = labels[number - 1][0] if 1 <= number <= len(labels) else ""
        if in_place not in refused.candidates:
            raise
        return in_place


def _choices(question: Question, words: str, reading: Reading) -> list[str]:
    # besides labels, an answer may name a concept of the field, or an option in other words
    hits = {hit.id: hit.strength for hit in concepts.find(words, reading.lang)}
    spoken = said.options(words, question.options, reading.lang)
    try:
        found = options.best_options(words, _labels(question.options, reading.lang), reading.lang)
        more = [one for one, strength in hits.items() if strength >= SURE_CONCEPT] + spoken
        if pointing.leaves_out(words, reading.lang):
            more = []
        ids = [option.id for option in question.options if option.id in {*found, *more}]
        if question.most is None or len(ids) <= question.most:
            found = ids
    except NotUnderstood:
        found = [option.id for option in question.options if option.id in hits] or spoken
        if not found:
            raise
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
    try:
        right = yes_no.yes_no(words, reading.lang)
    except NotUnderstood:
        right = False
    if not right and not said.is_kept(words, reading.lang):
        raise NotAnAnswer(Text("answer.error.review"))
    return question.digest


def _file(question: Question, given: Given) -> dict[str, Any]:
    if given.file is None:
        raise NotAnAnswer(Text("answer.error.file.optional" if question.optional else "answer.error.file.needed"))
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
