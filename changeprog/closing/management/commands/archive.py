"""Write an archive of a programme into a file, as one of its people could have it."""

from argparse import RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from changeprog.closing.archives import to_file
from changeprog.programme.models import Person

DESCRIPTION = """\
Write everything of a programme that somebody may see into a ZIP: pages, CSV, JSON.

KEY is what stands in the programme's addresses, /p/KEY/. Whoever is named by --as decides how much
is in it, and the map's access log says that they took it along. The file is readable by its owner
alone.
"""
WIDTH = 40
"""Characters of the bar."""


class Command(BaseCommand):
    help = DESCRIPTION

    def add_arguments(self, parser: CommandParser) -> None:
        parser.formatter_class = RawDescriptionHelpFormatter
        parser.add_argument("programme", metavar="KEY")
        parser.add_argument("--as", dest="email", required=True, metavar="E-MAIL")
        parser.add_argument("--to", type=Path, required=True, metavar="FILE.zip")

    def handle(self, *args: Any, **options: Any) -> None:
        person, path = _person(options["programme"], options["email"]), options["to"]
        if path.exists():
            raise CommandError(f"{path} is there already. Name another file.")
        try:
            contents = to_file(person, path, self._bar)
        except OSError as error:
            raise CommandError(f"{path} cannot be written: {error.strerror}.") from error
        tables, documents = len(contents.tables), len(contents.documents)
        size = path.stat().st_size
        self.stderr.write("")
        self.stdout.write(f"{path}: {tables} tables, {documents} records, {size:,} bytes.")

    def _bar(self, done: int, total: int) -> None:
        """Show how far it is, on one line of the terminal."""
        part = min(done / total, 1.0) if total else 1.0
        bar = "#" * round(part * WIDTH)
        self.stderr.write(f"\r[{bar:<{WIDTH}}] {done:,} of {total:,}", ending="")
        self.stderr.flush()


def _person(key: str, email: str) -> Person:
    people = Person.objects.present().with_role().select_related("programme")
    found = people.filter(programme__key=key, email__iexact=email).first()
    if found is None:
        raise CommandError(f"Nobody takes part in {key} with the address {email}.")
    return found
