"""A request that was sent can be asked about and taken back; "cancel my request" never says that there is nothing to stop."""

import pytest
from sqlalchemy import select

from bot.app import App
from locales.catalogue import text
from storage.tables import handover
from tests.handlers.people import requests
from tests.handlers.test_request import named, ready, to_the_preview
from tests.scene import Scene


async def sent(scene: Scene) -> str:
    """Somebody who has sent a request to one host; the name of that."""
    await ready(scene)
    host = named(scene)[0]
    await scene.presses("Number 1")
    await scene.runs("/menu")
    await scene.presses("Ask a host")
    await to_the_preview(scene)
    await scene.presses("Use this", "Yes", "All correct")
    assert text("en", "menu.my_requests") in scene.buttons
    return host


@pytest.mark.parametrize("words", ["when will they answer?", "any news of my request?", "my requests"])
async def test_where_a_request_stands_is_told(ana: Scene, words: str) -> None:
    host = await sent(ana)
    await ana.says(words)
    assert host in ana.text
    assert text("en", "my_requests.state.proposed") in ana.text
    await ana.presses("No, that is all")
    assert text("en", "menu.my_requests") in ana.buttons


@pytest.mark.parametrize(
    "words", ["cancel my request please", "I'd like to take my request back, I chose the wrong week"]
)
async def test_a_request_is_taken_back_after_a_yes_and_the_desk_sees_it(app: App, ana: Scene, words: str) -> None:
    host = await sent(ana)
    await ana.says(words)
    assert f"Shall I take back your request to {host}?" in ana.text
    assert requests(app)[0]["state"] == "proposed"
    await ana.presses("Yes")
    assert "is taken back" in ana.text
    assert requests(app)[0]["state"] == "withdrawn"
    seen = app.database.read_now(
        lambda c: c.execute(select(handover.c.detail).where(handover.c.what == "request_answered")).scalars().all()
    )
    assert [detail.partition(":")[2] for detail in seen] == ["withdrawn"]


async def test_a_request_stays_without_a_yes(app: App, ana: Scene) -> None:
    await sent(ana)
    await ana.says("can I still withdraw my request?")
    await ana.presses("No")
    assert "stays as it is" in ana.text
    assert requests(app)[0]["state"] == "proposed"


async def test_a_person_is_asked_with_the_request_named(ana: Scene) -> None:
    host = await sent(ana)
    await ana.says("what is going on with my request?")
    assert host in ana.text
    await ana.presses("Ask a person")
    assert "I have asked a colleague" in ana.text


async def test_asking_a_host_again_shows_first_what_was_asked(ana: Scene) -> None:
    host = await sent(ana)
    await ana.says("request")
    assert host in ana.text
    assert text("en", "my_requests.title") in ana.text


async def test_without_a_request_nothing_of_one_is_said(ana: Scene) -> None:
    await ready(ana)
    await ana.runs("/menu")
    await ana.says("when will they answer?")
    assert text("en", "my_requests.title") not in ana.text


@pytest.mark.parametrize("words", ["I cannot go any more, please cancel", "show me my requests"])
async def test_what_may_be_about_a_request_shows_it_and_takes_nothing_back(app: App, ana: Scene, words: str) -> None:
    host = await sent(ana)
    await ana.says(words)
    assert host in ana.text
    assert text("en", "my_requests.what.option.withdraw") in ana.buttons
    await ana.says("ok")
    assert "Nothing changes" in ana.text
    assert requests(app)[0]["state"] == "proposed"


async def test_who_has_sent_none_and_wants_to_take_it_back_hears_that_there_is_none(ana: Scene) -> None:
    await ready(ana)
    await ana.runs("/menu")
    await ana.says("cancel my request to Zwolle please")
    assert text("en", "my_requests.none") in ana.text


#: what people say: that they want to take one back, a no when asked whether, a yes, a wish for other days
TAKING_BACK = {
    "en": ("I want to withdraw it", "leave it", "yes cancel it", "I picked the wrong week"),
    "fr": ("annule ma demande", "laisse tomber", "oui annule-la", "je voudrais changer la date"),
    "nl": ("trek ze maar in", "laat maar", "ja intrekken", "we zijn met drie in plaats van twee"),
    "de": (
        "wir können doch nicht, bitte die anfrage absagen",
        "lass es",
        "ja zieh sie zurück",
        "wir sind jetzt zu dritt",
    ),
    "es": ("quiero echarme atras", "déjalo", "sí, retírala", "quiero cambiar la fecha"),
    "it": ("ci ho ripensato, ritirala", "lascia stare", "sì annulla", "alla fine siamo in quattro"),
}


