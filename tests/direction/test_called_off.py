"""A milestone that was called off stays to be read with its reason, and counts nowhere."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate, now

from changeprog.communications.sections import milestones as told
from changeprog.direction import charter, load, regions
from changeprog.direction.models import Dependency, Milestone
from changeprog.direction.principles import benefits
from changeprog.direction.principles.evidence import Moment
from changeprog.direction.timeline import Stop
from changeprog.programme.models import Event, Person, Programme, Role
from tests import factory

Browse = Callable[[Person], Client]
REASON = "The supplier has closed."


@pytest.fixture
def milestone(programme: Programme, member: Person) -> Milestone:
    """A late one with a visible benefit, owned by the member."""
    return factory.make_milestone(
        programme, owner=member, due=localdate() - timedelta(days=3), visible_benefit=True
    )


def to(name: str, milestone: Milestone) -> str:
    return reverse(f"direction:milestone_{name}", args=[milestone.programme.key, milestone.pk])


def page(browse: Browse, person: Person, milestone: Milestone) -> str:
    return browse(person).get(milestone.get_absolute_url()).content.decode()


def test_a_champion_calls_it_off_with_a_reason(
    browse: Browse, champion: Person, observer: Person, milestone: Milestone
) -> None:
    assert to("calling_off", milestone) in page(browse, champion, milestone)
    answer = browse(champion).post(to("calling_off", milestone), {"why": REASON})
    assert answer.headers["Location"] == milestone.get_absolute_url()
    milestone.refresh_from_db()
    assert (milestone.called_off_on, milestone.called_off_why) == (localdate(), REASON)
    shown = page(browse, observer, milestone)
    assert (REASON in shown, "Called off" in shown) == (True, True)


def test_without_a_reason_it_goes_ahead(
    browse: Browse, champion: Person, milestone: Milestone
) -> None:
    answer = browse(champion).post(to("calling_off", milestone), {"why": " "})
    milestone.refresh_from_db()
    assert (answer.status_code, milestone.is_open) == (422, True)


def test_only_champions_call_it_off(browse: Browse, member: Person, milestone: Milestone) -> None:
    assert to("calling_off", milestone) not in page(browse, member, milestone)
    for name in ("calling_off", "resuming", "removal"):
        assert browse(member).post(to(name, milestone), {"why": REASON}).status_code == 403


def test_it_goes_ahead_after_all(browse: Browse, champion: Person, milestone: Milestone) -> None:
    milestone.call_off(champion, REASON)
    assert to("resuming", milestone) in page(browse, champion, milestone)
    browse(champion).post(to("resuming", milestone))
    milestone.refresh_from_db()
    assert (milestone.is_open, milestone.called_off_why) == (True, "")


def test_calling_off_twice_is_once_and_what_is_reached_cannot_be(
    champion: Person, milestone: Milestone
) -> None:
    milestone.call_off(champion, REASON)
    milestone.call_off(champion, "Another reason")
    milestone.reach(champion, localdate(), "Seen")
    assert (milestone.called_off_why, milestone.reached_on) == (REASON, None)
    milestone.resume(champion)
    milestone.reach(champion, localdate(), "Seen")
    milestone.call_off(champion, REASON)
    assert milestone.called_off_on is None
    verbs = ["milestone.called_off", "milestone.resumed", "milestone.reached"]
    assert Event.objects.about(*verbs).count() == len(verbs)


def test_the_database_refuses_both_at_once(milestone: Milestone) -> None:
    both = {"reached_on": date(2026, 3, 1), "called_off_on": date(2026, 3, 1)}
    with pytest.raises(IntegrityError), transaction.atomic():
        Milestone.objects.update(**both)


def everywhere(programme: Programme, owner: Person) -> dict[str, int]:
    """Return how often it is shown where only what goes ahead is."""
    today = localdate()
    moment = Moment(today, today)
    overview = regions.milestones(programme, Role.MEMBER)
    return {
        "next": len(regions.next_milestones(programme, Role.MEMBER)["stops"]),
        "overview": overview["timeline"].length,
        "late": overview["late"],
        "charter": len(charter.milestones(programme, owner)["stops"]),
        "principle": len(benefits.planned(programme, moment)),
        "load": len(list(load.milestones(programme, today))),
        "digest": len(told.upcoming(programme, now(), now())),
        "promised": len(told.promised(owner)),
    }


def test_it_is_neither_next_nor_late_nor_counted(
    programme: Programme, champion: Person, member: Person, milestone: Milestone
) -> None:
    counts = everywhere(programme, member)
    assert set(counts.values()) == {1}
    milestone.call_off(champion, REASON)
    assert everywhere(programme, member) == dict.fromkeys(counts, 0)


def test_the_list_shows_it_greyed_with_its_reason(
    browse: Browse, programme: Programme, champion: Person, milestone: Milestone
) -> None:
    factory.make_milestone(programme, "Roll-out")
    milestone.call_off(champion, REASON)
    address = reverse("direction:milestones", args=[programme.key])
    only = browse(champion).get(address, {"state": "called-off"})
    assert [stop.milestone for stop in only.context["stops"]] == [milestone]
    assert 'class="is-off"' in only.content.decode()
    assert REASON in only.content.decode()
    late = browse(champion).get(address, {"state": "late"})
    assert [stop.milestone for stop in late.context["stops"]] == []
    assert [count for _, _, count, _ in late.context["counts"]] == [2, 0, 1, 0, 1]


def test_the_picture_leaves_it_out(
    browse: Browse, programme: Programme, champion: Person, milestone: Milestone
) -> None:
    address = reverse("direction:timeline", args=[programme.key])
    client = browse(champion)
    assert client.get(address).content.decode().count(milestone.get_absolute_url()) > 0
    milestone.call_off(champion, REASON)
    assert milestone.get_absolute_url() not in client.get(address).content.decode()


def test_what_waits_for_it_is_warned(
    browse: Browse, programme: Programme, champion: Person, milestone: Milestone
) -> None:
    waiting = factory.make_milestone(programme, "Roll-out")
    Dependency.add(champion, waiting, milestone)
    assert "was called off" not in page(browse, champion, waiting)
    milestone.call_off(champion, REASON)
    assert "which was called off" in page(browse, champion, waiting)
    table = browse(champion).get(reverse("direction:milestones", args=[programme.key]))
    assert "Waits for what was called off" in table.content.decode()


def test_it_is_no_longer_offered_but_stays_where_it_was_chosen(
    browse: Browse, programme: Programme, champion: Person, milestone: Milestone
) -> None:
    capability = factory.make_capability(programme, milestones=(milestone,))
    milestone.call_off(champion, REASON)
    client = browse(champion)
    new = client.get(reverse("direction:new_capability", args=[programme.key]))
    old = client.get(reverse("direction:capability_editing", args=[programme.key, capability.pk]))
    assert [milestone.name in each.content.decode() for each in (new, old)] == [False, True]


def test_it_says_since_when_it_is_called_off(champion: Person, milestone: Milestone) -> None:
    due = localdate() - timedelta(days=3)
    assert Stop(milestone, "late").since == due
    milestone.call_off(champion, REASON)
    milestone.refresh_from_db()
    assert Stop(milestone, "called off").since == localdate()
