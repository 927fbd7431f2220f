"""The command line: `python -m bot`, or `compagnon` once installed.

What a command does is a module of `bot.commands`, imported only when that command is asked for: `try` must answer at once
and needs neither the web pages nor the database.
"""

import os
import sys
from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from bot.settings import Settings

cli = typer.Typer(
    name="compagnon", no_args_is_help=True, pretty_exceptions_enable=False, add_completion=False,
    help="The helpdesk companion of the Ecett network.",
)  # fmt: skip


def _group(name: str, about: str) -> typer.Typer:
    group = typer.Typer(no_args_is_help=True, help=about)
    cli.add_typer(group, name=name)
    return group


class Kind(StrEnum):
    """The kinds of cards in the catalogue."""

    HOSTS = "hosts"
    PRACTICES = "practices"


class Exported(StrEnum):
    """What can be written to a file: cards, and the examples of what was read wrongly."""

    HOSTS = "hosts"
    PRACTICES = "practices"
    READINGS = "readings"


def stop(message: str, code: int = 2) -> NoReturn:
    """End with one line on standard error."""
    print(f"compagnon: {message}", file=sys.stderr)
    raise typer.Exit(code)


def settings() -> "Settings":
    """The settings, or the end with one line."""
    from bot.logs import configure
    from bot.settings import SettingsError, load

    try:
        found = load()
    except SettingsError as error:
        stop(str(error))
    configure(found.log_level)
    return found


# -- serving -----------------------------------------------------------------------------------------------------------


@cli.command()
def run(
    sample: Annotated[
        bool, typer.Option("--sample", help="Fill an empty catalogue with invented hosts first.")
    ] = False,
) -> None:
    """Serve the chat, the desk and, with a token, Telegram: everything in one process."""
    chosen = settings()
    from bot.commands.serving import serve

    _guarded(lambda: serve(chosen, sample=sample))


@cli.command()
def web() -> None:
    """Serve the web pages alone and take what Telegram pushes; `worker` processes do the rest (on PostgreSQL)."""
    chosen = settings()
    from bot.commands.serving import pages

    _guarded(lambda: pages(chosen))


@cli.command()
def worker() -> None:
    """Handle updates and serve Telegram, without web pages (for more than one process on PostgreSQL)."""
    chosen = settings()
    from bot.commands.serving import work

    _guarded(lambda: work(chosen))


# -- the catalogue -----------------------------------------------------------------------------------------------------


