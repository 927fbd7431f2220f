"""A goal read once: its words, its time phrases, and quick questions about what stands where."""

from collections.abc import Iterator, Sequence

from domain.goals.deadlines import Times
from domain.goals.tokens import Token
from domain.goals.verb_forms import FINITE, FIRST, INFINITIVE, OTHERS
from domain.goals.words import Words

INSIDE = frozenset('-‐‑–—%/"“”„«»&#°*')  # marks that part no clauses; dashes do when blanks stand around them
DASHES = frozenset("-–—")
AUXILIARY = 4  # words back to the auxiliary of a participle
FAR = 40  # words looked back over at most, so that a long text costs no more for each of its words


class Reading:
    """`read` are the tokens of a goal, `times` its time phrases, `lists` the words of its language."""

    def __init__(self, read: Sequence[Token], times: Times, lists: Words) -> None:
        self.read, self.times, self.lists = read, times, lists
        self.texts = tuple(token.text for token in read)
        self._places: dict[str, frozenset[int]] = {}
        self._phrases: dict[str, list[range]] = {}
        self._lists_of = tuple(map(lists.vocabulary.lists_of, self.texts))
        self.accented = any(token.accent for token in read)
        self.others_act = tuple(self._subordinate())

    def text(self, index: int) -> str:
        """The folded word at this place, or nothing outside the goal."""
        return self.texts[index] if 0 <= index < len(self.texts) else ""

    def listed(self, index: int, *names: str) -> bool:
        """Whether the word at this place is in one of the lists."""
        return 0 <= index < len(self._lists_of) and not self._lists_of[index].isdisjoint(names)

    def is_mark(self, index: int) -> bool:
        """Whether a punctuation mark stands here."""
        return 0 <= index < len(self.read) and self.read[index].kind == "mark"

    def is_number(self, index: int) -> bool:
        """Whether a figure or a number word stands here."""
        return 0 <= index < len(self.read) and (
            self.read[index].kind == "number" or self.texts[index] in self.lists.numbers
        )

    def is_determiner(self, index: int) -> bool:
        """Whether an article, a possessive or a number stands here."""
        return self.listed(index, "article", "definite", "possessive") or self.text(index) in self.lists.numbers

    def uses(self, index: int) -> int:
        """How the word at this place may stand as a verb (bit mask of verb_forms), 0 for no known verb."""
        uses = self.lists.verbs.get(self.text(index), ("", 0))[1]
        ends = uses & FIRST and "accent_tells_first" in self.lists.traits and self.texts[index].endswith("e")
        if ends and self.accented and not self.read[index].accent_end:
            return uses & ~FIRST  # Polish 'pisze' and 'w szkole', not 'piszę' and 'szkolę'
        if uses & FIRST and "accent_tells_others" in self.lists.traits and self.texts[index].endswith("i"):
            return uses & ~FIRST | OTHERS if self.read[index].accent_end else uses  # Czech 'nacvičují'
        return uses

    def over(self, index: int, step: int, *names: str) -> int:
        """The next place forward or back (`step` 1 or -1) whose word is in none of the lists, FAR words on at most."""
        for _ in range(FAR):
            if not self.listed(index, *names):
                break
            index += step
        return index

    def after_auxiliary(self, index: int) -> bool:
        """Whether an auxiliary stands a few words before, not counting those of time: 'rád bych do května navštívil'."""
        words, most = 0, 2 * AUXILIARY if "verb_chains" in self.lists.traits else AUXILIARY
        for place in range(index - 1, max(index - 1 - FAR, -1), -1):
            if place in self.times.busy:
                continue
            if self.listed(place, "auxiliary"):
                return True
            words += 1
            if self.is_mark(place) or words == most:
                return False
        return False

    def phrases(self, name: str) -> list[range]:
        """Where the phrases of a list stand."""
        if name not in self._phrases:
            self._phrases[name] = self.lists.phrases[name].places(self.read)
        return self._phrases[name]

    def places(self, name: str) -> frozenset[int]:
        """Every place of a word or a phrase of the list."""
        if name not in self._places:
            single = (index for index in range(len(self.read)) if name in self._lists_of[index])
            self._places[name] = frozenset(single).union(*self.phrases(name))
        return self._places[name]

    def has(self, name: str) -> bool:
        """Whether a word of the list is anywhere in the goal."""
        return any(name in those for those in self._lists_of)

    def clauses(self) -> Iterator[range]:
        """The goal cut at its marks, before 'but', and where 'and' opens a clause with a subject ('and I want')."""
        start = 0
        for index in range(len(self.read)):
            joins = self.listed(index, "joint") and self._has_subject(index + 1)
            if self.parts(index) or self.listed(index, "but") or joins:
                if index > start:
                    yield range(start, index)
                start = index + 1
        if start < len(self.read):
            yield range(start, len(self.read))

    def _has_subject(self, index: int) -> bool:
        """Whether a clause of its own begins here, perhaps after an adverb: 'and now I want'."""
        later = self.listed(index, "skip") and self.listed(index + 1, "self", "frame", "others", "state")
        return later or self.listed(index, "self", "frame", "others")

    def parts(self, index: int) -> bool:
        """Whether a mark stands here that parts clauses."""
        if not self.is_mark(index) or index in self.times.busy:
            return False
        token = self.read[index]
        if token.text in DASHES:
            before = index and self.read[index - 1].end == token.start
            after = index + 1 < len(self.read) and self.read[index + 1].start == token.end
            return not before and not after
        return token.text not in INSIDE

    def _subordinate(self) -> Iterator[bool]:
        """For each word, whether it stands after 'how', 'why', 'who': there others act, not the trainee."""
        inside = relative = False
        subjects = 0
        asks = self.places("asks") | self.places("unsure")  # 'est-ce que', 'no idea when'
        for index in range(len(self.read)):
            if self.listed(index, "how") and index not in self.times.busy and index not in asks:
                inside, subjects = not self._opens_my_own(index), 0
            elif self._leaves(index):
                inside = relative = False
            elif inside and self._turns_to_me(index, subjects):
                inside = False
            elif self.listed(index, "relative") and index not in self.times.busy and self._relates(index):
                relative = True
            subjects += self.listed(index, "subject")
            yield inside or relative
            if relative and "capital_nouns" not in self.lists.traits and self.uses(index):
                relative = False  # 'kinderen die praten | observeren'

    def _opens_my_own(self, index: int) -> bool:
        """Czech 'záleží mi na tom, abych proškolila': a conjunction of the first person, and no verb of mine before."""
        if "verb_chains" not in self.lists.traits or not self.listed(index, "auxiliary"):
            return False
        return not any(
            self.uses(place) & (INFINITIVE | FIRST)
            for place in range(max(index - FAR, 0), index)
            if not self.listed(place, "stop")
        )

    def _leaves(self, index: int) -> bool:
        """Whether a mark or an 'and' ends what others do: 'who reads | and write', but 'who wrote a book and five poems'."""
        if self.is_mark(index):
            return self.texts[index] not in "-%/"
        if not self.listed(index, "joint"):
            return False
        goes_on = self.is_determiner(index + 1) or self.is_number(index + 1)
        return "verb_last" in self.lists.traits or not goes_on

    def _turns_to_me(self, index: int, subjects: int) -> bool:
        """'Als verpleegkundige | wil ik', 'quand je rentre | j'anime', 'cuando vuelva | formaré'."""
        turned = self.listed(index + 1, "subject") and (self.listed(index, "frame") or self.uses(index) & FINITE)
        again = bool(subjects) and self.listed(index, "subject")
        if self.listed(index, "subject") and self.listed(index, "frame"):
            return True  # Polish 'który chcę porównać'
        chains = "verb_chains" in self.lists.traits  # Polish 'aby pomóc', where a comma ends what others do
        mine = "verbs_tell_who" in self.lists.traits and self.uses(index) & INFINITIVE and not chains
        if mine and not self.listed(index - 1, "link"):
            return True  # 'raportul care compară legile | îl scriu'
        return bool(turned) or again or self.uses(index) == FIRST

    def _relates(self, index: int) -> bool:
        """Whether 'die' opens a clause about the noun before: after a comma in German, right after the noun in Dutch."""
        if "capital_nouns" not in self.lists.traits:
            known = self.listed(index - 1, "stop", "link", "joint") or self.uses(index - 1)
            return index > 0 and self.read[index - 1].kind == "word" and not known
        following = self.read[index + 1] if index + 1 < len(self.read) else None
        return self.text(index - 1) == "," and following is not None and not following.capital
