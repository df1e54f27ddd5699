"""Which addresses a fetch may reach: public ones alone, checked after the name is looked up.

A page could name, or redirect to, a machine inside the network of whoever fetches it; a name could
mean a public address when it is checked and a private one a moment later. So the address itself
is checked, and the connection is made to that address and to no other.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable
from urllib.parse import SplitResult, urlsplit

from gazetteer.errors import UnusableInput

__all__ = ["Guard", "is_public", "looked_up", "web_target"]

Guard = Callable[[str, int], bool]
"""Whether an address, as text, and a port may be reached."""

_PORTS = frozenset({80, 443, 8080, 8443})
# Addresses that carry an IPv4 address inside: NAT64 and 6to4 lead wherever that leads.
_CARRIERS = tuple(map(ipaddress.ip_network, ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16")))


def is_public(address: str, port: int) -> bool:
    """Whether an address is one of the open internet, and the port one of the web's."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is not None:
            ip = ip.ipv4_mapped
        elif ip.teredo is not None or any(ip in carrier for carrier in _CARRIERS):
            return False
    return ip.is_global and not ip.is_multicast and port in _PORTS


def web_target(url: str) -> tuple[SplitResult, str, int]:
    """Take an address apart: its parts, its host in ASCII, its port.

    Raises
    ------
    UnusableInput
        When it is no plain address of the web.
    """
    try:
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        host = (parts.hostname or "").encode("idna").decode("ascii")
    except (ValueError, UnicodeError) as error:
        raise _refused(url, "is no address") from error
    if parts.scheme not in {"http", "https"}:
        raise _refused(url, f"has the scheme {parts.scheme!r}, not http or https")
    if parts.username is not None or parts.password is not None:
        raise _refused(url, "carries a user's name or password")
    if not host or any(sign.isspace() or ord(sign) < 32 for sign in url):
        raise _refused(url, "names no host")
    return parts, host, port


def looked_up(host: str, port: int, guard: Guard) -> str:
    """Look a host up and give an address that may be reached.

    Raises
    ------
    UnusableInput
        When it has none, or one that may not be reached: a name with both is a trap.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise _refused(host, f"cannot be looked up ({error})") from error
    addresses = list(dict.fromkeys(str(one[4][0]) for one in found))
    barred = [address for address in addresses if not guard(address, port)]
    if barred or not addresses:
        shown = barred[0] if barred else "nothing"
        raise _refused(host, f"leads to {shown} port {port}, which is not of the open web")
    return addresses[0]


def _refused(what: str, why: str) -> UnusableInput:
    shown = what if len(what) <= 200 else f"{what[:199]}…"
    return UnusableInput(
        f"{shown!r} {why}: it is not fetched", remedy="save the page yourself and add the file"
    )
