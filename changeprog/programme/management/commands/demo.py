"""Load the demo programme and print a sign-in link for each of its people."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from changeprog.accounts.demo import sign_in_link
from changeprog.programme import demo
from changeprog.programme.models import Person
from changeprog.programme.terminal import bar


class Command(BaseCommand):
    help = "Load the demo programme, once, and print its people's sign-in links."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("This is no demo copy. Set DEMO=true if you mean it to be one.")
        with bar(self.stderr, "chapters", "Nothing of the demo is left.") as shown:
            programme = demo.tell(shown.begin)
        self.stdout.write(f"\n{programme.name}: sign in as\n\n")
        people = Person.objects.present().filter(programme=programme).exclude(user=None)
        for person in people.select_related("user", "function").order_by("pk"):
            self.stdout.write(f"  {self._who(person):<48} {self._link(person)}\n")

    @staticmethod
    def _who(person: Person) -> str:
        return f"{person.name}, {person.get_role_display().lower()} ({person.function})"

    @staticmethod
    def _link(person: Person) -> str:
        return sign_in_link(person.user) if person.user else ""
