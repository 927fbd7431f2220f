"""The organisation's own vocabulary: concepts with their names and words, changed by leads, read by all."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from litestar import Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from sqlalchemy import Connection

from bot.channels.webchat.problems import Problem
from bot.console import concept_lines
from bot.console.concept_lines import Named, Words
from bot.console.console import Console
from bot.console.door import LEAD, READER, HttpRequest, visit_of
from bot.console.numbers import one_of
from bot.console.pages import go
from bot.console.wording import Wording
from bot.vocabulary_index import Vocabulary
from domain import concept_check, concepts
from domain.concept_changes import OWN, OwnConcept, WordsChange
from domain.concept_check import LONGEST_LABEL
from domain.concept_words import LANGUAGES, current
from domain.concepts import KINDS, Concept
from domain.matching_words import fold
from storage import concept_changes, staff

if TYPE_CHECKING:
    pass

PATH: Final = "/desk/vocabulary"
#: why a form was not kept; the words of a concept may have further problems (`concept_check.LINE_CODES`)
PROBLEMS: Final = ("facet", "changed", "merge", "none-chosen", "language")
_ID_LETTERS: Final = 48


@dataclass(frozen=True, slots=True)
class Label:
    """What a language calls a concept; `missing` where it has no name of its own."""

    lang: str
    language: str
    label: str
    missing: bool


class Pages:
    """What the pages of the vocabulary have in common."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self._vocabulary = Vocabulary()

    async def wording(self, request: HttpRequest) -> Wording:
        """How to write for whoever asks, with the vocabulary as it is by now."""
        await self.console.app.database.read(self._vocabulary.refresh)
        return self.console.wording(request)

    async def write(self, request: HttpRequest, what: str, about: str, job: Callable[[Connection], object]) -> None:
        """Change something and record who did."""
        actor = f"staff:{visit_of(request).account.id}"

        def both(connection: Connection) -> None:
            if job(connection) is not False:
                staff.record(connection, self.console.now(), actor, what, about)

        await self.console.app.database.write(both)
        await self.console.app.database.read(self._vocabulary.refresh)


def told(wording: Wording, problem: concept_check.Problem) -> str:
    """What is wrong with a line, in words."""
    what = concepts.label(problem.what, wording.lang) if problem.code == "label-taken" else problem.what
    return wording.t(f"vocabulary.problem.{problem.code}", what=what)


def languages_of(wording: Wording) -> list[tuple[str, str]]:
    """The languages there are words of: code and name, by name."""
    return sorted(((code, wording.language(code)) for code in LANGUAGES), key=lambda one: one[1].casefold())


def facets(wording: Wording) -> list[tuple[str, str]]:
    """The facets: code and name."""
    return [(kind, wording.t(f"vocabulary.facet.{kind}")) for kind in KINDS]


def grouped(wording: Wording, found: list[Named]) -> list[tuple[str, list[Named]]]:
    """Concepts by facet, each in the order of their names."""
    return [
        (name, sorted(its, key=lambda one: one.name.casefold()))
        for kind, name in facets(wording)
        if (its := [one for one in found if one.facet == kind])
    ]


