"""What an attachment really is, found out before its turn: sniffed, kept, a Europass CV read."""

from typing import Any

from domain import europass
from domain.media import sniff_media
from domain.messages import FileRef
from domain.uploads import Sniffed, UploadRefused, display_name, sniff
from storage.files import FileStore


def examined(files: FileStore, file: FileRef, content: bytes | None, *, media: bool = False) -> FileRef:
    """`file` with its true kind, kept in the store; or with the code of what is wrong with it, and not kept.

    `content` is None when the file lies in the store already. With `media`, sounds and films are taken too.
    """
    data = files.get(file.stored) if content is None else content
    try:
        found = _sniffed(data, file, media)
        facts = _facts(europass.read(data)) if found.kind in ("pdf", "xml") else {}
    except UploadRefused as refused:
        if file.stored:
            files.delete(file.stored)
        return FileRef(file.name[:80], problem=refused.code)
    stored = file.stored or files.put(data)
    return FileRef(
        display_name(file.name, found), found.mime, len(data), stored=stored, kind=str(found.kind), facts=facts
    )


def _sniffed(data: bytes, file: FileRef, media: bool) -> Sniffed:
    try:
        return sniff(data, file.name, file.mime)
    except UploadRefused as refused:
        if not media or refused.code != "type":
            raise
        return sniff_media(data, file.mime)


def _facts(cv: europass.EuropassCv | None) -> dict[str, Any]:
    """What may go into a profile once the person has confirmed it; nationality and birth date were never read."""
    if cv is None:
        return {}
    now = next((position for position in cv.positions if position.current), cv.positions[0] if cv.positions else None)
    facts = {
        "name": f"{cv.given} {cv.family}".strip(),
        "email": cv.email,
        "phone": cv.phone,
        "city": cv.city,
        "profession": cv.headline or (now.title if now else ""),
        "employer": now.employer if now else "",
        "position": now.title if now else "",
        "languages": [
            [language.code, None if language.cefr in ("", "native") else language.cefr]
            for language in cv.languages
            if language.code
        ],
    }
    return {name: value for name, value in facts.items() if value}
