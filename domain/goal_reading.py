"""Reads what a goal says the trainee will do: which verbs are the trainee's own actions, which words carry content,
and whether a quantity or a deliverable can show that it is done. Source: DOMAIN section 5.2, rows S and M."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.deadlines import Times
from domain.goal_times import matches
from domain.goal_words import FINITE, GERUND, INFINITIVE, PARTICIPLE, Token, Words

STRONG = ("write", "make", "do", "see")
MAKING_VERBS = ("write", "make")
LONG_COMPOUND = 10  # letters: such a Dutch or German compound says as much as two words
NEAR = 4  # tokens between a number or an article and its noun
CLAUSE = 14  # tokens between the two halves of a separable verb
MAKING = 8  # tokens between a verb of making and what is made


@dataclass(frozen=True, slots=True)
class Action:
    """A verb at `index` that says what the trainee does, with its class ('write', 'make', 'do', 'see', 'light', 'weak')."""

    index: int
    kind: str


@dataclass(frozen=True, slots=True)
class Content:
    """What the words of a goal weigh: `total` of content words, those of them that are `concrete`, and vague words."""

    total: int
    concrete: int
    vague: int


class Reading:
    """A goal read once: tokens, time phrases, actions."""

    def __init__(self, read: Sequence[Token], times: Times, lists: Words) -> None:
        self.read, self.times, self.lists = read, times, lists
        self.texts = tuple(token.text for token in read)
        self._uses_capitals = any(token.capital for token in read[1:])
        self._open_clauses = tuple(_subordinate(self.texts, lists, times))
        self.actions, self.dependent = self._actions()
        self._verbs = frozenset(action.index for action in (*self.actions, *self.dependent))

    # --- actions ------------------------------------------------------------------------------------------------------

    def _actions(self) -> tuple[tuple[Action, ...], tuple[Action, ...]]:
        """The trainee's own actions, and verbs that hang on them or tell a purpose ('learn to write', 'to help')."""
        own: list[Action] = []
        other: list[Action] = []
        for index, token in enumerate(self.read):
            if index in self.times.busy or token.kind != "word":
                continue
            kind = self._verb(index)
            if not kind:
                continue
            hangs = self._open_clauses[index] or self._hangs(index)
            (other if hangs else own).append(Action(index, kind))
        if not own and (first := self._named_action()):
            own.append(first)
        return tuple(own), tuple(other)

    def _verb(self, index: int) -> str:
        """Class of the verb at this place, or nothing when the word is no verb there."""
        text, lists = self.texts[index], self.lists
        kind, uses = lists.verbs.get(text, ("", 0))
        starts = self._starts(index)
        if (particles := lists.particles.get(text)) and (separable := self._separable(index, particles)):
            return separable
        if not kind:
            return ""
        if "capital_nouns" in lists.traits and self.read[index].capital and not self._may_be_capital(index):
            return ""
        if "verb_position" in lists.traits:
            return kind if self._english(index, uses, starts) else ""
        before = self.texts[index - 1] if index else ""
        if uses & INFINITIVE and (starts or "capital_nouns" in lists.traits or not self._is_determiner(before)):
            return kind
        if uses & FINITE and (starts or self._beside_self(index)):
            return kind
        if uses & GERUND and starts:
            return kind
        return kind if uses & PARTICIPLE and not self.lists.sets["auxiliary"].isdisjoint(self.texts) else ""

    def _english(self, index: int, uses: int, starts: bool) -> bool:
        """English verbs look like nouns: only the place tells ('interview two judges', 'two interview rooms')."""
        if uses & PARTICIPLE and index and self.texts[index - 1] in self.lists.sets["auxiliary"]:
            return True
        if starts:
            return bool(uses & (INFINITIVE | GERUND))
        before = self._before(index)
        return bool(uses & INFINITIVE) and before >= 0 and self.texts[before] == "to"

    def _separable(self, index: int, particles: dict[str, str] | object) -> str:
        """'Ich stelle drei Ideen vor', 'om voor te stellen'."""
        table = self.lists.particles[self.texts[index]]
        if index >= 2 and self.texts[index - 1] in ("te", "zu") and self.texts[index - 2] in table:
            return table[self.texts[index - 2]]
        if not (self._starts(index) or self._beside_self(index)):
            return ""
        for text in self.texts[index + 1 : index + 1 + CLAUSE]:
            if text in table:
                return table[text]
        return ""

    def _may_be_capital(self, index: int) -> bool:
        return self._starts(index) and (index == 0 or self.read[index - 1].kind == "mark")

    def _before(self, index: int) -> int:
        """Index of the word before, without time phrases and adverbs; -1 at the start."""
        index -= 1
        for _ in range(NEAR * 3):
            if index < 0 or not (index in self.times.busy or self.texts[index] in self.lists.sets["skip"]):
                break
            index -= 1
        return index

    def _starts(self, index: int) -> bool:
        """Whether a clause with the trainee as its subject may start here."""
        if self.read[index].glued and index:
            index -= 1  # co-facilitate, job-shadow
        before = self._before(index)
        if before < 0 or self.read[before].kind == "mark" or (index and self.read[index - 1].kind == "mark"):
            return True
        return self.texts[before] in self.lists.sets["self"] or self.texts[before] in self.lists.sets["joint"]

    def _beside_self(self, index: int) -> bool:
        own = self.lists.sets["self"]
        after = self.texts[index + 1] if index + 1 < len(self.texts) else ""
        return after in own and "verb_last" in self.lists.traits

    def _is_determiner(self, text: str) -> bool:
        sets = self.lists.sets
        return (
            text in sets["article"]
            or text in sets["definite"]
            or text in sets["possessive"]
            or text in self.lists.numbers
        )

    def _hangs(self, index: int) -> bool:
        """Whether the verb hangs on a weak verb ('apprendre à rédiger') or tells a purpose ('pour accompagner')."""
        sets, before = self.lists.sets, self._before(index)
        if before < 0:
            return False
        text = self.texts[before]
        if "verb_position" in self.lists.traits:
            if text != "to":
                return False
            governor = self._before(before)
            free = governor < 0 or self.read[governor].kind == "mark"
            return not free and not any(self.texts[governor] in sets[name] for name in ("frame", "self", "joint"))
        if text in sets["purpose"]:
            return True
        if text in sets["link"] and before:
            governor = self._before(before)
            if governor >= 0 and (self.texts[governor] in sets["purpose"] or self._is_weak(governor)):
                return True
        if "verb_last" in self.lists.traits:
            if self.texts[index - 1] in sets["link"] and self._purpose_opened(index):
                return True
            return self._is_weak(index - 1) or (index + 1 < len(self.texts) and self._is_learning(index + 1))
        return False

    def _purpose_opened(self, index: int) -> bool:
        for place in range(index - 1, max(index - CLAUSE, -1), -1):
            if self.texts[place] in self.lists.sets["purpose"]:
                return True
            if self.read[place].kind == "mark":
                return False
        return False

    def _is_weak(self, index: int) -> bool:
        kind, uses = self.lists.verbs.get(self.texts[index], ("", 0))
        return kind == "weak" and bool(uses & (INFINITIVE | FINITE))

    def _is_learning(self, index: int) -> bool:
        return self.texts[index] in self.lists.sets["learning"]

    def _named_action(self) -> Action | None:
        """No verb found: an action as a noun ('Observation de trois ateliers') or a verb no list knows."""
        content = [
            index
            for index, token in enumerate(self.read)
            if token.kind == "word" and index not in self.times.busy and token.text not in self.lists.sets["stop"]
        ]
        for index in content[:2]:
            if self.texts[index] in self.lists.sets["nominal"]:
                return Action(index, "do")
        if content and (index := self._unknown_verb(content)) >= 0:
            return Action(index, "do")
        return None

    def _unknown_verb(self, content: Sequence[int]) -> int:
        places = reversed(content) if "verb_last" in self.lists.traits else content[:1]
        return next((index for index in places if self._looks_like_verb(index)), -1)

    def _looks_like_verb(self, index: int) -> bool:
        text, lists = self.texts[index], self.lists
        known = any(text in lists.sets[name] for name in ("generic", "vague", "absolute", "deliverable", "how"))
        if known or text in lists.numbers or len(text) < 4:
            return False
        after = self.read[index + 1] if index + 1 < len(self.read) else None
        if "verb_position" in lists.traits:
            return (
                self._starts(index)
                and after is not None
                and after.kind != "mark"
                and not text.endswith(lists.noun_ends)
            )
        if "verb_last" not in lists.traits:
            return self._starts(index) and text.endswith(lists.infinitive_ends)
        if not text.endswith("n") or len(text) < 6 or self.read[index].capital:
            return False
        if "capital_nouns" in lists.traits:
            return after is None or not after.capital  # else an adjective before its noun
        before = self.texts[index - 1] if index else ""
        return text.endswith("en") and bool(before) and before not in lists.sets["stop"] and not before.endswith("e")

    # --- content ------------------------------------------------------------------------------------------------------

    def content(self, *, made: bool) -> Content:
        """Distinct words that say something; words of time, numbers and the actions themselves do not count. A document
        that is to be `made` says nothing of its subject ('write a report')."""
        sets, lists = self.lists.sets, self.lists
        total = concrete = 0
        seen: set[str] = set()
        vague_at = set(self._phrase_places("vague"))
        terms_at = set(self._phrase_places("term"))  # 'social worker', 'role play' say more than their words
        known_at = terms_at | set(self._phrase_places("spare"))  # 'good practice' is not vague
        for index, token in enumerate(self.read):
            text = token.text
            if token.kind != "word" or index in self.times.busy or index in self._verbs or text in seen:
                continue
            if self._open_clauses[index] and text in lists.verbs and not token.capital:
                continue
            if len(text) < 2 or text in sets["stop"] or text in lists.numbers or index in vague_at:
                continue
            seen.add(text)
            if (text in sets["vague"] or text in sets["absolute"]) and index not in known_at:
                continue
            known = index not in terms_at and self._says_little(index, made=made)
            weight = 2 if not known and self._is_compound(token) else 1
            total += weight
            concrete += 0 if known else weight
        passed = vague_at | known_at | self.times.busy
        vague = sum(
            1
            for index, text in enumerate(self.texts)
            if text in sets["vague"] and index not in vague_at | self.times.busy
        )
        return Content(total, concrete, vague + len(self._phrases("vague")))

    def _says_little(self, index: int, *, made: bool) -> bool:
        """A word that fits any goal ('team', 'practice'), unless a hyphen makes it part of another."""
        text, sets = self.texts[index], self.lists.sets
        if self.read[index].glued or (index + 1 < len(self.read) and self.read[index + 1].glued):
            return False
        return text in sets["generic"] or (made and text in sets["deliverable"])

    def _is_compound(self, token: Token) -> bool:
        """Dutch or German, long, and in German a noun (when the writer uses capitals at all)."""
        traits = self.lists.traits
        noun = "capital_nouns" not in traits or token.capital or not self._uses_capitals
        return "compounds" in traits and len(token.text) >= LONG_COMPOUND and noun

    def _phrases(self, name: str) -> list[tuple[int, int]]:
        """Spans of the phrases of a list."""
        phrases, found = self.lists.phrases[name], []
        for index, text in enumerate(self.texts):
            for phrase in phrases.get(text, ()):
                if matches(self.read, index, phrase):
                    found.append((index, index + len(phrase)))
                    break
        return found

    def _phrase_places(self, name: str) -> Iterator[int]:
        for start, stop in self._phrases(name):
            yield from range(start, stop)

    def absolutes(self) -> bool:
        """Whether the goal says all, always, perfectly, 100 %."""
        harmless = set(self._phrase_places("harmless"))
        return bool(self._phrases("absolute")) or any(
            text in self.lists.sets["absolute"] and index not in harmless for index, text in enumerate(self.texts)
        )

    # --- measure ------------------------------------------------------------------------------------------------------

    def quantity(self) -> bool:
        """A number of something, a percentage, twice, from 21 to 14; dates, durations and 'room 12' do not count."""
        if self._phrases("times") or any(
            text in self.lists.sets["times"] and index not in self.times.busy for index, text in enumerate(self.texts)
        ):
            return True
        changes = not self.lists.sets["change"].isdisjoint(self.texts)
        return any(self._counts(index, changes) for index in range(len(self.read)))

    def _counts(self, index: int, changes: bool) -> bool:
        token, lists = self.read[index], self.lists
        if not self._is_number(index) or index in self.times.firm:
            return False
        following = self.texts[index + 1] if index + 1 < len(self.texts) else ""
        if following == "%":
            return True
        if index in self.times.busy:
            return changes and index not in self.times.vague
        if index + 1 < len(self.read) and self.read[index + 1].glued:
            return False
        before = self.texts[index - 1] if index else ""
        if token.glued or before in lists.sets["label"] or before in ("#", "°"):
            return False
        if following in (".", ")") and (index == 0 or self.read[index - 1].kind == "mark"):
            return False  # 1. in a list
        if following in lists.sets["clock"] or (
            before in lists.sets["hour_article"] and following in lists.sets["stop"]
        ):
            return False  # 8 o'clock, a las 8
        if token.kind == "number" and before in lists.sets["article"]:
            return False  # a 12 step programme
        if "plural_units" in lists.traits and lists.time.get(following) == "u" and following != "day":
            return False  # the two week course
        return changes or "/" in token.text or self._noun_follows(index)

    def _is_number(self, index: int) -> bool:
        token, lists = self.read[index], self.lists
        if token.kind == "number":
            return not (len(token.text) == 4 and token.text[:2] in ("19", "20"))
        if token.kind == "day":
            return True
        if token.kind != "word" or token.text not in lists.numbers:
            return False
        if token.text in lists.sets["article"]:
            return token.accent or self._after_least(index)
        return token.text != "one" or not self._one_of_idiom(index)

    def _is_number_at(self, index: int) -> bool:
        return index < len(self.read) and self._is_number(index)

    def _one_of_idiom(self, index: int) -> bool:
        before = self.texts[index - 1] if index else ""
        following = self.texts[index + 1] if index + 1 < len(self.texts) else ""
        return before in ("the", "this", "that", "no", "any", "another", "other") or following in (
            "another",
            "to",
            "of",
        )

    def _after_least(self, index: int) -> bool:
        """'Au moins une', 'mindestens ein': there the article is a number."""
        ends = {stop for _, stop in self._phrases("least")}
        return index in ends or (index > 0 and self.texts[index - 1] in self.lists.sets["least"])

    def _noun_follows(self, index: int) -> bool:
        for place in range(index + 1, min(index + 1 + NEAR, len(self.read))):
            token = self.read[place]
            if token.kind == "mark" and token.text not in "-–(/":
                return False
            if token.text in self.lists.sets["joint"] and not self._is_number_at(place + 1):
                return False  # 'un regard neuf et ...'
            if token.kind == "word" and place not in self._verbs and place not in self.times.busy:
                if token.text not in self.lists.sets["stop"] and token.text not in self.lists.numbers:
                    return True
        return False

    def deliverable(self) -> bool:
        """'A checklist', 'un protocole', 'einen Maßnahmenplan'; 'their safety plan' and 'guidelines' after a verb of
        making. What is only looked at or understood is no deliverable."""
        kinds = {action.kind for action in self.actions}
        verbs = (*self.actions, *self.dependent)
        making = [action.index for action in verbs if action.kind in MAKING_VERBS]
        writing = [action.index for action in verbs if action.kind == "write"]
        looks_only = bool(kinds) and kinds <= {"see", "weak"} and not making
        for index in range(len(self.read)):
            if index in self._verbs or index in self.times.busy:
                continue
            if not self.names_deliverable(index):
                if self._near(index, writing) and self._is_work(index):
                    return True
            elif self._near(index, making):
                return True
            elif not looks_only and not self._open_clauses[index] and self._has_article(index):
                return True
        return False

    def _near(self, index: int, verbs: Sequence[int]) -> bool:
        return any(abs(index - verb) <= MAKING for verb in verbs)

    def _is_work(self, index: int) -> bool:
        """'Write a vignette': whatever one writes, draws or films is a thing to hold, unless it is only vague."""
        text, sets = self.texts[index], self.lists.sets
        named = self.read[index].kind == "word" and text not in sets["stop"] and text not in self.lists.numbers
        said = named and not any(text in sets[name] for name in ("generic", "vague", "absolute"))
        return said and not self._open_clauses[index] and self._has_article(index)

    def names_deliverable(self, index: int) -> bool:
        """Whether the word is a document or another thing to hold, also as the end of a compound ('stappenplan')."""
        text = self.texts[index]
        if text in self.lists.sets["deliverable"]:
            return True
        if any(matches(self.read, index, phrase) for phrase in self.lists.phrases["deliverable"].get(text, ())):
            return True
        return text.endswith(self.lists.tails) and text not in self.lists.sets["generic"] if self.lists.tails else False

    def _has_article(self, index: int) -> bool:
        """An indefinite article within NEAR words before, and no 'better' in between."""
        for place in range(index - 1, max(index - 1 - NEAR, -1), -1):
            text, sets = self.texts[place], self.lists.sets
            if text in sets["article"]:
                return True
            if self.read[place].kind == "mark" or text in sets["better"] or self._is_determiner(text):
                return False
        return False


def _subordinate(texts: Sequence[str], lists: Words, times: Times) -> Iterator[bool]:
    """For each word, whether it stands after 'how', 'why', 'who': there others act, not the trainee."""
    inside = False
    for index, text in enumerate(texts):
        if text in lists.sets["how"] and index not in times.busy:
            inside = True
        elif text in lists.sets["joint"] or (len(text) == 1 and not text.isalnum() and text not in "-%/"):
            inside = False
        yield inside