@cli.command("import")
def import_(
    kind: Kind,
    file: Annotated[
        Path, typer.Argument(help="A CSV or XLSX file; its first line names the columns.", show_default=False)
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check the file and say what would happen.")] = False,
) -> None:
    """Add cards to the catalogue: all of a file or, if anything in it is wrong, none."""
    from bot.commands.importing import import_cards

    _guarded(lambda: import_cards(settings(), kind.value, file, dry_run=dry_run))


@cli.command()
def export(
    kind: Exported, file: Annotated[Path, typer.Argument(help="The CSV file to write.", show_default=False)]
) -> None:
    """Write all cards of the catalogue to a CSV file, ready to be imported again; or what staff found to be read wrongly."""
    from bot.commands.exporting import export_cards, export_readings

    if kind is Exported.READINGS:
        _guarded(lambda: export_readings(settings(), file))
    else:
        _guarded(lambda: export_cards(settings(), Kind(kind.value).value, file))


# -- keeping -----------------------------------------------------------------------------------------------------------


@cli.command()
def backup(file: Annotated[Path, typer.Argument(help="The archive to write (.tar.gz).", show_default=False)]) -> None:
    """Write everything to one archive: the database, the files and, if it is kept with them, the secret key."""
    from bot.commands.backup import back_up

    _guarded(lambda: back_up(settings(), file))


@cli.command()
def restore(
    file: Annotated[Path, typer.Argument(help="An archive that `backup` wrote.", show_default=False)],
    force: Annotated[bool, typer.Option("--force", help="Replace the data that is there already.")] = False,
) -> None:
    """Bring back what an archive holds. Stop the program first."""
    from bot.commands.restore import bring_back

    _guarded(lambda: bring_back(settings(), file, force=force))


# -- staff -------------------------------------------------------------------------------------------------------------

staff = _group("staff", "Who may sign in at the desk.")


Role = Annotated[str, typer.Option("--role", help="admin, lead, agent (answers trainees) or reader.")]
Teams = Annotated[str, typer.Option("--teams", help="The helpdesks this person works for, such as fr,nl.")]
Langs = Annotated[str, typer.Option("--langs", help="The languages this person answers in, such as fr,nl.")]


@staff.command("add")
def staff_add(
    email: str,
    name: Annotated[str, typer.Option("--name", help="As trainees will see it.", show_default=False)],
    langs: Langs = "",
    role: Role = "agent",
    teams: Teams = "",
    ask_password: Annotated[
        bool, typer.Option("--ask-password", help="Type a password instead of having one made.")
    ] = False,
) -> None:
    """Open an account at the desk, or open a disabled one again."""
    from bot.commands.staff import add

    password = typer.prompt("Password", hide_input=True, confirmation_prompt=True) if ask_password else None
    _guarded(lambda: add(settings(), email, name, langs, password, role=role, teams=teams))


@staff.command("invite")
def staff_invite(email: str, langs: Langs = "", role: Role = "agent", teams: Teams = "") -> None:
    """Print a link with which somebody opens their own account, once, within a week."""
    from bot.commands.staff import invite

    _guarded(lambda: invite(settings(), email, langs, role, teams))


@staff.command("change")
def staff_change(
    email: str,
    name: Annotated[str | None, typer.Option("--name", help="As trainees will see it.")] = None,
    role: Annotated[str | None, typer.Option("--role", help="admin, lead, agent or reader.")] = None,
    teams: Annotated[str | None, typer.Option("--teams", help="All helpdesks this person works for.")] = None,
    langs: Annotated[str | None, typer.Option("--langs", help="All languages this person answers in.")] = None,
    no_codes: Annotated[
        bool, typer.Option("--no-codes", help="Sign-in without a code, for somebody who lost phone and recovery codes.")
    ] = False,
    no_openid: Annotated[
        bool, typer.Option("--no-openid", help="Forget the account of the organisation that this one is connected to.")
    ] = False,
) -> None:
    """Change an account; what is not named stays. Other rights end its sessions."""
    from bot.commands.staff import change

    _guarded(
        lambda: change(
            settings(), email, name=name, role=role, teams=teams, langs=langs, no_codes=no_codes, no_openid=no_openid
        )
    )


@staff.command("let-in")
def staff_let_in(email: str) -> None:
    """Print a link that signs somebody in, once, within ten minutes."""
    from bot.commands.staff import let_in

    _guarded(lambda: let_in(settings(), email))


@staff.command("list")
def staff_list() -> None:
    """List all accounts."""
    from bot.commands.staff import list_accounts

    _guarded(lambda: list_accounts(settings()))


@staff.command("disable")
def staff_disable(email: str) -> None:
    """Close an account; its sessions end at once."""
    from bot.commands.staff import disable

    _guarded(lambda: disable(settings(), email))


@staff.command("telegram")
def staff_telegram(email: str) -> None:
    """Make a link that lets a member of staff answer in the group at Telegram."""
    from bot.commands.staff_telegram import link

    _guarded(lambda: link(settings(), email))


# -- the record --------------------------------------------------------------------------------------------------------

audit = _group("audit", "The record of who read and changed what.")


@audit.command("verify")
def audit_verify(
    noted: Annotated[str, typer.Option("--noted", help="A hash that an earlier verification printed.")] = "",
) -> None:
    """Does the record hold together? Exit code 1 when an entry was altered, added or taken out."""
    from bot.commands.audit import verify

    _guarded(lambda: verify(settings(), noted))


@audit.command("export")
def audit_export(file: Annotated[Path, typer.Argument(help="The CSV file to write.", show_default=False)]) -> None:
    """Write the whole record to a CSV file."""
    from bot.commands.audit import export

    _guarded(lambda: export(settings(), file))


# -- programs ----------------------------------------------------------------------------------------------------------

token = _group("token", "Which programs may act at the desk (docs/how-to/api.md).")


@token.command("add")
def token_add(
    name: Annotated[str, typer.Argument(help="Which program it is for.", show_default=False)],
    email: Annotated[str, typer.Option("--as", help="The account whose rights and name it has.", show_default=False)],
    scopes: Annotated[str, typer.Option("--scopes", help="What it may: read, write, webhooks.")] = "read",
) -> None:
    """Make a token and print it, once."""
    from bot.commands.tokens import add

    _guarded(lambda: add(settings(), name, email, scopes))


@token.command("list")
def token_list() -> None:
    """List all tokens."""
    from bot.commands.tokens import list_tokens

    _guarded(lambda: list_tokens(settings()))


@token.command("revoke")
def token_revoke(number: int) -> None:
    """Take a token back, at once."""
    from bot.commands.tokens import revoke

    _guarded(lambda: revoke(settings(), number))


# -- helpdesks ---------------------------------------------------------------------------------------------------------

helpdesk = _group("helpdesk", "Which teams answer, in which languages, and when.")


@helpdesk.command("set")
def helpdesk_set(
    code: Annotated[str, typer.Argument(help="A short name for commands and addresses, such as fr.")],
    name: Annotated[str | None, typer.Option("--name", help="As staff see it.")] = None,
    langs: Annotated[str | None, typer.Option("--langs", help="The languages it answers in, such as fr,en.")] = None,
    zone: Annotated[str | None, typer.Option("--zone", help="Where its clock stands, such as Europe/Brussels.")] = None,
    hours: Annotated[str | None, typer.Option("--hours", help="Its week: Mon-Fri 9:00-12:30 13:30-17:00.")] = None,
    holidays: Annotated[
        str | None, typer.Option("--holidays", help="Days off: 2027-05-14 2027-12-24/2028-01-02 05-01.")
    ] = None,
    fallback: Annotated[str | None, typer.Option("--fallback", help="The helpdesk that stands in for it.")] = None,
    first_answer: Annotated[
        str | None, typer.Option("--first-answer", help="Minutes of opening hours until a first answer.")
    ] = None,
) -> None:
    """Set a helpdesk up, or change what is given of one."""
    from bot.commands.helpdesk import set_up

    given = {
        "name": name, "langs": langs, "zone": zone, "hours": hours, "holidays": holidays, "fallback": fallback,
        "first_answer": first_answer,
    }  # fmt: skip
    _guarded(lambda: set_up(settings(), code, {key: value for key, value in given.items() if value is not None}))


@helpdesk.command("list")
def helpdesk_list() -> None:
    """List all helpdesks, and whether somebody is there now."""
    from bot.commands.helpdesk import list_all

    _guarded(lambda: list_all(settings()))


@helpdesk.command("remove")
def helpdesk_remove(code: str) -> None:
    """Remove a helpdesk that is in charge of nothing."""
    from bot.commands.helpdesk import remove

    _guarded(lambda: remove(settings(), code))


@helpdesk.command("figures")
def helpdesk_figures(
    days: Annotated[int, typer.Option("--days", min=1, max=3650, help="How far to look back.")] = 30,
) -> None:
    """How long people wait and waited, in opening hours, and what they say of the help."""
    from bot.commands.helpdesk import figures

    _guarded(lambda: figures(settings(), days))


# -- the vocabulary ----------------------------------------------------------------------------------------------------

concepts = _group("concepts", "The vocabulary that requests and cards meet in.")


@concepts.command("check")
def concepts_check() -> None:
    """Report what is wrong with the vocabulary: gaps, names given twice, words that cannot be meant."""
    from bot.commands.concepts import check

    _guarded(check)


@concepts.command("words")
def concepts_words(
    concept: Annotated[str, typer.Argument(help="The id of a concept.", show_default=False)],
    lang: Annotated[str, typer.Option("--lang", help="The language of the words.")] = "en",
) -> None:
    """Print the line of a concept: what a language calls it."""
    from bot.commands.concepts import words

    _guarded(lambda: words(concept, lang))


@concepts.command("list")
def concepts_list(lang: Annotated[str, typer.Option("--lang", help="The language of the names.")] = "en") -> None:
    """Print all concepts: facet, id and name."""
    from bot.commands.concepts import everything

    _guarded(lambda: everything(lang))


# -- answers written beforehand ----------------------------------------------------------------------------------------

canned = _group("canned", "Prepared answers that staff use in conversations.")


@canned.command("import")
def canned_import(
    file: Annotated[
        Path | None, typer.Argument(help="A TOML file; without it, the answers to start with.", show_default=False)
    ] = None,
    lang: Annotated[str, typer.Option("--lang", help="The language of names that are given in several.")] = "en",
) -> None:
    """Add answers: those of a file, or the ones to start with. An answer that is there already gives way."""
    from bot.commands.canned import import_answers

    _guarded(lambda: import_answers(settings(), file, lang))


@canned.command("export")
def canned_export(file: Annotated[Path, typer.Argument(help="The TOML file to write.", show_default=False)]) -> None:
    """Write all answers to a file, ready to be imported again."""
    from bot.commands.canned import export_answers

    _guarded(lambda: export_answers(settings(), file))


# -- trying out --------------------------------------------------------------------------------------------------------

trials = _group("try", "Ask one part of the program directly: lines on standard input, one JSON answer to each.")
Lang = Annotated[str, typer.Option("--lang", help="The language of the lines, such as fr.")]


@trials.command("language")
def try_language() -> None:
    """Which language is it? A line is a text, or {"text": "…", "app_code": "fr-BE"}."""
    from bot.commands.trying import try_language

    _guarded(try_language)


@trials.command("match")
def try_match(
    hosts: Annotated[Path, typer.Option("--hosts", help="Host cards, CSV or XLSX.", show_default=False)],
    queries: Annotated[Path, typer.Option("--queries", help="Queries, one JSON object a line.")] = Path("-"),
    top: Annotated[int, typer.Option("--top", min=1, help="How many hosts to name.")] = 10,
    semantic: Annotated[bool, typer.Option("--semantic", help="Compare by meaning too (the extra semantic).")] = False,
) -> None:
    """Which hosts fit? A query has id, lang, text, working_languages, countries, month, days, receives; each may be missing."""
    from bot.commands.trying_match import try_match

    _guarded(lambda: try_match(hosts, queries, top, semantic=semantic))


@trials.command("goal")
def try_goal(
    lang: Lang = "en",
    today: Annotated[
        datetime | None, typer.Option("--today", formats=["%Y-%m-%d"], help="The day to judge deadlines by.")
    ] = None,
) -> None:
    """Is a goal specific, measurable, time-bound, and why?"""
    from bot.commands.trying import try_goal

    _guarded(lambda: try_goal(lang, (today or datetime.now()).date()))  # noqa: DTZ005 - the day it is here


@trials.command("value")
def try_value(
    kind: Annotated[
        str, typer.Option("--kind", help="What is asked for: date, period, money, number or country.")
    ] = "",
    lang: Lang = "en",
    today: Annotated[
        datetime | None, typer.Option("--today", formats=["%Y-%m-%d"], help="The day to count from.")
    ] = None,
) -> None:
    """Which date, period, sum of money, number or country is it? null when it is not understood."""
    from bot.commands.trying import try_value

    _guarded(lambda: try_value(lang, kind, (today or datetime.now()).date()))  # noqa: DTZ005 - the day it is here


@trials.command("command")
def try_command(lang: Lang = "en") -> None:
    """Which command is said in words? The intent is null for an answer, a question, or just talk."""
    from bot.commands.trying import try_command

    _guarded(lambda: try_command(lang))


@trials.command("faq")
def try_faq(lang: Lang = "en") -> None:
    """Which frequent question is it, and what is the answer?"""
    from bot.commands.trying import try_faq

    _guarded(lambda: try_faq(lang))


# -- texts and dialogs -------------------------------------------------------------------------------------------------

texts = _group("texts", "The words of the bot in all languages.")
dialogs = _group("dialogs", "The dialogs, for the documentation.")


@texts.command("check")
def texts_check() -> None:
    """List texts that are missing, wrong or used nowhere; exit code 1 if there are any."""
    from bot.commands.texts import check

    _guarded(check)


@texts.command("pot")
def texts_pot() -> None:
    """Write locales/bot.pot, which translators start from."""
    from bot.commands.texts import write_template

    _guarded(write_template)


@dialogs.command("chart")
def dialogs_chart(name: Annotated[str, typer.Argument(help="One dialog; all without it.")] = "") -> None:
    """Draw the dialogs as Mermaid flowcharts."""
    from bot.commands.charts import chart

    _guarded(lambda: chart(name))


@dialogs.command("data")
def dialogs_data() -> None:
    """List the personal data that the dialogs ask for, as Markdown."""
    from bot.commands.charts import data

    _guarded(data)


def _guarded(command: Callable[[], None]) -> None:
    """Run a command. What an operator can mend ends it with one line, a closed pipe without a word."""
    from bot.commands.remedies import OperatorError

    try:
        command()
        sys.stdout.flush()
    except KeyboardInterrupt:
        raise typer.Exit(130) from None
    except BrokenPipeError:
        # who reads has enough; the interpreter would complain when it flushes at the end
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        raise typer.Exit(0) from None
    except OperatorError as error:
        stop(str(error), error.code)
    except Exception as error:
        from bot.commands.errors import one_line

        line = one_line(error)
        if line is None:
            raise
        stop(line, 1)


def main() -> None:
    """The console script."""
    for stream in (sys.stdout, sys.stderr):
        # what is piped is UTF-8 whatever the locale; a terminal gets what it can show
        encoding = stream.encoding if stream.isatty() else "utf-8"
        stream.reconfigure(encoding=encoding, errors="backslashreplace")  # type: ignore[union-attr]
    cli()


if __name__ == "__main__":
    main()
