"""The command ``bin/bench``: run the benchmarks that are named, on throwaway engines."""

import argparse
import json
import logging
import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from importlib import import_module
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from django.db import connection  # noqa: E402 -- after the engines are known
from django.test import override_settings  # noqa: E402
from django.test.runner import DiscoverRunner  # noqa: E402

from tests.bench import WARMING_UP, measure  # noqa: E402

NAMES = sorted(
    path.stem for path in Path(__file__).parent.glob("*.py") if not path.stem.startswith("_")
)
PLAIN = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}


def tell(words: str) -> None:
    """Say on the terminal how far it is; standard output has the figures only."""
    sys.stderr.write(words + ("\r" if words.startswith("  ") else "\n"))
    sys.stderr.flush()


@contextmanager
def a_database() -> Iterator[None]:
    """Provide an empty database that is gone afterwards."""
    runner = DiscoverRunner(verbosity=0, interactive=False)
    with redirect_stdout(sys.stderr):
        made = runner.setup_databases()
    try:
        yield
    finally:
        runner.teardown_databases(made)


def run(name: str, rounds: int) -> None:
    """Set the scene of one benchmark, measure its pages, print a line for each."""
    tell(f"{name}: setting the scene")
    scene = import_module(f"tests.bench.{name}").scene()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    measured = measure(scene, rounds, lambda done: tell(f"  round {done}/{rounds + WARMING_UP}"))
    load, processors = os.getloadavg()[0], os.cpu_count()
    tell(f"\n{name}: done, at a load of {load:.1f} on {processors} processors")
    empty = measured[scene.empty.name]
    for page, found in measured.items():
        sys.stdout.write(json.dumps({"bench": name, "page": page, **found.line(empty)}) + "\n")
    sys.stdout.flush()


def main() -> None:
    parser = argparse.ArgumentParser(prog="bin/bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="name", help=f"which: {', '.join(NAMES)}")
    parser.add_argument("--rounds", type=int, default=30, help="requests of each page (30)")
    asked = parser.parse_args()
    if unknown := set(asked.names) - set(NAMES):
        parser.error(f"no benchmark is called {', '.join(sorted(unknown))}")
    logging.disable(logging.WARNING)
    warnings.filterwarnings("ignore", message="No directory at")
    with a_database(), override_settings(STORAGES=PLAIN):
        for name in asked.names or NAMES:
            run(name, max(asked.rounds, 2))


if __name__ == "__main__":
    main()
