"""Commands said in words are read however they are typed, and an answer is never taken for one."""

import csv
import tomllib
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.commands import INTENTS, LONGEST, read_command
from domain.commands_words import class_bits
from domain.language.codes import SERVED

TABLES = Path(__file__).with_name("commands")
#: at least so many phrasings are read, and fewer answers than this are taken for a command
READ, TAKEN = 0.97, 1 / 200


def rows(name: str, lang: str) -> Iterator[dict[str, str]]:
    with (TABLES / f"{name}.tsv").open(encoding="utf-8", newline="") as table:
        yield from (row for row in csv.DictReader(table, delimiter="\t") if row["lang"] == lang)


def intent(text: str, lang: str) -> str | None:
    found = read_command(text, lang)
    return found.intent if found is not None else None


@pytest.mark.parametrize("lang", SERVED)
def test_commands_are_read_in_the_words_of_people(lang: str) -> None:
    said = list(rows("phrases", lang))
    assert {row["intent"] for row in said} == set(INTENTS)
    wrong = [(row["text"], row["intent"], got) for row in said if (got := intent(row["text"], lang)) != row["intent"]]
    assert len(wrong) <= len(said) * (1 - READ), wrong


@pytest.mark.parametrize("lang", SERVED)
def test_an_answer_is_no_command(lang: str) -> None:
    answers = list(rows("answers", lang))
    found = [(row["text"], read_command(row["text"], lang)) for row in answers]
    # what is not sure gives way to any question that can read it
    taken = [(text, command) for text, command in found if command is not None and command.confidence >= 0.75]
    assert len(taken) <= max(1, len(answers) * TAKEN) + 1, taken


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("I help people with dementia", "en"), ("back pain", "en"), ("stop smoking programme", "en"),
        ("menu planning for the kitchen", "en"), ("I want to speak to other nurses", "en"), ("delete old files", "en"),
        ("human rights", "en"), ("the language barrier", "en"), ("data protection", "en"), ("I speak English", "en"),
        ("it did not help me at all", "en"), ("je parle français", "fr"), ("droits humains", "fr"), ("mensen", "nl"),
        ("mit Kollegen sprechen", "de"), ("Leiter", "de"), ("para mí", "es"), ("più tardi", "it"), ("dopo", "it"),
    ],
)  # fmt: skip
def test_one_word_that_nothing_explains_makes_it_an_answer(text: str, lang: str) -> None:
    assert read_command(text, lang) is None


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("hepl", "en"), ("heeeelp", "en"), ("goback", "en"), ("sk ip", "en"), ("STOP", "en"), ("anuler", "fr"), ("jarrete", "fr"),
        ("zurueck", "de"), ("Menue", "de"), ("over slaan", "nl"), ("ayuadme", "es"), ("indiero", "it"),
    ],
)  # fmt: skip
def test_slips_are_forgiven(text: str, lang: str) -> None:
    assert read_command(text, lang) is not None


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("stop", "en", "cancel"), ("stop messages", "en", "stop_messages"), ("unsubscribe", "en", "stop_messages"),
        ("forget it", "en", "enough"), ("forget me", "en", "delete_my_data"), ("don't delete my data", "en", None),
        ("start over", "en", "restart"), ("go back", "en", "back"), ("back to the menu", "en", "menu"),
        ("voglio cancellare i miei dati", "it", "delete_my_data"), ("cancella", "it", "cancel"),
        ("no quiero seguir", "es", "cancel"), ("weiss nicht, weiter", "de", "skip"),
        ("I'm tired of this, give me a person", "en", "human"),
        ("can I cancel? no, skip it", "en", None),
    ],
)  # fmt: skip
def test_commands_that_are_near_each_other_are_told_apart(text: str, lang: str, expected: str | None) -> None:
    assert intent(text, lang) == expected


def test_english_is_understood_in_every_conversation_and_the_others_where_they_are_plain() -> None:
    for lang in SERVED:
        assert intent("please skip this question", lang) == "skip"
        assert intent("parler en français svp", lang) == "change_language"
        assert intent("ich möchte mit einem Menschen sprechen", lang) == "human"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("change language to german", "de"), ("parler en français", "fr"), ("auf Deutsch bitte", "de"), ("English please", "en"),
        ("from English to Dutch please", "nl"), ("can we speak Portuguese", ""), ("another language", ""),
        ("I don't understand English", ""),
    ],
)  # fmt: skip
def test_the_language_asked_for_is_named_if_we_speak_it(text: str, language: str) -> None:
    found = read_command(text, "en")
    assert found is not None
    assert (found.intent, found.language) == ("change_language", language)


