"""What people say they want is opened, and what they say of a request they have sent is about that."""

import pytest

from domain import wanted
from domain.wanted import STATUS, WITHDRAW

THINGS = [
    ("en", "show me the hosts again", "hosts"),
    ("en", "ill do the cv later, show me some places", "hosts"),
    ("en", "take me to my profile", "profile"),
    ("en", "can i see the hosts now?", "hosts"),
    ("fr", "montre moi les hôtes", "hosts"),
    ("fr", "je prefere noter mes objectifs d abord", "goals"),
    ("fr", "passons au cv", "cv"),
    ("nl", "liever nu al de gastorganisaties zien", "hosts"),
    ("nl", "doe maar later, laat eerst zien wie er is in spanje", "hosts"),
    ("nl", "het cv straks, eerst mijn doelen invullen", "goals"),
    ("de", "zeig mir mal die Häuser in Holland", "hosts"),
    ("de", "will meine Ziele aufschreiben", "goals"),
    ("de", "zurück zu den gastgebern", "hosts"),
    ("es", "quiero poner mis objetivos", "goals"),
    ("es", "enseñame los equipos", "hosts"),
    ("es", "quisiera mandar la solicitud", "request"),
    ("it", "il cv dopo, fammi vedere chi mi può ospitare", "hosts"),
    ("it", "va bene, facciamo il cv", "cv"),
    ("it", "voglio fissare degli obiettivi", "goals"),
    ("en", "my goals, can we do those?", "goals"),
    ("es", "y los objetivos?", "goals"),
    ("es", "apunta un objetivo", "goals"),
    ("fr", "et mes objectifs ?", "goals"),
    ("nl", "en mijn doelen?", "goals"),
    ("de", "und die ziele?", "goals"),
    ("it", "e gli obiettivi?", "goals"),
    ("nl", "moet dat echt, zo'n profiel? ik wil eerst zien waar ik naartoe kan", "hosts"),
    ("de", "gastgeber suachn", "hosts"),
    ("de", "erst mecht i schaun wos es gibt", "hosts"),
]

#: what only speaks of a thing, or asks to be told something of it, opens nothing
NOTHING = [
    ("en", "How do I find hosts?"),
    ("en", "I could not find what hosts in other countries expect of me"),
    ("en", "the hosts were nice"),
    ("fr", "comment trouver un hôte ?"),
    ("fr", "mon profil est déjà rempli"),
    ("nl", "wat is een gastorganisatie"),
    ("nl", "mijn doel is rust in het team"),
    ("de", "Wie finde ich Gastgeber?"),
    ("es", "mis clientes no tienen casa"),
    ("it", "che cosa sono gli obiettivi?"),
]

REQUESTS = [
    ("en", "cancel my request to Zwolle please", WITHDRAW),
    ("en", "I'd like to take my request back, I chose the wrong week", WITHDRAW),
    ("en", "what did I ask which host again?", STATUS),
    ("en", "when will they answer?", f"{STATUS}?"),
    ("fr", "je veux annuler la demande chez Meridian", WITHDRAW),
    ("fr", "vous avez des nouvelles de ma demande de stage ?", STATUS),
    ("fr", "c'est quand qu'on me répond ?", f"{STATUS}?"),
    ("nl", "ik moet mijn aanvraag in Galway annuleren, ik kan toch niet", WITHDRAW),
    ("nl", "hoe staat het met mijn aanvraag?", STATUS),
    ("nl", "heeft de gastorganisatie al geantwoord?", f"{STATUS}?"),
    ("de", "kann ich die Anfrage noch zurückziehen?", WITHDRAW),
    ("de", "wie stehts um meine bewerbung?", STATUS),
    ("de", "und wann krieg ich Bescheid?", f"{STATUS}?"),
    ("es", "quiero cancelar la solicitud de coimbra", WITHDRAW),
    ("es", "que ha pasado con mi solicitud a coimbra?", STATUS),
    ("es", "cuando me contestan?", f"{STATUS}?"),
    ("it", "devo annullare la richiesta a Granada, non posso piu partire", WITHDRAW),
    ("it", "a che punto e la richiesta", STATUS),
    ("it", "quanto tempo ci mettono a rispondere?", f"{STATUS}?"),
]

#: a new request, or no request at all
NO_REQUEST = [
    ("en", "I want to send a request"),
    ("fr", "je voudrais faire une demande"),
    ("nl", "ik wil een aanvraag sturen"),
    ("de", "ich möchte eine Anfrage schicken"),
    ("es", "quiero enviar una solicitud"),
    ("it", "vorrei mandare una richiesta"),
]


@pytest.mark.parametrize(("lang", "words", "thing"), THINGS)
def test_a_wish_names_what_it_opens(lang: str, words: str, thing: str) -> None:
    assert wanted.thing(words, lang) == thing


@pytest.mark.parametrize(("lang", "words"), NOTHING)
def test_speaking_of_a_thing_does_not_open_it(lang: str, words: str) -> None:
    assert wanted.thing(words, lang) == ""


@pytest.mark.parametrize(("lang", "words", "meant"), REQUESTS)
def test_words_about_a_request_that_was_sent_are_told(lang: str, words: str, meant: str) -> None:
    assert wanted.about_request(words, lang) == meant


@pytest.mark.parametrize(("lang", "words"), NO_REQUEST)
def test_a_new_request_is_not_one_that_was_sent(lang: str, words: str) -> None:
    assert wanted.about_request(words, lang) == ""


@pytest.mark.parametrize(
    ("lang", "words", "parts"),
    [
        ("en", "How long does all this take and who pays?", 2),
        ("de", "Wie lange dauert das? Und wer zahlt?", 2),
        ("nl", "wat kost het en wie betaalt dat?", 2),
        ("it", "Posso andare in Francia e in Belgio?", 0),
    ],
)
def test_the_questions_of_a_message_are_told_apart(lang: str, words: str, parts: int) -> None:
    assert len(wanted.questions(words, lang)) == parts
