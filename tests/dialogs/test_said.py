"""What people type instead of pressing a button is understood in every language."""

from datetime import date

import pytest

from dialogs import said, spoken
from dialogs.questions import Given, NotAnAnswer, Option, Question, Reading, picked
from dialogs.reading import IN_WORDS, UNSURE, read
from domain.answers.cleaning import NotUnderstood
from domain.language import SERVED
from domain.messages import Text
from domain.vocabulary import vocabulary
from locales import catalogue

TODAY = date(2027, 1, 11)


def choice(name: str, *ids: str, kind: str = "choice", **more: object) -> Question:
    options = tuple(Option(one, Text(f"{name}.option.{one}")) for one in ids)
    return Question(key=name.rsplit(".", 1)[-1], kind=kind, text=Text(f"{name}.ask"), options=options, **more)


def answer(question: Question, words: str, lang: str) -> object:
    return read(question, Given(words=words), Reading(lang, TODAY))


CONSENT = choice("welcome.consent", "agree", "more", "no")
TOGETHER = choice("enquiry.together", "alone", "group")
EMPLOYER = choice("enquiry.employer", "agrees", "knows", "not_yet", "none")
MONEY = choice("enquiry.money", "grant", "employer", "own", "unknown")
OBSTACLES = choice("enquiry.obstacles", "language", "money", "time", kind="choices", least=0, optional=True)
DAYS = Question(key="days", kind="number", text=Text("enquiry.days.ask"), least=1, most=60, unit="days")
SCALE = Question(key="today", kind="number", text=Text("goals.goal.today.ask"), least=0, most=10)
NAME = Question(key="name", kind="text", text=Text("profile.name.ask"), most=80, bare="person")


def test_every_list_names_a_text_that_exists_and_speaks_every_language() -> None:
    lists = vocabulary("said")
    for table in ("yes", "no", "asking", "lacking"):
        assert all(catalogue.has(key) for key in lists[table]["options"].split())
    assert all(catalogue.has(key) and table in lists for key, table in lists["same"].items())
    for key, entry in lists.items():
        if key not in ("yes", "no", "asking", "lacking", "same"):
            assert set(entry) - {"options"} == set(SERVED), key
        if "." in key:
            assert catalogue.has(key), key


@pytest.mark.parametrize(
    ("lang", "words"),
    [("fr", "je ne suis pas d'accord"), ("de", "ich bin nicht einverstanden"), ("nl", "ik ga niet akkoord"),
     ("en", "I do not agree"), ("es", "no acepto"), ("it", "non accetto")],
)  # fmt: skip
def test_a_refusal_is_never_taken_for_consent(lang: str, words: str) -> None:
    assert answer(CONSENT, words, lang) == "no"


@pytest.mark.parametrize(("lang", "words"), [("fr", "oui mais qui voit ça ?"), ("de", "Warum?"), ("it", "perché?")])
def test_a_question_at_the_consent_is_no_consent(lang: str, words: str) -> None:
    assert answer(CONSENT, words, lang) == "more"


@pytest.mark.parametrize(
    ("question", "lang", "words", "meant"),
    [(TOGETHER, "fr", "toute seule", "alone"), (TOGETHER, "nl", "in m'n eentje", "alone"),
     (TOGETHER, "de", "zu zweit mit meiner Kollegin", "group"), (EMPLOYER, "fr", "il sait mais il a pas encore dit oui", "knows"),
     (EMPLOYER, "it", "non lo sa ancora", "not_yet"), (EMPLOYER, "en", "no", "not_yet"), (MONEY, "de", "Erasmus", "grant"),
     (MONEY, "fr", "aucune idée", "unknown"), (CONSENT, "en", "yep sure", "agree"), (TOGETHER, "es", "la segunda", "group")],
)  # fmt: skip
def test_an_option_is_understood_by_other_words(question: Question, lang: str, words: str, meant: str) -> None:
    assert answer(question, words, lang) == meant


def test_all_the_obstacles_of_a_sentence_are_kept() -> None:
    assert answer(OBSTACLES, "die Sprache und mein Dienstplan", "de") == ["language", "time"]


