"""The double answers calls as Telegram's server does: the ways in, texts, keyboards, edits, files and the profile."""

import io

import aiohttp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.doubles.bot_api.errors import MalformedError
from tests.doubles.bot_api.html import parse_html
from tests.doubles.bot_api.testing import keyboard, scene
from tests.doubles.bot_api.text import utf16_length

# --- the ways in


@pytest.mark.parametrize("method", ["sendMessage", "sendmessage", "SENDMESSAGE"])
async def test_methods_are_found_in_any_case(method: str) -> None:
    async with scene() as play:
        assert (await play.bot.call(method, chat_id=1001, text="hi")).result["text"] == "hi"


async def test_arguments_may_come_by_url_form_multipart_or_json() -> None:
    async with scene() as play:
        url = play.bot.address("sendMessage")
        multipart = aiohttp.FormData(default_to_multipart=True)
        multipart.add_field("chat_id", "1001")
        multipart.add_field("text", "four é")
        answers = [
            await play.bot.request("GET", url, params={"chat_id": 1001, "text": "one é"}),
            await play.bot.request("POST", url, data={"chat_id": 1001, "text": "two é"}),
            await play.bot.request("POST", url, json={"chat_id": "1001", "text": "three é"}),
            await play.bot.request("POST", url, data=multipart),
        ]
    assert [answer.result["text"] for answer in answers] == ["one é", "two é", "three é", "four é"]


async def test_the_url_wins_over_the_body_and_objects_may_be_text() -> None:
    async with scene() as play:
        answer = await play.bot.request(
            "POST",
            play.bot.address("sendMessage") + "?text=url",
            data={
                "chat_id": "1001",
                "text": "body",
                "reply_markup": '{"inline_keyboard":[[{"text":"A","url":"t.me"}]]}',
            },
        )
    assert answer.result["text"] == "url"
    assert answer.result["reply_markup"] == {"inline_keyboard": [[{"text": "A", "url": "http://t.me/"}]]}


async def test_a_wrong_token_is_unauthorized_and_an_unknown_method_is_not_found() -> None:
    async with scene() as play:
        base = play.double.url
        assert (await play.bot.request("GET", f"{base}/bot1:wrong/getMe")).error == "Unauthorized"
        assert (await play.bot.request("GET", f"{base}/bot0/getMe")).error == "Unauthorized: invalid token specified"
        assert (await play.bot.call("sendPigeon")).error == "Not Found: method not found"
        assert (await play.bot.request("GET", f"{base}/nowhere")).error == "Not Found"
        assert (await play.bot.request("PUT", play.bot.address("getMe"))).status == 501


async def test_a_body_that_cannot_be_read_has_no_arguments() -> None:
    async with scene() as play:
        headers = {"Content-Type": "application/json"}
        answer = await play.bot.request("POST", play.bot.address("sendMessage"), data=b"{nonsense", headers=headers)
        assert answer.error == "Bad Request: message text is empty"
        answer = await play.bot.request(
            "POST", play.bot.address("sendMessage"), data=io.BytesIO(bytes(1 << 21)), headers=headers
        )
        assert answer.error == "Request Entity Too Large: too many parameters"


async def test_get_me_is_the_bot() -> None:
    async with scene() as play:
        me = (await play.bot.call("getMe")).result
    assert me["is_bot"]
    assert me["id"] == int(play.double.token.partition(":")[0])


