"""Yes and no in six languages, with the words people really use."""

from collections.abc import Mapping

import pytest

from domain.answers import NotUnderstood
from domain.answers.yes_no import agrees, plain_yes_no, yes_no
from domain.language import SERVED


@pytest.mark.parametrize(
    ("raw", "lang"),
    [
        ("yes", "en"),
        ("Yep!", "en"),
        ("yes, but only by e-mail", "en"),
        ("well yes", "en"),
        ("no problem", "en"),
        ("why not", "en"),
        ("Oui !", "fr"),
        ("o", "fr"),
        ("d’accord", "fr"),
        ("euh oui", "fr"),
        ("pas de problème", "fr"),
        ("jazeker", "nl"),
        ("ja hoor", "nl"),
        ("klopt", "nl"),
        ("natürlich", "de"),
        ("Jawohl", "de"),
        ("j", "de"),
        ("sí", "es"),
        ("claro que sí", "es"),
        ("vale", "es"),
        ("sì", "it"),
        ("va bene", "it"),
        ("certo", "it"),
        ("👍", "en"),
        ("👍🏽", "fr"),
        ("ok 👍", "nl"),
        ("oui", "en"),
        ("ja", "fr"),
    ],
)
def test_a_yes_is_understood(raw: str, lang: str) -> None:
    assert yes_no(raw, lang) is True


@pytest.mark.parametrize(
    ("raw", "lang"),
    [
        ("no", "en"),
        ("nope", "en"),
        ("not yet", "en"),
        ("I don't", "en"),
        ("I think no", "en"),
        ("n", "en"),
        ("Non merci", "fr"),
        ("pas encore", "fr"),
        ("bien sûr que non", "fr"),
        ("nee hoor", "nl"),
        ("nog niet", "nl"),
        ("nein", "de"),
        ("noch nicht", "de"),
        ("leider nicht", "de"),
        ("todavía no", "es"),
        ("no, gracias", "es"),
        ("non ancora", "it"),
        ("no grazie", "it"),
        ("👎", "it"),
        ("nein", "en"),
        ("no", "de"),
    ],
)
def test_a_no_is_understood(raw: str, lang: str) -> None:
    assert yes_no(raw, lang) is False


