"""What people want to have changed in a proposed text is told from a text of their own, in six languages."""

import pytest

from dialogs.letter_wishes import wishes

ADDED = [
    ("en", "add that i do nights", "i do nights"),
    ("en", "could you also say that we come by car?", "we come by car"),
    ("en", "ok but add that we are vegetarians", "we are vegetarians"),
    ("en", "and please tell them that I speak Polish", "I speak Polish"),
    ("en", "add that I cut hair and we say also yes to nights", "I cut hair and we say also yes to nights"),
    ("fr", "ajoute que je viens en train", "je viens en train"),
    ("fr", "dis aussi qu'on parle anglais stp", "on parle anglais stp"),
    ("fr", "vous pouvez ajouter que je suis végétarienne ?", "je suis végétarienne"),
    ("nl", "voeg toe dat we ook de leefgroep willen zien", "we ook de leefgroep willen zien"),
    ("nl", "doe er nog bij dat we met drie komen", "we met drie komen"),
    ("nl", "kan je erbij zetten dat ik vegetarisch eet", "ik vegetarisch eet"),
    ("de", "füge bitte hinzu, dass ich auch einen Elternabend sehen möchte", "ich auch einen Elternabend sehen möchte"),
    ("de", "schreib dazu dass mi housing first interessiert", "mi housing first interessiert"),
    ("de", "bitte noch hinzufügen, dass wir zu dritt sind", "wir zu dritt sind"),
    ("es", "añade que somos tres al final", "somos tres al final"),
    ("es", "anade tambien q trabajo de noche", "trabajo de noche"),
    ("es", "pon que hablo portugués", "hablo portugués"),
    ("it", "aggiungi che parliamo un po' di francese", "parliamo un po' di francese"),
    ("it", "va benissimo, però scriva anche che siamo tutte donne", "siamo tutte donne"),
]
LEFT_OUT = [
    ("en", "leave out my surname", "my surname"),
    ("en", "it's good but take out the bit about the team", "the bit about the team"),
    ("en", "yes but without the name of my organisation", "the name of my organisation"),
    ("en", "don't mention the police please", "the police"),
    ("fr", "enlève le nom de mon asbl stp", "le nom de mon asbl"),
    ("fr", "oui envoie mais sans le nom de mon asbl", "le nom de mon asbl"),
    ("fr", "ne parlez pas de la police", "la police"),
    ("en", "can you not mention my employer", "my employer"),
    ("de", "den satz mit der polizei raus", "den satz mit der polizei"),
    ("nl", "laat dat van het weglopen weg", "dat van het weglopen"),
    ("nl", "mijn achternaam weglaten aub", "mijn achternaam"),
    ("nl", "schrap de doelen", "de doelen"),
    ("de", "lass die namen weg", "die namen"),
    ("de", "den nachnamen bitte weglassen", "den nachnamen"),
    ("de", "nimm das mit den eltern raus", "das mit den eltern"),
    ("es", "quita lo de la poli", "lo de la poli"),
    ("es", "vale pero sin mi apellido", "mi apellido"),
    ("it", "togli il nome della rsa", "il nome della rsa"),
    ("it", "cancella la frase sulla polizia", "la frase sulla polizia"),
]
SHORTER = [
    ("en", "shorter please"),
    ("en", "can you make it a bit shorter?"),
    ("fr", "un peu plus court svp"),
    ("fr", "c'est trop long"),
    ("nl", "wat korter graag"),
    ("nl", "het mag korter"),
    ("de", "kürzer bitte"),
    ("de", "mach es etwas kürzer"),
    ("es", "mas corto"),
    ("es", "hazlo más corto por favor"),
    ("it", "piu corto dai"),
    ("it", "è troppo lungo"),
]
NOT_POSSIBLE = [
    ("de", "bitte auf hochdeutsch"),
    ("en", "nicer please"),
    ("es", "pon mi nombre con mayusculas"),
    ("fr", "mais change la date, le 12"),
    ("nl", "maak het vriendelijker"),
    ("it", "riscrivilo tu"),
    ("en", "can you rewrite it"),
    ("it", "in italiano corretto per favore"),
]
OWN = [
    ("en", "we'd love to see how you work with young carers"),
    ("en", "Hello, please add us to your list"),
    (
        "en",
        "Add us to your list please! We are two nurses from Stoke and run a dementia ward. We would love to see your nights in "
        "March, because patients wander off.",
    ),
    ("en", "Without you we cannot go on, we are a small team and would like to learn"),
    ("en", "We would like to drop by in May and see your team"),
    ("en", "I would like to include your team in our project and see how you leave nobody behind"),
    ("fr", "je voudrais ajouter une visite chez vous à notre projet, nous sommes quatre"),
    ("de", "Sagen Sie, dürfen wir auch zu zweit kommen und dort übernachten?"),
    ("es", "dígame si puedo ir en mayo, me gustaría mucho conocer su centro"),
    ("en", "Could you show us how you work at night?"),
    ("en", "10 to 12 May"),
    ("en", "may I come"),
    ("en", "ok"),
    ("fr", "nous aimerions voir comment vous travaillez sans les parents"),
    ("fr", "Bonjour, je suis éducatrice et j'aimerais venir, dites-moi quand"),
    ("nl", "wij laten graag iets van ons weten en zouden graag komen kijken"),
    ("nl", "we zouden graag zien hoe jullie met ouders werken"),
    ("de", "schreib: Grüß Gott, wir sind zu dritt und kommen gern"),
    ("de", "Wir würden gern sehen, wie Sie ohne Zwang arbeiten"),
    ("es", "nos gustaría ver cómo trabajan sin medicación"),
    ("es", "somos dos educadoras y trabajamos con menores en Vigo"),
    ("it", "di solito lavoriamo con anziani e vorremmo vedere come fate"),
    ("it", "vorremmo vedere come lavorate senza farmaci"),
]


