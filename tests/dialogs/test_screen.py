"""What of a prompt is put on the screen."""

import pytest

from dialogs.engine import Prompt
from dialogs.questions import Question
from dialogs.screen import message
from domain.messages import Text


@pytest.mark.parametrize(("progress", "shown"), [((0, 2), None), ((1, 3), None), ((0, 14), (0, 14)), (None, None)])
def test_how_much_is_left_is_told_where_it_is_worth_counting(
    progress: tuple[int, int] | None, shown: tuple[int, int] | None
) -> None:
    prompt = Prompt(Question(key="problem", kind="text", text=Text("enquiry.problem.ask")), progress=progress)
    assert message((), prompt, "1").progress == shown