@pytest.mark.parametrize(("lang", "words"), [("en", "nothing"), ("fr", "non merci"), ("es", "nada"), ("it", "non so")])
def test_nothing_leaves_out_what_may_be_left_out(lang: str, words: str) -> None:
    assert answer(OBSTACLES, words, lang) is None


@pytest.mark.parametrize(
    ("lang", "words", "days"),
    [("fr", "une petite semaine", 5), ("nl", "twee weken", 10), ("en", "a week", 5), ("de", "3", 3)],
)
def test_a_week_is_five_working_days(lang: str, words: str, days: int) -> None:
    assert answer(DAYS, words, lang) == days


@pytest.mark.parametrize(
    ("lang", "words", "kept"),
    [("fr", "Je m’appelle Zoé Martin", "Zoé Martin"), ("de", "Ich heiße Lena Groß.", "Lena Groß"),
     ("nl", "Inge Peeters", "Inge Peeters"),
     ("it", "sono", "Sono")],
)  # fmt: skip
def test_what_stands_before_a_name_is_no_part_of_it(lang: str, words: str, kept: str) -> None:
    assert answer(NAME, words, lang) == kept


def test_who_does_not_know_is_encouraged_and_who_only_says_ok_is_asked_for_words() -> None:
    with pytest.raises(NotAnAnswer) as refused:
        answer(DAYS, "je ne sais pas", "fr")
    assert refused.value.text == UNSURE
    with pytest.raises(NotAnAnswer) as refused:
        answer(NAME, "ok", "nl")
    assert refused.value.text == IN_WORDS


def test_a_number_points_at_an_option_only_in_a_few_words() -> None:
    assert spoken.number("the second one", "en") == 2
    assert spoken.number("2 ou 3", "fr") is None
    assert spoken.number("the second time that we all went there together", "en") is None


@pytest.mark.parametrize(("words", "number"), [("3/10", 3), ("about 7 / 10", 7), ("10/10", 10), ("4", 4)])
def test_a_mark_out_of_ten_is_a_number(words: str, number: int) -> None:
    assert answer(SCALE, words, "en") == number


@pytest.mark.parametrize(
    ("lang", "words"),
    [("en", "3 out of 10"), ("en", "three out of ten"), ("en", "about 3 out of 10."), ("de", "3 von 10"), ("fr", "3 sur 10"),
     ("fr", "trois sur dix"), ("nl", "3 van de 10"), ("nl", "3 op 10"), ("es", "3 de 10"), ("it", "3 su 10")],
)  # fmt: skip
def test_a_mark_out_of_ten_in_words_is_a_number_in_every_language(lang: str, words: str) -> None:
    assert answer(SCALE, words, lang) == 3


@pytest.mark.parametrize(
    "words", ["3 or 10", "between 3 and 10", "3 to 10", "3 out of 5", "12 out of 10", "3.5 out of 10"]
)
def test_two_numbers_that_are_no_mark_are_asked_again(words: str) -> None:
    with pytest.raises(NotAnAnswer):
        answer(SCALE, words, "en")


@pytest.mark.parametrize(
    ("lang", "words", "days"),
    [("en", "Spain, in May, 5 days", 5), ("fr", "en Espagne, en mai, cinq jours", 5), ("nl", "Spanje in mei, een week", 5),
     ("de", "Spanien, im Mai, fünf Tage", 5), ("es", "España, en mayo, dos semanas", 10), ("it", "Spagna, 3 giorni", 3),
     ("en", "Spain, 5 May", None), ("en", "two countries", None), ("it", "Italia", None)],
)  # fmt: skip
def test_days_are_heard_before_a_word_for_them(lang: str, words: str, days: int | None) -> None:
    assert said.days(words, lang) == days


def test_a_fraction_of_something_else_is_still_unclear() -> None:
    with pytest.raises(NotAnAnswer):
        answer(DAYS, "3/10", "en")


def test_languages_proposed_by_a_button_come_back_as_they_were() -> None:
    known = [["fr", "C1"], ["nl", None]]
    pick = Option(picked(known), Text("cv.differs.take"))
    question = Question(key="languages", kind="languages", text=Text("cv.languages.ask"), picks=(pick,))
    assert read(question, Given(option=pick.id), Reading("en", TODAY)) == known