# --- texts


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("plain & simple", "plain & simple", []),
        ("&lt;b&gt; &amp;&quot;&#233;&#x1F600;&apos;", '<b> &"é😀&apos;', []),
        ("<b>é</b><i>😀</i>x", "é😀x", [(0, 1, "bold"), (1, 2, "italic")]),
        ("<B>a<U>b</U></b>", "ab", [(0, 2, "bold"), (1, 1, "underline")]),
        ("a<b></b>", "a", []),
        (
            "<s>a</s><del>b</del><ins>c</ins>",
            "abc",
            [(0, 1, "strikethrough"), (1, 1, "strikethrough"), (2, 1, "underline")],
        ),
        ('<span class="tg-spoiler">a</span>', "a", [(0, 1, "spoiler")]),
        ("<tg-spoiler>a</tg-spoiler>", "a", [(0, 1, "spoiler")]),
        ("<blockquote expandable>a</blockquote>", "a", [(0, 1, "expandable_blockquote")]),
        ("<code class='language-py'>a</code>", "a", [(0, 1, "code")]),
        ("x\r\ny\tz", "x\ny z", []),
        ("<b> a </b> ", " a", [(0, 2, "bold")]),
        (" \n <b>a</b>", "a", [(0, 1, "bold")]),
    ],
)
async def test_html_becomes_text_and_entities(source: str, text: str, entities: list[tuple[int, int, str]]) -> None:
    async with scene() as play:
        message = await play.bot.says(1001, source, parse_mode="HTML")
    assert message["text"] == text
    assert [(e["offset"], e["length"], e["type"]) for e in message.get("entities", [])] == entities


async def test_links_code_blocks_and_moments_keep_what_they_say() -> None:
    source = (
        '<a href="https://Example.org/a?b=1&amp;c">l</a><a href="tg://user?id=7">u</a><a href="nothing">n</a>'
        '<pre><code class="language-py">p</code></pre><tg-time unix="1800000000" format="D">t</tg-time>'
        '<tg-emoji emoji-id="5368324170671202286">👍</tg-emoji>'
    )
    async with scene() as play:
        entities = (await play.bot.says(1001, source, parse_mode="html"))["entities"]
    link, user, code, moment, emoji = entities
    assert (link["type"], link["url"]) == ("text_link", "https://example.org/a?b=1&c")
    assert (user["type"], user["user"]["id"]) == ("text_mention", 7)
    assert (code["type"], code["language"]) == ("pre", "py")
    assert (moment["type"], moment["unix_time"], moment["date_time_format"]) == ("date_time", 1_800_000_000, "D")
    assert emoji["custom_emoji_id"] == "5368324170671202286"


@pytest.mark.parametrize(
    ("source", "error"),
    [
        ("é<p>x</p>", 'Unsupported start tag "p" at byte offset 2'),
        ("<br/>", 'Unsupported start tag "br/" at byte offset 0'),
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("a <b", "Unclosed start tag at byte offset 2"),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ('<a href="x>y</a>', "Unclosed start tag at byte offset 0"),
        ("<a href=x/y>z</a>", "Unexpected end of name token at byte offset 8"),
        ('<a ="x">z</a>', 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ('<tg-emoji emoji-id="a">x</tg-emoji>', "Invalid custom emoji identifier specified"),
        ('<tg-time unix="5" format="q">x</tg-time>', "Invalid date format used"),
        (
            "&#xD83D;<b>x</b>",
            "Text contains invalid Unicode characters after decoding HTML entities, "
            "check for unmatched surrogate code units",
        ),
    ],
)
async def test_wrong_html_is_refused_with_its_place(source: str, error: str) -> None:
    async with scene() as play:
        answer = await play.bot.call("sendMessage", chat_id=1001, text=source, parse_mode="HTML")
    assert answer.status == 400
    assert answer.error == f"Bad Request: can't parse entities: {error}"
    assert play.double.sent == []


@given(
    st.lists(
        st.sampled_from(["<b>", "</b>", "<i>", "</i>", "</>", "<a href='t.me'>", "</a>", "é", "😀", "&lt;", " ", "<"])
    )
)
def test_any_source_is_parsed_or_refused_and_entities_stay_inside(parts: list[str]) -> None:
    try:
        text, entities = parse_html("".join(parts))
    except MalformedError:
        return
    for entity in entities:
        assert 0 <= entity["offset"] < entity["offset"] + entity["length"] <= utf16_length(text)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_an_escaped_text_is_never_refused(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert parse_html(escaped) == parse_html(parse_html(escaped)[0].replace("&", "&amp;").replace("<", "&lt;"))


async def test_lengths_count_utf_16_units_after_parsing() -> None:
    async with scene() as play:
        full = "😀" * 2047 + "xy"
        assert (await play.bot.says(1001, f"<b>{full}</b>", parse_mode="HTML"))["text"] == full
        answer = await play.bot.call("sendMessage", chat_id=1001, text=full + "z")
        assert answer.error == "Bad Request: message is too long"
        answer = await play.bot.call("sendMessage", chat_id=1001, text="x" * 33_000)
        assert answer.error == "Bad Request: text is too long"


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({}, "message text is empty"),
        ({"text": ""}, "message text is empty"),
        ({"text": " \n "}, "text must be non-empty"),
        ({"text": "<b> </b>", "parse_mode": "HTML"}, "text must be non-empty"),
        ({"text": "x", "parse_mode": "bbcode"}, "unsupported parse_mode"),
        ({"text": "x \ud800"}, "strings must be encoded in UTF-8"),
    ],
)
async def test_a_text_must_be_there(values: dict[str, str], error: str) -> None:
    async with scene() as play:
        assert (await play.bot.call("sendMessage", chat_id=1001, **values)).error == f"Bad Request: {error}"


