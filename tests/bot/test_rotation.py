"""A new SECRET_KEY in front of the old one: everybody is found again."""

from pathlib import Path

from sqlalchemy import func, select

from bot.app import App
from bot.settings import Settings
from storage.tables import conversation
from tests.scene import Clock, Scene, make_app, welcomed


async def test_after_a_new_key_a_person_goes_on_in_the_same_conversation(tmp_path: Path) -> None:
    clock = Clock()
    before = make_app(tmp_path, clock)
    await welcomed(Scene(before))
    before.close()
    keys = f"2:{'another-secret-of-the-tests-' * 2},1:{before.settings.secret_key}"
    app = App(Settings(data_dir=tmp_path, secret_key=keys), now=clock)
    # the page finds what was said before, even before it says something new
    assert await app.chats.entries("ana", 0, 10)
    assert await app.chats.language("ana") == "en"
    ana = Scene(app)
    await ana.says("Many young people stop our programme after two weeks and relapse")
    assert "benefit" in ana.text
    assert app.database.read_now(lambda c: c.execute(select(func.count()).select_from(conversation)).scalar_one()) == 1
    app.close()
