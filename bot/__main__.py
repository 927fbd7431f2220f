"""The command line: `python -m bot`, or `compagnon` once installed."""

import sys
from collections.abc import Callable
from typing import Annotated, NoReturn

import typer

from bot.logs import configure
from bot.settings import Settings, SettingsError, load

cli = typer.Typer(
    name="compagnon", no_args_is_help=True, pretty_exceptions_enable=False, add_completion=False,
    help="The helpdesk companion of the Ecett network.",
)  # fmt: skip


def stop(message: str, code: int = 2) -> NoReturn:
    """End with one line on standard error."""
    print(f"compagnon: {message}", file=sys.stderr)
    raise typer.Exit(code)


def settings() -> Settings:
    """The settings, or the end with one line."""
    try:
        found = load()
    except SettingsError as error:
        stop(str(error))
    configure(found.log_level)
    return found


@cli.command()
def run(
    sample: Annotated[
        bool, typer.Option("--sample", help="Fill an empty catalogue with invented hosts first.")
    ] = False,
) -> None:
    """Serve the chat, the desk and, with a token, Telegram: everything in one process."""
    from bot.commands.serving import serve

    _guarded(lambda: serve(settings(), sample=sample))


@cli.command()
def worker() -> None:
    """Handle updates and serve Telegram, without web pages (for more than one process on PostgreSQL)."""
    from bot.commands.serving import work

    _guarded(lambda: work(settings()))


def _guarded(command: Callable[[], None]) -> None:
    from bot.commands.errors import one_line

    try:
        command()
    except KeyboardInterrupt:
        raise typer.Exit(130) from None
    except Exception as error:
        line = one_line(error)
        if line is None:
            raise
        stop(line, 1)


def main() -> None:
    """The console script."""
    cli()


if __name__ == "__main__":
    main()
