"""An HTTP request of a bot as a `Call`: arguments from the URL, a form, JSON or multipart (td/net/HttpReader.cpp)."""

import json
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import parse_qsl, unquote

from aiohttp import web

from tests.doubles.bot_api.call import Call, Upload
from tests.doubles.bot_api.errors import ApiError

MAX_PARAMETERS: Final = 1 << 20
MAX_UPLOAD: Final = 50 << 20
_NO_FILES: Final[Mapping[str, Upload]] = {}


async def read_call(request: web.BaseRequest, method: str, query: str) -> Call:
    """The call behind a request. Raises ApiError 413 for more than Telegram takes."""
    values: dict[str, Any] = dict(reversed(_pairs(query))) if query else {}
    files = _NO_FILES
    if request.can_read_body:
        kind = request.headers.get("Content-Type", "").lower()
        if "multipart/form-data" in kind:
            given, files = await _multipart(request)
        else:
            body = await request.read()
            if len(body) > MAX_PARAMETERS:
                raise ApiError(413, "Request Entity Too Large: too many parameters")
            given = _json(body) if "application/json" in kind else _form(body, kind)
        values = given | values
    if not method:
        method = str(values.get("method", ""))
    return Call(method.lower(), values, files)


def _json(body: bytes) -> dict[str, Any]:
    """The fields of a JSON body; a body that is none has none, and the method then misses its arguments."""
    try:
        given = json.loads(body)
    except ValueError:
        return {}
    return given if isinstance(given, dict) else {}


def _form(body: bytes, kind: str) -> dict[str, Any]:
    if "application/x-www-form-urlencoded" not in kind:
        return {}
    return dict(reversed(_pairs(body.decode("utf-8", "surrogateescape"))))


def _pairs(encoded: str) -> list[tuple[str, str]]:
    return parse_qsl(encoded, keep_blank_values=True, errors="surrogateescape")


async def _multipart(request: web.BaseRequest) -> tuple[dict[str, Any], dict[str, Upload]]:
    values: dict[str, Any] = {}
    files: dict[str, Upload] = {}
    try:
        form = await request.post()
    except web.HTTPRequestEntityTooLarge:
        raise ApiError(413, "Request Entity Too Large") from None
    except ValueError:
        raise ApiError(400, "Bad Request: can't parse form data headers") from None
    for quoted, field in form.items():
        name = unquote(quoted)
        if isinstance(field, web.FileField):
            with field.file as file:
                files.setdefault(name, Upload(unquote(field.filename), field.content_type, file.read()))
        else:
            values.setdefault(
                name, field if isinstance(field, str) else bytes(field).decode("utf-8", "surrogateescape")
            )
    return values, files
