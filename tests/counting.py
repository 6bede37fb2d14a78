"""How many queries pages make, for tests that hold them to a number."""

from collections.abc import Iterable

from django.db.models import Model
from django.test import Client
from django.urls import NoReverseMatch, reverse

from changeprog.programme.models import Programme
from tests.bench import counted
from tests.objects import arguments


def address(page: str, programme: Programme, about: Model | None = None) -> str:
    """Return the address of ``page``, a name and what follows the path, ``about`` an object.

    One about an object that is not given is about the first there is.
    """
    name, _, asked = page.partition(" ")
    if about is not None:
        return reverse(name, args=[programme.key, about.pk]) + asked
    try:
        return reverse(name, args=[programme.key]) + asked
    except NoReverseMatch:
        known = arguments(name, programme, None)
        return reverse(name, args=[programme.key, *known.values()]) + asked


def queries_of(client: Client, addresses: Iterable[tuple[str, str]]) -> dict[str, int]:
    """Return how many queries each page makes, by the name given with its address."""
    made = {}
    for page, there in addresses:
        assert client.get(there).status_code == 200, page  # and what is kept is warm
        with counted() as queries:
            client.get(there)
        made[page] = len(queries)
    return made
