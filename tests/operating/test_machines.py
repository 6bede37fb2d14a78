"""What monitoring may ask, what it reads there, and what it never does."""

import json
import logging
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import psycopg
import pytest
import structlog
import time_machine
from django.conf import LazySettings, settings
from django.db import IntegrityError
from django.test import Client
from django.utils.timezone import now

from changeprog import liveness, logs, metrics
from changeprog.accounts.models import Invitation
from changeprog.live.measures import Measures
from changeprog.programme.models import Person

BEARER = {"Authorization": "Bearer of-the-tests"}


@pytest.fixture
def logging_again() -> Iterator[None]:
    """Whatever a test configures, the next one finds what the settings say."""
    yield
    logs.configure(settings.LOGGING)


@pytest.fixture
def token(settings: LazySettings) -> None:
    settings.METRICS_TOKEN = "of-the-tests"


def numbers(client: Client) -> dict[str, float]:
    """Read all numbers as Prometheus does: by name and labels."""
    answer = client.get("/metrics/", headers=BEARER)
    assert answer.status_code == 200
    found = re.findall(r"^(changeprog_\S+) (\S+)$", answer.content.decode(), re.MULTILINE)
    return {name: float(number) for name, number in found}


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer of-others"}])
def test_without_the_token_there_is_nothing(
    client: Client, token: None, headers: dict[str, str]
) -> None:
    answer = client.get("/metrics/", headers=headers)
    assert (answer.status_code, answer.content) == (404, b"")


@pytest.mark.parametrize("told", ["Bearer ", "Bearer", ""])
def test_without_a_token_in_the_settings_nobody_reads_them(
    client: Client, settings: LazySettings, told: str
) -> None:
    settings.METRICS_TOKEN = ""
    assert client.get("/metrics/", headers={"Authorization": told}).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/health/", "/health/live/", "/metrics/"])
def test_machines_ask_by_any_name_and_without_https(
    client: Client, token: None, settings: LazySettings, path: str
) -> None:
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/accounts/login/", headers={"Host": "10.0.0.7:8000"}).status_code == 400
    answer = client.get(path, headers={"Host": "10.0.0.7:8000", **BEARER})
    assert answer.status_code == 200


@pytest.mark.django_db
def test_ready_is_who_reaches_the_database_and_alive_who_answers(client: Client) -> None:
    with patch("changeprog.metrics.psycopg.connect", side_effect=psycopg.OperationalError):
        assert client.get("/health/").status_code == 503
        assert client.get("/health/live/").status_code == 200
    assert client.get("/health/").json() == {"status": "ok"}


@pytest.mark.django_db
def test_a_request_is_counted_by_its_view_and_status(client: Client, token: None) -> None:
    name = 'changeprog_requests_total{method="GET",status="302",view="account_login"}'
    before = numbers(client).get(name, 0)
    client.get("/accounts/login/")
    assert numbers(client)[name] == before + 1


@pytest.mark.django_db
def test_waiting_work_tells_how_old_it_is(client: Client, token: None, champion: Person) -> None:
    name = 'changeprog_work_waiting_seconds{work="invitations"}'
    assert champion.user is not None
    Invitation.make("nia@example.org", "x", champion.user)
    ages = {}
    for minutes in (0, 2, 16, 70):
        with time_machine.travel(now() + timedelta(minutes=minutes), tick=False):
            ages[minutes] = numbers(client)[name]
    assert ages == {0: 0, 2: 60, 16: 900, 70: 3600}


def test_no_step_is_asked_for_after_the_first_no() -> None:
    asked = []

    def undone(moment: Any) -> bool:
        asked.append(moment)
        return False

    with patch.dict(liveness._questions, {"work": undone}, clear=True):
        assert liveness.ages(now(), metrics.AGES) == [("work", 0)]
    assert len(asked) == 1


def test_no_number_names_anybody(client: Client, token: None, champion: Person) -> None:
    client.force_login(champion.user)  # type: ignore[arg-type]
    assert client.get(f"/p/{champion.programme.key}/home/").status_code == 200
    told = client.get("/metrics/", headers=BEARER).content.decode()
    assert 'view="programme:whole"' in told
    words = {champion.name, champion.programme.name, champion.programme.key, champion.email}
    assert {word for word in words if word and word in told} == set()


def test_without_redis_and_without_a_database_it_still_says_so(
    client: Client, token: None, db: None
) -> None:
    with patch("changeprog.vault.store", side_effect=OSError):
        assert numbers(client)["changeprog_queue_up"] == 0
    with patch("changeprog.metrics.psycopg.connect", side_effect=psycopg.OperationalError):
        without = numbers(client)
    assert without["changeprog_database_up"] == 0
    assert "changeprog_queue_up" not in without


def test_a_log_line_names_the_route_and_never_the_path(client: Client, champion: Person) -> None:
    client.force_login(champion.user)  # type: ignore[arg-type]
    with patch.object(logs, "log") as log:
        client.get(f"/p/{champion.programme.key}/home/?q=Petra")
    said = repr(log.info.call_args)
    assert "p/<str:programme>/home/" in said
    assert {champion.programme.key in said, "Petra" in said} == {False}


@pytest.mark.parametrize(
    "failure",
    [
        OSError("{'petra@example.org': (550, b'no such user')}"),
        IntegrityError("refused\nDETAIL:  Key (name)=(Petra) already exists.\n"),
        ValueError(repr(IntegrityError("refused\nDETAIL:  Key (name)=(Petra) exists."))),
    ],
)
def test_a_failure_is_logged_without_whom_it_concerns(
    failure: Exception, logging_again: None, capfd: pytest.CaptureFixture[str]
) -> None:
    logs.configure({"format": "json", "level": "INFO"})
    structlog.get_logger("operating").error("mail.away", failure=str(failure), exc_info=failure)
    logging.getLogger("operating").error("Away: %s", failure, exc_info=failure)
    said = capfd.readouterr().err
    assert [json.loads(line)["level"] for line in said.splitlines()] == ["error", "error"]
    assert "Error" in said
    assert "petra" not in said.lower()


def measures(token: str, *, closing: bool = False) -> Measures:
    return Measures(token, lambda: closing, lambda: [("connections", "Live pages.", 3)])


def test_streams_tell_the_bearer_how_many_there_are() -> None:
    told = measures("of-the-tests").answer("/live/metrics/", BEARER["Authorization"])
    assert told is not None
    assert (told[0], b"\nchangeprog_live_connections 3.0\n" in told[1]) == (200, True)


@pytest.mark.parametrize(("token", "bearer"), [("of-the-tests", "Bearer x"), ("", "Bearer ")])
def test_streams_tell_nobody_else(token: str, bearer: str) -> None:
    told = measures(token).answer("/live/metrics/", bearer)
    assert told is not None
    assert told[0] == 404


def test_streams_that_close_are_not_well() -> None:
    assert measures("").answer("/live/health/", "") == (200, b"ok")
    assert measures("", closing=True).answer("/live/health/", "") == (503, b"closing")
    assert measures("").answer("/live/home/k3y/", "") is None
