"""Finds in a goal the verbs that say what the trainee will do, not what others do or what it is all for.

Nouns and verbs look alike ('test', 'plan', 'visite'), so the place of a word decides, by rules that differ between
English, the Romance languages and the languages with the verb at the end. Source: DOMAIN section 5.2, row S.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.deadlines import Times
from domain.goal_times import matches
from domain.goal_words import FINITE, GERUND, INFINITIVE, PARTICIPLE, Token, Words

STRONG = ("write", "make", "do", "see")
SKIPPED = 12  # adverbs and time words looked over between a verb and the word that governs it
CLAUSE = 14  # tokens between the two halves of a separable verb, or between 'um' and 'zu'
SHORTEST_VERB = 4  # letters; 6 in Dutch and German, where short words in -en are nouns or adjectives
SHORTEST_LAST_VERB = 6


@dataclass(frozen=True, slots=True)
class Action:
    """A verb at `index` that says what the trainee does; `kind` is 'write', 'make', 'do', 'see', 'light' or 'weak'."""

    index: int
    kind: str


class Goal:
    """A goal read once: its tokens, its time phrases, and its verbs.

    `actions` are the trainee's own; `dependent` verbs hang on them, tell a purpose or belong to others ('learn to
    write', 'to help families', 'how they work').
    """

    def __init__(self, read: Sequence[Token], times: Times, lists: Words) -> None:
        self.read, self.times, self.lists = read, times, lists
        self.texts = tuple(token.text for token in read)
        said = [token.capital for token in read if token.kind == "word"]
        self.nouns_have_capitals = "capital_nouns" in lists.traits and any(said[1:]) and not all(said)
        self.others_act = tuple(self._subordinate())
        self.actions, self.dependent = self._find_actions()
        self.verbs = frozenset(action.index for action in (*self.actions, *self.dependent))

    def text(self, index: int) -> str:
        """The folded word at this place, or nothing outside the goal."""
        return self.texts[index] if 0 <= index < len(self.texts) else ""

    def listed(self, index: int, *names: str) -> bool:
        """Whether the word at this place is in one of the lists."""
        text = self.text(index)
        return any(text in self.lists.sets[name] for name in names)

    def is_mark(self, index: int) -> bool:
        """Whether a punctuation mark stands here."""
        return 0 <= index < len(self.read) and self.read[index].kind == "mark"

    def is_determiner(self, index: int) -> bool:
        """Whether an article, a possessive or a number stands here."""
        return self.listed(index, "article", "definite", "possessive") or self.text(index) in self.lists.numbers

    def phrases(self, name: str) -> list[range]:
        """Where the phrases of a list stand."""
        phrases = self.lists.phrases[name]
        return [
            range(index, index + len(phrase))
            for index, text in enumerate(self.texts)
            for phrase in phrases.get(text, ())
            if matches(self.read, index, phrase)
        ]

    def _subordinate(self) -> Iterator[bool]:
        """For each word, whether it stands after 'how', 'why', 'who': there others act, not the trainee."""
        inside = False
        for index in range(len(self.read)):
            if self.listed(index, "how") and index not in self.times.busy:
                inside = True
            elif self.listed(index, "joint") or (self.is_mark(index) and self.texts[index] not in "-%/"):
                inside = False
            yield inside

    def _find_actions(self) -> tuple[tuple[Action, ...], tuple[Action, ...]]:
        own: list[Action] = []
        other: list[Action] = []
        for index, token in enumerate(self.read):
            if index not in self.times.busy and token.kind == "word" and (kind := self._verb(index)):
                hangs = self.others_act[index] or self._hangs(index)
                (other if hangs else own).append(Action(index, kind))
        if not own and (named := self._named_action()) >= 0:
            own.append(Action(named, "do"))
        return tuple(own), tuple(other)

    # --- is it a verb here? --------------------------------------------------------------------------------------------

    def _verb(self, index: int) -> str:
        """Class of the verb at this place, or nothing when the word is no verb here."""
        kind, uses = self.lists.verbs.get(self.texts[index], ("", 0))
        if separable := self._separable(index):
            return separable
        if not kind:
            return ""
        if "verb_position" in self.lists.traits:
            return kind if self._is_english_verb(index, uses) else ""
        starts, capitals = self._starts(index), self.nouns_have_capitals
        if capitals and self.read[index].capital and not (index == 0 or self.is_mark(index - 1)):
            return ""
        stands = (
            (uses & INFINITIVE and (starts or capitals or not self.is_determiner(index - 1)))
            or (uses & FINITE and (starts or self._before_self(index)))
            or (uses & GERUND and starts)
            or (uses & PARTICIPLE and not self.lists.sets["auxiliary"].isdisjoint(self.texts))
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
        if not (self._starts(index) or self._before_self(index)):
            return ""
        following = self.texts[index + 1 : index + 1 + CLAUSE]
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
        return self.listed(before, "self", "joint")

    def _before_self(self, index: int) -> bool:
        """'Am 1. Mai beobachte ich': the subject follows."""
        return "verb_last" in self.lists.traits and self.listed(index + 1, "self")

    # --- does it hang on another? --------------------------------------------------------------------------------------

    def _hangs(self, index: int) -> bool:
        """Whether the verb hangs on a weak verb ('apprendre à rédiger') or tells a purpose ('pour accompagner')."""
        before = self._governor(index)
        if before < 0:
            return False
        if "verb_position" in self.lists.traits:
            return self.texts[before] == "to" and not self._is_frame(self._governor(before))
        if self.listed(before, "purpose"):
            return True
        if self.listed(before, "link"):
            governor = self._governor(before)
            if self.listed(governor, "purpose") or self._is_weak(governor):
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
                return True
            if self.is_mark(place):
                return False
        return False

    def _is_weak(self, index: int) -> bool:
        kind, uses = self.lists.verbs.get(self.text(index), ("", 0))
        return kind == "weak" and bool(uses & (INFINITIVE | FINITE))

    # --- no known verb -------------------------------------------------------------------------------------------------

    def _named_action(self) -> int:
        """Where an action stands as a noun ('Observation de trois ateliers') or as a verb that no list knows; or -1."""
        content = [
            index
            for index, token in enumerate(self.read)
            if token.kind == "word" and index not in self.times.busy and not self.listed(index, "stop")
        ]
        for index in content[:2]:
            if self.listed(index, "nominal"):
                return index
        places = reversed(content) if "verb_last" in self.lists.traits else content[:1]
        return next((index for index in places if self._looks_like_verb(index)), -1)

    def _looks_like_verb(self, index: int) -> bool:
        """By its place and ending; where verbs come last, behind its object."""
        text, lists = self.texts[index], self.lists
        if self.listed(index, "generic", "vague", "absolute", "deliverable") or text in lists.numbers:
            return False
        if "verb_last" not in lists.traits:
            if len(text) < SHORTEST_VERB or not self._starts(index):
                return False
            if "verb_position" in lists.traits:
                return index + 1 < len(self.read) and not self.is_mark(index + 1) and not text.endswith(lists.noun_ends)
            return text.endswith(lists.infinitive_ends)
        if (
            len(text) < SHORTEST_LAST_VERB
            or (self.nouns_have_capitals and self.read[index].capital)
            or not text.endswith(lists.infinitive_ends)
        ):
            return False
        if self.nouns_have_capitals:
            return index + 1 == len(self.read) or not self.read[index + 1].capital  # else an adjective
        return index > 0 and not self.listed(index - 1, "stop") and not self.texts[index - 1].endswith("e")