async def test_the_options_of_a_preview_are_repeated() -> None:
    async with scene() as play:
        options = {"is_disabled": True}
        message = await play.bot.says(1001, "https://a.org", link_preview_options=options)
        assert message["link_preview_options"] == options
        answer = await play.bot.call("sendMessage", chat_id=1001, text="x", link_preview_options=[])
        assert answer.error == "Bad Request: object expected as link preview options"


async def test_markdown_is_told_apart_as_not_known_to_the_double() -> None:
    async with scene() as play:
        assert (await play.bot.call("sendMessage", chat_id=1001, text="*x*", parse_mode="MarkdownV2")).status == 501


async def test_given_entities_are_kept_and_must_lie_inside_the_text() -> None:
    async with scene() as play:
        bold = {"type": "bold", "offset": 3, "length": 2}
        message = await play.bot.says(
            1001, "a\r b😀", entities=[bold | {"length": 3}, {"type": "url", "offset": 0, "length": 1}]
        )
        assert (message["text"], message["entities"]) == ("a b😀", [{"type": "bold", "offset": 2, "length": 3}])
        answer = await play.bot.call("sendMessage", chat_id=1001, text="abcd", entities=[bold])
        assert "ends after the end of the text at UTF-16 offset 5" in answer.error
        answer = await play.bot.call(
            "sendMessage", chat_id=1001, text="abcd", entities=[{"type": "loud", "offset": 0, "length": 1}]
        )
        assert answer.error == "Bad Request: can't parse MessageEntity: Unsupported type specified"


# --- whom a bot may write to


async def test_a_chat_must_be_known_and_open() -> None:
    async with scene() as play:
        ben = play.double.user(2, first_name="Ben")
        assert (await play.bot.call("sendMessage", chat_id=2, text="x")).error == "Bad Request: chat not found"
        assert (await play.bot.call("sendMessage", chat_id="@ana", text="x")).error == "Bad Request: chat not found"
        assert (await play.bot.call("sendMessage", text="x")).error == "Bad Request: chat_id is empty"
        group = play.double.group(-1000000000001)
        ben.says("hello all", chat=group)
        answer = await play.bot.call("sendMessage", chat_id=2, text="x")
        assert (answer.status, answer.error) == (403, "Forbidden: bot can't initiate conversation with a user")
        ben.start()
        assert await play.bot.says(2, "x")


async def test_people_who_block_or_leave_cannot_be_reached() -> None:
    async with scene() as play:
        place = {"message_id": (await play.bot.says(1001, "before"))["message_id"], "text": "after"}
        play.ana.blocks()
        calls = (("sendMessage", {"text": "x"}), ("sendChatAction", {"action": "typing"}), ("editMessageText", place))
        for method, values in calls:
            answer = await play.bot.call(method, chat_id=1001, **values)
            assert (answer.status, answer.error) == (403, "Forbidden: bot was blocked by the user")
        play.ana.unblocks()
        assert await play.bot.says(1001, "x")
        play.double.user(1002, started=True, blocked=True)
        assert (await play.bot.call("sendMessage", chat_id=1002, text="x")).status == 403
        play.ana.leaves_telegram()
        answer = await play.bot.call("sendMessage", chat_id=1001, text="x")
        assert (answer.status, answer.error) == (403, "Forbidden: user is deactivated")


