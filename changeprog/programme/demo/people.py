"""The people of the demo: the 21 managers of a US maker of high-tech equipment.

Departments, levels and tenure are published data (Krackhardt 1987, Cognitive social structures,
Social Networks 9, 104-134); names, addresses and the story are invented.
"""

import csv
from importlib import resources

from allauth.account.models import EmailAddress

from changeprog.accounts.models import User
from changeprog.programme.models import Event, Function, Person, Programme, Role

KEY = "demo2222"
NAME = "From push to context"
ZONE = "America/Chicago"
CHAMPION = 18
ROLES = {
    2: Role.CHAMPION,
    7: Role.OBSERVER,
    9: Role.OBSERVER,
    15: Role.FACILITATOR,
    18: Role.CHAMPION,
}
ABROAD = {5: "Europe/Vienna", 17: "Asia/Kolkata", 20: "America/Los_Angeles"}
DEPARTMENTS = {"1": "Sales", "2": "Operations", "3": "Marketing", "4": "Customer service"}
NAMES = [
    "Priya Raman", "Harold Whitfield", "Tomás Iglesias", "Renee Castell", "Lena Brandt",
    "Walter Oduya", "Margaret Ellison", "Dev Malhotra", "Frank Sorensen", "Noor Haddad",
    "Beatrice Lang", "Samuel Okafor", "Grace Tanaka", "Victor Almeida", "Joan Delacroix",
    "Kai Lindqvist", "Anita Deshmukh", "Ruth Calder", "Milan Kovač", "Elena Petrova",
    "Oscar Brennan",
]  # fmt: skip


def begin() -> tuple[Programme, dict[int, Person]]:
    """Start the programme and seat its people; the ledger of mail stays empty."""
    rows = read()
    users = {number: account(number) for number in rows}
    programme = Programme.start(NAME, users[CHAMPION], ZONE)
    Programme.objects.filter(pk=programme.pk).update(key=KEY, status=Programme.Status.RUNNING)
    programme.refresh_from_db()
    Function.add_to(programme, "Customer service")
    functions = {function.name: function for function in programme.functions.all()}
    people = {
        number: seat(programme, users[number], number, functions[function_of(row)])
        for number, row in rows.items()
    }
    return programme, people


def read() -> dict[int, dict[str, str]]:
    """Return the rows of the study by the number of the manager."""
    source = resources.files(__package__) / "hightech_managers.csv"
    with source.open(encoding="utf-8") as lines:
        return {int(row["person"].split()[-1]): row for row in csv.DictReader(lines)}


def function_of(row: dict[str, str]) -> str:
    """Senior management for the head of the house and its vice presidents."""
    return DEPARTMENTS[row["department"]] if row["level"] == "Manager" else "Senior management"


def account(number: int) -> User:
    """Return the account of manager ``number``; it can only be entered by a demo link."""
    user = User.objects.create_user(
        f"manager{number:02}@demo.example",
        name=NAMES[number - 1],
        is_administrator=number == CHAMPION,
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def seat(programme: Programme, user: User, number: int, function: Function) -> Person:
    """Give manager ``number`` a part in the programme."""
    person, _ = Person.objects.update_or_create(
        programme=programme,
        user=user,
        defaults={
            "name": user.name,
            "email": user.email,
            "function": function,
            "role": ROLES.get(number, Role.MEMBER),
            "time_zone": ABROAD.get(number, ZONE),
        },
    )
    if number != CHAMPION:
        Event.record(programme, "person.joined", by=person, subject=person, name=person.name)
    return person
