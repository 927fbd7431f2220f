"""The forms of the verbs of a language, and how each may stand."""

from collections.abc import Mapping

from domain.answers.cleaning import fold
from domain.goals.entries import entries, inflect

# how a verb form stands (bit mask)
INFINITIVE, FINITE, PARTICIPLE, GERUND, OTHERS, FIRST, PAST, NOUN, IMPERATIVE = (1 << bit for bit in range(9))
VERB_CLASSES = ("write", "make", "do", "see", "light", "weak")
_USES = {
    "infinitive": INFINITIVE, "finite": FINITE, "participle": PARTICIPLE, "gerund": GERUND, "others": OTHERS,
    "first": FIRST, "past": PAST, "nominal": NOUN, "imperative": IMPERATIVE,
}  # fmt: skip
"""The endings of a language file that make the forms of each use."""


def verb_forms(
    lists: Mapping[str, str], endings: Mapping[str, tuple[str, ...]]
) -> tuple[dict[str, tuple[str, int]], dict[str, dict[str, str]]]:
    """Class and uses of every form, and of the separable verbs which form takes which particle.

    'vor|stellen' is separable, 'write=written/wrote' adds irregular participles, 'pisać=+piszę/+napiszę' first persons.
    """
    verbs: dict[str, tuple[str, int]] = {}
    particles: dict[str, dict[str, str]] = {}
    for kind in VERB_CLASSES:
        for entry in entries(lists[kind]):
            lemma, _, irregular = fold(entry).partition("=")
            particle, _, base = lemma.rpartition("|")
            uses = {use: set(inflect(base, endings.get(name, ()))) for name, use in _USES.items()}
            uses[INFINITIVE].add(base)
            if particle:
                for form in uses[INFINITIVE] | uses[FINITE]:
                    particles.setdefault(form, {}).setdefault(particle, kind)
                apart = uses[OTHERS]  # 'sie stellt ... vor'
                uses = {use: {particle + form for form in forms} for use, forms in uses.items()}
                uses[INFINITIVE].add(f"{particle}zu{base}")
                uses[OTHERS] |= apart
            for form in filter(None, irregular.split("/")):
                uses[FIRST if form[0] == "+" else PARTICIPLE].add(form.lstrip("+"))
            for use, forms in uses.items():
                for form in forms:
                    first, mask = verbs.get(form, (kind, 0))
                    verbs[form] = first, mask | use
    return verbs, particles