@pytest.mark.parametrize(("lang", "said", "clause"), ADDED)
def test_what_is_to_be_said_as_well_is_found(lang: str, said: str, clause: str) -> None:
    assert [(one.deed, one.words) for one in wishes(said, lang)] == [("add_that", clause)]


@pytest.mark.parametrize(("lang", "said", "named"), LEFT_OUT)
def test_what_is_to_go_is_found(lang: str, said: str, named: str) -> None:
    assert [(one.deed, one.words) for one in wishes(said, lang)] == [("leave", named)]


@pytest.mark.parametrize(("lang", "said"), SHORTER)
def test_a_shorter_text_is_wished_for(lang: str, said: str) -> None:
    assert [one.deed for one in wishes(said, lang)] == ["shorter"]


@pytest.mark.parametrize(("lang", "said"), NOT_POSSIBLE)
def test_what_would_have_to_be_written_anew_is_an_instruction_all_the_same(lang: str, said: str) -> None:
    assert [one.deed for one in wishes(said, lang)] == ["rewrite"]


@pytest.mark.parametrize(("lang", "said"), OWN)
def test_words_of_ones_own_are_no_instruction(lang: str, said: str) -> None:
    assert wishes(said, lang) == ()


@pytest.mark.parametrize(
    ("lang", "said", "deeds"),
    [
        ("de", "kürzer bitte, und lass die namen von der schule weg", ["shorter", "leave"]),
        ("nl", "wat korter en zet erbij dat we ook de leefgroep zelf willen zien", ["shorter", "add_that"]),
        ("es", "añade que somos 3 al final y quita lo de las familias", ["add_that", "leave"]),
        ("it", "aggiungi che parliamo un po' di francese e togli il nome della rsa", ["add_that", "leave"]),
        ("en", "add that I do nights and can come with my own car", ["add_that"]),
        ("es", "hazlo un poco mas corto y mas cercano, que suena muy serio", ["shorter", "rewrite"]),
    ],
)
def test_several_wishes_are_told_apart(lang: str, said: str, deeds: list[str]) -> None:
    assert [one.deed for one in wishes(said, lang)] == deeds
