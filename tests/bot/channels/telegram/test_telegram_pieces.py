"""Long texts are cut where a reader would pause, and never inside a character."""

import regex
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.pieces import clean, cut, is_blank, units

FAMILY = "👩\u200d👩\u200d👧"
ACCENTED = "e\u0301"

words = st.lists(st.sampled_from(["a", "é", "👋", FAMILY, ACCENTED, "🇫🇷", ".", "!", "؟", "ß"])).map("".join)
spaces = st.sampled_from([" ", "\n", "\n\n", "  ", "\u00a0", " \n \n "])
texts = st.lists(st.tuples(words, spaces)).map(lambda pairs: "".join(word + space for word, space in pairs))


def letters(text: str) -> str:
    return "".join(text.split())


@given(texts, st.integers(min_value=16, max_value=60))
def test_every_piece_fits_and_only_white_space_is_lost(text: str, room: int) -> None:
    pieces = list(cut(text, room))
    assert all(0 < units(piece) <= room for piece in pieces)
    assert letters("".join(pieces)) == letters(text)


@given(texts, st.integers(min_value=16, max_value=60))
def test_no_character_is_cut_though_it_is_made_of_several(text: str, room: int) -> None:
    whole = regex.findall(r"\X", letters(text))
    assert [cluster for piece in cut(text, room) for cluster in regex.findall(r"\X", letters(piece))] == whole


@given(st.text(max_size=300), st.integers(min_value=2, max_value=40))
def test_any_text_can_be_cut(text: str, room: int) -> None:
    pieces = list(cut(clean(text), room))
    assert all(0 < units(piece) <= room for piece in pieces)
    assert letters("".join(pieces)) == letters(clean(text))


def test_a_text_that_just_fits_stays_whole() -> None:
    assert list(cut("👋" * 2048)) == ["👋" * 2048]
    assert list(cut("👋" * 2049)) == ["👋" * 2048, "👋"]


def test_a_paragraph_is_a_better_pause_than_a_sentence_and_a_sentence_than_a_word() -> None:
    assert list(cut("One two. Three four.\n\nFive six. Seven", 32)) == ["One two. Three four.", "Five six. Seven"]
    assert list(cut("One two, three four. Five six seven", 30)) == ["One two, three four.", "Five six seven"]
    assert list(cut("One « two, three four. » Five six", 30)) == ["One « two, three four. »", "Five six"]
    assert list(cut("Un deux trois quatre !", 21)) == ["Un deux trois", "quatre !"]
    assert list(cut("One “two, three four.” Five six", 28)) == ["One “two, three four.”", "Five six"]
    assert list(cut("One two three four five", 13)) == ["One two three", "four five"]


def test_a_pause_far_from_the_end_is_not_taken() -> None:
    assert list(cut("A.\n\nabcdefgh ijklmnop", 16)) == ["A.\n\nabcdefgh", "ijklmnop"]


def test_a_character_longer_than_a_message_is_cut_all_the_same() -> None:
    monster = "a" + "\u0301" * 9000
    assert "".join(cut(monster)) == monster


def test_a_megabyte_is_cut() -> None:
    pieces = list(cut("Une phrase assez longue. " * 40_000))
    assert all(piece.endswith(".") for piece in pieces)


def test_what_cannot_be_sent_is_taken_out_and_what_can_stays() -> None:
    assert clean("a\0b\x1bc\ud83dd\te\nf\u200d👋") == "abcd\te\nf\u200d👋"


def test_invisible_is_blank() -> None:
    assert is_blank("")
    assert is_blank(" \n\u200b\u2060\ufeff\u202e")
    assert not is_blank(".")
    assert not is_blank(" 👋 ")
