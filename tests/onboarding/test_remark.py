"""Remarks of a reality check: what becomes of each, and who knows of it."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from changeprog.direction.models import SideEffect
from changeprog.onboarding import reality_record
from changeprog.programme.models import Event, Person, Programme
from teams.models import Barrier
from tests import factory
from tests.onboarding.outside import asked, said

Browse = Callable[[Person | None], Client]


def page(name: str, programme: Programme, *args: int) -> str:
    return reverse(f"onboarding:{name}", args=[programme.key, *args])


def test_a_remark_becomes_a_side_effect_once_and_that_can_be_undone(
    browse: Browse, champion: Person, member: Person
) -> None:
    remark, client = said(asked(champion)), browse(champion)
    address = page("remark_side_effect", champion.programme, remark.pk)
    for _ in range(2):
        client.post(address)
    (made,) = SideEffect.objects.all()
    assert (made.outcome, made.likelihood) == ("Nobody has time in May.", 4)
    remark.refresh_from_db()
    assert (remark.outcome, remark.became) == ("side_effect", made)
    assert "Reality check by Ruth" in client.get(made.get_absolute_url()).content.decode()
    seen = browse(member).get(made.get_absolute_url()).content.decode()
    assert "A reality check from outside" in seen
    assert "Ruth" not in seen
    event = Event.objects.of(remark).latest("pk")
    client.post(reverse("direction:undoing", args=[champion.programme.key, event.pk]))
    remark.refresh_from_db()
    assert (remark.outcome, SideEffect.objects.count()) == ("", 0)
    client.post(address)
    assert SideEffect.objects.count() == 1


def test_a_remark_becomes_a_barrier_that_stays_once_somebody_worked_on_it(
    browse: Browse, champion: Person, member: Person
) -> None:
    remark = said(asked(champion), words="w" * 600)
    browse(champion).post(page("remark_barrier", champion.programme, remark.pk))
    barrier = Barrier.objects.get()
    assert (len(barrier.what), barrier.logged_by) == (500, champion)
    barrier.take(member)
    browse(champion).post(page("remark_reopening", champion.programme, remark.pk))
    remark.refresh_from_db()
    assert (remark.outcome, Barrier.objects.get()) == ("", barrier)


def test_taking_note_needs_words(browse: Browse, champion: Person) -> None:
    remark, client = said(asked(champion)), browse(champion)
    address = page("remark_note", champion.programme, remark.pk)
    assert client.get(address).status_code == 200
    assert client.post(address, {"reply": ""}).status_code == 422
    client.post(address, {"reply": "It is on the agenda."})
    remark.refresh_from_db()
    assert (remark.outcome, remark.reply, remark.done_by) == (
        "noted",
        "It is on the agenda.",
        champion,
    )
    shown = client.get(remark.reality_check.get_absolute_url()).content.decode()
    assert "It is on the agenda." in shown


def test_somebody_who_was_quicker_is_told_to_whoever_changes_it_later(
    browse: Browse, champion: Person, facilitator: Person
) -> None:
    check = asked(champion)
    day = (localdate() + timedelta(days=30)).isoformat()
    typed = {"key": str(uuid4()), "revision": "1", "why": "Another reason", "closes_on": day}
    address = page("reality_check_change", champion.programme, check.pk)
    assert browse(facilitator).post(address, typed).status_code == 302
    late = browse(champion).post(address, typed | {"why": "A third one"})
    assert late.status_code == 409
    assert "Another reason" in late.content.decode()


def test_members_and_their_journal_know_nothing_of_it(browse: Browse, member: Person) -> None:
    check = asked(factory.champion_of(member.programme))
    remark = said(check)
    for address in (check.get_absolute_url(), page("reality_checks", member.programme)):
        assert browse(member).get(address).status_code == 403
    kept = [*Event.objects.of(check), *Event.objects.of(remark)]
    assert kept
    assert {event.visibility for event in kept} == {"facilitators"}


def test_erasing_somebody_takes_their_words_and_their_name_as_checker(champion: Person) -> None:
    side_effect = factory.make_side_effect(champion.programme)
    check = asked(champion)
    said(check, part="side_effects", side_effect=side_effect)
    person = check.person
    assert [sorted(row) for row in reality_record.rows(person)] == [
        ["Asked about", "Asked on", "Why"],
        ["About", "How sure", "Words"],
    ]
    reality_record.erase(person)
    side_effect.refresh_from_db()
    assert side_effect.checked_by == "Somebody outside"
    assert reality_record.rows(person) == []
    facts = str(list(Event.objects.values_list("facts", flat=True)))
    assert "Ruth" not in facts
