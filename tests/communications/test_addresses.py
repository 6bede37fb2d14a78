"""Which addresses a webhook may lead to."""

import socket
from ipaddress import ip_address, ip_network
from typing import Any

import pytest
from django.conf import LazySettings
from hypothesis import given
from hypothesis import strategies as some

from changeprog.communications.addresses import Refused, Unresolved, check, may_be_called, resolve

REFUSED = [
    "127.0.0.1",
    "127.8.9.10",
    "10.1.2.3",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "169.254.169.254",  # where clouds keep their secrets
    "100.64.0.1",
    "0.0.0.0",  # noqa: S104 -- refused, not bound
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "192.0.2.1",
    "198.18.0.1",
    "::",
    "::1",
    "fe80::1",
    "fc00::1",
    "fd12:3456::1",
    "ff02::1",
    "2001:db8::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:169.254.169.254",
    "::127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::a00:1",
    "2002:7f00:1::",
    "2002:a00:1::1",
    "2001:0:4136:e378:8000:63bf:80ff:fffe",
]
CALLED = ["93.184.215.14", "1.1.1.1", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101"]


@pytest.mark.parametrize("address", REFUSED)
def test_what_is_not_public_is_refused(address: str) -> None:
    assert not may_be_called(ip_address(address))


@pytest.mark.parametrize("address", CALLED)
def test_what_is_public_is_called(address: str) -> None:
    assert may_be_called(ip_address(address))


@given(some.ip_addresses(v=4))
def test_an_address_is_judged_alike_however_it_is_written(address: Any) -> None:
    mapped = ip_address(f"::ffff:{address}")
    translated = ip_address(int(ip_address("64:ff9b::")) + int(address))
    judged = [may_be_called(each) for each in (address, mapped, translated)]
    assert judged == [may_be_called(address)] * 3


def test_the_operator_allows_a_network_and_no_more(settings: LazySettings) -> None:
    settings.WEBHOOK_NETWORKS = [ip_network("10.20.0.0/16")]
    judged = [
        may_be_called(ip_address(each)) for each in ("10.20.3.4", "::ffff:10.20.3.4", "10.21.0.1")
    ]
    assert judged == [True, True, False]


@pytest.mark.parametrize(
    "url",
    [
        "http://93.184.215.14/",
        "https://127.0.0.1/",
        "https://[::1]/hooks",
        "https://[::ffff:10.0.0.1]/",
        "https://169.254.169.254/latest/meta-data/",
        "https://user:word@example.org/",
        "https://example.org:0/",
        "https://example.org:99999/",
        "https:///hooks",
        "ftp://example.org/",
        "file:///etc/passwd",
        "gopher://example.org/",
        "javascript:alert(1)",
        "//example.org/hooks",
        "https://[example/",
        "",
    ],
)
def test_what_can_be_told_at_once_is_refused_at_once(url: str) -> None:
    with pytest.raises(Refused):
        check(url)


def names(monkeypatch: pytest.MonkeyPatch, *found: str) -> list[str]:
    """Let every name stand for the addresses ``found``; return the names that are asked for."""
    asked: list[str] = []

    def getaddrinfo(host: str, port: int, **_: Any) -> list[Any]:
        asked.append(host)
        if not found:
            raise socket.gaierror(-2, "Name or service not known")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port)) for each in found]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return asked


def test_a_name_is_what_its_addresses_are(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = names(monkeypatch, "1.1.1.1", "1.0.0.1", "1.1.1.1")
    target = resolve("https://Hooks.Example.org:8443/a%20b/ü?x=1#y")
    assert asked == ["hooks.example.org"]
    assert target.addresses == (ip_address("1.1.1.1"), ip_address("1.0.0.1"))
    assert (target.name, target.port) == ("hooks.example.org:8443", 8443)
    assert target.path == "/a%20b/%C3%BC?x=1"


@pytest.mark.parametrize("inside", ["127.0.0.1", "10.0.0.1", "::1", "fe80::1%eth0"])
def test_a_name_that_leads_inside_as_well_is_refused(
    monkeypatch: pytest.MonkeyPatch, inside: str
) -> None:
    names(monkeypatch, "1.1.1.1", inside)
    with pytest.raises(Refused, match="not on the public internet"):
        resolve("https://hooks.example.org/")


def test_a_name_that_nobody_knows_may_be_known_later(monkeypatch: pytest.MonkeyPatch) -> None:
    names(monkeypatch)
    with pytest.raises(Unresolved, match="Nobody knows an address of hooks"):
        resolve("https://hooks.example.org/")


def test_a_path_that_looks_like_a_host_stays_a_path(monkeypatch: pytest.MonkeyPatch) -> None:
    names(monkeypatch, "1.1.1.1")
    target = resolve("https://hooks.example.org//inside.example.org/x")
    assert (target.host, target.path) == ("hooks.example.org", "//inside.example.org/x")
