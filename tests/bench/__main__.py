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
from pkgutil import iter_modules
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from django.db import connection  # noqa: E402 -- after the engines are known
from django.test import override_settings  # noqa: E402
from django.test.runner import DiscoverRunner  # noqa: E402

from tests.bench import WARMING_UP, measure  # noqa: E402

NAMES = sorted(found.name for found in iter_modules([str(Path(__file__).parent)]))
NAMES.remove("__main__")
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


def pages(module: Any, rounds: int) -> Iterator[dict[str, Any]]:
    """Set the scene of a benchmark, measure its pages, and yield a line for each."""
    scene = module.scene()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    measured = measure(scene, rounds, lambda done: tell(f"  round {done}/{rounds + WARMING_UP}"))
    empty = measured[scene.empty.name]
    for page, found in measured.items():
        yield {"page": page, **found.line(empty)}


def run(name: str, rounds: int) -> None:
    """Run one benchmark and print its lines: those of its scene's pages, or its own."""
    tell(f"{name}: setting the scene")
    module = import_module(f"tests.bench.{name}")
    own = getattr(module, "lines", None)
    for line in own(rounds, tell) if own else pages(module, rounds):
        sys.stdout.write(json.dumps({"bench": name, **line}) + "\n")
        sys.stdout.flush()
    load, processors = os.getloadavg()[0], os.cpu_count()
    tell(f"\n{name}: done, at a load of {load:.1f} on {processors} processors")


def main() -> None:
    parser = argparse.ArgumentParser(prog="bin/bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="name", help=f"which: {', '.join(NAMES)}")
    parser.add_argument(
        "--rounds", type=int, default=30, help="requests of each page, changes of each stream (30)"
    )
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