def test_of_two_languages_the_one_that_is_not_spoken_yet_is_meant() -> None:
    for text in ("switch from French to English", "English instead of French please"):
        found = read_command(text, "fr")
        assert found is not None
        assert found.language == "en"


def test_what_is_exact_is_surer_than_what_is_guessed() -> None:
    exact, slip = read_command("help", "en"), read_command("hepl", "en")
    assert exact is not None
    assert slip is not None
    assert 0.75 <= slip.confidence < exact.confidence == 1


def test_every_language_has_words_for_every_class() -> None:
    folder = resources.files("domain") / "data/language/commands"
    classes = {lang: frozenset(tomllib.loads((folder / f"{lang}.toml").read_text("utf-8"))) for lang in SERVED}
    assert len(set(classes.values())) == 1
    assert set(class_bits()) - {"tongue", "own_tongue"} <= classes["en"]


@given(st.text(max_size=LONGEST * 2), st.sampled_from(SERVED))
def test_any_text_is_read_without_harm(text: str, lang: str) -> None:
    found = read_command(text, lang)
    assert found is None or 0 < found.confidence <= 1


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("en italia", "es"), ("y algo en italia no hay?", "es"), ("plutôt en italie", "fr"), ("in italien", "de"),
        ("in spagna", "it"), ("in engeland", "nl"), ("maybe in germany", "en"), ("anything closer?", "en"),
    ],
)  # fmt: skip
def test_a_country_and_a_comparison_are_no_misspelt_commands(text: str, lang: str) -> None:
    assert read_command(text, lang) is None


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("il faut parler anglais ?", "fr"), ("tengo que hablar portugués?", "es"), ("do I have to speak Italian?", "en"),
        ("muss ich Englisch sprechen?", "de"), ("moet ik Engels spreken?", "nl"), ("posso parlare italiano lì?", "it"),
        ("no hablo francés", "es"), ("ich kann kein Französisch", "de"),
    ],
)  # fmt: skip
def test_what_has_to_be_spoken_there_is_no_wish_for_a_language_here(text: str, lang: str) -> None:
    assert read_command(text, lang) is None


@pytest.mark.parametrize("lang", SERVED)
@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("back to english please", "en"), ("zurück zu Deutsch", "de"), ("no scusa torniamo all'italiano", "it"),
        ("revenons au français", "fr"), ("terug naar het Nederlands", "nl"), ("volvamos al español", "es"),
    ],
)  # fmt: skip
def test_turning_back_to_a_language_is_understood_in_every_one(text: str, language: str, lang: str) -> None:
    found = read_command(text, lang)
    assert found is not None
    assert (found.intent, found.language) == ("change_language", language)