async def test_groups_may_throw_the_bot_out_or_move() -> None:
    async with scene() as play:
        group = play.double.group(-55, kind="group")
        supergroup = play.double.group(-1000000000055)
        for place, name in ((group, "group"), (supergroup, "supergroup")):
            place.removes_bot(play.ana)
            answer = await play.bot.call("sendMessage", chat_id=place.id, text="x")
            assert (answer.status, answer.error) == (403, f"Forbidden: bot was kicked from the {name} chat")
            place.adds_bot(play.ana)
            assert await play.bot.says(place.id, "x")
        moved = group.becomes_supergroup(-1000000000056)
        answer = await play.bot.call("sendMessage", chat_id=group.id, text="x")
        assert answer.error == "Bad Request: group chat was upgraded to a supergroup chat"
        assert answer.body["parameters"] == {"migrate_to_chat_id": moved.id}
        assert await play.bot.says(moved.id, "x")


async def test_topics_of_a_forum_must_exist_and_the_general_one_has_no_id() -> None:
    async with scene() as play:
        group = play.double.group(-1000000000001, forum=True)
        topic = (await play.bot.call("createForumTopic", chat_id=group.id, name="Ana · fr")).result["message_thread_id"]
        message = await play.bot.says(group.id, "x", message_thread_id=topic)
        assert (message["message_thread_id"], message["is_topic_message"]) == (topic, True)
        for missing in (1, topic + 99):
            answer = await play.bot.call("sendMessage", chat_id=group.id, text="x", message_thread_id=missing)
            assert answer.error == "Bad Request: message thread not found"
        assert "message_thread_id" not in await play.bot.says(group.id, "x")


async def test_a_reply_shows_its_message_or_is_refused_when_that_is_gone() -> None:
    async with scene() as play:
        asked = play.ana.says("where?")
        message = await play.bot.says(1001, "here", reply_parameters={"message_id": asked["message_id"]})
        assert message["reply_to_message"]["text"] == "where?"
        answer = await play.bot.call("sendMessage", chat_id=1001, text="x", reply_parameters={"message_id": 999})
        assert answer.error == "Bad Request: message to be replied not found"
        lenient = {"message_id": 999, "allow_sending_without_reply": True}
        assert "reply_to_message" not in await play.bot.says(1001, "x", reply_parameters=lenient)


# --- keyboards


