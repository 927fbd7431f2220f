"""What is said once a request was sent is heard as that; a new wish and other questions are not."""

import pytest

from domain import afterwards
from domain.afterwards import OTHERWISE, SORRY
from domain.wanted import STATUS

SAID = [
    (SORRY, "en", "i can't go any more, my mum is in hospital"), (SORRY, "fr", "finalement je ne pars plus, ma fille est malade"),
    (SORRY, "nl", "ik kan niet meer gaan, mijn zoon is ziek"), (SORRY, "de", "i kann nimmer fahren, mei mama is im spital"),
    (SORRY, "es", "al final no puedo ir, mi hija esta enferma"), (SORRY, "it", "mia madre è ricoverata, non posso piu partire"),
    (OTHERWISE, "en", "can i change the dates?"), (OTHERWISE, "en", "i meant the 15th of march"),
    (OTHERWISE, "en", "can we be 3 people instead of 2, tell em"), (OTHERWISE, "fr", "finalement 3 jours, on peut changer?"),
    (OTHERWISE, "nl", "we komen toch maar met twee"), (OTHERWISE, "de", "mir san jetzt doch zu dritt"),
    (OTHERWISE, "de", "i mecht doch erst im märz foan"), (OTHERWISE, "es", "somos 3 al final"),
    (OTHERWISE, "it", "oddio ho mandato 8 giorni, volevo 3 dal 24"), (OTHERWISE, "it", "siamo solo in due pero, non in tre"),
    (STATUS, "en", "what now?"), (STATUS, "fr", "et alors maintenant ca donne quoi"), (STATUS, "nl", "en nu?"),
    (STATUS, "de", "wanns hob i a antwort?"), (STATUS, "es", "y ahora que?"), (STATUS, "it", "e adesso che succede?"),
    ("", "en", "how long does the stay take?"), ("", "en", "I would like to see Denmark in May"), ("", "en", "show me the hosts"),
    ("", "fr", "je voudrais voir un service au Portugal en avril, on est trois"), ("", "nl", "mag mijn partner mee?"),
    ("", "de", "was kostet das?"), ("", "es", "quiero ir a Italia en mayo con dos colegas"),
    ("", "it", "quanto dura un soggiorno?"),
]  # fmt: skip


@pytest.mark.parametrize(("meant", "lang", "text"), SAID)
def test_only_what_speaks_of_the_journey_that_was_asked_for_means_the_request(meant: str, lang: str, text: str) -> None:
    assert afterwards.means(text, lang) == meant
