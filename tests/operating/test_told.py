"""What docs/operating.md and README tell an administrator is what the programs do."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from ruamel.yaml import YAML

from changeprog import metrics

ROOT = Path(settings.ROOT)
GUIDE = (ROOT / "docs" / "operating.md").read_text()
LEVELS = {"debug", "info", "warning", "error", "exception"}
OF_DEVELOPMENT = {"LIVE_REDIS_URL"}
"""Variables that only tests and benchmarks set."""


def logged() -> Iterator[str]:
    """Yield the event of every log line that the app writes."""
    for top in ("changeprog", "teams", "stakeholders", "workshops"):
        for file in (ROOT / top).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text())):
                match node:
                    case ast.Call(
                        func=ast.Attribute(value=ast.Name(id="log"), attr=level),
                        args=[ast.Constant(value=str(event)), *_],
                    ) if level in LEVELS:
                        yield event


def section(title: str) -> str:
    """Return one section of the guide."""
    return GUIDE.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def test_every_log_line_is_explained() -> None:
    rows = re.findall(r"^\| (`[^|]+) \|", section("Logs"), re.MULTILINE)
    explained = {event for row in rows for event in re.findall(r"`([a-z_.]+)`", row)}
    assert set(logged()) == explained


@pytest.mark.django_db
def test_every_number_is_explained() -> None:
    told = set(
        re.findall(
            rb"^# TYPE (\w+) (?:counter|gauge|histogram)", metrics.exposition(), re.MULTILINE
        )
    )
    names = {re.sub("_(created|bucket)$", "", name.decode()) for name in told}
    assert len(names) > 5
    assert {name for name in names if f"`{name}" not in section("Metrics")} == set()


@pytest.mark.parametrize("service", ["web", "live", "worker", "beat"])
def test_a_unit_runs_what_the_composition_runs(service: str) -> None:
    composition = YAML(typ="safe").load(ROOT / "docker-compose.yml")
    command = " ".join(composition["services"][service]["command"])
    by_hand = command.replace("0.0.0.0", "127.0.0.1")  # noqa: S104 -- taken out, not in
    if service == "live":
        by_hand = by_hand.replace("--port 8000", "--port 8001")
    assert by_hand in section("Install it")


def test_readme_lists_every_variable() -> None:
    read = set(re.findall(r'env\.\w+\(\s*"(\w+)"', (ROOT / "changeprog/settings.py").read_text()))
    table = (
        (ROOT / "README.md").read_text().partition("\n## Configure it\n")[2].partition("\n## ")[0]
    )
    rows = re.findall(r"^\| (`[^|]+) \|", table, re.MULTILINE)
    listed = {name for row in rows for name in re.findall(r"`(\w+)`", row)}
    assert read - OF_DEVELOPMENT == listed - {"PORT", "HOST"}