def test_the_name_of_a_language_is_enough_where_they_were_offered() -> None:
    assert read_command("espagnol", "fr") is None
    found = read_command("espagnol", "fr", languages_offered=True)
    assert found is not None
    assert found.language == "es"
    assert read_command("que es eso de los niveles", "es", languages_offered=True) is None


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("quiero borrar mi telefono de ahi", "es", "delete_detail"), ("delete my phone number", "en", "delete_detail"),
        ("delete my phone number and everything else you have", "en", "delete_my_data"), ("borra todo", "es", "delete_my_data"),
        ("je veux une vraie personne, pas un robot", "fr", "human"), ("are you a robot or a person?", "en", "robot"),
        ("cancel my request", "en", "cancel"), ("kann ich die Anfrage noch zurückziehen?", "de", None),
        ("ça suffit", "fr", "enough"), ("ça suffit, annulez", "fr", "cancel"), ("non merci", "fr", "no_thanks"),
        ("merci", "fr", "thanks"), ("put the reminders on again", "en", "allow_messages"),
        ("turn off the reminders", "en", "stop_messages"), ("si pero sin el correo", "es", None),
        ("no, let's speak German", "en", "change_language"),
    ],
)  # fmt: skip
def test_only_what_was_meant_is_done(text: str, lang: str, expected: str | None) -> None:
    assert intent(text, lang) == expected


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        # a filler is no stop
        ("ich weiß halt nicht", "de"), ("ja halt", "de"), ("die kommen halt morgens nicht raus", "de"),
        ("stimmt alles, aber der Schulabbruch ist es nicht, sie gehen halt nur nicht hin", "de"),
        # an address or a text that is no more what it was, and what one does not send yet, stop no messages
        ("mon adresse mail n'est plus la bonne", "fr"), ("la mia mail non è più quella", "it"), ("mi correo ya no es ese", "es"),
        ("mijn mail klopt niet meer", "nl"), ("die Email gehört mir nicht mehr", "de"), ("this email is no longer mine", "en"),
        ("il messaggio non va più bene", "it"), ("no la quiero enviar todavía", "es"), ("non voglio ancora inviarla", "it"),
        ("je veux pas encore l'envoyer", "fr"), ("I don't want to send it yet", "en"), ("ik wil het nog niet versturen", "nl"),
        # what was said before is no way back
        ("los mismos de antes", "es"), ("quelli di prima", "it"), ("ceux d'avant", "fr"), ("dezelfde als daarnet", "nl"),
        ("die von vorhin", "de"), ("the same ones as before", "en"),
        # languages of a list are not asked for
        ("ik versta ook nederlands en engels natuurlijk, zet dat terug", "nl"), ("am liebsten englisch, sonst deutsch", "de"),
        ("en ik wil engels en frans terug in mijn lijst", "nl"), ("anglais et français aussi", "fr"), ("also in French", "en"),
        ("añade el francés también", "es"), ("aggiungi anche il francese", "it"),
        # others are refused for the language we talk in
        ("nicht die mit italienisch, lieber deutsch", "de"), ("lieber deutsch, nicht italienisch", "de"),
        ("niet het frans, liever nederlands", "nl"), ("pas en anglais, plutôt en français", "fr"),
        ("no en inglés, mejor español", "es"), ("non in tedesco, meglio italiano", "it"), ("not German please, English", "en"),
        # who leaves for the journey stops nothing here
        ("et je pars seule", "fr"), ("je veux partir moi", "fr"), ("je pars", "fr"),
        ("je représente personne, je veux partir moi", "fr"), ("finalement je pars plus, ma fille est malade", "fr"),
    ],
)  # fmt: skip
def test_words_that_only_sound_like_a_command_are_an_answer(text: str, lang: str) -> None:
    assert read_command(text, lang) is None


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("halt", "de", "cancel"), ("Halt!", "de", "cancel"), ("halt stopp", "de", "cancel"), ("bitte halt", "de", "cancel"),
        ("no quiero recibir más mensajes", "es", "stop_messages"), ("non voglio più ricevere messaggi", "it", "stop_messages"),
        ("ne m'envoyez plus de mails", "fr", "stop_messages"), ("stuur me geen mails meer", "nl", "stop_messages"),
        ("schickt mir keine Mails mehr", "de", "stop_messages"), ("don't send me any more emails", "en", "stop_messages"),
        ("borra mi correo", "es", "delete_detail"), ("supprime mon mail", "fr", "delete_detail"),
        ("wis mijn mail", "nl", "delete_detail"), ("lösch meine Mail", "de", "delete_detail"),
        ("cancella la mia mail", "it", "delete_detail"), ("remove my email", "en", "delete_detail"),
        ("volver atrás", "es", "back"), ("torna indietro", "it", "back"), ("revenir à la question d'avant", "fr", "back"),
        ("liever in het frans", "nl", "change_language"), ("können wir Englisch reden", "de", "change_language"),
    ],
)  # fmt: skip
def test_what_sounds_like_it_and_is_a_command_stays_one(text: str, lang: str, expected: str) -> None:
    assert intent(text, lang) == expected


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("in Italian if possible", "en"), ("en italien si possible", "fr"), ("in het Italiaans indien mogelijk", "nl"),
        ("auf Italienisch wenn möglich", "de"), ("en italiano si es posible", "es"), ("in inglese se possibile", "it"),
    ],
)  # fmt: skip
def test_a_language_that_is_wanted_if_possible_is_offered_first(text: str, lang: str) -> None:
    found = read_command(text, lang)
    assert found is not None
    assert found.vague
