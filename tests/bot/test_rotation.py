"""A new SECRET_KEY in front of the old one: everybody is found again."""

from pathlib import Path

from sqlalchemy import func, select

from bot.app import App
from bot.settings import Settings
from handlers.buttons import Buttons
from storage.tables import conversation
from tests.scene import Clock, Scene, make_app, welcomed

NEW = "another-secret-of-the-tests-" * 2


async def test_after_a_new_key_a_person_goes_on_in_the_same_conversation(tmp_path: Path) -> None:
    clock = Clock()
    before = make_app(tmp_path, clock)
    await welcomed(Scene(before))
    before.close()
    keys = f"2:{NEW},1:{before.settings.secret_key}"
    app = App(Settings(data_dir=tmp_path, secret_key=keys), now=clock)
    # the page finds what was said before, even before it says something new
    assert await app.chats.entries("ana", 0, 10)
    assert await app.chats.language("ana") == "en"
    ana = Scene(app)
    await ana.says("Many young people stop our programme after two weeks and relapse")
    assert "benefit" in ana.text
    assert app.database.read_now(lambda c: c.execute(select(func.count()).select_from(conversation)).scalar_one()) == 1
    app.close()


async def test_a_button_sent_before_a_new_key_works_as_long_as_the_old_one_is_named(tmp_path: Path) -> None:
    clock = Clock()
    before = make_app(tmp_path, clock)
    ana = Scene(before)
    await ana.says("Hello, I would like to visit a team abroad.")
    number, agree = ana.conversation, next(n for n, label in enumerate(ana.buttons) if "agree" in label)
    token = before.buttons.sign(number, ana.last.id, agree)
    before.close()
    for secret, good in ((f"2:{NEW}", False), (f" 3:{NEW[::-1]}, 2:{NEW} , 1:{before.settings.secret_key} ", True)):
        app = App(Settings(data_dir=tmp_path, secret_key=secret), now=clock)
        assert (app.buttons.open(number, token) is not None) == good
        # what is sent from now on has the newest key alone
        assert app.buttons.sign(number, 1, 0) == Buttons(app.keys.buttons).sign(number, 1, 0) != token
        if good:
            await Scene(app).presses_token(token)
            ana = Scene(app)
            await ana.says("I want to visit a team")
            assert "Which problem" in ana.text
        app.close()
