"""Where a webhook may lead: to the public internet, unless the operator allows more.

Whoever names an address makes this server ask it, so an address inside the operator's own network
would open what only this server can reach. A name is resolved once, every address it stands for is
judged, and the call goes to an address that was judged: a name that leads elsewhere a moment later
changes nothing.
"""

import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.utils.encoding import iri_to_uri

Address = IPv4Address | IPv6Address

PORTS = {"https": 443, "http": 80}
TRANSLATED = ip_network("64:ff9b::/96")
"""IPv6 addresses that a gateway turns into the IPv4 address in their last 32 bits (RFC 6052)."""
NOT_HTTPS = "It has to begin with https://"
WRONG = "That is no address on the web"
NOT_ALLOWED = "It leads to {}, which is not on the public internet; the operator may allow it"
UNKNOWN = "Nobody knows an address of {}"


class Refused(Exception):  # noqa: N818 -- told in words
    """The address is one that this copy does not call."""


class Unresolved(Exception):  # noqa: N818 -- told in words
    """The name stands for no address just now."""


@dataclass(frozen=True)
class Target:
    """What is called: one of ``addresses``, as the ``host`` that was asked for."""

    scheme: str
    host: str
    port: int
    path: str
    addresses: tuple[Address, ...]

    @property
    def name(self) -> str:
        """The host as it stands in a request, with a port that is not the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"


def resolve(url: str) -> Target:
    """Return what ``url`` leads to now; raises ``Refused`` or ``Unresolved``."""
    parts = check(url)
    port = parts.port or PORTS[parts.scheme]
    try:
        host = (parts.hostname or "").encode("idna").decode()
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as failure:
        raise Unresolved(UNKNOWN.format(parts.hostname)) from failure
    addresses = tuple(dict.fromkeys(ip_address(str(row[4][0]).partition("%")[0]) for row in found))
    for address in addresses:
        if not may_be_called(address):
            raise Refused(NOT_ALLOWED.format(address))
    path = parts.path or "/"
    asked = f"{path}?{parts.query}" if parts.query else path
    return Target(parts.scheme, host, port, iri_to_uri(asked), addresses)


def check(url: str) -> SplitResult:
    """Return the parts of ``url``; raises ``Refused`` for what can be told without resolving it."""
    try:
        parts = urlsplit(url)
        port, host = parts.port, parts.hostname
    except ValueError as failure:
        raise Refused(WRONG) from failure
    if parts.scheme not in PORTS or not host or port == 0 or parts.username is not None:
        raise Refused(WRONG)
    if parts.scheme == "http" and not settings.WEBHOOK_HTTP:
        raise Refused(NOT_HTTPS)
    try:
        address = ip_address(host)
    except ValueError:
        return parts
    if not may_be_called(address):
        raise Refused(NOT_ALLOWED.format(address))
    return parts


def may_be_called(address: Address) -> bool:
    """Whether ``address`` is public, or in a network that the operator allows.

    An IPv6 address that leads to an IPv4 address is judged as that one.
    """
    hidden = _hidden(address)
    if hidden is not None:
        return may_be_called(hidden)
    allowed = any(address in network for network in settings.WEBHOOK_NETWORKS)
    return allowed or _is_public(address)


def _is_public(address: Address) -> bool:
    special = (
        address.is_private,
        address.is_loopback,
        address.is_link_local,
        address.is_multicast,
        address.is_reserved,
        address.is_unspecified,
    )
    return address.is_global and not any(special)


def _hidden(address: Address) -> IPv4Address | None:
    """Return the IPv4 address that an IPv6 address leads to, if it does."""
    if isinstance(address, IPv4Address):
        return None
    if address in TRANSLATED:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo
    return address.ipv4_mapped or address.sixtofour or (teredo[1] if teredo else None)
