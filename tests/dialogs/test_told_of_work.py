"""Who pays and what the employer says, in people's own words: agreeing goes before knowing, two who pay are asked back."""

import pytest

from dialogs import said, spoken
from dialogs.questions import Option
from domain.answers.cleaning import NotUnderstood
from domain.messages import Text

EMPLOYER = tuple(Option(one, Text(f"enquiry.employer.option.{one}")) for one in ("agrees", "knows", "not_yet", "none"))
MONEY = tuple(Option(one, Text(f"enquiry.money.option.{one}")) for one in ("grant", "employer", "own", "unknown"))
SAID = {
    "agrees": [
        ("en", "my boss knows and agrees"), ("fr", "ma cheffe est au courant et d'accord"),
        ("nl", "mijn baas weet het en gaat akkoord"), ("de", "meine chefin weiß bescheid und ist einverstanden"),
        ("es", "mi jefa lo sabe y está de acuerdo"), ("it", "la mia capa lo sa ed è d'accordo"), ("en", "she's up for it"),
    ],
    "knows": [
        ("en", "she's up for it but nothing signed yet"), ("fr", "elle est au courant mais pas encore d'accord"),
        ("nl", "weet het maar nog niet akkoord"), ("de", "weiß bescheid, ist aber noch nicht einverstanden"),
        ("es", "lo sabe pero todavía no está de acuerdo"), ("it", "lo sa ma non è ancora d'accordo"),
    ],
    "none": [("es", "trabajo por mi cuenta"), ("it", "lavoro in proprio"), ("nl", "ik werk voor mezelf")],
}  # fmt: skip
SHARED = [
    ("en", "school pays half, I pay the rest"), ("fr", "l'école paie la moitié, moi le reste"),
    ("nl", "school betaalt de helft, ik de rest"), ("de", "die schule zahlt die hälfte, ich den rest"),
    ("es", "el cole paga la mitad y yo el resto"), ("it", "la scuola paga metà, io il resto"),
]  # fmt: skip


@pytest.mark.parametrize("meant", SAID)
def test_what_the_employer_says_is_read_in_many_words(meant: str) -> None:
    assert [(lang, words) for lang, words in SAID[meant] if spoken.option(words, EMPLOYER, lang) != meant] == []


@pytest.mark.parametrize(("lang", "words"), SHARED)
def test_who_pays_a_part_only_is_asked_back(lang: str, words: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        spoken.option(words, MONEY, lang)
    assert set(refused.value.candidates) == {"employer", "own"}


@pytest.mark.parametrize(
    ("lang", "words"),
    [("en", "my phone I'd rather not"), ("fr", "mon numéro je préfère pas"), ("nl", "mijn nummer liever niet"),
     ("de", "die nummer lieber nicht"), ("es", "el teléfono prefiero que no"), ("it", "il telefono preferirei di no"),
     ("it", "il telefono non ce l'ho"), ("es", "sin foto")],
)  # fmt: skip
def test_what_one_would_rather_not_tell_is_left_out(lang: str, words: str) -> None:
    assert said.declines(words, lang)


@pytest.mark.parametrize(
    ("lang", "words"), [("en", "call me in the evening"), ("it", "preferirei la mattina"), ("de", "lieber abends")]
)
def test_what_one_would_rather_tell_is_not(lang: str, words: str) -> None:
    assert not said.declines(words, lang)
