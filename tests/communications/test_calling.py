"""One call to an address outside, over real sockets: bounded, and only to who was judged."""

import socket
import subprocess
from collections.abc import Iterator
from ipaddress import ip_network
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest
from django.conf import LazySettings

from changeprog.communications import calling
from changeprog.communications.addresses import Refused, resolve
from changeprog.communications.calling import Answer, post
from tests.listener import Listener, Reply, listening

NAME = "hooks.example.test"


@pytest.fixture(autouse=True)
def allowed(settings: LazySettings) -> None:
    """Let this machine be called, without encryption."""
    settings.WEBHOOK_NETWORKS = [ip_network("127.0.0.1/32")]
    settings.WEBHOOK_HTTP = True


@pytest.fixture
def listener() -> Iterator[Listener]:
    with listening() as made:
        yield made


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calling, "DEADLINE", 0.4)


def say(url: str, body: bytes = b"{}") -> Answer:
    return post(resolve(url), body, {"Content-Type": "application/json"})


def stand_for(monkeypatch: pytest.MonkeyPatch, *turns: str) -> list[str]:
    """Let ``NAME`` stand for another address each time it is asked for, at last the same."""
    real, asked = socket.getaddrinfo, list[str]()

    def getaddrinfo(host: Any, *args: Any, **named: Any) -> Any:
        if host in {NAME, NAME.encode()}:
            asked.append(NAME)
            host = turns[min(len(asked), len(turns)) - 1]
        return real(host, *args, **named)

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return asked


def test_what_is_sent_arrives_as_it_is(listener: Listener) -> None:
    answer = say(listener.url, '{"text":"Zürich"}'.encode())
    assert (answer.code, answer.words, answer.is_taken) == (200, "ok", True)
    (heard,) = listener.heard
    assert (heard.path, heard.body) == ("/hooks/1?to=crm", '{"text":"Zürich"}'.encode())
    assert heard.headers["Host"] == f"127.0.0.1:{listener.port}"
    assert "Authorization" not in heard.headers


def test_a_redirection_is_not_followed(listener: Listener) -> None:
    with listening() as elsewhere:
        for status in (301, 302, 303, 307, 308):
            listener.say(Reply(status, headers={"Location": elsewhere.url}))
            answer = say(listener.url)
            assert (answer.code, answer.is_taken, answer.may_come_right) == (status, False, False)
        assert "leads elsewhere" in answer.reason
        assert elsewhere.heard == []


def test_the_call_goes_to_the_address_that_was_judged(
    monkeypatch: pytest.MonkeyPatch, listener: Listener
) -> None:
    with listening("127.0.0.2", port=listener.port) as inside:
        asked = stand_for(monkeypatch, "127.0.0.1", "127.0.0.2")
        assert say(listener.named(NAME)).is_taken
        assert (len(listener.heard), len(inside.heard), asked) == (1, 0, [NAME])
        assert listener.heard[0].headers["Host"] == f"{NAME}:{listener.port}"
        with pytest.raises(Refused):
            say(listener.named(NAME))
        assert (len(listener.heard), len(inside.heard)) == (1, 0)


def test_no_proxy_of_the_environment_is_asked(
    monkeypatch: pytest.MonkeyPatch, listener: Listener
) -> None:
    with listening() as proxy:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url)
        assert say(listener.url).is_taken
        assert proxy.heard == []


def test_who_never_answers_is_left(listener: Listener, impatient: None) -> None:
    listener.say(Reply(silent=2))
    began = perf_counter()
    answer = say(listener.url)
    assert (answer.code, answer.may_come_right) == (0, True)
    assert perf_counter() - began < 1.5


def test_who_answers_a_byte_at_a_time_is_left(listener: Listener, impatient: None) -> None:
    listener.say(Reply(body=b"x" * 40, drip=0.1))
    began = perf_counter()
    answer = say(listener.url)
    assert (answer.code, answer.may_come_right) == (0, True)
    assert perf_counter() - began < 1.5


def test_only_the_beginning_of_a_long_answer_is_read(listener: Listener) -> None:
    listener.say(Reply(body=b"<b>" + b"x" * 5_000_000))
    answer = say(listener.url)
    assert (answer.code, len(answer.words), answer.words[:4]) == (200, calling.SHOWN, "<b>x")


def test_what_is_no_text_is_kept_harmless(listener: Listener) -> None:
    listener.say(Reply(body=b"\x00a\r\nb\xff\x1b[31m"))
    words = say(listener.url).words
    assert [sign for sign in words if sign < " "] == []
    listener.say(Reply(body=b"\x1f\x8b" + b"0" * 20, headers={"Content-Encoding": "gzip"}))
    assert say(listener.url).words == ""


def test_a_connection_that_is_lost_or_refused_may_come_right(listener: Listener) -> None:
    listener.say(Reply(drop=True))
    lost = say(listener.url)
    with listening() as gone:
        url = gone.url
    refused = say(url)
    assert [(each.code, each.may_come_right) for each in (lost, refused)] == [(0, True)] * 2


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 422])
def test_what_it_says_no_to_stays_so(listener: Listener, status: int) -> None:
    listener.say(Reply(status))
    answer = say(listener.url)
    assert (answer.is_taken, answer.may_come_right) == (False, False)


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504])
def test_what_it_cannot_do_just_now_may_come_right(listener: Listener, status: int) -> None:
    listener.say(Reply(status, headers={"Retry-After": "120"}))
    answer = say(listener.url)
    assert (answer.is_taken, answer.may_come_right) == (False, True)
    assert answer.wait.total_seconds() == 120


def test_https_is_held_to_the_name_that_was_asked_for(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    certificate = certify(tmp_path, NAME)
    stand_for(monkeypatch, "127.0.0.1")
    with listening(certificate=certificate) as listener:
        unknown = say(listener.named(NAME))
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        right, wrong = say(listener.named(NAME)), say(listener.url)
    assert (right.code, len(listener.heard)) == (200, 1)
    assert ["CERTIFICATE_VERIFY_FAILED" in each.words for each in (unknown, wrong)] == [True, True]


def certify(folder: Path, name: str) -> Path:
    """Return a file with a key and a certificate for ``name`` that nobody has signed."""
    key, certificate, both = folder / "key.pem", folder / "certificate.pem", folder / "both.pem"
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    named = ["-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}"]
    files = ["-keyout", str(key), "-out", str(certificate)]
    subprocess.run([*made, *named, *files], check=True, capture_output=True)
    both.write_bytes(key.read_bytes() + certificate.read_bytes())
    return both
