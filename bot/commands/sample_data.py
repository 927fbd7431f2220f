"""An empty catalogue filled with invented hosts and good practices."""

from bot import samples
from bot.app import App
from bot.inbox import milliseconds
from storage import catalogue


def fill(app: App) -> None:
    """Write the samples, unless there are cards already."""
    hosts, practices, _changed = app.database.read_now(catalogue.version)
    if hosts or practices:
        return
    cards = list(samples.hosts())
    app.database.write_now(lambda c: catalogue.save_hosts(c, milliseconds(), cards))
    app.database.write_now(lambda c: catalogue.save_practices(c, milliseconds(), samples.practices(cards)))
