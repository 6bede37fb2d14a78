"""How one can tell that a milestone is reached: in words, and by a link that leads to a page."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from changeprog.direction.models import Milestone
from changeprog.programme.models import Person, Programme
from tests import factory

Browse = Callable[[Person], Client]
WORDS = "Write the address of a page, such as https://example.org/report."


def reach(client: Client, milestone: Milestone, link: str) -> list[str]:
    """Say that it is reached and return what was wrong with ``link``."""
    address = reverse(
        "direction:milestone_completion", args=[milestone.programme.key, milestone.pk]
    )
    sent = {"evidence": "Look.", "on": localdate().isoformat(), "link": link}
    answer = client.post(address, sent)
    return answer.context["form"].errors["link"] if answer.status_code == 422 else []


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        ("https://example.org/a?b=1&c=2", "https://example.org/a?b=1&c=2"),
        ("http://example.org", "http://example.org"),
        ("example.org/report", "https://example.org/report"),
    ],
)
def test_a_link_to_a_page_is_kept(
    browse: Browse, programme: Programme, champion: Person, typed: str, kept: str
) -> None:
    milestone, client = factory.make_milestone(programme), browse(champion)
    assert reach(client, milestone, typed) == []
    milestone.refresh_from_db()
    assert milestone.link == kept
    page = client.get(milestone.get_absolute_url()).content.decode()
    assert ("See it on example.org" in page) == bool(kept)


@pytest.mark.parametrize(
    "typed",
    [
        "javascript:alert(1)",
        "JAVASCRIPT:alert(1)//example.org",
        "data:text/html,<script>",
        "ftp://example.org/file",
        "file:///etc/passwd",
        "https://",
        "a report",
        "https://example.org/\u202egro.live",
        "https://example.org/\njavascript:alert(1)",
    ],
)
def test_anything_else_is_refused(
    browse: Browse, programme: Programme, champion: Person, typed: str
) -> None:
    milestone = factory.make_milestone(programme)
    assert reach(browse(champion), milestone, typed) == [WORDS]
    milestone.refresh_from_db()
    assert (milestone.reached_on, milestone.link) == (None, "")


def test_the_house_that_is_shown_is_the_one_it_leads_to(
    browse: Browse, programme: Programme, champion: Person
) -> None:
    milestone, client = factory.make_milestone(programme), browse(champion)
    assert reach(client, milestone, "https://bank.example@elsewhere.example/") == []
    page = client.get(milestone.get_absolute_url()).content.decode()
    assert "See it on elsewhere.example" in page


def test_the_database_too_refuses_another_scheme(programme: Programme) -> None:
    milestone = factory.make_milestone(programme)
    with pytest.raises(IntegrityError), transaction.atomic():
        Milestone.objects.filter(pk=milestone.pk).update(link="javascript:alert(1)")


def test_reopening_keeps_the_link(programme: Programme, champion: Person) -> None:
    milestone = factory.make_milestone(programme)
    milestone.reach(champion, localdate(), "Look.", "https://example.org/")
    milestone.reopen(champion)
    assert milestone.link == "https://example.org/"
