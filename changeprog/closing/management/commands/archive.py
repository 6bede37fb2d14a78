"""Write an archive of a programme into a file, as one of its people could have it."""

from argparse import RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from changeprog.closing.archives import to_file
from changeprog.programme.models import Person
from changeprog.programme.terminal import bar

DESCRIPTION = """\
Write everything of a programme that somebody may see into a ZIP: pages, CSV, JSON.

KEY is what stands in the programme's addresses, /p/KEY/. Whoever is named by --as decides how much
is in it, and the map's access log says that they took it along. The file is readable by its owner
alone.
"""


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
            with bar(self.stderr, "things", f"{path} was not written.") as shown:
                contents = to_file(person, path, shown.begin)
        except OSError as error:
            raise CommandError(f"{path} cannot be written: {error.strerror}.") from error
        tables, documents = len(contents.tables), len(contents.documents)
        size = path.stat().st_size
        self.stdout.write(f"{path}: {tables} tables, {documents} records, {size:,} bytes.")


def _person(key: str, email: str) -> Person:
    people = Person.objects.present().with_role().select_related("programme")
    found = people.filter(programme__key=key, email__iexact=email).first()
    if found is None:
        raise CommandError(f"Nobody takes part in {key} with the address {email}.")
    return found
