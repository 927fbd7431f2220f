"""Words in their everyday sense name no concept: what is told of a card or shown to a trainee must be true."""

import pytest

from domain import concepts
from domain.understanding import named, understood

# language: what somebody writes, and a concept that it does not name
MEANT_OTHERWISE = {
    "fr": [
        ("Les jeunes viennent manger chez nous.", "eating-disorders"),
        ("C'est toujours la même équipe.", "older-people"),
        ("Le fauteuil est dans le couloir.", "complaints"),
        ("Nous regardons la vidéo ensemble.", "burnout"),
        ("On a écrit zéro contention sur la porte.", "creative-methods"),
        ("Par rapport à l'an dernier, c'est mieux.", "documentation"),
        ("Il repasse le lundi.", "nutrition"),
        ("Nous cherchons un service plus écologique.", "education"),
        ("Internet est en panne.", "offenders"),
    ],
    "nl": [
        ("Vrijwilligers koppelen we aan ouderen.", "children-of-ill-parents"),
        ("Onze ouderen eten samen.", "parents"),
        ("Iedereen uit de buurt is welkom.", "neighbours"),
        ("De sleutel ligt bij de balie.", "addiction-services"),
        ("Voorlezen bij gezinnen met een tekening erbij.", "visual-arts"),
        ("De landelijk bekende regel.", "transport-and-rural"),
    ],
    "de": [
        ("Die Schulden drücken sehr.", "education"),
        ("Ohne Schuldzuweisung reden.", "education"),
        ("Frau Huber kommt jeden Tag.", "women"),
        ("Alles TikTok inklusive.", "inclusive-education"),
        ("Wir unterhalten uns lange.", "separation-and-divorce"),
        ("Am Eingang empfangen wir die Neuen.", "administrative-staff"),
        ("Wir antworten mit einem Ton.", "visual-arts"),
    ],
    "it": [
        ("Lo sportello apre alle nove.", "sport-and-movement"),
        ("Le infermiere lavorano di notte.", "patients"),
        ("La mattina facciamo il giro.", "people-with-mental-illness"),
        ("Servizio aperto 24 ore.", "nature-and-animals"),
        ("Abbiamo bandito i telefoni.", "project-and-funding"),
        ("L'autista porta tutti a casa.", "autism"),
        ("Le vecchie canzoni piacciono a tutti.", "older-people"),
    ],
    "pl": [
        ("Robimy to, żeby się nie pokłócić.", "oral-health"),
        ("Rozmawiamy długo.", "debt-counselling"),
        ("Mamy cztery pokoje.", "parents"),
        ("Dzieci chorują rzadziej.", "music"),
        ("Każda para rąk się przyda.", "people-with-cancer"),
        ("Psycholog jest w środę.", "stigma"),
        ("Karty są gotowe.", "cooking-together"),
        ("Naprawdę warto.", "workshops-and-repair"),
        ("Podaje leki o ósmej.", "depression-and-anxiety"),
    ],
    "ro": [
        ("Microbuzul pleacă la opt.", "infection-prevention"),
        ("Cantina este deschisă.", "music"),
        ("Este evident pentru toți.", "documentation"),
        ("Grădinița din sat.", "gardening"),
        ("Conferință internațională la Cluj.", "patients"),
    ],
    "cs": [
        ("Pořádáme turnaje.", "teamwork"),
        ("Celá jedenáctka přišla.", "prison"),
        ("Během roku se scházíme.", "sport-and-movement"),
        ("Zakázky a budovy.", "education"),
        ("Lékárna je za rohem.", "doctor"),
        ("Automaticky to funguje.", "gambling"),
    ],
    "hu": [
        ("Ebben az időszakban nyitva.", "older-people"),
        ("A válasz késik.", "separation-and-divorce"),
        ("Van egy mentor.", "emergency-care"),
        ("A babák kint alszanak.", "midwife"),
        ("Ezt megszokja mindenki.", "running-away"),
        ("Pszichológus is jár hozzánk.", "people-with-mental-illness"),
        ("A fiúk a padon vártak, és kérték a labdát.", "gardening"),
    ],
}
# what still has to be found in the same languages
MEANT = {
    "fr": [("Enfants placés par le juge", "young-people-in-care"), ("Elle est épuisée, c'est un burn-out.", "burnout")],
    "nl": [("Een buurvrouw komt langs.", "neighbours"), ("Een KOPP-groep", "children-of-ill-parents")],
    "de": [("Die Schule beginnt um acht.", "education"), ("Inklusion in der Klasse", "inclusive-education")],
    "it": [("Bambini con autismo", "autism"), ("Lo sport unisce.", "sport-and-movement")],
    "pl": [("Mycie zębów z dziećmi", "oral-health"), ("Pomoc w długach i oddłużanie", "debt-counselling")],
    "ro": [("Cântece vechi", "music"), ("Lucrăm în grădină.", "gardening")],
    "cs": [("Škola je vedle.", "education"), ("Lékařka přijde v pátek.", "doctor")],
    "hu": [("Idősek otthona", "older-people"), ("A mentők jöttek.", "emergency-care")],
}


@pytest.mark.parametrize("lang", MEANT_OTHERWISE)
def test_a_word_in_its_everyday_sense_tells_nothing(lang: str) -> None:
    told = [
        (text, concept)
        for text, concept in MEANT_OTHERWISE[lang]
        for broader in (False, True)
        if concept in [hit.id for hit in concepts.find(text, lang, misspelt=not broader, broader=broader) if hit.told]
        or concept in named(text, lang)
    ]
    assert told == []


@pytest.mark.parametrize("lang", MEANT)
def test_the_same_concepts_are_found_where_they_are_meant(lang: str) -> None:
    missed = [
        (text, one) for text, one in MEANT[lang] if one not in [hit.id for hit in concepts.find(text, lang) if hit.told]
    ]
    assert missed == []


@pytest.mark.parametrize(
    ("text", "lang", "concept"),
    [
        ("Sie schulen neue Kolleginnen. Bewohner kommen dazu.", "de", "moving-into-care"),
        ("Nie wyręczamy. Siadamy obok.", "pl", "developmental-delay"),
        ("Decidem fără șefă; fiecare familie știe cine vine.", "ro", "loneliness"),
    ],
)
def test_words_of_two_sentences_are_no_expression(text: str, lang: str, concept: str) -> None:
    assert concept not in [hit.id for hit in concepts.find(text, lang, misspelt=False)]


@pytest.mark.parametrize(
    ("story", "lang", "concept"),
    [
        ("Mon voisin de bureau fait tout.", "fr", "youth-care"),
        ("Un monsieur entasse tout chez lui.", "fr", "older-people"),
        ("Zwei Jungs machen einen dritten fertig.", "de", "oral-health"),
        ("Ein Junge haut jeden Freitag ab.", "de", "hospital-discharge"),
        ("Een jongen loopt elke vrijdag weg.", "nl", "hospital-discharge"),
    ],
)
def test_one_word_of_an_expression_is_not_asked_for(story: str, lang: str, concept: str) -> None:
    found = understood(story, lang)
    assert concept not in (*found.named, *found.hinted)
