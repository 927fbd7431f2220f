"""Emphasis never changes words, and comes in stretches that lie behind each other."""

from hypothesis import given
from hypothesis import strategies as st

from domain.emphasis import stretches
from domain.messages import Mark

MARKS = st.lists(
    st.builds(Mark, st.sampled_from(["bold", "italic", "code"]), st.integers(-3, 12), st.integers(-3, 12)), max_size=5
)


@given(st.text(max_size=9), MARKS)
def test_the_words_are_all_there_whatever_the_marks(words: str, marks: list[Mark]) -> None:
    assert "".join(piece for piece, _ in stretches(words, marks)) == words


def test_marks_that_lie_across_each_other_are_cut() -> None:
    found = stretches("abcdef", [Mark("bold", 0, 4), Mark("italic", 2, 6)])
    assert found == [("ab", ("bold",)), ("cd", ("bold", "italic")), ("ef", ("italic",))]
