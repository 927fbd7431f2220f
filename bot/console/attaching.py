"""Files at the desk: those that staff send with a reply, and those of a conversation, to be saved.

What staff send is looked at like what trainees send (`domain.uploads`). Whoever may not see the conversation finds no file there.
"""

import asyncio
import hashlib
import re
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final

from litestar import Response, get
from litestar.datastructures import UploadFile
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from bot.channels.webchat.problems import Problem
from bot.console.door import READER, HttpRequest, visit_of
from bot.console.numbers import known
from bot.console.reading import Record
from bot.downloads import download
from domain.messages import FileRef
from domain.uploads import MAX_BYTES, UploadRefused, display_name, sniff
from storage import access, attachments
from storage.crypto import CryptoError
from storage.files import FileStore

if TYPE_CHECKING:
    from bot.app import App

#: files of one reply; together they may be as large as one of a trainee
MOST: Final = 5
#: bytes of a form of words alone, and of one with files
LARGEST_WORDS: Final = 100_000
LARGEST_FORM: Final = MAX_BYTES + 200_000

_ID = re.compile(r"[0-9a-f]{32}")


class NotSent(Exception):
    """A note takes no files: they would go nowhere."""


async def taken(store: FileStore, given: Iterable[object], *, sends: bool = True) -> tuple[tuple[FileRef, ...], str]:
    """The files among the values of a form, examined and kept, and a word that is the same for the same files.

    Raises UploadRefused, and NotSent where there are any though this form `sends` none; then none is kept.
    """
    uploads = [one for one in given if isinstance(one, UploadFile) and one.filename]
    if uploads and not sends:
        raise NotSent
    if len(uploads) > MOST:
        raise UploadRefused("too-big")
    read = [(one.filename, one.content_type, await one.read()) for one in uploads]
    return await asyncio.to_thread(_kept, store, read)


def _kept(store: FileStore, read: Sequence[tuple[str, str, bytes]]) -> tuple[tuple[FileRef, ...], str]:
    found = [(name, content, sniff(content, name, claimed)) for name, claimed, content in read]
    files = tuple(
        FileRef(display_name(name, kind), kind.mime, len(content), stored=store.put(content), kind=str(kind.kind))
        for name, content, kind in found
    )
    mark = hashlib.sha256(b"".join(hashlib.sha256(content).digest() for _, _, content in read)).hexdigest()
    return files, mark if files else ""


async def let_go(store: FileStore, files: Iterable[FileRef]) -> None:
    """Forget files of a reply that was not sent."""
    for file in files:
        await asyncio.to_thread(store.delete, file.stored)


def create_files(app: "App", now: Callable[[], int]) -> list[HTTPRouteHandler]:
    """The route to save a file of a conversation."""
    record = Record(app, now)

    @get("/files/{number:int}/{stored:str}", opt=READER, include_in_schema=False)
    async def file(request: HttpRequest, number: FromPath[int], stored: FromPath[str]) -> Response[Any]:
        visit, number = visit_of(request), known(number)
        if not _ID.fullmatch(stored):
            raise Problem(404, "not-found")
        found = await app.database.read(
            lambda c: (
                attachments.of_conversation(c, app.vault, number, stored)
                if access.sees_conversation(c, visit.account, number)
                else None
            )
        )
        if found is None:
            raise Problem(404, "not-found")
        try:
            content = await asyncio.to_thread(app.files.get, stored)
        except (FileNotFoundError, CryptoError):
            raise Problem(404, "not-found") from None
        await record.read(request, visit, "file.read", f"conversation:{number}")
        return download(content, found.name, found.mime)

    return [file]
