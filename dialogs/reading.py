"""Reading an answer: a pressed option, a file or typed words become the plain value of a question."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from typing import Any

import msgspec

from dialogs import marks, naming, role, said, written
from dialogs.questions import Given, NotAnAnswer, Option, Question, Reading, together
from domain import concepts
from domain.answers import (
    cleaning,
    contact,
    dates,
    languages,
    numbers,
    options,
    periods,
    places,
    pointing,
    sides,
    stays,
    yes_no,
)
from domain.answers.cleaning import NotUnderstood
from domain.answers.company import UNSURE as UNSURE_COMPANY
from domain.answers.company import company
from domain.answers.lengths import lengths
from domain.messages import Text
from domain.texts import render

#: what somebody reads who does not know what to answer, and who says "ok" where words are asked for
UNSURE, IN_WORDS = Text("answer.error.unsure"), Text("answer.error.in_words")

#: concepts that are named as surely as by their label (`domain.concepts`)
SURE_CONCEPT = 1.0

#: texts of fewer characters are names, places, a line: no question is an answer to them
SHORT_TEXT = 400

#: any words are an answer to these
_FREE_WORDS = ("text", "location", "yes_no", "review")

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
        chosen = said.option(given.words, question.options, reading.lang) if question.kind == "choice" else None
        return chosen or _unsure(question)
    try:
        limit = question.most if question.kind in ("text", "location") and question.most else cleaning.LONGEST
        return _READERS[question.kind](question, cleaning.clean(given.words, limit), reading)
    except NotUnderstood as refused:
        if question.kind == "choices" and (missing := said.lacked(given.words, question.options, reading.lang)):
            return missing
        # "nee, er staat niks in de weg" is found nowhere in the list
        free = question.kind in _FREE_WORDS or said.options(given.words, question.options, reading.lang)
        if question.optional and not free and said.declines(given.words, reading.lang):
            return None
        raise NotAnAnswer(_explained(question, refused)) from None


def _left_out(question: Question, given: Given, lang: str) -> bool:
    """ "No", "nothing", "later", "I don't know" where the question may be left out."""
    if not question.optional or question.kind == "yes_no" or given.option is not None or given.file is not None:
        return False
    # "no time" is what stands in the way
    if question.kind == "choices" and said.options(given.words, question.options, lang):
        return False
    if question.kind == "file" and said.starts_with_no(given.words, lang):
        return True
    # what is checked is no free text: a telephone number
    if question.kind == "text" and question.check and said.declines(given.words, lang):
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
    if question.kind == "countries" and refused.code.startswith(("country", "one-country")) and not question.picks:
        return Text("answer.error.one_country")
    fields: dict[str, Any] = dict(refused.fields)
    if refused.code == "option-number":
        # one answer is said otherwise than several
        fields["n"] = fields["most"]
    return Text(f"answer.error.{refused.code}", fields)


def _text(question: Question, words: str, reading: Reading) -> str:
    lang = reading.lang
    proposed = next((pick.id for pick in question.picks if pick.id.startswith("=")), None)
    if proposed is not None and written.takes_proposal(words, lang):
        return proposed
    spoken = cleaning.words(words)
    for pick, label in _labels(question.picks, lang):
        if spoken and cleaning.words(label) == spoken:
            return pick
    if not question.optional and (said.is_yes(words, lang) or not written.says_something(words)):
        raise NotAnAnswer(UNSURE if written.is_shrug(words) else IN_WORDS)
    if not question.optional and (written.is_put_off(words, lang) or said.is_nothing(words, lang)):
        raise NotAnAnswer(UNSURE)
    if _asks_us(question, words, proposed is not None, lang):
        raise NotAnAnswer(Text("answer.error.question"))
    if question.bare:
        return said.bare(written.name(words, question.bare, lang), lang)
    if proposed is not None:
        return written.after_announcing(written.own(words, lang), lang)
    return written.without_request(written.own(words, lang), lang)


def _asks_us(question: Question, words: str, proposed: bool, lang: str) -> bool:
    """Is the whole answer a question to the helpdesk, and none of their work or for the one they write to?"""
    if not written.asks(words):
        return False
    if question.bare or (question.most or SHORT_TEXT) < SHORT_TEXT:
        return True
    if proposed:
        return len(cleaning.words(words)) < written.OWN_QUESTION
    return not written.asks_of_work(words, lang) and not any(
        hit.strength >= SURE_CONCEPT for hit in concepts.find(words, lang)
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
        words = said.mark(words, most, lang)
    return numbers.whole_number(words, lang, least, most)


def _date(question: Question, words: str, reading: Reading) -> str:
    if "days" not in question.besides:
        return dates.date(words, reading.lang, reading.today).isoformat()
    # the first day of a stay may be told with its last one, or with its length; a length alone is no day
    with suppress(NotUnderstood):
        stay = periods.stay(words, reading.lang, reading.today)
        if stay is not None:
            return stay[0].isoformat()
    found = dates.date(words, reading.lang, reading.today)
    if lengths(words, reading.lang) and not periods.names_time(words, reading.lang, reading.today):
        raise NotUnderstood("date")
    return found.isoformat()


def _choice(question: Question, words: str, reading: Reading) -> str:
    labels = _labels(question.options, reading.lang)
    if question.unit == "people" and (people := company(words, reading.lang)) is not None:
        if people == UNSURE_COMPANY:
            raise NotUnderstood("ambiguous")
        return "alone" if people == 1 else "group"
    if any(option.names for option in question.options) and (meant_together := _several(question, words, reading.lang)):
        return meant_together
    if cleaning.fold(words) not in [cleaning.fold(label) for _, label in labels]:
        if question.who and (speaker := role.meant(words, reading.lang)):
            return speaker
        meant = said.option(words, question.options, reading.lang)
        if meant is not None:
            return meant
        if len(labels) == 1 and said.only_agrees(words, reading.lang):
            return labels[0][0]
    try:
        telling = role.without_generic(words, reading.lang) if question.who else words
        if not telling:
            raise NotUnderstood("option")
        chosen = options.best_option(telling, labels, reading.lang)
        if not said.is_plain(words, chosen, question.options, reading.lang):
            raise NotUnderstood("clear-yes")
        return chosen
    except NotUnderstood as refused:
        pointed = said.number(words, reading.lang) if refused.code in ("option", "ambiguous") else None
        if pointed is None or not said.is_plain(words, "", question.options, reading.lang):
            raise
        return _pointed(pointed, labels, reading.lang)


def _several(question: Question, words: str, lang: str) -> str:
    """Those that the answer means, one or together, of the options that are called by names; of the others the one it speaks of,
    and the first one for a plain yes."""
    known = [option for option in question.options if option.names]
    others = [option for option in question.options if not option.names]
    if cleaning.words(words) in [cleaning.words(label) for _, label in _labels(tuple(others), lang)]:
        return ""
    try:
        found = naming.meant(words, known, lang)
        if len(found) > 1 and not question.several:
            raise NotUnderstood("ambiguous", tuple(found))
    except NotUnderstood:
        spoken = said.options(words, others, lang)
        if len(spoken) != 1:
            raise
        return spoken[0]
    if not found and question.options[0] in others and said.only_agrees(words, lang):
        return question.options[0].id
    return together(found)


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
    found = _chosen(question, words, reading)
    if question.least and len(found) < question.least:
        raise NotAnAnswer(Text("answer.error.choose_at_least", {"n": question.least}))
    if question.most is not None and len(found) > question.most:
        raise NotAnAnswer(Text("answer.error.choose_at_most", {"n": question.most}))
    return [option.id for option in question.options if option.id in found]


def _chosen(question: Question, words: str, reading: Reading) -> list[str]:
    """What a clause is against is taken from what is proposed, what one names is added where it says "also", else it is all."""
    lang, proposed = reading.lang, [str(one) for one in reading.proposed]
    named = [option for option in question.options if option.names]
    if named and (found := naming.meant(words, named, lang) or _only_one(named, words, lang)):
        return [*proposed, *found] if proposed and said.opening(words, lang)[0] == "also" else found
    parts = sides.clauses(words, lang, marks.names_in(question.options, lang)) if sides.denies(words, lang) else []
    if not any(part.against or part.doubt for part in parts):
        opening, rest = said.opening(words, lang) if proposed else ("", words)
        return [*proposed, *_named(question, rest, lang)] if opening == "also" else _named(question, words, lang)
    gone: set[str] = set()
    found = []
    added, everything = False, pointing.leaves_out(words, lang)
    for part in parts:
        _, text = said.opening(part.text, lang)
        if part.doubt or part.rest:
            everything = everything or part.rest
        elif part.against:
            with suppress(NotUnderstood):
                gone.update(_named(question, part.text, lang))
        elif pointing.is_all(text, lang):
            everything = True
        elif not said.only_agrees(text, lang) and not said.is_no(text, lang):
            found += _named(question, text, lang)
            added = added or part.only
    if proposed and not added:
        found = [*proposed, *found]
    elif everything and not found:
        found = [option.id for option in question.options]
    found = [one for one in found if one not in gone]
    if not found:
        raise NotUnderstood("option")
    return found


def _option(question: Question, option: str) -> Option:
    return next(one for one in question.options if one.id == option)


def _only_one(named: Sequence[Option], words: str, lang: str) -> list[str]:
    return [named[0].id] if len(named) == 1 and said.only_agrees(words, lang) else []


def _named(question: Question, words: str, lang: str) -> list[str]:
    """The options of an answer that is for all that it names; besides labels, it may name a concept of the field, or an option in
    other words."""
    hits = {hit.id: hit.strength for hit in concepts.find(words, lang)}
    spoken = said.options(words, question.options, lang)
    try:
        found = options.best_options(words, _labels(question.options, lang), lang)
        # of what a label says in full, a part is no other option: "gestione delle crisi" is no "gestione"
        taken = {
            word
            for option, label in _labels(question.options, lang)
            if option in found
            for word in cleaning.words(label)
        }
        spoken = [one for one in spoken if not said.spoken(words, [_option(question, one)], lang) <= taken]
        more = [one for one, strength in hits.items() if strength >= SURE_CONCEPT] + spoken
        ids = [option.id for option in question.options if option.id in {*found, *more}]
        return ids if question.most is None or len(ids) <= question.most else found
    except NotUnderstood:
        known = {option.id: hits[option.id] for option in question.options if option.id in hits}
        # where something is named for sure, what is only hinted at is not meant
        surest = max(known.values(), default=0.0)
        found = [one for one, strength in known.items() if surest < SURE_CONCEPT or strength >= marks.NAMED]
        found += [one for one in spoken if one not in found]
        if not found:
            raise
        return found


def _countries(question: Question, words: str, reading: Reading) -> list[str]:
    opening, rest = said.opening(words, reading.lang) if reading.proposed else ("", words)
    wanted, unwanted = places.for_and_against(rest if opening == "also" else words, reading.lang)
    if unwanted and not wanted:
        # what is proposed stays, without those
        wanted = tuple(one for one in reading.proposed if one not in unwanted)
        if not wanted:
            raise NotUnderstood("country-except")
    elif opening == "also":
        wanted = tuple(dict.fromkeys((*reading.proposed, *wanted)))
    if not question.picks and len(wanted) != 1:
        raise NotAnAnswer(Text("answer.error.one_country"))
    if question.most is not None and len(wanted) > question.most:
        raise NotAnAnswer(Text("answer.error.choose_at_most", {"n": question.most}))
    return list(wanted)


def _languages(question: Question, words: str, reading: Reading) -> list[list[Any]]:
    lang = reading.lang
    opening, rest = said.opening(words, lang) if reading.proposed else ("", words)
    found = [list(pair) for pair in languages.languages(rest if opening == "also" else words, lang)]
    if sides.denies(words, lang):
        spoken = {code for part in sides.clauses(words, lang, _tongues(lang)) if not (part.against or part.doubt)
                  for code, _ in _spoken(part.text, lang)}  # fmt: skip
        # "not very good English" is English all the same
        found = [pair for pair in found if pair[0] in spoken] or [[code, None] for code, _ in found]
    if opening != "also":
        return found
    named = {pair[0] for pair in found}
    return [*(list(pair) for pair in reading.proposed if pair[0] not in named), *found]


def _tongues(lang: str) -> sides.Names:
    return lambda text: [word for word in cleaning.words(text) if _spoken(word, lang)]


def _spoken(text: str, lang: str) -> tuple[languages.Spoken, ...]:
    try:
        return languages.languages(text, lang)
    except NotUnderstood:
        return ()


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


def _labels(choices: tuple[Option, ...], lang: str) -> list[tuple[str, str]]:
    return [(option.id, render(option.label, lang)) for option in choices]


_READERS: Mapping[str, Reader] = {
    "text": _text,
    "location": _text,
    "email": lambda q, words, r: contact.email(words),
    "number": _number,
    "money": lambda q, words, r: numbers.money(words, r.lang).plain(),
    "date": _date,
    "period": lambda q, words, r: periods.period(sides.preferred(words, r.lang), r.lang, r.today).plain(),
    "choice": _choice,
    "choices": _choices,
    "yes_no": _yes_no,
    "countries": _countries,
    "languages": _languages,
    "review": _review,
}