PHONE = Question(
    key="phone", kind="text", text=Text("profile.phone.ask"), most=40, optional=True, check=("check_phone",)
)
NEEDS = Question(key="needs", kind="text", text=Text("profile.needs.ask"), most=300, optional=True)
SHARE = Question(key="share", kind="yes_no", text=Text("profile.share.ask"))
HELPFUL = choice("question.helpful", "yes", "no", "person")


def meant(question: Question, table: str) -> None:
    """A table of answers: the language, the words, what they mean; "?" for what has to be asked again."""
    wrong = []
    for row in table.strip().splitlines():
        lang, rest = row.strip().split("|", 1)
        words, _, expected = rest.partition(" => ")
        try:
            found = str(answer(question, words, lang))
        except NotAnAnswer:
            found = "?"
        if found != expected:
            wrong.append((row, found))
    assert wrong == []


def test_what_is_listed_for_an_option_goes_before_a_no_in_the_words() -> None:
    meant(
        EMPLOYER,
        """
        es|mi jefa lo sabe pero todavia no ha dicho nada => knows
        es|lo sabe pero no ha decidido => knows
        es|no tengo jefe, soy autonomo => none
        es|no tengo, soy autonomo => none
        fr|ma cadre est au courant et elle est pour => ?
        de|der Chef weiß noch nix davon => not_yet
        de|ja die Chefin is dabei => agrees
        en|yes the head is all for it => agrees
        en|no => not_yet
        nl|nee => not_yet
        it|no, non ancora => not_yet
        fr|il sait mais il a pas encore dit oui => knows
        en|he knows but hasn't said anything => knows
        en|I'm self employed, no boss => none
        en|not yet, I'll tell her => not_yet
        fr|non, pas encore demandé => not_yet
        fr|oui elle est d'accord => agrees
        nl|mijn baas weet ervan maar heeft nog niet beslist => knows
        nl|geen baas, ben zelfstandige => none
        nl|ja die gaat akkoord => agrees
        de|hab keinen Chef bin selbständig => none
        de|weiß Bescheid, hat aber noch nicht zugesagt => knows
        it|il capo lo sa ma non ha ancora deciso => knows
        it|no, non ho un capo, lavoro in proprio => none
        es|todavía no se lo he dicho => not_yet
        es|sí, está de acuerdo => agrees
        """,
    )


def test_a_no_in_any_words_leaves_out_what_may_be_left_out() -> None:
    meant(
        OBSTACLES,
        """
        de|nö nix => None
        nl|nee niks eigenlijk => None
        nl|niks hoor => None
        nl|nee hoor, geen problemen => None
        fr|non rien ne bloque => None
        it|niente in particolare => None
        es|no, ninguno => None
        de|nein, nichts => None
        de|nix im Weg => None
        de|steht nix im weg => None
        en|no time => ['time']
        de|keine Zeit => ['time']
        en|no, but my dog is ill => ?
        en|nah nothing really => None
        en|not that I can think of => None
        en|nope all clear => None
        fr|rien de spécial non => None
        fr|non aucun souci => None
        fr|pas d'obstacle => None
        nl|nee er staat niks in de weg => None
        nl|neen, niets => None
        de|nein, da steht nix im Weg => None
        de|ne, alles gut => None
        es|no, nada => None
        es|no hay ningún problema => None
        it|no, nessun ostacolo => None
        it|no no, niente => None
        it|nessuno per fortuna => None
        nl|geen geld => ['money']
        fr|pas le temps => ['time']
        es|no hablo el idioma => ['language']
        """,
    )


def test_who_does_not_give_a_number_says_so_in_any_words() -> None:
    meant(
        PHONE,
        """
        it|no il telefono non lo do => None
        fr|je préfère pas donner mon numéro => None
        nl|nee liever niet => None
        es|no quiero dar mi tfno => None
        en|rather not => None
        en|0470 12 34 56 => 0470 12 34 56
        en|I'd rather not give my number => None
        en|no phone please => None
        de|möcht ich lieber nicht angeben => None
        de|nein, keine Nummer => None
        nl|ik geef mijn nummer liever niet => None
        fr|non pas de téléphone => None
        es|prefiero no darlo => None
        it|preferisco non darlo => None
        """,
    )