@pytest.mark.parametrize(
    ("markup", "error"),
    [
        (keyboard(["x" * 65]), "BUTTON_DATA_INVALID"),
        (keyboard(["é" * 33]), "BUTTON_DATA_INVALID"),
        (keyboard([str(number) for number in range(9)]), "reply markup is too long"),
        (keyboard(*[[str(number)] for number in range(101)]), "reply markup is too long"),
        (keyboard(*[["x" * 60] for _ in range(99)]), "reply markup is too long"),
        (
            {"inline_keyboard": [[{"text": "a"}]]},
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (
            {"inline_keyboard": [[{"text": "a", "callback_data": ""}]]},
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (
            {"inline_keyboard": [[{"callback_data": "a"}]]},
            "can't parse inline keyboard button: Can't find field \"text\"",
        ),
        ({"inline_keyboard": [{}]}, 'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays'),
        (keyboard([""], prefix="d"), "inline keyboard button text must be non-empty"),
        (
            {"inline_keyboard": [[{"text": "a", "url": "http://nodot/"}]]},
            "inline keyboard button URL 'http://nodot/' is invalid: Wrong HTTP URL",
        ),
        ({"keyboard": [[1]]}, "can't parse keyboard button: KeyboardButton must be a String or an Object"),
        (
            {"keyboard": [[{"text": "a", "style": "loud"}]]},
            "can't parse keyboard button: invalid button style specified",
        ),
        ({"remove_keyboard": "yes"}, 'field "remove_keyboard" must be of type Boolean'),
        ([], "object expected as reply markup"),
        (None, "object expected as reply markup"),
        ("{", "can't parse reply keyboard markup JSON object"),
    ],
)
async def test_a_wrong_keyboard_is_refused(markup: object, error: str) -> None:
    async with scene() as play:
        answer = await play.bot.call("sendMessage", chat_id=1001, text="x", reply_markup=markup)
    assert answer.error == f"Bad Request: {error}"
    assert play.double.sent == []


async def test_a_keyboard_at_the_limits_is_accepted() -> None:
    async with scene() as play:
        assert await play.bot.says(1001, "64 bytes", reply_markup=keyboard(["x" * 64], ["é" * 32]))
        rows = [[str(row * 8 + column) for column in range(8)] for row in range(12)] + [["a", "b", "c", "d"]]
        assert await play.bot.says(1001, "100 buttons", reply_markup=keyboard(*rows))
        disabled = {"inline_keyboard": [[{"text": "A", "style": "danger", "disabled": {}}]]}
        assert (await play.bot.says(1001, "10.3", reply_markup=disabled))["reply_markup"] == disabled


async def test_a_reply_keyboard_is_not_part_of_the_message() -> None:
    async with scene() as play:
        message = await play.bot.says(1001, "x", reply_markup={"keyboard": [["A", {"text": "B"}]]})
        assert "reply_markup" not in message
        assert play.ana.keyboard == [["A", "B"]]
        answer = await play.bot.call("editMessageText", chat_id=1001, message_id=message["message_id"], text="y")
        assert answer.error == "Bad Request: message can't be edited"
        place = {"chat_id": 1001, "message_id": (await play.bot.says(1001, "x"))["message_id"]}
        answer = await play.bot.call("editMessageText", **place, text="y", reply_markup={"keyboard": [["A"]]})
        assert answer.error == "Bad Request: inline keyboard expected"
        await play.bot.says(1001, "gone", reply_markup={"remove_keyboard": True})
        assert play.ana.keyboard == []


# --- edits, deletions, copies, reactions


async def test_an_edit_replaces_text_and_keyboard_at_once() -> None:
    async with scene() as play:
        message = await play.bot.says(1001, "one", reply_markup=keyboard(["A"]))
        place = {"chat_id": 1001, "message_id": message["message_id"]}
        edited = (await play.bot.call("editMessageText", text="two", **place)).result
        assert edited["text"] == "two"
        assert edited["edit_date"] == int(play.clock())
        assert "reply_markup" not in edited
        edited = (await play.bot.call("editMessageReplyMarkup", reply_markup=keyboard(["B"]), **place)).result
        assert (edited["text"], edited["reply_markup"]) == ("two", keyboard(["B"]))


async def test_an_edit_must_change_something() -> None:
    not_modified = (
        "Bad Request: message is not modified: specified new message content and reply markup are exactly the same "
        "as a current content and reply markup of the message"
    )
    async with scene() as play:
        message = await play.bot.says(1001, "<b>one</b>", parse_mode="HTML", reply_markup=keyboard(["A"]))
        place = {"chat_id": 1001, "message_id": message["message_id"]}
        same = {"text": " <b>one</b>", "parse_mode": "HTML", "reply_markup": keyboard(["A"])}
        assert (await play.bot.call("editMessageText", **place, **same)).error == not_modified
        same = {"reply_markup": keyboard(["A"])}
        assert (await play.bot.call("editMessageReplyMarkup", **place, **same)).error == not_modified
        assert (await play.bot.call("editMessageText", text="one", **place, **same)).result["text"] == "one"
        assert (await play.bot.call("editMessageText", text="one", **place, **same)).error == not_modified


async def test_only_own_texts_that_exist_can_be_edited() -> None:
    async with scene() as play:
        theirs = play.ana.says("mine")
        file = (
            await play.bot.call("copyMessage", chat_id=1001, from_chat_id=1001, message_id=_document(play.ana))
        ).result
        errors = []
        for message_id in (999, theirs["message_id"], file["message_id"]):
            answer = await play.bot.call("editMessageText", chat_id=1001, message_id=message_id, text="x")
            errors.append(answer.error.removeprefix("Bad Request: "))
        assert errors == [
            "message to edit not found",
            "message can't be edited",
            "there is no text in the message to edit",
        ]
        assert (
            await play.bot.call("editMessageText", text="x")
        ).error == "Bad Request: message identifier is not specified"


def _document(person: "object") -> int:
    return int(person.sends_document("cv.pdf", "application/pdf", b"%PDF", "my CV")["message_id"])  # type: ignore[attr-defined]


async def test_messages_can_be_deleted_for_two_days() -> None:
    async with scene() as play:
        theirs, mine = play.ana.says("theirs"), await play.bot.says(1001, "mine")
        for message in (theirs, mine):
            assert (await play.bot.call("deleteMessage", chat_id=1001, message_id=message["message_id"])).result is True
        assert play.ana.screen() == []
        answer = await play.bot.call("deleteMessage", chat_id=1001, message_id=mine["message_id"])
        assert answer.error == "Bad Request: message to delete not found"
        old = await play.bot.says(1001, "old")
        play.clock.advance(2 * 86_400 + 1)
        answer = await play.bot.call("deleteMessage", chat_id=1001, message_id=old["message_id"])
        assert answer.error == "Bad Request: message can't be deleted for everyone"
        group = play.double.group(-55, kind="group")
        foreign = play.ana.says("x", chat=group)
        answer = await play.bot.call("deleteMessage", chat_id=-55, message_id=foreign["message_id"])
        assert answer.error == "Bad Request: message can't be deleted"


async def test_a_copy_has_the_content_but_not_the_keyboard() -> None:
    async with scene() as play:
        staff = play.double.group(-1000000000001)
        source = await play.bot.says(1001, "<b>hi</b>", parse_mode="HTML", reply_markup=keyboard(["A"]))
        values = {"chat_id": staff.id, "from_chat_id": 1001, "message_id": source["message_id"]}
        assert (await play.bot.call("copyMessage", **values)).result == {"message_id": 2}
        await play.bot.call("copyMessage", **values | {"message_id": _document(play.ana), "caption": "from Ana"})
        text, file = staff.screen()
        assert (text.text, text.labels, text.entities[0]["type"]) == ("hi", [], "bold")
        assert (file.document, file.text) == ("cv.pdf", "from Ana")
        answer = await play.bot.call("copyMessage", **values | {"message_id": 999})
        assert answer.error == "Bad Request: message to copy not found"


async def test_the_bot_has_one_reaction_to_a_message() -> None:
    async with scene() as play:
        place = {"chat_id": 1001, "message_id": play.ana.says("hi")["message_id"]}
        thumb, heart = {"type": "emoji", "emoji": "👍"}, {"type": "emoji", "emoji": "❤️"}
        assert (await play.bot.call("setMessageReaction", reaction=[thumb], **place)).result is True
        assert play.ana.screen()[0].reaction == "👍"
        answer = await play.bot.call("setMessageReaction", reaction=[thumb, heart], **place)
        assert answer.error == "Bad Request: REACTIONS_TOO_MANY"
        answer = await play.bot.call("setMessageReaction", reaction=[{"type": "emoji", "emoji": "🧦"}], **place)
        assert answer.error == "Bad Request: REACTION_INVALID"
        assert (await play.bot.call("setMessageReaction", **place)).result is True
        assert play.ana.screen()[0].reaction is None


async def test_a_press_can_be_answered_once_and_for_150_seconds() -> None:
    too_late = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    async with scene() as play:
        await play.bot.says(1001, "x", reply_markup=keyboard(["A", "B"]))
        press, late = play.ana.presses("A"), play.ana.presses("B")
        assert (await play.bot.call("answerCallbackQuery", callback_query_id="1")).error == too_late
        answer = await play.bot.call("answerCallbackQuery", callback_query_id=press.id, text="x" * 201)
        assert answer.error == "Bad Request: MESSAGE_TOO_LONG"
        values = {"callback_query_id": press.id, "text": "noted", "show_alert": True}
        assert (await play.bot.call("answerCallbackQuery", **values)).result is True
        assert (press.answered, press.text, press.alert) == (True, "noted", True)
        assert (await play.bot.call("answerCallbackQuery", **values)).error == too_late
        play.clock.advance(151)
        assert (await play.bot.call("answerCallbackQuery", callback_query_id=late.id)).error == too_late


async def test_chat_actions_are_seen() -> None:
    async with scene() as play:
        assert (await play.bot.call("sendChatAction", chat_id=1001, action="typing")).result is True
        assert play.double.actions == [(1001, "typing")]
        answer = await play.bot.call("sendChatAction", chat_id=1001, action="dancing")
        assert answer.error == "Bad Request: wrong parameter action in request"


# --- files


async def test_a_file_goes_up_and_down_unchanged() -> None:
    async with scene() as play:
        form = aiohttp.FormData({"chat_id": "1001", "document": "attach://here", "caption": "c" * 1024})
        form.add_field("here", b"\x00\xff%PDF", filename="agrément.pdf", content_type="application/pdf")
        message = (await play.bot.request("POST", play.bot.address("sendDocument"), data=form)).result
        document = message["document"]
        assert (document["file_name"], document["mime_type"], document["file_size"]) == (
            "agrément.pdf",
            "application/pdf",
            6,
        )
        file = (await play.bot.call("getFile", file_id=document["file_id"])).result
        assert file["file_path"].endswith(".pdf")
        url = f"{play.double.url}/file/bot{play.double.token}/{file['file_path']}"
        async with play.bot.session.get(url) as answer:
            assert await answer.read() == b"\x00\xff%PDF"
        again = (await play.bot.call("sendDocument", chat_id=1001, document=document["file_id"])).result
        assert again["document"] == document
        play.clock.advance(3601)
        assert (await play.bot.request("GET", url)).error == "Not Found"
        assert (await play.bot.request("GET", url.replace(":token", ":wrong"))).status == 401


async def test_what_a_person_sends_can_be_fetched_up_to_20_mb() -> None:
    async with scene() as play:
        small = play.ana.sends_document("a.txt", "text/plain", b"x")["document"]
        big = play.ana.sends_document("b.bin", "application/octet-stream", bytes((20 << 20) + 1))["document"]
        assert (await play.bot.call("getFile", file_id=small["file_id"])).result["file_size"] == 1
        assert (await play.bot.call("getFile", file_id=big["file_id"])).error == "Bad Request: file is too big"
        unknown = "Bad Request: wrong file_id or the file is temporarily unavailable"
        assert (await play.bot.call("getFile", file_id="nonsense")).error == unknown
        assert (await play.bot.call("getFile")).error == "Bad Request: file_id not specified"


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({}, "there is no document in the request"),
        ({"document": "nonsense"}, "wrong file identifier/HTTP URL specified"),
        ({"document": "https://example.org/a.pdf"}, "failed to get HTTP URL content"),
        ({"document": "attach://missing"}, "there is no document in the request"),
    ],
)
async def test_a_document_must_be_there(values: dict[str, str], error: str) -> None:
    async with scene() as play:
        assert (await play.bot.call("sendDocument", chat_id=1001, **values)).error == f"Bad Request: {error}"


