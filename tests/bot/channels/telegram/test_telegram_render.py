"""A neutral message becomes HTML that Telegram parses, within its limits, with the buttons at the end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.pieces import LARGEST_TEXT, clean, units
from bot.channels.telegram.render import render
from domain.messages import Choice, Mark, Message, Part, Style, verbatim
from locales import catalogue
from tests.doubles.bot_api.html import parse_html

STYLES: list[Style] = ["body", "title", "note", "card", "warn"]


def token(index: int) -> str:
    return f"token-{index}"


def say(*parts: tuple[str, Style], **more: object) -> Message:
    return Message(tuple(Part(verbatim(text), style) for text, style in parts), **more)  # type: ignore[arg-type]


def shown(message: Message) -> list[str]:
    return [piece.payload["text"] for piece in render(message, "en", token)]


def test_a_message_is_one_piece_with_its_buttons() -> None:
    choices = (Choice(verbatim("Yes"), "yes"), Choice(verbatim("No"), "no"))
    (piece,) = render(say(("Shall we?", "body"), choices=choices), "en", token)
    assert piece.payload == {
        "text": "Shall we?",
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
        "reply_markup": {
            "inline_keyboard": [
                [{"text": "Yes", "callback_data": "token-0"}, {"text": "No", "callback_data": "token-1"}]
            ]
        },
    }


def test_styles_are_marked_and_paragraphs_stand_apart() -> None:
    parts = [("Title", "title"), ("Body", "body"), ("Card\nof a host", "card"), ("Careful", "warn"), ("Note", "note")]
    assert shown(say(*parts)) == [
        "<b>Title</b>\n\nBody\n\n<blockquote>Card\nof a host</blockquote>\n\n⚠️ Careful\n\n<i>Note</i>"
    ]


def test_what_people_write_is_never_markup() -> None:
    assert shown(say(('<b>&amp;"x"</b>', "title"))) == ['<b>&lt;b&gt;&amp;amp;"x"&lt;/b&gt;</b>']


def test_progress_is_a_quiet_line_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue, "text", lambda lang, key, **fields: f"{lang} {key} {fields}")
    assert shown(say(("Your name?", "body"), progress=(4, 13))) == [
        "Your name?\n\n<i>en telegram.progress {'done': 4, 'total': 13}</i>"
    ]


def test_a_person_of_the_helpdesk_is_named() -> None:
    assert shown(say(("Hello", "body"), author="Zoé <Ghent>")) == ["<b>👤 Zoé &lt;Ghent&gt;</b>\n\nHello"]


@pytest.mark.parametrize("parts", [[], [("", "body")], [(" \n\u200b", "card"), ("\0", "warn")]])
def test_a_message_without_anything_to_see_shows_an_ellipsis(parts: list[tuple[str, Style]]) -> None:
    assert shown(say(*parts)) == ["…"]


def test_a_piece_without_anything_to_see_is_left_out() -> None:
    assert shown(say(("word" + "\u200b" * 9000 + "word", "body"))) == [
        "word" + "\u200b" * 4092,
        "\u200b" * 812 + "word",
    ]


def test_the_buttons_of_a_long_message_are_under_its_last_piece() -> None:
    pieces = render(say(("Long. " * 1000, "body"), ("?", "body"), choices=(Choice(verbatim("Yes"), "y"),)), "en", token)
    assert [("reply_markup" in piece.payload) for piece in pieces] == [False, True]
    assert pieces[-1].payload["text"].endswith("\n\n?")


def test_more_buttons_than_fit_follow_in_a_message_of_their_own() -> None:
    choices = tuple(Choice(verbatim(str(number)), "a") for number in range(150))
    pieces = render(say(("Which?", "body"), choices=choices), "en", token)
    data = [
        button["callback_data"]
        for piece in pieces
        for row in piece.payload["reply_markup"]["inline_keyboard"]
        for button in row
    ]
    assert [piece.payload["text"] for piece in pieces] == ["Which?", "…"]
    assert data == [token(number) for number in range(150)]


def test_a_token_too_long_for_a_button_is_our_mistake() -> None:
    with pytest.raises(ValueError, match="64 bytes"):
        render(say(("?", "body"), choices=(Choice(verbatim("Yes"), "y"),)), "en", lambda _: "x" * 65)


paragraph = st.text(max_size=60) | st.text(alphabet="<>&é👋 a\n.", max_size=60)
stretched = st.tuples(paragraph, st.sampled_from([1, 1, 1, 90, 400])).map(lambda pair: pair[0] * pair[1])


@given(st.lists(st.tuples(stretched, st.sampled_from(STYLES)), max_size=5))
def test_any_words_arrive_whole_in_pieces_that_telegram_parses(parts: list[tuple[str, Style]]) -> None:
    arrived = ""
    for html in shown(say(*parts)):
        text, _ = parse_html(html)
        assert 0 < units(text) <= LARGEST_TEXT
        arrived += text
    expected = "".join(clean(text) for text, _ in parts)
    assert _letters(arrived) == _letters(expected)


def _letters(text: str) -> str:
    """The visible characters, without the signs that rendering adds."""
    return "".join(character for character in text if not _blank(character)).replace("⚠️", "").replace("…", "")


def _blank(character: str) -> bool:
    return not character.isprintable() or character.isspace()


@given(
    st.text(min_size=1, max_size=40),
    st.lists(
        st.builds(
            Mark,
            st.sampled_from(["bold", "italic", "underline", "strike", "code"]),
            st.integers(0, 40),
            st.integers(0, 45),
        ),
        max_size=6,
    ),
)
def test_emphasized_words_are_always_html_that_telegram_takes_and_the_same_words(text: str, marks: list[Mark]) -> None:
    plain = shown(Message((Part(verbatim(text)),)))
    marked = shown(Message((Part(verbatim(text), marks=tuple(marks)),)))
    assert [parse_html(piece)[0] for piece in marked] == [parse_html(piece)[0] for piece in plain]


def test_emphasis_is_let_go_of_where_a_text_is_cut() -> None:
    pieces = shown(Message((Part(verbatim("word " * 1500), marks=(Mark("bold", 0, 7000),)),)))
    assert len(pieces) > 1
    assert not any("<b>" in piece for piece in pieces)
