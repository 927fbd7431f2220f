"""What a goal tells besides: it says nothing of what the trainee will do."""

import pytest

from tests.domain.goals.judging import judged, letters


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "With my 2 colleagues I will observe the evening shift of the shelter."),
        ("en", "In a hospital with 300 beds, observe how nurses calm confused patients."),
        ("en", "1 in 5 children lives in poverty."),
        ("fr", "Avec mes 2 collègues, observer l'équipe du soir."),
        ("fr", "Observer les infirmières dans une unité de 20 lits."),
        ("nl", "Met mijn 2 collega's de avondploeg observeren."),
        ("de", "Mit meinen 2 Kollegen den Spätdienst beobachten."),
        ("es", "El equipo de 8 personas me inspira."),
        ("it", "Con i miei 2 colleghi osservare il turno serale."),
    ],
)
def test_what_is_there_already_measures_nothing(lang: str, text: str) -> None:
    assert not judged(text, lang).measurable


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "I do not want to write a report about the shelter."),
        ("en", "Last year I visited three hospices and wrote a report about grief."),
        ("en", "They organise ten workshops a year and write many reports."),
        ("en", "I am the mother of three children and have two diplomas."),
        ("en", "I expect my mentor to give me a plan and a list of contacts."),
        ("en", "I already visit three families at home."),
        ("fr", "Je ne veux pas écrire de rapport sur le foyer."),
        ("fr", "L'an dernier j'ai visité trois maisons de repos et écrit un rapport."),
        ("fr", "Ils organisent dix ateliers par an et rédigent un rapport."),
        ("fr", "Mon chef m'a demandé d'écrire un rapport."),
        ("nl", "Ik wil geen verslag schrijven over de opvang."),
        ("nl", "Vorig jaar heb ik drie woonzorgcentra bezocht en een verslag geschreven."),
        ("nl", "De mentor zal mij evalueren met een rooster van tien criteria."),
        ("de", "Ich will keinen Bericht über das Heim schreiben."),
        ("de", "Letztes Jahr habe ich drei Hospize besucht und einen Bericht geschrieben."),
        ("de", "Die Tutorin wird mich mit einem Raster von zehn Kriterien beurteilen."),
        ("es", "No quiero escribir ningún informe sobre el albergue."),
        ("es", "El año pasado visité tres residencias y escribí un informe."),
        ("it", "Non voglio scrivere una relazione sul dormitorio."),
        ("it", "L'anno scorso ho visitato tre hospice e scritto una relazione."),
    ],
)
def test_what_others_do_what_is_over_and_what_one_will_not_do_is_no_goal(lang: str, text: str) -> None:
    assert letters(judged(text, lang)) == "---"


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Do not forget to write a card about the ritual."),
        ("fr", "Pas seulement regarder, mais rédiger une fiche sur le rituel."),
        ("nl", "Niet alleen kijken, maar een fiche schrijven over het ritueel."),
        ("de", "Nicht nur zuschauen, sondern ein Merkblatt zum Ritual schreiben."),
        ("de", "Bis 1. Mai habe ich ein Merkblatt zum Ritual geschrieben."),
        ("es", "No solo mirar, sino redactar una ficha sobre el ritual."),
        ("it", "Non solo guardare, ma scrivere una scheda sul rituale."),
    ],
)
def test_not_only_and_what_will_be_done_by_then_are_goals(lang: str, text: str) -> None:
    found = judged(text, lang)
    assert found.specific
    assert found.measurable


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "On Monday I start my internship."),
        ("en", "My internship runs from 1 to 12 March."),
        ("en", "From Monday 3 May I will be in Madrid."),
        ("en", "At the end of the day I want to be a better teacher."),
        ("fr", "Lundi je commence mon stage."),
        ("nl", "Mijn stage loopt van 1 tot 12 maart."),
        ("de", "Am Montag beginnt mein Praktikum."),
        ("es", "El lunes empiezo las prácticas."),
        ("it", "Lunedì inizio il tirocinio."),
    ],
)
def test_when_the_stay_begins_is_no_deadline(lang: str, text: str) -> None:
    assert not judged(text, lang).time_bound
