"""Which addresses we send to: https ones of the internet, never those of our own network (S7-S12)."""

from ipaddress import ip_address
from urllib.parse import urlsplit


class NotAllowed(ValueError):
    """We do not send there; the text says why, for whoever set it up."""


def check(url: str, *, inside: bool) -> str:
    """The address as it may be kept; with `inside` also plain http and our own network. Raises NotAllowed."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise NotAllowed("this is no web address") from None
    if not host or parts.scheme not in ("https", *(["http"] if inside else [])):
        raise NotAllowed("write an address that begins with https://")
    if parts.username or parts.password or parts.fragment or port == 0 or not url.isascii() or not url.isprintable():
        raise NotAllowed("write the address without a password and without #")
    if not inside and is_inside(host):
        raise NotAllowed("this address is inside our own network")
    return url


def is_inside(host: str) -> bool:
    """Is this the number of a machine that is not in the open internet? A name says nothing yet."""
    try:
        address = ip_address(host.strip("[]").partition("%")[0])
        inner = getattr(address, "ipv4_mapped", None) or address
        return not inner.is_global or inner.is_multicast
    except ValueError:
        return host == "localhost" or host.endswith((".localhost", ".internal", ".local"))
