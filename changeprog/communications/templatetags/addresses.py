"""What pages about people say of addresses that no mail reaches."""

from collections.abc import Iterable

from django import template

from changeprog.communications.models import AddressTrouble
from changeprog.programme.models import Person

register = template.Library()


@register.simple_tag
def address_troubles(people: Iterable[Person]) -> dict[str, AddressTrouble]:
    """Return the addresses of ``people`` that have refused mail for good, in one query."""
    addresses = {person.email.lower() for person in people if person.email}
    troubles = AddressTrouble.objects.filter(email__in=addresses)
    return {trouble.email: trouble for trouble in troubles}


@register.simple_tag
def address_trouble(person: Person) -> AddressTrouble | None:
    """Return what is the matter with the address of ``person``, if it has refused mail for good."""
    return AddressTrouble.objects.of(person.email).first() if person.email else None


@register.filter
def of_address(troubles: dict[str, AddressTrouble] | str, person: Person) -> AddressTrouble | None:
    """Return what ``address_troubles`` found for ``person``, where it was asked for."""
    return troubles.get(person.email.lower()) if isinstance(troubles, dict) else None
