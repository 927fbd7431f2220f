"""Finds in a goal the verbs that say what the trainee will do, not what others do or what it is all for.

Nouns and verbs look alike ('test', 'plan', 'visite'), so the place of a word decides, by rules that differ between
English, the Romance languages and the languages with the verb at the end. Source: DOMAIN section 5.2, row S.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.goals.clauses import asides
from domain.goals.deadlines import Times
from domain.goals.reading import Reading
from domain.goals.tokens import Token
from domain.goals.verb_forms import FINITE, FIRST, GERUND, IMPERATIVE, INFINITIVE, NOUN, OTHERS, PARTICIPLE
from domain.goals.words import Words

STRONG = ("write", "make", "do", "see")
SKIPPED = 12  # adverbs and time words looked over between a verb and the word that governs it
PARTICLE = 2  # words up to the second half of a Swedish one
CLAUSE = 14  # tokens between the two halves of a separable verb, or between 'um' and 'zu'
SHORTEST_VERB = 4  # letters; 6 in Dutch and German, where short words in -en are nouns or adjectives
SHORTEST_LAST_VERB = 6
COUNTED = 3  # words between a number and the action it counts: '4 short home visits'


@dataclass(frozen=True, slots=True)
class Action:
    """A verb at `index` that says what the trainee does; `kind` is 'write', 'make', 'do', 'see', 'light' or 'weak'."""

    index: int
    kind: str


class Goal(Reading):
    """A goal with its verbs.

    `actions` are the trainee's own; `dependent` verbs hang on them, tell a purpose or belong to others ('learn to
    write', 'to help families', 'how they work'). `aside` are the places in clauses beside the goal, `elsewhere` those of
    them whose days are not the trainee's either.
    """

    def __init__(self, read: Sequence[Token], times: Times, lists: Words) -> None:
        super().__init__(read, times, lists)
        said = [token.capital for token in read if token.kind == "word"]
        self.nouns_have_capitals = "capital_nouns" in lists.traits and any(said[1:]) and not all(said)
        verbs = self._possible_verbs()
        found = asides(self, verbs)
        self.aside, self.elsewhere = found.beside, found.elsewhere
        self.actions, self.dependent = self._find_actions(verbs)
        self.verbs = frozenset(action.index for action in (*self.actions, *self.dependent))

    def _possible_verbs(self) -> dict[int, str]:
        """Every place that may be a verb of the trainee, with its class."""
        kinds = (
            (index, self._verb(index))
            for index, token in enumerate(self.read)
            if token.kind == "word" and index not in self.times.busy
        )
        return {index: kind for index, kind in kinds if kind}

    def _find_actions(self, verbs: Mapping[int, str]) -> tuple[tuple[Action, ...], tuple[Action, ...]]:
        own: list[Action] = []
        other: list[Action] = []
        for index, kind in verbs.items():
            if index not in self.aside:
                hangs = self.others_act[index] or self._hangs(index)
                (other if hangs else own).append(Action(index, kind))
        if not own and (named := self._named_action({action.index for action in other})) >= 0:
            own += [Action(index, self._named_kind(index)) for index in (named, *self._further_nouns(named))]
        return tuple(own), tuple(other)

    # --- is it a verb here? --------------------------------------------------------------------------------------------

    def _verb(self, index: int) -> str:
        """Class of the verb at this place, or nothing when the word is no verb here."""
        kind, uses = self.lists.verbs.get(self.texts[index], ("", 0))[0], self.uses(index)
        if separable := self._separable(index):
            return separable
        small = self.listed(index, "stop", "skip") and not self._before_me(index)
        if not kind or (not uses & (INFINITIVE | FIRST) and small):
            return ""
        if "verb_position" in self.lists.traits:
            return kind if self._is_english_verb(index, uses) else ""
        starts, capitals = self._starts(index), self.nouns_have_capitals
        alone = "verbs_tell_who" in self.lists.traits  # 'τη γράφω': an article there is a pronoun
        if capitals and self.read[index].capital and not (index == 0 or self.is_mark(index - 1)):
            return ""
        stands = (
            (
                uses & INFINITIVE
                and (starts or capitals or alone or not self.is_determiner(index - 1) or self._closes(index))
            )
            or (uses & FINITE and (starts or self._before_self(index)))
            or (uses & GERUND and starts)
            or (uses & IMPERATIVE and self._opens(index))
            or (uses & FIRST and not self.is_determiner(index - 1) and not self.listed(index - 1, "preposition"))
            or (uses & PARTICIPLE and self._has_auxiliary(index))
        )
        return kind if stands else ""

    def _is_english_verb(self, index: int, uses: int) -> bool:
        """'Interview two judges', 'I want to interview', 'I have interviewed', but not 'two interview rooms'."""
        if uses & PARTICIPLE and self.listed(index - 1, "auxiliary"):
            return True
        if self._starts(index):
            return bool(uses & (INFINITIVE | GERUND))
        return bool(uses & INFINITIVE) and self.text(self._governor(index)) == "to"

    def _separable(self, index: int) -> str:
        """Class of 'stelle ... vor' or 'voor te stellen' at its second or only half."""
        particles = self.lists.particles.get(self.texts[index])
        if not particles:
            return ""
        if self.listed(index - 1, "link") and self.text(index - 2) in particles:
            return particles[self.text(index - 2)]
        second = "verb_second" in self.lists.traits  # Swedish 'ska jag ta fram'
        anywhere = second and self.uses(index) & INFINITIVE
        if not (anywhere or self._starts(index) or self._before_self(index)):
            return ""
        following = self.texts[index + 1 : index + 1 + (PARTICLE if second else CLAUSE)]
        return next((particles[text] for text in following if text in particles), "")

    def _governor(self, index: int) -> int:
        """Index of the word before, looking over time phrases and adverbs; -1 at the start."""
        index -= 1
        for _ in range(SKIPPED):
            if index < 0 or not (index in self.times.busy or self.listed(index, "skip")):
                break
            index -= 1
        return index

    def _starts(self, index: int) -> bool:
        """Whether a clause with the trainee as its subject may start here."""
        if index and self.read[index].glued:
            index -= 1  # co-facilitate, job-shadow
        before = self._governor(index)
        if before < 0 or self.is_mark(before) or self.is_mark(index - 1):
            return True
        if "verb_position" in self.lists.traits and self.listed(before, "modal"):
            return not self._others_will(before)
        return self.listed(before, "self", "joint", "but")

    def _others_will(self, modal: int) -> bool:
        """'The host will show me': somebody else stands before 'will'."""
        before = self._governor(modal)
        return before >= 0 and not self.is_mark(before) and not self.listed(before, "self", "joint", "frame", "stop")

    def _has_auxiliary(self, index: int) -> bool:
        """'Avrò scritto'; where verbs come last it may stand anywhere."""
        if "verb_last" in self.lists.traits:
            return self.has("auxiliary")
        return self.after_auxiliary(index)

    def _opens(self, index: int) -> bool:
        """Whether a sentence opens here, where a verb may be a request: 'Observa tres sesiones'."""
        before = self._governor(index)
        return before < 0 or self.texts[before] in ".:;!?"

    def _before_self(self, index: int) -> bool:
        """'Am 1. Mai beobachte ich': the subject follows; '..., dat ik twee zittingen bijwoon': it stands before."""
        if "verb_second" in self.lists.traits:
            return self._before_me(index)
        if "verb_last" not in self.lists.traits:
            return False
        return self.listed(index + 1, "self") or (self._closes(index) and self._has_subject_before(index))

    def _closes(self, index: int) -> bool:
        """Whether a clause ends here, where verbs come last: 'unseren Brief und ihren vergleichen'."""
        ends = index + 1 == len(self.read) or self.is_mark(index + 1) or index + 1 in self.times.busy
        return "verb_last" in self.lists.traits and ends

    def _before_me(self, index: int) -> bool:
        """Swedish 'före maj inför jag': not the preposition."""
        return "verb_second" in self.lists.traits and self.listed(index + 1, "subject")

    def _has_subject_before(self, index: int) -> bool:
        for place in range(index - 1, max(index - CLAUSE, -1), -1):
            if self.listed(place, "subject"):
                return True
            if self.is_mark(place):
                return False
        return False

    # --- does it hang on another? --------------------------------------------------------------------------------------

    def _hangs(self, index: int) -> bool:
        """Whether the verb hangs on a weak verb ('apprendre à rédiger') or tells a purpose ('pour accompagner')."""
        before = self._governor(index)
        if before < 0:
            return False
        if "verb_position" in self.lists.traits:
            return self.texts[before] == "to" and not self._is_frame(self._governor(before))
        needs_link = "verb_last" in self.lists.traits  # 'um 20 Minuten verkürzen' tells no purpose
        if self.listed(before, "purpose") and (not needs_link or self.listed(index - 1, "link")):
            return not self.listed(before - 1, "state")  # 'mijn doel is om'
        if self.listed(before, "link"):
            governor = self._governor(before)
            if self.listed(governor, "purpose") or self._is_weak(governor):
                return True
        if "verb_chains" in self.lists.traits and self._is_weak(before) and not self.listed(before, "frame"):
            return True
        if "verb_last" not in self.lists.traits:
            return False
        if self.listed(index - 1, "link") and self._purpose_opened(index):
            return True
        return self._is_weak(index - 1) or self.listed(index + 1, "learning")

    def _is_frame(self, governor: int) -> bool:
        """'I want to', 'my aim is to', or nothing before 'to': what follows is the trainee's own action."""
        return governor < 0 or self.is_mark(governor) or self.listed(governor, "frame", "self", "joint")

    def _purpose_opened(self, index: int) -> bool:
        """'Um die Familien besser zu begleiten': the purpose opened before."""
        for place in range(index - 1, max(index - CLAUSE, -1), -1):
            if self.listed(place, "purpose"):
                return not self.listed(place - 1, "state")
            if self.is_mark(place):
                return False
        return False

    def _is_weak(self, index: int) -> bool:
        kind, uses = self.lists.verbs.get(self.text(index), ("", 0))
        if self.listed(index, "frame") or self.is_determiner(index - 1):
            return False  # 'spero di disegnare', 'un espoir'
        return kind == "weak" and bool(uses & (INFINITIVE | FINITE | FIRST))

    # --- no known verb -------------------------------------------------------------------------------------------------

    def _named_action(self, known: set[int]) -> int:
        """Where an action stands as a noun ('Observation de trois ateliers') or as a verb that no list knows; or -1."""
        content = [
            index
            for index, token in enumerate(self.read)
            if token.kind == "word"
            and index not in known
            and index not in self.times.busy
            and index not in self.aside
            and not self.others_act[index]
            and not self.listed(index, "stop")
        ]
        for place, index in enumerate(content):
            counted = any(self.is_number(before) for before in range(max(index - COUNTED, 0), index))
            if self._is_action_noun(index) and (place < 2 or counted):
                return index
        for index in content:
            kind, uses = self.lists.verbs.get(self.texts[index], ("", 0))
            if self.listed(index, "change") and not uses & ~(OTHERS | NOUN):
                return index  # 'căderile să scadă de la 12 la 6'
            done = uses & PARTICIPLE and not uses & INFINITIVE and not self.others_act[index]
            added = kind in STRONG and (self.is_mark(index - 1) or self.listed(index - 1, "joint"))
            if done and (added or kind in ("write", "make")):
                return index  # 'my goal: a poster, drawn and hung'
        shows = "infinitives_show" in self.lists.traits
        mine = [index for index in content if "verb_second" in self.lists.traits and self._is_beside_me(index)]
        places = reversed(content) if "verb_last" in self.lists.traits else content if shows else mine or content[:1]
        return next((index for index in places if self._looks_like_verb(index)), -1)

    def _is_action_noun(self, index: int) -> bool:
        if self.listed(index, "deliverable") and self.is_determiner(index - 1):
            return False  # 'o prezentare', 'une traduction' to hold
        return self.listed(index, "nominal") or bool(self.uses(index) & NOUN)

    def _named_kind(self, index: int) -> str:
        """'Redactarea' is as 'redactez'; a noun that no verb gives is just an action."""
        kind, uses = self.lists.verbs.get(self.texts[index], ("", 0))
        return kind if uses & NOUN else "do"

    def _further_nouns(self, first: int) -> list[int]:
        """Where the first action is a noun, those joined to it: 'Observarea ... și redactarea ...'."""
        places = range(first + 1, len(self.read)) if self._is_action_noun(first) else ()
        return [
            index for index in places if self.uses(index) & NOUN and self._starts(index) and index not in self.aside
        ]

    def _is_beside_me(self, index: int) -> bool:
        """Swedish 'i maj klurar jag', 'jag klurar'."""
        beside = self.listed(index + 1, "subject") or self.listed(index - 1, "subject")
        known = self.texts[index] in self.lists.verbs or self.listed(index, "starting", "state")
        return self.texts[index].endswith("r") and beside and not known

    def _looks_like_verb(self, index: int) -> bool:
        """By its place and ending; where verbs come last, behind its object."""
        text, lists = self.texts[index], self.lists
        if self.listed(index, "generic", "vague", "absolute", "deliverable", "frame") or text in lists.numbers:
            return False
        if "verb_second" in lists.traits and self._is_beside_me(index):
            return True
        if "verb_last" not in lists.traits:
            anywhere = "infinitives_show" in lists.traits and not self.is_determiner(index - 1)
            if len(text) < SHORTEST_VERB or not (anywhere or self._starts(index)):
                return False
            if "verb_position" in lists.traits:
                return index + 1 < len(self.read) and not self.is_mark(index + 1) and not text.endswith(lists.noun_ends)
            return text.endswith(lists.infinitive_ends)
        if (
            len(text) < SHORTEST_LAST_VERB
            or (self.nouns_have_capitals and self.read[index].capital)
            or not text.endswith(lists.infinitive_ends)
            or self.is_determiner(index - 1)
            or self.is_number(index - 1)
        ):
            return False
        if self.nouns_have_capitals:
            return index + 1 == len(self.read) or not self.read[index + 1].capital  # else an adjective
        return index > 0 and not self.listed(index - 1, "stop") and not self.texts[index - 1].endswith("e")
