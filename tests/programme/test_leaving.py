"""Somebody leaves: what they have in hand is shown before, and what they did keeps their name."""

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from changeprog.accounts.models import User
from changeprog.programme.models import Person
from tests import factory

Browse = Callable[[Person | User | None], Client]


def test_what_somebody_has_in_hand_is_shown_where_their_part_ends(
    browse: Browse, champion: Person, member: Person
) -> None:
    barrier = factory.log_barrier(champion, "Two price lists")
    barrier.hand_to(member, champion)
    client = browse(champion)
    address = [
        reverse("programme:remove_person", args=[each.programme.key, each.pk])
        for each in (member, champion)
    ]
    theirs, own = (client.get(each).content.decode() for each in address)
    assert barrier.get_absolute_url() in theirs
    assert "hand it over first" in theirs
    assert barrier.get_absolute_url() not in own
    assert "What they have in hand" not in own
    assert "They have nothing in hand" in own


def test_who_takes_part_no_more_is_told_so_and_not_asked_to_start_something(
    browse: Browse, champion: Person, member: Person
) -> None:
    client = browse(member)
    assert client.get("/").headers["Location"] == member.programme.get_absolute_url()
    member.remove(champion)
    page = client.get("/").content.decode()
    assert "You take part in no programme any more." in page
    assert member.programme.name not in page
    assert browse(factory.make_user("Nova")).get("/").headers["Location"] == "/new/"
