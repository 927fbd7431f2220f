"""The answers of a Bot API server that are not `ok`: an HTTP status, a description and, at times, parameters."""

from collections.abc import Mapping

_PREFIXES = {400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 500: "Internal Server Error"}


class ApiError(Exception):
    """A refused call.

    `code` is both the HTTP status and `error_code`; `parameters` may hold `retry_after` (seconds) or
    `migrate_to_chat_id`.
    """

    def __init__(self, code: int, description: str, parameters: Mapping[str, int] | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = dict(parameters or {})


class MalformedError(Exception):
    """What the server could not accept in a request (400), before the wording of `refused` is put around it."""


def refused(message: str, code: int = 400) -> ApiError:
    """An error as the server words it: the name of the status, then the message with a small first letter.

    Names in capitals (`BUTTON_DATA_INVALID`) keep theirs.
    """
    prefix = _PREFIXES[code]
    if message.startswith(prefix):
        return ApiError(code, message)
    if len(message) < 2 or not (message[1] == "_" or "A" <= message[1] <= "Z"):
        message = message[:1].lower() + message[1:]
    return ApiError(code, f"{prefix}: {message}")


def too_many_requests(retry_after: int) -> ApiError:
    """429: nothing was done, and nothing will be for `retry_after` seconds."""
    return ApiError(429, f"Too Many Requests: retry after {retry_after}", {"retry_after": retry_after})


def conflict(message: str) -> ApiError:
    """409: two ways of receiving updates at once."""
    return ApiError(409, f"Conflict: {message}")
