"""At a review, what somebody writes puts a line right, or is asked back; only who agrees has agreed."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pytest

from dialogs import session
from dialogs.engine import Input
from dialogs.questions import Given, Reading
from dialogs.registry import DIALOGS
from dialogs.request import SAMPLE
from dialogs.stage import Stage
from dialogs.state import Session

#: a finished dialog: its answers
KNOWN: Mapping[str, dict[str, Any]] = {
    "enquiry": {
        "problem": "Young people stop early, and we do not know why", "problem_more": None, "benefit": "the young people",
        "wish": "peer support", "understood": ["autism", "adults"], "sectors": ["mental-health"], "client_groups": ["adults"],
        "countries": ["SE", "DK"], "period": {"months": ["2027-05"]}, "days": 1, "together": "group", "people": 2,
        "languages": [["en", "B2"]], "employer": "not_yet", "money": "own", "obstacles": [],
    },
    "profile": {
        "name": "Sarah Oakes, Leeds", "email": "a@b.org", "phone": None, "country": ["GB"], "city": "Paris",
        "profession": "nurse", "employer": "Elmwood House", "employer_address": "High Street 5", "position": None, "years": 14,
        "sectors": ["mental-health"], "client_groups": ["adults"], "skills": [], "languages": [["en", "C2"], ["de", "B1"]],
        "motivation": "I want to learn", "needs": None, "photo": None, "share": True,
    },
    "request": {
        "host": "a", "reserves": [], "start": "2027-03-08", "days": 3, "message": "=draft", "share": True, "share_cv": False,
    },
}  # fmt: skip

#: what actions tell the dialogs
TOLD: Mapping[str, Any] = {
    "understand": {"named": ["autism", "adults"], "hinted": []},
    "find_concepts": {"sectors": ["mental-health", "disability"], "client_groups": ["young-adults", "adults"], "topics": []},
    "known_profile": {"sectors": ["mental-health"], "client_groups": ["adults"], "guesses": {}},
    "request_data": SAMPLE | {"hosts": [{"id": "a", "name": "House Opal"}, {"id": "b", "name": "Rete Swift"}]},
    "stay_warning": (),
}  # fmt: skip


class Told(dict[str, Callable[..., Any]]):
    """An action tells what stands above, others nothing."""

    def __missing__(self, name: str) -> Callable[..., Any]:
        return lambda *args: TOLD.get(name)


#: the words, and what they lead to: the question that opens, a value that stands there now, or what else comes
SAID: Mapping[tuple[str, str], str] = {
    ("enquiry", "en"): """
        money: i dont know yet => money = unknown
        money isnt a grant, i dunno yet => money = unknown
        3 days, june, and my boss agrees => days = 3; employer = agrees; period = {'months': ['2027-06']}
        days 3 and 4 people => days = 3; people = 4
        8 is 4 days and 7 is june => days = 4; period = {'months': ['2027-06']}
        add Finland and Norway and make it 3 days => countries = ['SE', 'DK', 'FI', 'NO']; days = 3
        countries: France, Spain and 3 days => countries = ['FR', 'ES']; days = 3
        make it 3 days, and could you phone me? => days = 3; not understood: could you phone me?
        the dates are wrong and make it 3 days => days = 3; period
        the problem is that they leave after 3 days, in May, and parents worry => problem
        just me after all => together = alone
        3 days + june => days = 3; period = {'months': ['2027-06']}
        3 days, and the countries and the money are wrong => days = 3; not understood: the countries; money
        everything else is right, but 3 days => days = 3
        there's three of us actually => people = 3
        we're four not three => people = 4
        three days not four => days = 3
        it should be 3 not 2 => people = 3
        there are only 3 => asked which line
        line 3 not 2 => wish
        we're two, line 3 is wrong => wish
        number 2 is wrong => benefit
        2 colleagues are coming => people = 3
        take out sweden => countries = ['DK']
        5 days is wrong => days
        one more thing, money: my employer pays => money = employer
        change something => all lines
        the problem is not well put => problem
        i dont want denmark => countries
        I speak French too => languages = [['en', 'B2'], ['fr', None]]
        line six is wrong => countries
        actually with 5 people => people = 5
        could you make that june => period = {'months': ['2027-06']}
        everythings fine but the countries => countries
        6 and 7 are wrong => countries
        nope, days should say 4 => days = 4
        8 isnt right, I said I don't know => days
        and 12 isnt right, I said I don't know => employer
        hang on, thats not right, 8 should be 3 days => days = 3
        correct except line 6 => countries
        3 => wish
        change number 3 => wish
        days => days
        no => all lines
        not quite right => all lines
        yes but who sees it => asked which line
        blah blah => asked which line
        the month is wrong, make it june => period = {'months': ['2027-06']}
        i'm not alone, line 9 please => together
        number 13: a grant => money = grant
        add Finland to the countries => countries = ['SE', 'DK', 'FI']
        Denmark is wrong => countries
        it's 4 days not one => days = 4
        can you change the languages => languages
        the second line isn't what i meant => benefit
        almost => asked which line
        yes but my boss knows by now => employer = knows
    """,
    ("enquiry", "fr"): """
        le financement je sais pas encore => money = unknown
        je voyage seule, pas avec des collègues => together = alone
        4 jours, en juin, et enlève la suède => countries = ['DK']; days = 4; period = {'months': ['2027-06']}
        bon, le reste est juste => agreed
        on est trois, pas deux => people = 3
        3 au lieu de 2 => people = 3
        sans la suède => countries
        2 jours c'est faux => days
        le souhait est faux => wish
        oui mais on part en septembre => period = {'months': ['2027-09']}
        modifier => all lines
        je parle aussi espagnol => languages = [['en', 'B2'], ['es', None]]
        enlevez la suède => countries = ['DK']
        mon employeur est au courant => employer = knows
        numéro 7 : septembre => period = {'months': ['2027-09']}
        c'est presque ça mais 2 semaines au lieu d'un jour => days = 10
        non c'est 3 jours, pas 1 => days = 3
        jours : 3 => days = 3
        trois => wish
        tout juste => agreed
        la ligne 8 est fausse, c'est 4 jours => days = 4
        8 : 4 => days = 4
        ligne 6 il manque la finlande => countries = ['SE', 'DK', 'FI']
        plutôt en juin => period = {'months': ['2027-06']}
        la 12 n'est pas bonne => employer
        pas le danemark => countries
        je voudrais changer le budget => money
        durée : 1 semaine => days = 5
        les langues ne sont pas bonnes => languages
    """,
    ("enquiry", "nl"): """
        betaling weet ik nog niet => money = unknown
        juni en 3 dagen => days = 3; period = {'months': ['2027-06']}
        ja nu klopt et, doe maar verder => agreed
        we zijn met 3 niet met 2 => people = 3
        drie, niet twee => people = 3
        haal zweden weg => countries = ['DK']
        2 dagen is fout => days
        punt 3 nog aanpassen aub => wish
        wijzigen => all lines
        ik spreek ook frans => languages = [['en', 'B2'], ['fr', None]]
        zweden klopt niet => countries
        mijn baas weet het al => employer = knows
        het is niet mei maar september => period = {'months': ['2027-09']}
        twee weken ipv 1 dag => days = 10
        alles klopt behalve nummer 8 => days
        10 is fout, we zijn met 3 => people = 3
        dagen klopt niet, moet 5 zijn => days = 5
        4 is fout, het gaat over pesten en onderwijs => understood
        dat klopt ja => agreed
        regel 8 moet 4 dagen zijn => days = 4
        nr 12 klopt niet, hij gaat akkoord => employer = agrees
        nee we gaan in juni => period = {'months': ['2027-06']}
        de landen zijn fout => countries
        bij 6 hoort ook finland => countries = ['SE', 'DK', 'FI']
        denemarken mag weg => countries = ['SE']
        8 aanpassen => days
        ik wil de wens veranderen => wish
        bijna alles klopt => asked which line
    """,
    ("enquiry", "de"): """
        bezahlung weiß ich noch nicht => money = unknown
        13 das weiß ich noch nicht => money = unknown
        nicht Mai, sondern Juni, und 3 Tage => days = 3; period = {'months': ['2027-06']}
        mach drei tage draus und wir sind zu dritt => days = 3; people = 3
        passt eh, schicks ab => agreed
        10 stimmt nicht wir sind zu viert => people = 4
        nicht 2 sondern 3 => people = 3
        wir wollen nicht nach Schweden => countries
        1 Tag ist falsch => days
        Dauer: 4 Tage => days = 4
        was ändern => all lines
        ich sprech auch Französisch => languages = [['en', 'B2'], ['fr', None]]
        Dänemark weg => countries = ['SE']
        meine Chefin weiß noch nichts => employer
        Nummer sieben ist falsch => period
        fast, aber im September => period = {'months': ['2027-09']}
        es sind 2 Wochen => days = 10
        Nummer 6 gehört gelöscht und Dänemark stimmt so nicht => countries
        das passt so nicht, bei Nummer 2 fehlen die Eltern => benefit
        Dänemark stimmt nicht => countries
        jetzt stimmts => agreed
        8 ist falsch, es sind 4 Tage => days = 4
        Zeile 10: wir sind zu dritt => people = 3
        nicht Mai sondern Juni => period = {'months': ['2027-06']}
        bei den Sprachen fehlt Französisch => languages = [['en', 'B2'], ['fr', None]]
        Tage: 4 => days = 4
        der Arbeitgeber weiß Bescheid => employer = knows
        die fünfte Zeile passt nicht => client_groups
        Schweden bitte raus => countries = ['DK']
        alles gut außer 12 => employer
    """,
    ("enquiry", "es"): """
        dinero: todavia no lo se => money = unknown
        todo perfe => agreed
        bueno lo demas ta bien, sigue => agreed
        8: 4 días, 7: junio => days = 4; period = {'months': ['2027-06']}
        somos cuatro, no tres => people = 4
        no somos dos, somos tres => people = 3
        3 dias no 1 => days = 3
        no es Dinamarca => countries
        2 días no => days
        el deseo no está bien => wish
        cambiar algo => all lines
        también hablo francés => languages = [['en', 'B2'], ['fr', None]]
        quite Dinamarca => countries = ['SE']
        el número 7 está mal, es en septiembre => period = {'months': ['2027-09']}
        son dos semanas => days = 10
        son 5 dias, no 2, y mi jefa si que lo sabe => days = 5; employer = knows
        el 12 está mal => employer
        la 8 está mal, son 4 días => days = 4
        línea 6: falta Finlandia => countries = ['SE', 'DK', 'FI']
        mejor en junio => period = {'months': ['2027-06']}
        días: 4 => days = 4
        el país no es Dinamarca => countries
        quiero cambiar la 3 => wish
        los idiomas están mal => languages
        casi todo bien => asked which line
    """,
    ("enquiry", "it"): """
        soldi: non lo so ancora => money = unknown
        si ma sono 3 persone, e metti anche la svizzera => countries = ['SE', 'DK', 'CH']; people = 3
        maggio no, giugno, e 4 giorni => days = 4; period = {'months': ['2027-06']}
        tutto apposto => agreed
        siamo tre, non due => people = 3
        3 e non 2 => people = 3
        non è la Danimarca => countries
        2 giorni no => days
        va bene ma il desiderio no => wish
        cambiare qualcosa => all lines
        parlo anche francese => languages = [['en', 'B2'], ['fr', None]]
        tolga la Danimarca => countries = ['SE']
        il punto 7 è sbagliato, a settembre => period = {'months': ['2027-09']}
        sono due settimane => days = 10
        riga 11: mancano il francese => languages = [['en', 'B2'], ['fr', None]]
        la 12 è sbagliata, il capo è d'accordo => employer = agrees
        no, meglio giugno => period = {'months': ['2027-06']}
        la 8 non va bene, sono 4 giorni => days = 4
        riga 6 manca la Finlandia => countries = ['SE', 'DK', 'FI']
        giorni: 4 => days = 4
        non maggio ma giugno => period = {'months': ['2027-06']}
        il capo è d'accordo => employer = agrees
        cambiare la terza riga => wish
        la Danimarca no => countries
        quasi giusto => asked which line
    """,
    ("profile", "en"): """
        surname is Neri => name
        drop the address => employer_address = None
        the address can go => employer_address = None
        phone and address can go => employer_address = None; not understood: phone
        don't drop the address => employer_address
        take german out => languages = [['en', 'C2']]
        take english and german out => languages
        profession youth worker and the address can go => employer_address = None; profession = youth worker
        my email is sarah@oakes.org and the town is Leeds => city = Leeds; email = sarah@oakes.org
        9 staff nurse => position = staff nurse
        6 again => profession
        job is just staff nurse. otherwise fine => position = staff nurse
        18 no => share = False
        name Ann Reed, town York, years 15 => city = York; name = Ann Reed; years = 15
        profession needs changing => profession
        motivation: i want to learn, and to bring it home => motivation = i want to learn, and to bring it home
        my name is not Sarah Oakes => name
        years: 15 => years = 15
        I'm not a nurse anymore, 6 => profession
        phone is 0470123456 => phone
        line 1 should be just Sarah Oakes => name = Sarah Oakes
        the address too => employer_address
        sorry my name is just Sarah Oakes without Leeds => name = Sarah Oakes
        my email is sarah@oakes.org => email = sarah@oakes.org
        town should be Leeds => city = Leeds
        5 is wrong, i live in York => city
        name: Sara Oakes => name = Sara Oakes
        the job is missing => position
    """,
    ("profile", "fr"): """
        la ville c'est Liège et mon métier éducatrice spécialisée => city = Liège; profession = éducatrice spécialisée
        enlevez l'adresse => employer_address = None
        enlève l'allemand => languages = [['en', 'C2']]
        le mail n'est pas a@b.org => email
        le métier : infirmière => profession = infirmière
        j'ai 15 ans d'expérience => years = 15
        la ville c'est lille => city = lille
        le mail c'est sabrina.legoff@laposte.net => email = sabrina.legoff@laposte.net
        mon nom c'est Sabrina Le Goff => name = Sabrina Le Goff
        le téléphone n'y est pas => phone
        nom : Sabrina => name = Sabrina
    """,
    ("profile", "nl"): """
        het adres mag weg => employer_address = None
        haal het duits weg => languages = [['en', 'C2']]
        mijn familienaam is Peeters => name
        jaren moet 15 zijn => years = 15
        achternaam verkeerd geschreven => name
        mijn naam is fout => name
        stad is Gent => city = Gent
        mail: inge@test.be => email = inge@test.be
    """,
    ("profile", "de"): """
        die adresse kann weg => employer_address = None
        Deutsch bitte raus => languages = [['en', 'C2']]
        Ort ist nicht Paris => city
        ich wohne nicht in Paris => city
        die Mailadresse ist heike@web.de => email = heike@web.de
        den Namen ändern => name
        Meine Funktion ist nicht ganz richtig => position
        der Name ist falsch geschrieben => name
        Ort ist Rosenheim => city = Rosenheim
        15 möcht ich noch umschreiben => motivation
    """,
    ("profile", "es"): """
        la direccion fuera => employer_address = None
        quita el alemán => languages = [['en', 'C2']]
        vivo en Lugo y tengo 15 años de experiencia => years = 15; not understood: vivo en Lugo
        mi nombre está mal escrito => name
        los años son 15 => years = 15
        mi correo es ana@test.es => email = ana@test.es
        la ciudad es Lugo => city = Lugo
        falta mi móvil => phone
    """,
    ("profile", "it"): """
        l'indirizzo toglilo => employer_address = None
        togli il tedesco => languages = [['en', 'C2']]
        e il cognome è Neri => name
        professione solo infermiera => profession = infermiera
        la mail è giulia@libero.it => email = giulia@libero.it
        gli anni sono 15 => years = 15
        il mio nome è Giulia Rossi => name = Giulia Rossi
        città: Bologna => city = Bologna
        manca il cellulare => phone
    """,
    ("request", "en"): """
        change the first day to the 15th => start = 2027-03-15
        make it three => start
        from the 15th to the 17th => start = 2027-03-15
        actually the 15th, and make it 4 days => days = 4; start = 2027-03-15
        make it 4 days and send it => days = 4
        can you send it on monday => asked which line
        go ahead and send it => agreed
        3 not 2 => asked which line
        not on 8 march => start
        send it but change the date => start
        can we do 16 march => start = 2027-03-16
        go for it => agreed
        start on 15 march instead => start = 2027-03-15
        4 days please => days = 4
        i want to change the letter => message
    """,
    ("request", "fr"): """
        le premier jour le 15 plutôt => start = 2027-03-15
        finalement le 15 et 4 jours => days = 4; start = 2027-03-15
        envoyez-la => agreed
        oui envoyez mais 4 jours => days = 4
        le message c'est pas ça ! => message
        le premier jour c'est le 15 mars => start = 2027-03-15
        je veux réécrire le message => message
    """,
    ("request", "nl"): """
        toch liever de 15e => start = 2027-03-15
        doe maar 5 oktober als eerste dag en 4 dagen => days = 4; start = 2027-10-05
        ja stuur maar op => agreed
        niet op 8 maart maar op 15 maart => start = 2027-03-15
        wacht, het bericht is nog niet af => message
        ja, maar zet de datum op 15 maart => start = 2027-03-15
        ja maar de gastorganisatie is fout => host
        zet de begindatum op 15 maart => start = 2027-03-15
    """,
    ("request", "de"): """
        doch lieber am 15. => start = 2027-03-15
        am 15. februar doch lieber und 4 tag => days = 4; start = 2027-02-15
        mach 4 tag draus und mir san zu dritt => days = 4; not understood: mir san zu dritt
        wir sind zu dritt => asked which line
        ja schick => agreed
        ja, aber schick noch nix => asked which line
        sonst ist alles gut => agreed
        ja schick ab, aber 4 Tage => days = 4
        schick ab => agreed
        ja, aber ab dem 15. März => start = 2027-03-15
        den Text nochmal ändern => message
    """,
    ("request", "es"): """
        cambia el primer día al 15 => start = 2027-03-15
        mejor empezamos el 11 => start = 2027-03-11
        pos mandalo => agreed
        venga, enviala => agreed
        mándela por favor => agreed
        no la mande => asked which line
        somos 3 => asked which line
        espera, el mensaje no => message
        vale, perfecto => agreed
        sí pero el 15 de marzo => start = 2027-03-15
    """,
    ("request", "it"): """
        meglio il 15 => start = 2027-03-15
        facciamo 24 maggio invece, e 5 giorni => days = 5; start = 2027-05-24
        facciamo 5 giorni, siamo in quattro => days = 5; not understood: siamo in quattro
        manda pure => agreed
        sì, inviala => agreed
        aspetti, la data è sbagliata => start
        usi questo => agreed
        sì ma dal 15 marzo => start = 2027-03-15
        il messaggio non va => message
    """,
}


def led_to(dialog: str, lang: str, words: str) -> str:
    kept = Session()
    stage = Stage(DIALOGS, Reading(lang, date(2026, 11, 22)), Told())
    session.start(kept, stage, dialog, known=KNOWN[dialog])
    before = {key: answer.value for key, answer in kept.stack[-1].answers.items()}
    step = session.apply(kept, stage, Input("answer", Given(words=words)))
    if step.prompt is None:
        return "agreed"
    asked, error = step.prompt.question.key, step.prompt.error
    after = {key: answer.value for key, answer in kept.stack[-1].answers.items()}
    led = [f"{key} = {value}" for key, value in sorted(after.items()) if before.get(key) != value]
    if error is not None and error.key == "answer.error.left_over":
        led.append(f"not understood: {dict(error.fields)['words']}")
    if asked != "review":
        led.append(asked)
    return "; ".join(led) or ("asked which line" if error else "all lines")


@pytest.mark.parametrize(("dialog", "lang"), SAID)
def test_a_correction_at_a_review_changes_the_line_it_names_and_is_never_a_yes(dialog: str, lang: str) -> None:
    wrong = []
    for row in SAID[dialog, lang].strip().splitlines():
        words, _, expected = row.strip().partition(" => ")
        if (found := led_to(dialog, lang, words)) != expected:
            wrong.append((words, found, expected))
    assert wrong == []


#: the line that is open, the words, and what is changed by them
OPEN: Mapping[str, tuple[tuple[str, str, str, dict[str, Any]], ...]] = {
    "enquiry": (
        ("en", "wish", "and days should be 3 not 4", {"days": 3}),
        ("en", "wish", "people 3", {"people": 3}),
        ("es", "wish", "el número de días es 4", {"days": 4}),
        ("fr", "people", "jours : 3", {"days": 3}),
        ("en", "days", "4", {"days": 4}),
        ("en", "wish", "days with young people and their parents", {"wish": "days with young people and their parents"}),
        ("en", "problem", "the problem is that they run away", {"problem": "the problem is that they run away"}),
    ),
    "profile": (
        ("en", "city", "name is Ann Reed", {"name": "Ann Reed"}),
        ("it", "profession", "18 no", {"share": False}),
        ("en", "employer_address", "18 no name street", {"employer_address": "18 no name street"}),
        ("it", "employer_address", "niente, cancellalo", {"employer_address": None}),
        ("es", "employer_address", "nada, bórralo", {"employer_address": None}),
        ("it", "profession", "niente, cancellalo", {}),
        ("nl", "employer_address", "Dorpsstraat 4, Mechelen", {"employer_address": "Dorpsstraat 4, Mechelen"}),
    ),
}  # fmt: skip


@pytest.mark.parametrize("dialog", OPEN)
def test_while_a_line_is_open_words_that_name_another_one_do_not_take_its_place(dialog: str) -> None:
    for lang, line, words, expected in OPEN[dialog]:
        kept = Session()
        stage = Stage(DIALOGS, Reading(lang, date(2026, 11, 22)), Told())
        session.start(kept, stage, dialog, known=KNOWN[dialog])
        session.apply(kept, stage, Input("edit", key=line))
        before = {key: answer.value for key, answer in kept.stack[-1].answers.items()}
        session.apply(kept, stage, Input("answer", Given(words=words)))
        after = {key: answer.value for key, answer in kept.stack[-1].answers.items()}
        assert {key: value for key, value in after.items() if before.get(key) != value} == expected, words
