"""Ask whether work is left lying; exit with 1 and say what, when worker or beat needs a look."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now

from changeprog import liveness


class Command(BaseCommand):
    help = "Exit with 1 when mail has been due for more than fifteen minutes."

    def handle(self, *args: Any, **options: Any) -> None:
        if overdue := liveness.overdue(now()):
            raise CommandError(f"Overdue: {', '.join(overdue)}. Are worker and beat running?")
        self.stdout.write("Nothing is overdue.")
