"""A finished dialog is opened again: at its review if it has one, else from its beginning."""

from tests.scene import Scene, welcomed


async def test_who_used_the_profile_as_cv_may_send_a_file_later(ana: Scene) -> None:
    await welcomed(ana)
    await ana.runs("/start cv")
    await ana.presses("profile", "Yes")
    await ana.runs("/start cv")
    await ana.presses("Send a file")
    assert "Please send your CV" in ana.text
