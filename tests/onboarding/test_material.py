"""Material: who keeps it right, when it is looked at again, and when it no longer holds."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate, now

from changeprog.communications import filling, reminders
from changeprog.communications.models import Notice
from changeprog.onboarding import knowledge_digest
from changeprog.onboarding.materials import unchecked
from changeprog.onboarding.models import Material
from changeprog.programme import open_things
from changeprog.programme.models import Event, Person, Programme
from tests.onboarding import knowing

Browse = Callable[[Person | None], Client]


def to(name: str, material: Material) -> str:
    return reverse(f"onboarding:{name}", args=[material.programme.key, material.pk])


def typed(owner: Person | None, **changes: Any) -> dict[str, Any]:
    said = {
        "title": "How a quote is made",
        "form": "drawing",
        "place": "Canteen, Tuesdays at nine",
        "theme": "",
        "owner": owner.pk if owner else "",
        "check_on": (localdate() + timedelta(days=30)).isoformat(),
    }
    return {"key": str(uuid4()), "revision": "0", **said, **changes}


def test_a_member_shares_something_once(
    browse: Browse, programme: Programme, member: Person, observer: Person
) -> None:
    url, said = reverse("onboarding:share_material", args=[programme.key]), typed(member)
    assert browse(observer).post(url, said).status_code == 403
    for _ in range(2):
        assert browse(member).post(url, said).status_code == 302
    material = Material.objects.get()
    assert (material.form, material.owner, material.link) == ("drawing", member, "")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": ""}, "title"),
        ({"form": "song"}, "form"),
        ({"place": ""}, "place"),
        ({"check_on": ""}, "check_on"),
        ({"check_on": "2020-01-01"}, "check_on"),
        ({"check_on": "3026-01-01"}, "check_on"),
    ],
)
def test_what_makes_no_sense_is_refused(
    browse: Browse, programme: Programme, member: Person, wrong: dict[str, str], field: str
) -> None:
    url = reverse("onboarding:share_material", args=[programme.key])
    answer = browse(member).post(url, typed(member, **wrong))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])


@pytest.mark.parametrize(
    ("place", "link"),
    [
        ("https://example.org/a", "https://example.org/a"),
        ("javascript:alert(1)", ""),
        ("http://[", ""),
        ("Room 3", ""),
    ],
)
def test_only_an_address_on_the_web_is_a_link(member: Person, place: str, link: str) -> None:
    assert knowing.share(member, place=place).link == link


def test_its_owner_and_facilitators_keep_it_right(
    browse: Browse, member: Person, champion: Person, facilitator: Person
) -> None:
    material = knowing.share(champion)
    again = {"again_on": (localdate() + timedelta(days=90)).isoformat()}
    assert browse(member).post(to("material_checking", material), again).status_code == 403
    assert browse(facilitator).post(to("material_checking", material), again).status_code == 302
    material.refresh_from_db()
    assert (material.checked_by, material.checked_on) == (facilitator, localdate())
    assert material.check_on == localdate() + timedelta(days=90)


def test_what_nobody_owns_any_more_any_member_may_take(
    browse: Browse, member: Person, champion: Person, observer: Person
) -> None:
    material = knowing.share(observer)
    observer.remove(champion)
    material.refresh_from_db()
    assert material.may_be_kept_by(member) is True
    browse(member).post(to("material_editing", material), typed(member, revision="1"))
    material.refresh_from_db()
    assert material.owner == member


def test_a_check_looks_ahead_and_can_be_taken_back(browse: Browse, member: Person) -> None:
    material = knowing.share(member)
    past = {"again_on": localdate().isoformat()}
    assert browse(member).post(to("material_checking", material), past).status_code == 422
    material.check_it(member, localdate() + timedelta(days=90))
    event = Event.objects.of(material).filter(verb="material.checked").get()
    browse(member).post(reverse("direction:undoing", args=[member.programme.key, event.pk]))
    material.refresh_from_db()
    assert (material.checked_on, material.check_on) == (None, localdate() + timedelta(days=30))


def test_what_does_not_hold_any_more_is_withdrawn_and_can_be_offered_again(
    browse: Browse, member: Person
) -> None:
    material = knowing.share(member, check_on=localdate())
    assert list(Material.objects.due(localdate())) == [material]
    for name, offered in (("withdrawal", []), ("offering", [material])):
        assert browse(member).post(to(f"material_{name}", material)).status_code == 302
        assert list(Material.objects.offered()) == offered
    material.withdraw(member)
    assert list(Material.objects.due(localdate())) == []


def test_withdrawing_can_be_undone(browse: Browse, member: Person) -> None:
    material = knowing.share(member)
    browse(member).post(to("material_withdrawal", material))
    event = Event.objects.of(material).filter(verb="material.withdrawn").get()
    browse(member).post(reverse("direction:undoing", args=[member.programme.key, event.pk]))
    assert list(Material.objects.offered()) == [material]


@pytest.mark.parametrize(
    ("show", "names"),
    [("", ["Due", "Fresh"]), ("due", ["Due"]), ("withdrawn", ["Old"]), ("x", ["Due", "Fresh"])],
)
def test_the_list_shows_what_is_due(
    browse: Browse, programme: Programme, member: Person, show: str, names: list[str]
) -> None:
    knowing.share(member, "Fresh")
    knowing.share(member, "Due", check_on=localdate())
    knowing.share(member, "Old").withdraw(member)
    url = f"{reverse('onboarding:materials', args=[programme.key])}?show={show}"
    assert [each.title for each in browse(member).get(url).context["page"]] == names


def test_the_owner_is_reminded_on_the_day_and_not_once_it_is_checked(member: Person) -> None:
    material = knowing.share(member, check_on=localdate())
    reminders.remind_due()
    (notice,) = Notice.objects.filter(kind="material.due", person=member)
    assert "How a quote is made" in notice.text
    material.check_it(member, localdate() + timedelta(days=90))
    reminders.remind_due()
    assert Notice.objects.filter(kind="material.due").count() == 0


def test_who_is_to_keep_it_right_hears_of_it(member: Person, champion: Person) -> None:
    material = knowing.share(champion)
    material.change(champion, material.revision, owner=member)
    material.check_it(champion, localdate() + timedelta(days=90))
    filling.fill_due()
    told = Notice.objects.filter(person=member).order_by("pk").values_list("text", flat=True)
    assert list(told) == [
        f"{champion} asks you to keep “How a quote is made” right",
        f"{champion} checked your “How a quote is made”",
    ]


def test_it_is_handed_over_by_its_own_verb(
    programme: Programme, member: Person, champion: Person
) -> None:
    knowing.share(champion)
    (thing,) = unchecked(programme)
    open_things.hand_over(thing, champion, member)
    assert unchecked(programme)[0].owner == member


def test_what_was_taken_away_closes_no_gap_until_it_is_back(browse: Browse, member: Person) -> None:
    material, gap = knowing.share(member), knowing.log(member)
    gap.resolve(member, material=material)
    browse(member).post(to("material_removal", material))
    gap.refresh_from_db()
    assert gap.material is None
    assert browse(member).get(gap.get_absolute_url()).status_code == 200
    event = Event.objects.of(material).filter(verb="material.removed").get()
    browse(member).post(reverse("direction:undoing", args=[member.programme.key, event.pk]))
    gap.refresh_from_db()
    assert gap.material == material


def test_the_digest_tells_new_answers_and_new_things_to_learn_from(member: Person) -> None:
    material, gap = knowing.share(member), knowing.log(member)
    knowing.log(member, "Still open")
    gap.resolve(member, material=material, words="Below")
    since, until = now() - timedelta(days=1), now() + timedelta(minutes=1)
    told = knowledge_digest.learnt(member.programme, since, until)
    assert [(line.text, line.detail) for line in told] == [
        (f"Known now: {gap}", f"“{material}” · Below"),
        (f"To learn from: {material}", "Page · https://example.org/quotes"),
    ]
    assert knowledge_digest.learnt(member.programme, until, until + timedelta(days=1)) == []
