"""What every page of the desk works with."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from litestar import Response

from bot.console.door import Door, HttpRequest, Visit, visit_of
from bot.console.pages import DeskPages
from bot.console.wording import Reader, Wording

if TYPE_CHECKING:
    from bot.app import App


@dataclass(frozen=True, slots=True)
class Console:
    """The parts of the program, the door, the templates, the words for a language, and the time in milliseconds since 1970."""

    app: "App"
    door: Door
    pages: DeskPages
    reader: Reader
    now: Callable[[], int]

    def wording(self, request: HttpRequest) -> Wording:
        """How to write for whoever asks."""
        return self.reader(self.pages.language(request))

    def page(
        self,
        request: HttpRequest,
        template: str,
        wording: Wording,
        values: Mapping[str, object],
        status: int = 200,
        *,
        visit: Visit | None = None,
    ) -> Response[Any]:
        """A page for somebody who is signed in: with who they are, and what their forms must send back."""
        visit = visit or visit_of(request)
        own = {"visit": visit, "token": self.door.tokens.for_forms(visit.token)}
        return self.pages.page(template, wording, {**values, **own}, status)
