"""A country or a time said at the hosts changes the search when nothing else is said; any other sentence is left alone."""

import datetime as dt

import pytest

from domain import searching
from domain.answers import periods, told

TODAY = dt.date(2027, 1, 11)

#: the countries or months that are looked in, "+" as well as before
LOOKING = [
    ("en", "anything in Denmark?", "DK"),
    ("en", "do you have something in Spain", "ES"),
    ("en", "what about Portugal", "PT"),
    ("en", "I'd rather go to Italy", "IT"),
    ("en", "only Ireland please", "IE"),
    ("en", "show me hosts in Belgium", "BE"),
    ("en", "can you look in Finland instead", "FI"),
    ("en", "is there somebody in the Netherlands?", "NL"),
    ("en", "Sweden or Norway would be better", "SE NO"),
    ("en", "also France", "FR+"),
    ("en", "search in austria", "AT"),
    ("en", "and in germany?", "DE"),
    ("en", "rather in June", "06"),
    ("en", "nothing in october?", "10"),
    ("en", "could it be in spring instead", "03 04 05"),
    ("fr", "il y a quelque chose au Danemark ?", "DK"),
    ("fr", "et en Espagne ?", "ES"),
    ("fr", "plutôt au Portugal", "PT"),
    ("fr", "je préfère l'Italie", "IT"),
    ("fr", "seulement en Irlande svp", "IE"),
    ("fr", "vous avez des équipes en Belgique ?", "BE"),
    ("fr", "cherchez en Finlande", "FI"),
    ("fr", "rien aux Pays-Bas ?", "NL"),
    ("fr", "la Suède ou la Norvège ce serait mieux", "SE NO"),
    ("fr", "en France aussi", "FR+"),
    ("fr", "montrez-moi l'Autriche", "AT"),
    ("fr", "qu'est-ce qu'il y a en Allemagne", "DE"),
    ("fr", "plutôt en juin", "06"),
    ("fr", "et en octobre ?", "10"),
    ("nl", "is er iets in Denemarken?", "DK"),
    ("nl", "en in Spanje?", "ES"),
    ("nl", "liever Portugal", "PT"),
    ("nl", "ik ga liever naar Italië", "IT"),
    ("nl", "alleen Ierland aub", "IE"),
    ("nl", "heb je teams in België?", "BE"),
    ("nl", "zoek eens in Finland", "FI"),
    ("nl", "niks in Nederland?", "NL"),
    ("nl", "Zweden of Noorwegen zou beter zijn", "SE NO"),
    ("nl", "ook Frankrijk", "FR+"),
    ("nl", "toon me Oostenrijk", "AT"),
    ("nl", "wat is er in Duitsland", "DE"),
    ("nl", "liever in juni", "06"),
    ("nl", "kan het in oktober?", "10"),
    ("de", "gibt es was in Dänemark?", "DK"),
    ("de", "und in Spanien?", "ES"),
    ("de", "lieber Portugal", "PT"),
    ("de", "ich würde lieber nach Italien", "IT"),
    ("de", "nur Irland bitte", "IE"),
    ("de", "habt ihr Teams in Belgien?", "BE"),
    ("de", "such mal in Finnland", "FI"),
    ("de", "nix in Holland?", "NL"),
    ("de", "Schweden oder Norwegen wäre besser", "SE NO"),
    ("de", "auch Frankreich", "FR+"),
    ("de", "zeig mir österreich", "AT"),
    ("de", "was gibts in Deutschland", "DE"),
    ("de", "lieber im Juni", "06"),
    ("de", "gehts auch im Oktober?", "10"),
    ("es", "¿hay algo en Dinamarca?", "DK"),
    ("es", "y en España?", "ES"),
    ("es", "mejor Portugal", "PT"),
    ("es", "prefiero ir a Italia", "IT"),
    ("es", "solo Irlanda por favor", "IE"),
    ("es", "tenéis equipos en Bélgica?", "BE"),
    ("es", "busca en Finlandia", "FI"),
    ("es", "nada en Holanda?", "NL"),
    ("es", "Suecia o Noruega sería mejor", "SE NO"),
    ("es", "Francia también", "FR+"),
    ("es", "enséñame Austria", "AT"),
    ("es", "qué hay en Alemania", "DE"),
    ("es", "mejor en junio", "06"),
    ("es", "y en octubre?", "10"),
    ("it", "c'è qualcosa in Danimarca?", "DK"),
    ("it", "e in Spagna?", "ES"),
    ("it", "meglio il Portogallo", "PT"),
    ("it", "preferisco andare in Italia", "IT"),
    ("it", "solo Irlanda per favore", "IE"),
    ("it", "avete équipe in Belgio?", "BE"),
    ("it", "cerca in Finlandia", "FI"),
    ("it", "niente in Olanda?", "NL"),
    ("it", "la Svezia o la Norvegia sarebbe meglio", "SE NO"),
    ("it", "anche la Francia", "FR+"),
    ("it", "mostrami l'Austria", "AT"),
    ("it", "cosa c'è in Germania", "DE"),
    ("it", "meglio a giugno", "06"),
    ("it", "e in ottobre?", "10"),
]