def test_a_need_that_begins_with_a_no_is_kept() -> None:
    meant(
        NEEDS,
        """
        fr|non rien de spécial => None
        en|no nuts please => no nuts please
        de|kein Schweinefleisch => kein Schweinefleisch
        es|soy celiaca, nada mas => soy celiaca, nada mas
        en|nothing special thanks => None
        nl|nee hoor => None
        it|niente di particolare grazie => None
        de|nein danke, nichts => None
        fr|sans gluten => sans gluten
        it|senza lattosio => senza lattosio
        """,
    )


def test_sharing_takes_a_bare_yes_or_what_the_question_offers() -> None:
    meant(
        SHARE,
        """
        en|only with the host i pick => True
        de|nur mit dem den ich aussuch => True
        fr|seulement à l'hôte que je choisis => True
        nl|alleen met de gastorganisatie die ik kies => True
        es|solo con el anfitrión que yo elija => True
        it|solo con l'ente che scelgo io => True
        en|yes but only by e-mail => ?
        de|Meine Funktion ist nicht ganz richtig => ?
        en|no => False
        es|si pero sin el correo => ?
        en|yes of course => True
        en|you may show it => True
        de|ja dürfen Sie => True
        de|nur dem Gastgeber den ich wähle => True
        nl|ja mag u tonen => True
        nl|alleen aan degene die ik uitkies => True
        fr|oui vous pouvez le montrer => True
        fr|uniquement à celui que je choisis => True
        es|sí, puede enseñarlo => True
        es|solo al que yo elija => True
        it|sì, lo mostri pure => True
        it|solo a quello che scelgo io => True
        fr|oui mais sans mon adresse => ?
        nl|ja als mijn mail eruit mag => ?
        it|sì ma senza foto => ?
        de|lieber nicht => False
        """,
    )


def test_below_an_answer_only_what_speaks_of_it_is_an_answer() -> None:
    meant(
        HELPFUL,
        """
        de|nr 2 nehmen wir => ?
        de|doch lieber die 3 => ?
        de|ja danke, das hat geholfen => yes
        en|yes thanks => yes
        fr|pas vraiment => no
        nl|nee => no
        en|2 => no
        fr|oui ça m'aide merci => yes
        es|sí gracias => yes
        it|no, non era la mia domanda => no
        en|ok and what about money => ?
        """,
    )


def test_consent_is_given_by_a_bare_yes_only() -> None:
    meant(
        CONSENT,
        """
        de|ich bin in der Kita, stimmt das? und will nach Italien => ?
        en|I agree => agree
        en|before I agree I want to know => ?
        fr|la première => agree
        de|sicher => agree
        it|sicuro => agree
        nl|ik ga akkoord => agree
        es|acepto => agree
        it|non accetto => no
        fr|je suis éducateur et j'aimerais bien partir en Italie d'accord avec mon chef => ?
        """,
    )