async def test_captions_end_at_1024_units_and_empty_files_are_refused() -> None:
    async with scene() as play:
        document = play.ana.sends_document("a.txt", "text/plain", b"x")["document"]["file_id"]
        answer = await play.bot.call("sendDocument", chat_id=1001, document=document, caption="😀" * 513)
        assert answer.error == "Bad Request: message caption is too long"
        form = aiohttp.FormData({"chat_id": "1001"})
        form.add_field("document", b"", filename="empty.txt")
        answer = await play.bot.request("POST", play.bot.address("sendDocument"), data=form)
        assert answer.error == "Bad Request: file must be non-empty"


async def test_uploads_end_at_50_mb() -> None:
    async with scene() as play:
        form = aiohttp.FormData({"chat_id": "1001"})
        form.add_field("document", io.BytesIO(bytes(52 << 20)), filename="big.bin")
        answer = await play.bot.request("POST", play.bot.address("sendDocument"), data=form)
        assert answer.error == "Request Entity Too Large"


# --- the bot's own profile


async def test_commands_are_kept_per_scope_and_language() -> None:
    async with scene() as play:
        start = [{"command": "start", "description": "Begin"}]
        commencer = [{"command": "start", "description": "Commencer"}]
        here = {"type": "chat", "chat_id": 1001}
        await play.bot.call("setMyCommands", commands=start)
        await play.bot.call("setMyCommands", commands=commencer, language_code="fr", scope=here)
        assert (await play.bot.call("getMyCommands")).result == start
        assert (await play.bot.call("getMyCommands", language_code="fr")).result == []
        assert (await play.bot.call("getMyCommands", language_code="fr", scope=here)).result == commencer
        assert (await play.bot.call("deleteMyCommands")).result is True
        assert (await play.bot.call("getMyCommands")).result == []
        assert (await play.bot.call("setMyCommands", commands=[], language_code="fr", scope=here)).result is True
        assert (await play.bot.call("getMyCommands", language_code="fr", scope=here)).result == []


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"commands": [{"command": "Start", "description": "x"}]}, "BOT_COMMAND_INVALID"),
        ({"commands": [{"command": "a" * 33, "description": "x"}]}, "command length must not exceed 32"),
        ({"commands": [{"command": "a", "description": " "}]}, "command description must be non-empty"),
        ({"commands": [{"command": "a", "description": "x" * 257}]}, "command description length must not exceed 256"),
        ({"commands": [{"command": f"c{n}", "description": "x"} for n in range(101)]}, "BOT_COMMANDS_TOO_MUCH"),
        ({"commands": [{"command": "a"}]}, "can't parse BotCommand: Can't find field \"description\""),
        ({"commands": "{}"}, "expected an Array of BotCommand"),
        ({"commands": [], "language_code": "pt-br"}, "invalid language code specified"),
        ({"commands": [], "scope": {"type": "moon"}}, "can't parse BotCommandScope: Unsupported type specified"),
        ({"commands": [], "scope": {"type": "chat", "chat_id": 5}}, "chat not found"),
    ],
)
async def test_wrong_commands_are_refused(values: dict[str, object], error: str) -> None:
    async with scene() as play:
        assert (await play.bot.call("setMyCommands", **values)).error == f"Bad Request: {error}"


