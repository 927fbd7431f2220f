"""The groups of the settings, and the names of topics."""

import pytest

from domain.topics import conversation_of, is_note, note_words, read_groups, topic_name


def test_a_group_for_all_or_one_for_each_language() -> None:
    assert read_groups("") == {}
    assert read_groups("-1001234567890") == {"": -1001234567890}
    assert read_groups("fr=-100123, nl=-100456") == {"fr": -100123, "nl": -100456}


@pytest.mark.parametrize("wrong", ["123", "fr:-100", "xx=-100123", "fr=-1001,fr=-1002", "-1001,-1002", "group"])
def test_anything_else_is_refused_with_a_remedy(wrong: str) -> None:
    with pytest.raises(ValueError, match="such as fr="):
        read_groups(wrong)


@pytest.mark.parametrize("name", ["", "Ana Lopes", "#2 #3", "x" * 300])
def test_the_name_of_a_topic_tells_its_conversation(name: str) -> None:
    made = topic_name(12, name)
    assert len(made) <= 128
    assert conversation_of(made) == 12


@pytest.mark.parametrize("name", ["Coffee", "#", "#x", "12 Ana", "", "#99999999999999999999"])
def test_other_names_tell_none(name: str) -> None:
    assert conversation_of(name) is None


def test_a_note_begins_with_two_strokes() -> None:
    assert is_note("  // hm")
    assert not is_note("https://example.org")
    assert note_words(" // hm ") == "hm"