#: what lets stand or sends what is shown, and what looks so
KEEPING = {
    "en": """
        go ahead and send it | yeah go ahead and send it | that's it | all there | nope all good | they're fine |
        those are fine | keep them | yes please send it | perfect, off it goes | yes keep those |
        looks good, send it
    """,
    "fr": """
        envoie-la | oui envoyez-la | vas-y envoie | allez-y | les mêmes | pareil que tantôt | elles sont bonnes |
        oui garde-les | c'est tout | oui envoyer | sinon tout est bon
    """,
    "nl": """
        ja stuur maar op | stuur maar op | laat zo maar | okee | vooruit dan maar | ze kloppen | dezelfde |
        ja stuur ze maar op | dat is alles | verder alles goed
    """,
    "de": """
        na gut, einverstanden | naja gut | jaa | sonst ist alles gut | sonst passts | jo so passts | dieselben |
        die stimmen | das war's | schick los | ja schicken sie sie ab
    """,
    "es": """
        asi perfecto, mandala | venga, enviala | enviala | vale enviala | envíala | mándala | si envíala |
        ok mandala | mándaselo | mandar | ya está | estan bien | los mismos de antes | déjelos |
        sí, mándela por favor | los mismos
    """,
    "it": """
        inviala | si mandala | sì la mandi | mandarla | vanno bene | gli stessi | le stesse | sempre quelle |
        come sopra | ok la invii | è tutto | va bene, la spedisca
    """,
}  # fmt: skip
NOT_KEEPING = {
    "en": """
        don't send it | they're not fine | go ahead but change the date | keep them but add french |
        send it tomorrow | that's it?  | that's not it | all there but the date | is that all | keep french only |
        not those
    """,
    "fr": """
        ne l'envoyez pas | pas les mêmes | envoie-la demain | les mêmes plus l'italien | c'est tout faux |
        elles sont pas bonnes | garde-les sauf l'anglais
    """,
    "nl": """
        stuur maar niet op | laat maar | niet dezelfde | ze kloppen niet | vooruit maar de datum niet |
        stuur ze morgen op | laat de datum weg
    """,
    "de": """
        naja | na ja | nicht dieselben | die stimmen nicht | sonst nichts gut | schick sie nicht ab |
        naja der text passt so halbwegs | schick sie morgen ab | na
    """,
    "es": """
        no la envíes | no está todo bien | los mismos no | no están bien | envíala mañana |
        mándala pero cambia la fecha | ya no | los mismos de antes y francés
    """,
    "it": """
        non la mandi | non vanno bene | le stesse più il francese | inviala domani | non inviarla | non è tutto
    """,
}  # fmt: skip
#: yes to sharing with the one host that is asked, and what is more or less than that
SHARING = {
    "en": """
        only hosts I pick | yes but only to hosts I choose | yeah course | only those I ask |
        yes, only the ones I pick | just hosts I've chosen
    """,
    "fr": """
        seulement ceux que je choisis | oui mais uniquement à l'hôte que je demande |
        oui mais seulement aux hôtes que je choisis | juste à celui que je choisis | uniquement les hôtes choisis
    """,
    "nl": """
        ja maar alleen aan de gastorganisatie die ik kies | enkel de organisaties die ik zelf kies |
        alleen degenen die ik vraag | okee | vooruit maar | alleen wie ik kies
    """,
    "de": """
        ja aber nur dem, den ich aussuche | nur denen die ich aussuche | nur gastgebern die ich anfrage | na gut |
        nur den Gastgebern, die ich wähle
    """,
    "es": """
        solo al que yo elija | sí pero solo a los que yo elija | solo a los anfitriones que yo elija |
        vale, solo a quien yo elija | dale
    """,
    "it": """
        solo agli enti che scelgo io | sì ma solo a quelli che scelgo | ma solo agli enti che chiedo |
        soltanto a chi scelgo io | sì, ma solo all'ente che scelgo
    """,
}  # fmt: skip
NOT_SHARING = {
    "en": """
        yes but not my phone | only my name | not hosts I don't know | yes but only after I say so |
        only the profile | but only | hosts | no hosts
    """,
    "fr": """
        oui mais pas le téléphone | seulement mon nom | pas aux hôtes | oui mais sans la photo
    """,
    "nl": """
        ja maar niet mijn gsm-nummer | alleen mijn naam | niet aan organisaties
    """,
    "de": """
        ja aber nicht die nummer | nur meinen namen | nicht den gastgebern | ja aber nur ohne foto
    """,
    "es": """
        dale, pero sin el telefono | solo mi nombre | a los anfitriones no | pero solo
    """,
    "it": """
        sì ma senza telefono | solo il nome | non agli enti
    """,
}  # fmt: skip


def listed(table: dict[str, str], lang: str) -> list[str]:
    return [" ".join(words.split()) for words in table[lang].split("|")]


@pytest.mark.parametrize("lang", KEEPING)
def test_who_lets_stand_what_is_shown_is_understood_and_who_changes_it_is_not_overheard(lang: str) -> None:
    assert [words for words in listed(KEEPING, lang) if not said.only_agrees(words, lang)] == []
    assert [words for words in listed(NOT_KEEPING, lang) if said.only_agrees(words, lang)] == []


@pytest.mark.parametrize("lang", SHARING)
def test_sharing_with_the_host_that_is_chosen_is_a_yes_to_just_that(lang: str) -> None:
    def shares(words: str) -> bool:
        try:
            return said.answers(words, Text("profile.share.ask"), lang)
        except NotUnderstood:
            return False

    assert [words for words in listed(SHARING, lang) if not shares(words)] == []
    assert [words for words in listed(NOT_SHARING, lang) if shares(words)] == []