@pytest.mark.parametrize(
    ("raw", "lang", "code"),
    [
        ("maybe", "en", "yes-no"),
        ("no idea", "en", "yes-no"),
        ("I don't know", "en", "yes-no"),
        ("je ne sais pas", "fr", "yes-no"),
        ("geen idee", "nl", "yes-no"),
        ("keine Ahnung", "de", "yes-no"),
        ("no lo sé", "es", "yes-no"),
        ("non so", "it", "yes-no"),
        ("hello", "en", "yes-no"),
        ("in May", "fr", "yes-no"),
        ("yes and no", "en", "yes-no"),
        ("well yes or rather no", "en", "ambiguous"),
        ("👍👎", "en", "ambiguous"),
    ],
)
def test_neither_yes_nor_no_is_asked_again(raw: str, lang: str, code: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        yes_no(raw, lang)
    assert refused.value.code == code


def test_the_beginning_of_a_sentence_is_no_consent() -> None:
    assert yes_no("I will", "en")
    with pytest.raises(NotUnderstood):
        yes_no("I will send a file", "en")


# how people agree and say nothing else, parted by |
AGREEING = {
    "en": """
        yeah course |
        yes | yes please | yep thats fine | ok perfect | all good thanks | yeah thats right | sure, go ahead | looks good to
        me | that's all correct | sounds good | fine by me | yes, that's it | yup all good | great thanks | absolutely | ok |
        👍 | Yes I do | I agree | okay thank you very much | right, all correct | yep all good | that's perfect, cheers | okie
        dokie | yes that looks right | all fine from me | yeah go on then | correct | I confirm | spot on thanks | very good,
        thank you | Yes. Absolutely sure. | no objections | thats all fine | ya ok | yes yes yes | yes of course you can | aye
        | everything is correct now | brilliant | yes thats right thx | okay sounds fine | all is well | it's perfect | yes
        i'm sure | go ahead then | ye | totally fine | that works for me | yes, everything is right | no changes needed | lgtm
        | yes it is | its all right like this | very well | yup looks ok | yes all correct thank you | sure thing | that's
        correct yes | fine, thanks | yes fine | ok go | good | yes perfect | all okay | correct, thanks | it is right | ok
        thats great | agreed | of course
    """,
    "fr": """
        bon d'accord |
        oui | ouais c'est bon | tout juste | oui c'est parfait merci | ok parfait | d'accord | c'est exact | oui tout est bon
        | c'est bien comme ça | oui allez-y | nickel | ça me va | oui oui | très bien merci | tout à fait | c'est tout bon
        pour moi | oui bien sûr | ca va | oui d'accord | super merci | ouep | c'est tout bon | parfait, merci beaucoup | oui
        tout à fait d'accord | oui c'est juste | impeccable | ça me convient | rien à changer | vous pouvez y aller | oui
        madame | bien sûr que oui | c'est correct maintenant | ok pour moi | ça marche | oui je confirme | oui vas-y | c'est
        très bien ainsi | je suis d'accord | ok c bon | ouiii | oui c bon | ok c'est noté | oui c'est exactement ça | parfait
        pour moi | ok allons-y | mais oui | oui volontiers | tout me va | c'est impec | oui pas de souci | voilà c'est ça |
        c'est juste merci bien | oui tout est en ordre | yes | ok super | oui c'est ça | ok c'est parfait | bien sûr | oui
        merci c'est bon | tout est parfait | ça roule | oui je suis d'accord | exactement | c bon | oui c'est nickel |
        d'accord pour tout | oui oui c'est bon | très bien | oui absolument | parfait comme ça
    """,
    "nl": """
        okee | vooruit | vooruit dan maar |
        ja | jep | dat klopt ja | ja hoor | ok prima | ja dat is goed zo | klopt helemaal | alles klopt | prima zo dank u |
        doe maar | jazeker | zo is het goed | ja perfect | in orde | is goed | ja graag | helemaal juist | oké dat is prima |
        ja dat mag | akkoord | jawel | ja hoor prima | jaja | klopt | dat is allemaal juist | tis goed | ja mooi zo | lijkt me
        goed | ok doe maar | ja voor mij is dat goed | alles ok | ik ga akkoord | ja absoluut | zo is het perfect | zeker |
        jaaa | top bedankt | dat is in orde zo | ja ja het klopt | ga uw gang | ja top | oke goed | jawel hoor | dat is
        perfect zo | ja alles klopt | prima hoor | ja precies | is in orde | ja doe dat maar | helemaal prima | ik ben zeker |
        ja natuurlijk | goed hoor | da's goed | alles juist zo | ja klopt | ok is goed | perfect | ja alles is goed | juist |
        ja dank u | alles in orde | ja hoor dat is goed | ok top | zeker weten | ja zo is het goed | dat is correct |
        uitstekend | ja dat is juist | goed zo
    """,
    "de": """
        na gut | na gut, einverstanden | jaa | naja gut |
        ja | so passts | jetzt stimmts | passt | passt so | ja passt so danke | alles richtig | ja genau | stimmt so | alles
        klar | ja bitte | ja klar | jo passt | ist gut so | einverstanden | ja, das ist richtig | alles bestens | gut so | ja
        natürlich | so ist es richtig | jup | jawohl | passt scho | ja alles gut | jo eh | stimmt alles | so ist's gut | das
        passt jetzt so | perfekt danke | geht klar | ja, machen Sie das | ok so | bin einverstanden | ja voll | ja des passt
        so | super, danke | jetzt passt alles | alles korrekt so | von mir aus | ja sehr gut | joa passt | alles ok | jep,
        stimmt | ja sicher | das stimmt so | ja super | ist in Ordnung so | ja gern | klingt gut | alles super | ja eh | passt
        perfekt | ganz genau so | ja bin sicher | richtig so | ja stimmt | alles gut danke | ja das passt | ok danke | jawohl
        passt | ja perfekt | ja alles klar | stimmt genau | ja gut | korrekt | ja, alles richtig so | na klar | gerne | das
        ist gut so | ja so passt es
    """,
    "es": """
        venga vale |
        sí | si | vale | vale, perfecto | ok perfecto | todo bien | está bien así | sí, todo correcto | claro que sí |
        perfecto gracias | de acuerdo | sí por favor | así está bien | muy bien | correcto | eso es | venga vale | sí sí |
        está todo bien | por supuesto | sip | ok | todo perfecto | dale | sí, está bien | así es | vale gracias | todo
        correcto, gracias | me parece bien | sí claro | perfecto así | conforme | sí, adelante | bien | ya está bien | pues sí
        | todo ok | vale vale | sí señora | genial gracias | sí sí, todo bien | ok vale | muy bien gracias | sí, correcto |
        claro | está perfecto | que sí | así está perfecto | sí, de acuerdo | vale, está bien | bien así | sí hombre | todo en
        orden | por mí bien | okey | sí, así está bien | correcto, gracias | todo está bien | sí perfecto | ok, de acuerdo |
        sí, vale | exacto | perfecto todo | sí, todo bien gracias | está correcto | bien, gracias | claro, sí | sí está bien
        así | vale, todo correcto | estupendo
    """,
    "it": """
        va be |
        sì | si certo | va bene così | sì certo | tutto giusto | perfetto grazie | ok va bene | sì va benissimo | d'accordo |
        esatto | tutto ok | certo che sì | va bene, grazie | giusto così | sì perfetto | è tutto giusto | benissimo | ottimo |
        sì sì | per me va bene | certo | sì sì va bene | tutto a posto | ok perfetto | va bene | confermo | direi di sì |
        molto bene grazie | sì grazie | giustissimo | così va bene | è giusto | ok così | perfetto così | sì, proceda | va
        benissimo così | certamente | sono d'accordo | ok grazie mille | si tutto corretto | va bene dai | ok tutto bene | sì
        esatto | certo, va bene | tutto perfetto grazie | sì confermo | perfetto | va più che bene | sì tutto ok | così è
        perfetto | d'accordo grazie | ma certo | okay | sì, è corretto | sì, va bene | tutto bene grazie | esatto, grazie | sì
        è giusto | ok, d'accordo | perfetto, grazie mille | sì certamente | giusto | va bene tutto | corretto | sì, tutto a
        posto | bene così | ok sì | sì, grazie va bene | certo grazie
    """,
}  # fmt: skip

# what begins like a yes, or holds the word, and is none
LIMITED = {
    "en": """
        course not |
        thats not right | 11 isn't right | doesnt look right | nearly right | yeah but not quite | correct except line 5 | yes
        but first a copy | ok but change the days | yes if you remove my name | wait, is it ok if I look at it first | is that
        ok | I teach kids with autism at the Great Yarmouth primary school | yes, only my name | right, what happens next |
        sure? | not yet | ok so line 3 | yes delete only my phone | fine except the month | yes no | ok later | not all
        correct | what is right | let me see first | yes, 3 days | hmm | that isnt quite it | almost | all good apart from the
        dates | ok, who sees this | yes once I've seen it | I'm fine thanks, but who are you | good question | fine, drop the
        second one | yes and also add sleep | correct the name please | right then not now | yes to the first only | I'd like
        to read it first | ok maybe tomorrow | sure if it's free | not correct | never mind | sounds good but 5 days | yes and
        no | ok what is line 2 | right but add french | I guess | could be | yes, in june | it was fine last time | no it's
        fine | not bad | yes but not now | I agree only to the first | allright except my name | ok stop | wrong | do you keep
        it | yes with changes | good but short | ok when | yes, line 4 | its fine isnt it? | sort of | yes to some | right
        away? | fine, not the name | correct it
    """,
    "fr": """
        oui mais pas tout | presque juste | c'est pas bon | oui sauf la ligne 3 | c'est bon ? | est-ce que c'est bon | non |
        pas tout à fait | oui mais d'abord une copie | oui, changez la date | pas d'accord | c'est faux | le message c'est pas
        ça | oui enlevez mon nom | bon alors expliquez | oui plus tard | c'est bon à part les jours | je ne suis pas sûre |
        tout est faux | oui seulement mon nom | c'est pas tout à fait ça | oui quand j'aurai vu mes données | bien sûr que non
        | d'accord sur tout sauf l'adresse | ça ne va pas | c'est bon mais avec 3 jours | oui si c'est gratuit | attendez |
        juste le nom | vous êtes sûr | correct, non | non c'est bon | pas exactement | ok demain | la ligne 2 n'est pas juste
        | oui et non | d'accord pour la date seulement | bon, et après | presque parfait | oui le 15 mars | pas mal | je pense
        pas | oui c'est quoi la suite | non tout va bien | bien, mais sans photo | c'est vite dit | ok stop | il manque mon
        nom | ça dépend | vous pouvez répéter | oui avec des changements | ok quand | oui, ligne 4 | plus ou moins | bien trop
        tôt | juste une question | oui à peu près | parfois | c'est bon marché ? | corrigez
    """,
    "nl": """
        vooruit maar niet nu |
        ja maar eerst een kopie | klopt niet | ja, maar zet de datum op 15 maart | bijna goed | alles goed behalve regel 3 |
        klopt dat | niet helemaal | ja als u mijn naam weglaat | goed, maar de dagen niet | dat is niet juist | ja 3 dagen |
        ja later | eerst kijken | ja alleen mijn naam | ik ben niet zeker | is dat goed | klopt bijna | liever niet | toch
        niet | ja verander regel 2 | nog niet helemaal goed | ok, maar wie ziet dat | ja zodra ik het gelezen heb | bijna |
        goed op de naam na | zeker niet | pas de naam aan | ik wil het eerst lezen | ok morgen | ja en ook slaap | klopt nog
        niet | alles behalve mijn mail | mooi, maar 5 dagen | mag ik eerst kijken | fout | ja en nee | goed maar zonder foto |
        ja op 15 maart | bijna perfect | niet slecht | ja wat nu | akkoord met de datum | hangt ervan af | ik denk het niet |
        ok stop | mijn naam ontbreekt | ja in juni | goed, wie leest dit | ja tenzij het geld kost | misschien wel | ja met
        wijzigingen | ok wanneer | ja regel 4 | min of meer | goed, niet de naam | juist niet | zo ongeveer | ja en dan |
        verbeter het | prima vraag
    """,
    "de": """
        naja | na ja | na |
        stimmt so nicht | stimmt net | passt nicht ganz | fast richtig | passt, bis auf die Tage | alles richtig ausser 5 |
        ich bin da nicht so sicher | bin mir da nicht so sicher | bitte erklären Sie mir das nochmal | ich würd gern erst
        meine Daten sehen | stimmt das | das passt so nicht | Meine Funktion ist nicht ganz richtig | ja aber | ja, aber erst
        morgen | passt das so | ja wenn du meinen Namen löschst | doch lieber nicht | richtig ist 3 Tage | ja nur die Nummer |
        alles falsch | gut, und jetzt? | ist das richtig | Nummer 5 passt | na ja | nicht ganz | passt schon, aber ohne
        Telefon | ja sobald ich es gelesen hab | eher nicht | richtig, nur der Name nicht | sicher nicht | geht so | ja morgen
        | gut wär auch Juni | ja und Schlaf auch | alles ok bis auf Zeile 2 | ich möchte erst lesen | stimmt leider nicht |
        fast | ja und nein | gut aber ohne Foto | ja am 15. März | fast perfekt | nicht schlecht | ja und was jetzt | nur wenn
        es nichts kostet | kommt drauf an | glaub nicht | ok stopp | mein Name fehlt | ja im Juni | passt nur nicht der Tag |
        vielleicht schon | richtig wäre Juni | ja mit Änderungen | ok wann | ja Zeile 4 | mehr oder weniger | gut, nicht der
        Name | gerade nicht | so ungefähr | ja und dann | korrigieren | gute Frage
    """,
    "es": """
        sí pero primero una copia | si pero sin el correo | no está bien | casi | todo bien menos la 3 | ¿está bien? | no |
        sí, cambie los días | bien, pero son 5 días | no del todo | mejor no | sí excepto el mes | aún no | no estoy seguro |
        sí, más tarde | primero quiero ver mis datos | vale pero quite mi nombre | está mal | sí solo mi nombre | no es
        correcto | no exactamente | bien salvo la fecha | sí cuando lo haya leído | vale mañana | claro que no | casi bien |
        quiero leerlo antes | de acuerdo en todo menos en el nombre | no me parece bien | bueno, depende | sí y también sueño
        | ok pero en junio | falta mi jefa | correcto no | sí y no | bien pero sin foto | sí el 15 de marzo | casi perfecto |
        nada mal | sí, y ahora qué | depende | creo que no | ok para | falta mi nombre | sí en junio | vale si es gratis | de
        acuerdo solo con la fecha | quizás sí | lo correcto es junio | sí con cambios | ok cuándo | sí línea 4 | más o menos |
        bien, no el nombre | justo no | así así | sí y luego | corríjalo | buena pregunta
    """,
    "it": """
        sì ma prima vorrei una copia | sì però prima mandatemi una copia | non va bene | quasi | tutto giusto tranne il mese |
        va bene? | no | sì, cambi i giorni | bene ma sono 5 giorni | non proprio | meglio di no | sì però senza telefono | non
        ancora | non sono sicura | sì più tardi | prima vorrei vedere i dati | va bene ma tolga il nome | è sbagliato | sì
        solo il nome | non è giusto | non esattamente | bene a parte la data | sì quando l'avrò letto | ok domani | certo che
        no | quasi giusto | vorrei leggerlo prima | d'accordo su tutto meno il nome | non mi va bene | beh dipende | sì e
        anche sonno | va bene ma a giugno | manca il telefono | giusto no | sì e no | bene ma senza foto | sì il 15 marzo |
        quasi perfetto | non male | sì e adesso cosa | dipende | non credo | ok ferma | manca il mio nome | sì a giugno | va
        bene se è gratis | d'accordo solo sulla data | forse sì | giusto sarebbe giugno | sì con modifiche | ok quando | sì
        riga 4 | più o meno | bene, non il nome | così così | circa | sì e poi | corregga | bella domanda
    """,
}  # fmt: skip


def phrases(table: Mapping[str, str], lang: str) -> list[str]:
    return [" ".join(phrase.split()) for phrase in table[lang].split("|")]


@pytest.mark.parametrize("lang", SERVED)
def test_who_only_agrees_is_understood_in_whatever_words(lang: str) -> None:
    assert [phrase for phrase in phrases(AGREEING, lang) if not plain_yes_no(phrase, lang)] == []


@pytest.mark.parametrize("lang", SERVED)
def test_where_something_hangs_on_it_only_a_bare_yes_is_one(lang: str) -> None:
    assert [phrase for phrase in phrases(LIMITED, lang) if agrees(phrase, lang)] == []


def test_a_yes_with_something_beside_it_is_asked_for_plainly() -> None:
    with pytest.raises(NotUnderstood) as refused:
        plain_yes_no("yes, but only by e-mail", "en")
    assert refused.value.code == "clear-yes"
    assert plain_yes_no("no, I would like to see my data first", "en") is False


def test_a_yes_word_in_a_story_or_beside_a_not_is_no_yes_where_little_hangs_on_it_either() -> None:
    for words, lang in (
        ("thats not right", "en"), ("I teach kids with autism at the Great Yarmouth primary school", "en"),
        ("das passt so nicht", "de"), ("ich bin da nicht so sicher", "de"), ("sure, who reads it?", "en"),
    ):  # fmt: skip
        with pytest.raises(NotUnderstood):
            yes_no(words, lang)


def test_what_agrees_where_it_is_asked_is_a_yes_only_there() -> None:
    also = frozenset({("delete", "everything")})
    assert agrees("yes, delete everything please", "en", also)
    assert not agrees("yes, delete everything please", "en")
    assert not agrees("delete everything but my name", "en", also)