@pytest.mark.parametrize(("name", "longest"), [("Name", 64), ("Description", 512), ("ShortDescription", 120)])
async def test_texts_of_the_profile_are_kept_per_language_and_have_a_length(name: str, longest: int) -> None:
    field = {"ShortDescription": "short_description"}.get(name, name.lower())
    async with scene() as play:
        assert (await play.bot.call(f"setMy{name}", **{field: "x" * longest}, language_code="fr")).result is True
        assert (await play.bot.call(f"getMy{name}", language_code="fr")).result == {field: "x" * longest}
        assert (await play.bot.call(f"getMy{name}")).result == {field: "Compagnon Bot" if name == "Name" else ""}
        assert (await play.bot.call(f"setMy{name}", **{field: "x" * (longest + 1)})).status == 400
        assert (await play.bot.call(f"setMy{name}", **{field: "x"}, language_code="pt-br")).status == 400


async def test_get_chat_tells_of_people_and_groups() -> None:
    async with scene() as play:
        play.double.group(-1000000000001, title="Staff", forum=True)
        person = (await play.bot.call("getChat", chat_id=1001)).result
        group = (await play.bot.call("getChat", chat_id=-1000000000001)).result
        assert (person["type"], person["first_name"]) == ("private", "Ana")
        assert (group["type"], group["title"], group["is_forum"]) == ("supergroup", "Staff", True)
        assert (await play.bot.call("getChat", chat_id=12)).error == "Bad Request: chat not found"
