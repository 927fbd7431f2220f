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


@staff.command("add")
def staff_add(
    email: str,
    name: Annotated[str, typer.Option("--name", help="As trainees will see it.", show_default=False)],
    langs: Annotated[str, typer.Option("--langs", help="The languages this person answers in, such as fr,nl.")] = "",
    ask_password: Annotated[
        bool, typer.Option("--ask-password", help="Type a password instead of having one made.")
    ] = False,
) -> None:
    """Open an account at the desk, or open a disabled one again."""
    from bot.commands.staff import add

    password = typer.prompt("Password", hide_input=True, confirmation_prompt=True) if ask_password else None
    _guarded(lambda: add(settings(), email, name, langs, password))


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
) -> None:
    """Which hosts fit? A query has id, lang, text, working_languages, countries, month, days; each may be missing."""
    from bot.commands.trying_match import try_match

    _guarded(lambda: try_match(hosts, queries, top))


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