def create_vocabulary(all_of_it: Pages) -> list[HTTPRouteHandler]:
    """The routes of the list, of one concept, and of a new one."""
    console = all_of_it.console

    @get("/vocabulary", opt=READER, include_in_schema=False)
    async def listed(request: HttpRequest) -> Response[Any]:
        wording, query = await all_of_it.wording(request), request.query_params
        words, facet = query.get("q", "").strip()[:100], one_of(query.get("facet", ""), KINDS)
        ids = concept_lines.search(words, wording.lang) if words else [one.id for one in concepts.everything()]
        found = [one for one in concept_lines.named(wording, ids) if not facet or one.facet == facet]
        # what was searched for stands in the order in which it fits
        groups = [("", found)] if words else grouped(wording, found)
        changes = current().changes
        touched = {one.concept for one in changes.words} | {one.id for one in changes.own} | dict(changes.merged).keys()
        values = {
            "groups": groups, "many": wording.number(len(found)), "q": words, "facet": facet, "facets": facets(wording),
            "touched": touched | {into for _, into in changes.merged}, "names": dict(facets(wording)),
        }  # fmt: skip
        return console.page(request, "vocabulary.html", wording, values)

    @get("/vocabulary/new", opt=LEAD, include_in_schema=False)
    async def new(request: HttpRequest) -> Response[Any]:
        return _form(all_of_it, request, await all_of_it.wording(request), {})

    @post("/vocabulary/new", opt=LEAD, include_in_schema=False)
    async def add(request: HttpRequest) -> Response[Any]:
        wording = await all_of_it.wording(request)
        form = {key: value for key, value in (await request.form()).items() if isinstance(value, str)}
        facet, broader = one_of(form.get("facet", ""), KINDS), concepts.get(form.get("broader", ""))
        labels = {lang: " ".join(form.get(f"label.{lang}", "").split()) for lang in console.pages.languages}
        wrong = [] if facet else [wording.t("vocabulary.problem.facet")]
        for lang, label in labels.items():
            problems = concept_check.line("", lang, label, [], concept_check.taken_labels(lang, facet))
            wrong += [f"{wording.language(lang)}: {told(wording, problem)}" for problem in problems]
        if wrong:
            return _form(all_of_it, request, wording, form, wrong)
        made = OwnConcept(
            _new_id(labels.get("en") or next(iter(labels.values()))), facet, (broader.id,) if broader else ()
        )
        changes = [WordsChange(made.id, lang, label) for lang, label in labels.items()]

        def write(connection: Connection) -> None:
            concept_changes.add(connection, console.now(), made)
            concept_changes.save_words(connection, console.now(), changes)

        await all_of_it.write(request, "vocabulary.added", f"concept:{made.id}", write)
        return go(f"{PATH}/{made.id}")

    @get("/vocabulary/{concept:str}", opt=READER, include_in_schema=False)
    async def one(request: HttpRequest, concept: FromPath[str]) -> Response[Any]:
        wording = await all_of_it.wording(request)
        found = concepts.get(concept)
        if found is None:
            raise Problem(404, "not-found")
        if found.id != concept:
            return go(f"{PATH}/{found.id}")
        lang = one_of(request.query_params.get("lang", ""), tuple(LANGUAGES)) or wording.lang
        return _concept(all_of_it, request, wording, found, concept_lines.words_of(found.id, lang))

    @post("/vocabulary/{concept:str}/words", opt=LEAD, include_in_schema=False)
    async def change(request: HttpRequest, concept: FromPath[str]) -> Response[Any]:
        wording, form = await all_of_it.wording(request), await request.form()
        found = _found(concept)
        lang = one_of(str(form.get("lang", "")), tuple(LANGUAGES))
        if not lang:
            raise Problem(404, "not-found")
        words = concept_lines.words_of(found.id, lang)
        if form.get("do") == "reset":
            label, terms, kept = words.label, list(words.terms), WordsChange(found.id, lang)
            problems: list[str] = []
        else:
            label = " ".join(str(form.get("label", "")).split())
            terms = [" ".join(term.split()) for term in str(form.get("words", "")).replace(",", "\n").splitlines()]
            terms = [term for term in terms if term]
            kept, problems = (
                words.with_terms(label, terms),
                [told(wording, one) for one in words.problems(label, terms)],
            )
        if form.get("seen") != seen(words):
            # somebody else was quicker: theirs is shown, with what was typed here above it
            problems = [wording.t("vocabulary.problem.changed")]
        if problems:
            return _concept(all_of_it, request, wording, found, words, problems, (label, terms))

        def write(connection: Connection) -> None:
            concept_changes.save_words(connection, console.now(), [kept])

        await all_of_it.write(request, "vocabulary.changed", f"concept:{found.id}", write)
        return go(f"{PATH}/{found.id}?lang={lang}")

    @post("/vocabulary/{concept:str}/merge", opt=LEAD, include_in_schema=False)
    async def merge(request: HttpRequest, concept: FromPath[str]) -> Response[Any]:
        wording, form = await all_of_it.wording(request), await request.form()
        found, into = _found(concept), concepts.get(str(form.get("into", "")))
        if into is None or into.id == found.id or into.kind != found.kind:
            words = concept_lines.words_of(found.id, wording.lang)
            return _concept(all_of_it, request, wording, found, words, [wording.t("vocabulary.problem.merge")])

        def write(connection: Connection) -> None:
            concept_changes.merge(connection, console.now(), found.id, into.id)

        await all_of_it.write(request, "vocabulary.merged", f"concept:{found.id}", write)
        return go(f"{PATH}/{into.id}")

    @post("/vocabulary/{concept:str}/separate", opt=LEAD, include_in_schema=False)
    async def separate(request: HttpRequest, concept: FromPath[str]) -> Response[Any]:
        await all_of_it.wording(request)
        if concept not in dict(current().changes.merged):
            raise Problem(404, "not-found")

        def write(connection: Connection) -> None:
            concept_changes.merge(connection, console.now(), concept, "")

        await all_of_it.write(request, "vocabulary.separated", f"concept:{concept}", write)
        return go(f"{PATH}/{concept}")

    return [listed, new, add, one, change, merge, separate]