@pytest.mark.parametrize("lang", TAKING_BACK)
async def test_the_word_for_what_is_asked_is_a_yes_to_it_and_any_other_end_keeps_the_request(
    app: App, ana: Scene, lang: str
) -> None:
    wish, no, yes, _ = TAKING_BACK[lang]
    host = await sent(ana)
    await ana.runs(f"/language {lang}")
    await ana.runs("/start my_requests")
    await ana.says(wish)
    asked = text(lang, "my_requests.sure.ask").partition("{")[0]
    assert f"{asked}{host}" in ana.text
    await ana.says(no)
    assert text(lang, "my_requests.kept_all") in ana.text
    assert requests(app)[0]["state"] == "proposed"
    await ana.runs("/start my_requests")
    await ana.says(wish, yes)
    assert requests(app)[0]["state"] == "withdrawn"


async def test_a_bare_cancel_may_mean_either_and_is_asked_again(app: App, ana: Scene) -> None:
    await sent(ana)
    await ana.says("cancel my request please", "cancel")
    assert requests(app)[0]["state"] == "proposed"
    assert {"Yes", "No"} <= set(ana.buttons)
    await ana.says("yes, cancel it")
    assert requests(app)[0]["state"] == "withdrawn"


@pytest.mark.parametrize("lang", TAKING_BACK)
async def test_who_wants_other_days_or_comes_with_more_gets_the_helpdesk(app: App, ana: Scene, lang: str) -> None:
    await sent(ana)
    await ana.runs(f"/language {lang}")
    await ana.runs("/start my_requests")
    await ana.says(TAKING_BACK[lang][3])
    assert text(lang, "human.go_on_with_bot") in ana.buttons
    assert requests(app)[0]["state"] == "proposed"


async def test_the_request_whose_host_is_named_is_the_one_that_is_asked_about(ana: Scene) -> None:
    host = await sent(ana)
    await ana.runs("/start my_requests")
    await ana.says(f"take the {host.split()[0]} one back")
    assert f"Shall I take back your request to {host}?" in ana.text


AFTERWARDS = [
    ("en", "can i change the dates?", "otherwise"), ("fr", "finalement 3 jours, on peut changer?", "otherwise"),
    ("nl", "we komen toch maar met twee", "otherwise"), ("de", "mir san jetzt doch zu dritt", "otherwise"),
    ("es", "somos 3 al final", "otherwise"), ("it", "siamo solo in due pero, non in tre", "otherwise"),
    ("fr", "finalement je pars plus, ma fille est malade", "sorry"),
    ("it", "mia madre è ricoverata, non posso piu partire", "sorry"),
    ("de", "wanns hob i a antwort?", "title"), ("it", "e adesso che succede?", "title"), ("nl", "en nu?", "title"),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "words", "said"), AFTERWARDS)
async def test_what_changes_afterwards_shows_the_request_and_a_person_and_changes_nothing(
    app: App, ana: Scene, lang: str, words: str, said: str
) -> None:
    host = await sent(ana)
    await ana.runs(f"/language {lang}")
    await ana.runs("/menu")
    await ana.says(words)
    assert text(lang, f"my_requests.{said}") in ana.text
    assert host in ana.text
    assert {text(lang, f"my_requests.what.option.{one}") for one in ("withdraw", "person")} <= set(ana.buttons)
    assert requests(app)[0]["state"] == "proposed"


@pytest.mark.parametrize("words", ["can i change the dates?", "we are 3 after all"])
async def test_who_has_sent_nothing_changes_no_request(ana: Scene, words: str) -> None:
    await ready(ana)
    await ana.runs("/menu")
    await ana.says(words)
    assert text("en", "my_requests.otherwise") not in ana.text


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", "stop everything, i wanna start over with another problem"),
        ("es", "quiero empezar de nuevo con otro problema"),
    ],
)
async def test_another_problem_begins_another_search_and_the_request_stays(
    app: App, ana: Scene, lang: str, words: str
) -> None:
    await sent(ana)
    await ana.runs(f"/language {lang}")
    await ana.says("my requests", words)
    assert text(lang, "enquiry.anew") in ana.text
    assert text(lang, "enquiry.problem.ask") in ana.text
    assert requests(app)[0]["state"] == "proposed"
