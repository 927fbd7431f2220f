"""Links in texts and buttons, checked as tdlib does (td/telegram/LinkManager.cpp)."""

import re

from tests.doubles.bot_api.errors import MalformedError


def user_of_link(link: str) -> int | None:
    """The user of a `tg://user?id=…` link."""
    found = re.match(r"tg:(?://)?user/?\?(?:.*&)?id=(\d+)(?:[&#]|$)", link.lower())
    return int(found[1]) if found else None


def check_link(link: str) -> str:
    """A link as the server keeps it. Raises MalformedError (`URL '…' is invalid: …`)."""
    found = re.match(r"(?:([a-z][a-z0-9+.-]*)://)?([^/?#]*)(.*)$", link, re.IGNORECASE | re.DOTALL)
    scheme = (found[1] or "http").lower() if found else ""
    host, rest = (found[2].rsplit("@", 1)[-1], found[3]) if found else ("", "")
    if scheme in {"tg", "ton", "tonsite"} and host:
        return f"{scheme}://{host.lower()}{rest}"
    if scheme not in {"http", "https"}:
        raise MalformedError(f"URL '{link}' is invalid: Unsupported URL protocol")
    if not host.partition(":")[0]:
        raise MalformedError(f"URL '{link}' is invalid: URL host is empty")
    if re.search(r"[\s<>\"]", host):
        raise MalformedError(f"URL '{link}' is invalid: Disallowed character in URL host")
    if "." not in host and not host.startswith("["):
        raise MalformedError(f"URL '{link}' is invalid: Wrong HTTP URL")
    rest = rest if rest.startswith("/") else "/" + rest
    return f"{scheme}://{host.lower()}{rest.rstrip()}"
