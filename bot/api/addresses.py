"""Which addresses we send to: https ones of the internet, never those of our own network (S7-S12)."""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Final
from urllib.parse import urlsplit

#: IPv6 addresses whose last four bytes a gateway takes for those of IPv4 (RFC 6052)
_NAT64: Final = IPv6Network("64:ff9b::/96")


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
        return any(not one.is_global or one.is_multicast for one in (address, *_within(address)))
    except ValueError:
        host = host.rstrip(".")
        return host == "localhost" or host.endswith((".localhost", ".internal", ".local"))


def _within(address: IPv4Address | IPv6Address) -> list[IPv4Address]:
    """The IPv4 addresses that what is sent to an IPv6 address may reach."""
    if isinstance(address, IPv4Address):
        return []
    found = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if address in _NAT64:
        found.append(IPv4Address(address.packed[-4:]))
    return [one for one in found if one is not None]
