"""What the inbox shows one member of staff: a view of the conversations with a count for each, a search, or the host requests."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection

from bot.console import lists
from bot.console.numbers import one_of, page_of
from bot.console.wording import Wording
from storage import access, desk
from storage.access import Sight
from storage.crypto import Vault
from storage.desk import VIEWS
from storage.desk_search import MESSAGES, Messages, People
from storage.helpdesks import Helpdesk
from storage.staff import Account

REQUESTS: Final = "requests"
_LONGEST_SEARCH = 100
#: conversations of which a found message is shown
_MENTIONS = 20


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody asked for in the address; while they search (`words`), no view is open."""

    view: str
    team: str
    lang: str
    words: str
    page: int

    @classmethod
    def of(cls, query: Mapping[str, str], languages: tuple[str, ...]) -> "Wanted":
        """From the parameters of an address; what makes no sense counts as not said."""
        return cls(
            view=one_of(query.get("view", ""), (*VIEWS, REQUESTS)) or VIEWS[0],
            team=query.get("team", "")[:_LONGEST_SEARCH],
            lang=one_of(query.get("lang", ""), languages),
            words=query.get("words", "").strip()[:_LONGEST_SEARCH],
            page=page_of(query.get("page", "")),
        )

    def address(self, **changes: str) -> dict[str, str]:
        """The parameters of this, or of something near it."""
        kept = {"view": self.view, "team": self.team, "lang": self.lang, "words": self.words, **changes}
        return {**kept, "view": "" if kept["view"] == VIEWS[0] else kept["view"]}


@dataclass(frozen=True, slots=True)
class Tab:
    """A view: its name, how many conversations it holds, where it is, and whether it is the one on the screen."""

    view: str
    label: str
    count: int
    href: str
    current: bool


class Inbox:
    """Reads the inbox; keeps what it needs to search in memory (`storage.desk_search`)."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self.people, self._messages = People(vault), Messages(vault)

    def read(
        self, connection: Connection, wording: Wording, reader: Account, wanted: Wanted, languages: tuple[str, ...]
    ) -> dict[str, object]:
        """All that the page needs to know."""
        sight = access.sight(connection, reader)
        teams = _teams(sight)
        team = one_of(wanted.team, tuple(one.code for one in teams))
        counts = desk.counts(connection, sight)
        tally = {**desk.tally(connection, sight, team=team, lang=wanted.lang), REQUESTS: counts.requests}
        return {
            **self._list(connection, wording, sight, wanted, team),
            "counts": counts,
            "waiting": tally["waiting"],
            "tabs": [
                Tab(
                    view,
                    wording.t(f"view.{view}"),
                    tally[view],
                    lists.address(wanted.address(view=view, words="")),
                    view == wanted.view and not wanted.words,
                )
                for view in (*VIEWS, REQUESTS)
            ],
            "teams": [(one.code, one.name) for one in teams],
            "languages": [(code, wording.language(code)) for code in languages],
            "wanted": wanted,
            "nothing": _nothing(wording, wanted.view, empty=not tally["all"]),
            "narrowed": bool(team or wanted.lang),
            "everything": lists.address({"view": "" if wanted.view == VIEWS[0] else wanted.view}),
        }

    def _list(
        self, connection: Connection, wording: Wording, sight: Sight, wanted: Wanted, team: str
    ) -> dict[str, object]:
        vault = self._vault
        if wanted.view == REQUESTS and not wanted.words:
            asked = desk.requests(connection, vault, sight=sight, page=wanted.page)
            return {
                "conversations": [],
                "mentions": [],
                "requests": [lists.request_row(wording, item) for item in asked.items],
                "pager": lists.pager(asked, "page", wanted.address()),
            }
        found = self.people.find(connection, wanted.words) if wanted.words else None
        listed = desk.conversations(
            connection, vault, sight, view="all" if wanted.words else wanted.view, team=team,
            lang=wanted.lang, found=found, page=wanted.page,
        )  # fmt: skip
        return {
            "conversations": listed.items,
            "requests": [],
            "pager": lists.pager(listed, "page", wanted.address()),
            **self._mentions(connection, wording, sight, wanted),
        }

    def _mentions(self, connection: Connection, wording: Wording, sight: Sight, wanted: Wanted) -> dict[str, Any]:
        hits = self._messages.find(connection, wanted.words) if wanted.words and wanted.page == 1 else []
        mentioned = desk.mentioned(connection, self._vault, sight, hits, _MENTIONS)
        return {
            "mentions": [lists.mention_row(wording, item, wanted.words) for item in mentioned.items],
            "more_mentions": mentioned.more,
            "bounds": wording.t("search.bounds", number=wording.number(MESSAGES)),
        }


def _nothing(wording: Wording, view: str, *, empty: bool) -> str:
    """What an empty view says: a desk nobody has written to yet says so in each."""
    if empty:
        return wording.t("conversations.none")
    if view == "waiting":
        return wording.t("view.none.waiting")
    return wording.t("view.none.mine") if view == "mine" else wording.t("view.none")


def _teams(sight: Sight) -> list[Helpdesk]:
    """The helpdesks that a reader can choose between; nobody chooses from one."""
    mine = [one for one in sight.known if sight.account.role == "admin" or one.code in sight.account.teams]
    return mine if len(mine) > 1 else []
