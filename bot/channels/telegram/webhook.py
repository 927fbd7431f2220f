"""The door for updates that Telegram pushes; the web application mounts it at `PATH`.

Telegram repeats an update until it reads a 2xx, and holds back the rest of that chat meanwhile. So everything that
carries our secret and is JSON is stored, and 2xx is answered only after that.
"""

import hmac
import logging
import re
from collections.abc import Mapping

from bot.channels.base import Store
from bot.channels.telegram.updates import parse, raw_update

PATH = "/telegram/webhook"

#: bytes; Telegram's own updates are far below
LARGEST_BODY = 1_000_000

_HEADER = "X-Telegram-Bot-Api-Secret-Token"
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")

_log = logging.getLogger(__name__)


class Webhook:
    """Takes one pushed update at a time. Raises ValueError when built without a usable secret."""

    def __init__(self, secret: str) -> None:
        if not _SECRET.fullmatch(secret):
            raise ValueError(
                "the Telegram webhook needs a secret of 1 to 256 characters out of A-Z a-z 0-9 _ - "
                "(COMPAGNON_TELEGRAM_WEBHOOK_SECRET)"
            )
        self._secret = secret.encode()

    async def accept(self, headers: Mapping[str, str], body: bytes, store: Store) -> int:
        """Store the update; the answer is the HTTP status.

        `headers` may be case-insensitive or written as on the wire or in lower case. 401 the secret is wrong,
        413 too large, 400 not a JSON object, 503 not stored (Telegram will come back), 200 stored.
        """
        given = headers.get(_HEADER) or headers.get(_HEADER.lower()) or ""
        if not hmac.compare_digest(given.encode("utf-8", "replace"), self._secret):
            return 401
        if len(body) > LARGEST_BODY:
            return 413
        update = raw_update(body)
        if not update.place and not _is_object(body):
            return 400
        try:
            await store([update])
        except Exception as error:
            _log.error("telegram: an update could not be stored, Telegram will repeat it (%s)", type(error).__name__)
            return 503
        return 200


def _is_object(body: bytes) -> bool:
    try:
        return isinstance(parse(body), dict)
    except ValueError:
        return False
