"""Which browser it is and from where, as roughly as helps to recognise a session of one's own."""

import re
from ipaddress import ip_address, ip_network

#: in the order in which they must be looked for: most claim to be those that come later
_BROWSERS = (
    ("Edg", "Edge"), ("OPR", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"), ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"), ("Chromium", "Chromium"), ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
_SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"), ("Linux", "Linux"),
)  # fmt: skip


def family(user_agent: str) -> str:
    """ "Firefox, Windows"; an empty text for a browser nobody knows. Nothing else of what it says is kept."""
    browser = next((name for mark, name in _BROWSERS if re.search(rf"\b{mark}[A-Za-z]*/", user_agent)), "")
    system = next((name for mark, name in _SYSTEMS if mark in user_agent), "")
    return ", ".join(part for part in (browser, system) if part)


def network(host: str) -> str:
    """The neighbourhood of an address: its /24, for IPv6 its /48; an empty text for what is no address."""
    try:
        address = ip_address(host)
    except ValueError:
        return ""
    if address.is_loopback:
        return str(address)
    return str(ip_network((address, 24 if address.version == 4 else 48), strict=False))
