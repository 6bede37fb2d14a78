"""The composition is checked as far as it can be without an engine: by its schema and by hand."""

import os
import re
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from time import monotonic
from typing import Any

import psutil
import pytest
from django.conf import settings
from ruamel.yaml import YAML

from tests.addresses import database_url, free_port

ROOT = Path(settings.ROOT)
PROGRAMS = Path(sys.executable).parent
PATIENCE = 1_000
"""How often a server of two processes is asked until each has answered."""


@pytest.fixture(scope="module")
def composition() -> dict[str, Any]:
    read: dict[str, Any] = YAML(typ="safe").load(ROOT / "docker-compose.yml")
    return read


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of data with the static files in it, without which no page can be drawn."""
    folder = tmp_path_factory.mktemp("var")
    command = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity=0"]
    subprocess.run(command, cwd=ROOT, env={**os.environ, "VAR_DIR": str(folder)}, check=True)
    return folder


def test_the_file_keeps_to_the_compose_schema() -> None:
    checker = str(PROGRAMS / "check-jsonschema")
    schema = ["--builtin-schema", "vendor.compose-spec", str(ROOT / "docker-compose.yml")]
    checked = subprocess.run([checker, *schema], check=False, capture_output=True)
    assert checked.returncode == 0, checked.stdout


def test_every_variable_has_its_line_in_the_example() -> None:
    used = set(re.findall(r"(?<!\$)\$\{(\w+)", (ROOT / "docker-compose.yml").read_text()))
    offered = re.findall(r"^(\w+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)
    assert used == set(offered)


def test_no_secret_stands_in_the_files() -> None:
    example = (ROOT / ".env.example").read_text()
    secrets = ["SECRET_KEY", "POSTGRES_PASSWORD", "REDIS_PASSWORD", "EMAIL_URL"]
    assert [re.search(rf"^{name}=(.*)$", example, re.MULTILINE)[1] for name in secrets] == [""] * 4  # type: ignore[index]


def test_the_program_is_told_only_what_the_settings_read(composition: dict[str, Any]) -> None:
    source = (ROOT / "changeprog" / "settings.py").read_text()
    read = set(re.findall(r'env\.\w+\(\s*"(\w+)"', source))
    told = set(composition["x-program"]["environment"])
    assert told - read == set()


@contextmanager
def by_hand(command: list[str], **settings: str) -> Iterator[int]:
    """Start a service's own command on loopback with production's variables; yield its port."""
    port = free_port()
    changed = {"0.0.0.0": "127.0.0.1", "8000": str(port)}  # noqa: S104 -- taken out, not in
    environment = {
        **os.environ,
        "SECRET_KEY": "long and random enough for a test " * 2,
        "BASE_URL": "https://change.example.org",
        "ALLOWED_HOSTS": "change.example.org",
        "TRUSTED_PROXIES": "1",
        "EMAIL_URL": "",
        "MAIL_FROM": "",
        **settings,
    }
    program = [str(PROGRAMS / command[0]), *(changed.get(word, word) for word in command[1:])]
    process = subprocess.Popen(program, cwd=ROOT, env=environment)
    try:
        yield port
    finally:
        family = [process, *psutil.Process(process.pid).children(recursive=True)]
        process.terminate()
        try:
            process.wait(20)
        finally:
            for member in family[1:]:
                if isinstance(member, psutil.Process) and member.is_running():
                    member.kill()


def answer(port: int, path: str, **headers: str) -> tuple[int, str]:
    """Return status and body of a GET, asked again until the server has come up."""
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers=headers)
    deadline = monotonic() + 120
    while True:
        try:
            with urllib.request.urlopen(request, timeout=5) as response:
                return response.status, response.read().decode()
        except urllib.error.HTTPError as refusal:
            return refusal.code, refusal.read().decode()
        except OSError:
            if monotonic() > deadline:
                raise


def test_the_web_command_answers_health(composition: dict[str, Any]) -> None:
    with by_hand(composition["services"]["web"]["command"]) as port:
        assert answer(port, "/health/") == (200, '{"status": "ok"}')


def test_the_live_command_answers_and_lets_no_stranger_in(composition: dict[str, Any]) -> None:
    with by_hand(composition["services"]["live"]["command"]) as port:
        status, _ = answer(port, "/live/home/nowhere1/")
        assert status in {403, 404}


def sent_on(port: int, path: str) -> int:
    """Return the status of a GET that came by HTTPS; nobody goes where it leads."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path, headers={"X-Forwarded-Proto": "https"})
    status = connection.getresponse().status
    connection.close()
    return status


@pytest.mark.django_db
def test_both_processes_of_a_web_server_count_together(
    composition: dict[str, Any], collected: Path, tmp_path: Path
) -> None:
    counting = {
        "DATABASE_URL": database_url(),
        "METRICS_TOKEN": "of-the-tests",
        "PROMETHEUS_MULTIPROC_DIR": str(tmp_path),
        "VAR_DIR": str(collected),
    }
    with by_hand(composition["services"]["web"]["command"], **counting) as port:
        assert answer(port, "/health/live/")[0] == 200
        asked = 0
        while len(writers(tmp_path)) < 2 and asked < PATIENCE:
            assert sent_on(port, "/accounts/logout/") == 302
            asked += 1
        _, numbers = answer(port, "/metrics/", Authorization="Bearer of-the-tests")
        name = r'^changeprog_requests_total{.*view="account_logout"} (\S+)$'
        counted = re.findall(name, numbers, re.MULTILINE)
        assert (sum(map(float, counted)), answer(port, "/metrics/")[0]) == (asked, 404)
    assert asked < PATIENCE, "the premise: there are two, and each was asked"


def writers(folder: Path) -> set[str]:
    """Return the processes that have counted something."""
    return {path.stem.rpartition("_")[2] for path in folder.glob("counter_*.db")}


def test_a_stream_server_tells_how_it_is(composition: dict[str, Any]) -> None:
    with by_hand(composition["services"]["live"]["command"], METRICS_TOKEN="of-tests") as port:
        assert answer(port, "/live/health/") == (200, "ok")
        _, numbers = answer(port, "/live/metrics/", Authorization="Bearer of-tests")
        assert "\nchangeprog_live_connections 0.0\n" in numbers
        assert answer(port, "/live/metrics/")[0] == 404


@pytest.mark.parametrize("service", ["worker", "beat"])
def test_the_job_commands_are_spelt_right(composition: dict[str, Any], service: str) -> None:
    program, *words = composition["services"][service]["command"]
    asked = subprocess.run(
        [PROGRAMS / program, *words[:3], "--help"], cwd=ROOT, check=False, capture_output=True
    )
    assert asked.returncode == 0
    known = set(re.findall(r"--[a-z-]+", asked.stdout.decode()))
    assert {word for word in words[3:] if word.startswith("--")} <= known
