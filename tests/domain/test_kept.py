"""A question about what we keep is never an order to delete it; an order is none of these questions."""

import pytest

from domain import kept

ASKED = [
    ("en", "forget it, what do you know about me?"), ("en", "nvm what do you have on me"), ("en", "what do you save about me?"),
    ("fr", "laisse tomber, qu'est-ce que tu sais sur moi ?"), ("fr", "c'est quoi que vous gardez sur moi"),
    ("fr", "oublie ça, tu sais quoi sur moi?"), ("nl", "vergeet het, wat weet je eigenlijk van mij?"),
    ("nl", "vergeet het wat weet je van mij"), ("nl", "wat bewaar je over mij?"),
    ("nl", "ik bedoel welke gegevens hebben jullie van mij"), ("de", "vergiss es, was weißt du über mich?"),
    ("de", "vergiss es was weißt du eigentlich über mich"), ("de", "was speicherst du über mich?"),
    ("de", "was habts ihr über mi gspeichert?"), ("es", "olvídalo, ¿qué sabes de mí?"), ("es", "que guardais de mi?"),
    ("it", "dimentica, cosa sapete di me?"), ("it", "lascia stare, che dati avete su di me"),
]  # fmt: skip
ORDERED = [
    ("en", "forget what you know about me"), ("en", "delete everything you know about me"),
    ("fr", "oubliez ce que vous savez sur moi"), ("nl", "vergeet alles wat je over mij weet"),
    ("de", "vergiss alles, was du über mich weißt"), ("de", "können Sie bitte vergessen, was Sie über mich wissen?"),
    ("es", "olvida todo lo que sabes de mi"), ("it", "dimentica tutto quello che sai di me"),
    ("en", "the team keeps a file about me and my work"), ("nl", "ze weten niet veel over mij"),
]  # fmt: skip
READERS = [
    ("en", "ok fine but who reads this stuff? i dont want my boss seeing it"), ("en", "who can see what i write?"),
    ("fr", "qui lit ce que j'écris ?"), ("fr", "et ma chef va voir ça ?"), ("nl", "mja wie kan dat dan lezen?"),
    ("de", "wer liest das?"), ("es", "quien lee esto?"), ("it", "il mio capo lo vede?"),
]  # fmt: skip
NO_READERS = [("en", "I want to see the hosts"), ("fr", "je veux voir qui il y a"), ("de", "wer nimmt mich auf?")]


@pytest.mark.parametrize(("lang", "text"), ASKED)
def test_a_question_about_what_is_kept_is_one_whatever_was_waved_off_before(lang: str, text: str) -> None:
    assert kept.asks_what_is_kept(text, lang)


@pytest.mark.parametrize(("lang", "text"), ORDERED)
def test_an_order_to_forget_and_mere_talk_are_no_such_question(lang: str, text: str) -> None:
    assert not kept.asks_what_is_kept(text, lang)


@pytest.mark.parametrize(("lang", "text"), READERS)
def test_who_reads_it_is_asked_in_many_ways(lang: str, text: str) -> None:
    assert kept.asks_who_reads(text, lang)


@pytest.mark.parametrize(("lang", "text"), NO_READERS)
def test_to_see_something_oneself_is_no_question_about_readers(lang: str, text: str) -> None:
    assert not kept.asks_who_reads(text, lang)