def seen(words: Words) -> str:
    """Names what somebody saw before they changed it."""
    return hashlib.sha256(words.line.encode()).hexdigest()[:16]


def _found(concept: str) -> Concept:
    found = concepts.get(concept)
    if found is None or found.id != concept:
        raise Problem(404, "not-found")
    return found


def _new_id(label: str) -> str:
    slug = "-".join(filter(None, (fold(word) for word in label.split())))[:_ID_LETTERS].strip("-") or "concept"
    known = {one.id for one in current().changes.own}
    names = (f"{OWN}{slug}{f'-{number}' if number else ''}" for number in (0, *range(2, len(known) + 3)))
    return next(name for name in names if name not in known)


def _concept(
    all_of_it: Pages, request: HttpRequest, wording: Wording, found: Concept, words: Words,
    problems: list[str] | None = None, typed: tuple[str, list[str]] | None = None,
) -> Response[Any]:  # fmt: skip
    console = all_of_it.console
    label, terms = typed or (words.label, list(words.terms))
    labels = [
        Label(lang, wording.language(lang), (its := concept_lines.words_of(found.id, lang)).label, not its.label)
        for lang in console.pages.languages
    ]
    ids = {"broader": found.broader, "narrower": found.narrower, "near": found.near}
    others = [one for one in concepts.everything() if one.kind == found.kind and one.id != found.id]
    gone = [one for one, into in current().into.items() if into == found.id]
    values = {
        "concept": found, "heading": concepts.label(found.id, wording.lang), "own": found.id.startswith(OWN),
        "facet": wording.t(f"vocabulary.facet.{found.kind}"), "labels": labels,
        "around": [(key, concept_lines.named(wording, its)) for key, its in ids.items() if its],
        "words": words, "label": label, "terms": "\n".join(terms), "languages": languages_of(wording),
        "language": wording.language(words.lang), "problems": problems or (), "seen": seen(words),
        "changed": words.change != WordsChange(found.id, words.lang) and bool(words.ours),
        "others": sorted(concept_lines.named(wording, (one.id for one in others)), key=lambda one: one.name.casefold()),
        "parts": [(one, _name_of_part(one, wording)) for one in gone], "longest": LONGEST_LABEL,
    }  # fmt: skip
    return console.page(request, "concept.html", wording, values, 422 if problems else 200)


def _name_of_part(concept: str, wording: Wording) -> str:
    """What a merged concept was called."""
    lang = wording.lang if wording.lang in LANGUAGES else "en"
    return concept_lines.words_of(concept, lang).label or concept


def _form(
    all_of_it: Pages, request: HttpRequest, wording: Wording, form: Mapping[str, str], wrong: list[str] | None = None
) -> Response[Any]:
    console = all_of_it.console
    values = {
        "facets": facets(wording), "facet": form.get("facet", ""), "broader": form.get("broader", ""),
        "labels": [(lang, wording.language(lang), form.get(f"label.{lang}", "")) for lang in console.pages.languages],
        "groups": grouped(wording, concept_lines.named(wording, (one.id for one in concepts.everything()))),
        "problems": wrong or (), "longest": LONGEST_LABEL,
    }  # fmt: skip
    return console.page(request, "concept_new.html", wording, values, 422 if wrong else 200)