#: speaks of a country or a time, and looks for nothing
OTHERWISE = [
    ("en", "how much does it cost in Denmark?"),
    ("en", "do they speak English in Spain?"),
    ("en", "do I need a visa for Switzerland"),
    ("en", "I was born in Italy"),
    ("en", "our families come from Syria"),
    ("en", "is the second one in Portugal far from the airport?"),
    ("en", "who pays the flight to Ireland?"),
    ("en", "I like the one in Belgium"),
    ("en", "what are salaries like in Germany"),
    ("en", "may I bring my kids"),
    ("fr", "combien ça coûte au Danemark ?"),
    ("fr", "ils parlent anglais en Espagne ?"),
    ("fr", "faut-il un visa pour la Suisse"),
    ("fr", "je suis né en Italie"),
    ("fr", "celui en Belgique me plaît"),
    ("fr", "qui paie le vol pour l'Irlande ?"),
    ("nl", "hoeveel kost het in Denemarken?"),
    ("nl", "spreken ze Engels in Spanje?"),
    ("nl", "heb ik een visum nodig voor Zwitserland"),
    ("nl", "ik ben in Italië geboren"),
    ("nl", "die in België vind ik leuk"),
    ("nl", "wie betaalt de vlucht naar Ierland?"),
    ("de", "was kostet das in Dänemark?"),
    ("de", "sprechen die Englisch in Spanien?"),
    ("de", "brauch ich ein Visum für die Schweiz"),
    ("de", "ich bin in Italien geboren"),
    ("de", "das in Belgien gefällt mir"),
    ("de", "wer zahlt den Flug nach Irland?"),
    ("es", "cuánto cuesta en Dinamarca?"),
    ("es", "hablan inglés en España?"),
    ("es", "necesito visado para Suiza"),
    ("es", "nací en Italia"),
    ("es", "el de Bélgica me gusta"),
    ("es", "quién paga el vuelo a Irlanda?"),
    ("it", "quanto costa in Danimarca?"),
    ("it", "parlano inglese in Spagna?"),
    ("it", "serve il visto per la Svizzera"),
    ("it", "sono nato in Italia"),
    ("it", "quello in Belgio mi piace"),
    ("it", "chi paga il volo per l'Irlanda?"),
    ("en", "May I have more?"),
    ("en", "later"),
    ("nl", "morgen"),
    ("es", "mañana"),
    ("en", "the second"),
]


def looked_in(words: str, lang: str) -> str:
    found = [*searching.countries(words, lang)[0]]
    if told.names_a_time(words, lang):
        found += [f"{month:02}" for _, month in periods.period(words, lang, TODAY).months]
    return " ".join(found) + "+" * (searching.adds(words, lang) and not found[0].isdigit())


@pytest.mark.parametrize(("lang", "words", "meant"), LOOKING)
def test_a_country_or_a_time_is_looked_in(lang: str, words: str, meant: str) -> None:
    assert searching.looks_elsewhere(words, lang)
    assert looked_in(words, lang) == meant


@pytest.mark.parametrize(("lang", "words"), OTHERWISE)
def test_what_says_anything_else_changes_no_search(lang: str, words: str) -> None:
    assert not searching.looks_elsewhere(words, lang)


@pytest.mark.parametrize(
    ("lang", "words", "code"),
    [("en", "not in England", "GB"), ("de", "nicht nach Polen", "PL"), ("fr", "pas en Belgique", "BE"),
     ("es", "en España no", "ES"), ("it", "non in Francia", "FR"), ("nl", "niet naar Duitsland", "DE"),
     ("en", "not Ireland either", "IE"), ("en", "anywhere but Spain", "ES"), ("fr", "partout sauf en Italie", "IT"),
     ("fr", "pas l'Allemagne non plus", "DE"), ("nl", "ook niet Polen", "PL"), ("nl", "overal behalve Spanje", "ES"),
     ("de", "überall außer Polen", "PL"), ("de", "auch nicht Italien", "IT"), ("es", "donde sea menos Alemania", "DE"),
     ("es", "tampoco Italia", "IT"), ("it", "ovunque tranne la Spagna", "ES"), ("it", "nemmeno la Germania", "DE")],
)  # fmt: skip
def test_a_country_may_be_left_out(lang: str, words: str, code: str) -> None:
    assert searching.looks_elsewhere(words, lang)
    assert searching.countries(words, lang) == ((), (code,))
