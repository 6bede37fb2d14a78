"""The composition is checked as far as it can be without an engine: by its schema and by hand."""

import os
import re
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import Any

import psutil
import pytest
from django.conf import settings
from ruamel.yaml import YAML

ROOT = Path(settings.ROOT)
PROGRAMS = Path(sys.executable).parent


@pytest.fixture(scope="module")
def composition() -> dict[str, Any]:
    read: dict[str, Any] = YAML(typ="safe").load(ROOT / "docker-compose.yml")
    return read


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


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def by_hand(command: list[str]) -> Iterator[int]:
    """Start a service's own command on loopback with production's variables; yield its port."""
    port = free_port()
    changed = {"0.0.0.0": "127.0.0.1", "8000": str(port)}  # noqa: S104 -- taken out, not in
    environment = {
        **os.environ,
        "SECRET_KEY": "long and random enough for a test " * 2,
        "BASE_URL": "https://change.example.org",
        "ALLOWED_HOSTS": "change.example.org",
        "TRUSTED_PROXIES": "1",
        "DATABASE_URL": os.environ["DATABASE_URL"],
        "EMAIL_URL": "",
        "MAIL_FROM": "",
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


def answer(port: int, path: str) -> tuple[int, str]:
    """Return status and body of a GET, asked again until the server has come up."""
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}")
    deadline = monotonic() + 30
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


@pytest.mark.parametrize("service", ["worker", "beat"])
def test_the_job_commands_are_spelt_right(composition: dict[str, Any], service: str) -> None:
    program, *words = composition["services"][service]["command"]
    asked = subprocess.run(
        [PROGRAMS / program, *words[:3], "--help"], cwd=ROOT, check=False, capture_output=True
    )
    assert asked.returncode == 0
    known = set(re.findall(r"--[a-z-]+", asked.stdout.decode()))
    assert {word for word in words[3:] if word.startswith("--")} <= known
