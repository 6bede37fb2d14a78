"""Reality checks: asked by link, answered once, and what becomes of each remark."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate, now

from changeprog.communications.models import Notice
from changeprog.communications.tasks import fill_inboxes
from changeprog.direction.models import Judgement
from changeprog.onboarding import reality_parts
from changeprog.onboarding.models import CheckOver, RealityCheck, RealityMail, Remark
from changeprog.onboarding.reality_mailing import mail_due, wait_for_the_post
from changeprog.onboarding.tasks import mail_reality_checks
from changeprog.programme.models import Event, Person, Programme, Team
from tests import factory
from tests.onboarding.outside import asked, said, sceptic

Browse = Callable[[Person | None], Client]
HELD = ["ROUTED", "Nora Nameless"]


def page(name: str, programme: Programme, *args: int) -> str:
    return reverse(f"onboarding:{name}", args=[programme.key, *args])


def invitation(**fields: object) -> dict[str, object]:
    """What somebody types who asks Ruth."""
    typed = {
        "key": str(uuid4()),
        "revision": "0",
        "name": "Ruth Outside",
        "email": "Ruth@Outside.example",
        "why": "She has seen it fail elsewhere.",
        "parts": ["vision", "plan"],
        "closes_on": (localdate() + timedelta(days=10)).isoformat(),
    }
    return {**typed, **fields}


def test_a_facilitator_asks_somebody_outside_and_they_get_one_mail(
    browse: Browse, facilitator: Person
) -> None:
    client, address = browse(facilitator), page("new_reality_check", facilitator.programme)
    typed = invitation()
    for _ in range(2):
        assert client.post(address, typed).status_code == 302
        mail_reality_checks()
    (check,) = RealityCheck.objects.all()
    assert (check.person.name, check.person.email) == ("Ruth Outside", "ruth@outside.example")
    assert (check.person.role, check.invited_by) == ("", facilitator)
    (sent,) = mail.outbox
    assert sent.to == ["Ruth Outside <ruth@outside.example>"]
    assert check.path in str(sent.body)
    assert "Fay Facilitator asks you" in str(sent.body)
    assert "the vision and the plan" in str(sent.body)


def test_the_database_and_the_kept_mail_know_no_token(champion: Person) -> None:
    check = asked(champion)
    token = check.path.split("/")[2]
    mail_due()
    (kept,) = RealityMail.objects.all()
    assert kept.state == "sent"
    assert "only-in-the-mail" in kept.text
    assert token not in kept.text
    assert token.encode() not in bytes(kept.source).replace(b"=\r\n", b"")
    assert token not in (check.seed, check.digest)


def test_who_takes_part_or_was_removed_is_not_outside(
    browse: Browse, champion: Person, member: Person, observer: Person
) -> None:
    observer.remove(champion)
    client, address = browse(champion), page("new_reality_check", champion.programme)
    for person, words in ((member, "takes part in the programme"), (observer, "was taken out")):
        answer = client.post(address, invitation(email=person.email.upper()))
        assert answer.status_code == 422
        assert words in answer.content.decode()
    assert not RealityCheck.objects.exists()


def test_only_the_chosen_parts_are_shown_and_no_person_is_named(
    browse: Browse, champion: Person
) -> None:
    programme = champion.programme
    owner = factory.make_person(programme, "member", "Nora Nameless")
    factory.write_vision(programme, "Every customer is known.")
    factory.make_milestone(programme, "Pilot live", owner=owner)
    factory.make_objective(programme, "Answered in a day", owner=owner)
    factory.make_side_effect(programme, "A league table")
    team = Team.objects.filter(programme=programme)[0]
    Judgement.make(owner, uuid4(), team, share=25, weeks=4, note="ROUTED by Nora Nameless")
    shown = {
        "vision": "Every customer is known.",
        "plan": "Pilot live",
        "size": "25 % of a working day",
        "side_effects": "A league table",
        "criteria": "No criterion has been agreed yet.",
    }
    assert set(shown) == {part.name for part in reality_parts.parts()}
    for number, name in enumerate(shown):
        person = sceptic(programme, f"Person{number} Outside")
        check = asked(champion, parts=name, person=person)
        words = browse(None).get(check.path).content.decode()
        assert [part for part, text in shown.items() if text in words] == [name]
        assert [text for text in HELD if text in words] == []
        seen = browse(champion).get(page("reality_check_preview", programme, check.pk))
        assert shown[name] in seen.content.decode()


def test_an_answer_is_kept_once_and_then_the_link_only_thanks(
    browse: Browse, champion: Person
) -> None:
    check = asked(champion, parts="plan")
    client, typed = browse(None), {"plan-words": "Nobody has time in May.", "plan-sure": "4"}
    assert client.post(check.path, typed).status_code == 302
    assert client.post(check.path, typed | {"plan-words": "Something else"}).status_code == 200
    (remark,) = check.remarks.all()
    assert (remark.part, remark.words, remark.sureness) == ("plan", "Nobody has time in May.", 4)
    again = client.get(check.path).content.decode()
    assert "Thank you, Ruth Outside" in again
    assert "Milestones" not in again


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({}, "Say something about at least one part"),
        ({"plan-words": "Nobody has time."}, "Say how sure you are of it."),
        ({"plan-sure": "4"}, "Say what would go wrong"),
        ({"plan-words": "x" * 2001, "plan-sure": "4"}, "characters long; 2"),
    ],
)
def test_what_is_missing_is_asked_for_and_nothing_is_lost(
    browse: Browse, champion: Person, typed: dict[str, str], words: str
) -> None:
    check = asked(champion, parts="plan")
    answer = browse(None).post(check.path, typed)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert typed.get("plan-words", "") in answer.content.decode()
    assert not check.remarks.exists()


def test_a_side_effect_they_answer_counts_as_checked_from_outside(
    browse: Browse, champion: Person
) -> None:
    programme = champion.programme
    seen = factory.make_side_effect(programme, "A league table", in_scope=False)
    left = factory.make_side_effect(programme, "Longer queues")
    check = asked(champion, parts="side_effects")
    browse(None).post(check.path, {f"side_effects-{seen.pk}-sure": "5"})
    seen.refresh_from_db()
    left.refresh_from_db()
    assert (seen.checked_by, seen.checked_on) == ("Ruth Outside", localdate())
    assert (left.checked_by, left.checked_on) == ("", None)
    event = Event.objects.of(seen).about("side_effect.checked").get()
    assert (event.person, event.visibility) == (None, "members")


def test_words_about_a_side_effect_that_was_settled_meanwhile_are_kept(
    browse: Browse, champion: Person
) -> None:
    settled = factory.make_side_effect(champion.programme)
    check = asked(champion, parts="side_effects")
    settled.settle(champion)
    name = f"side_effects-{settled.pk}"
    browse(None).post(check.path, {f"{name}-words": "It came back.", f"{name}-sure": "5"})
    (remark,) = check.remarks.all()
    assert (remark.words, remark.side_effect) == ("It came back.", None)


def test_a_link_ends_with_its_day_when_withdrawn_and_when_the_programme_does(
    browse: Browse, champion: Person
) -> None:
    check, client = asked(champion), browse(None)
    assert client.get(check.path).status_code == 200
    with time_machine.travel(now() + timedelta(days=23)):
        assert client.get(check.path).status_code == 410
        assert check.standing == "expired"
        with pytest.raises(CheckOver):
            check.answer([])
    check.withdraw(champion)
    assert client.post(check.path, {"whole-words": "Too late"}).status_code == 410
    check.renew(champion)
    Programme.objects.update(closed_at=now())
    assert client.get(check.path).status_code == 410
    assert client.post(check.path, {"whole-words": "Too late"}).status_code == 410
    assert client.get("/reality-check/not-a-token/").status_code == 404
    assert not Remark.objects.exists()


def test_withdrawing_and_asking_can_be_undone(browse: Browse, champion: Person) -> None:
    check, client = asked(champion), browse(champion)
    client.post(page("reality_check_withdrawal", champion.programme, check.pk))
    event = Event.objects.of(check).latest("pk")
    client.post(reverse("direction:undoing", args=[champion.programme.key, event.pk]))
    check.refresh_from_db()
    assert check.withdrawn_at is None
    first = Event.objects.of(check).about("reality_check.invited").get()
    client.post(reverse("direction:undoing", args=[champion.programme.key, first.pk]))
    check.refresh_from_db()
    assert check.standing == "withdrawn"


def test_a_link_withdrawn_before_the_mail_left_is_not_mailed_until_it_is_good_again(
    champion: Person,
) -> None:
    check = asked(champion)
    check.withdraw(champion)
    mail_due()
    assert mail.outbox == []
    check.renew(champion)
    assert wait_for_the_post(now())
    mail_due()
    assert len(mail.outbox) == 1
    assert not wait_for_the_post(now())


def test_a_lost_link_is_mailed_again_a_few_times_and_not_more(
    browse: Browse, champion: Person
) -> None:
    check, client = asked(champion), browse(champion)
    mail_due()
    for _ in range(6):
        key = str(uuid4())
        for _ in range(2):
            client.post(page("reality_check_posting", champion.programme, check.pk), {"key": key})
        mail_due()
    assert len(mail.outbox) == 4
    assert {check.path in str(message.body) for message in mail.outbox} == {True}


def test_whoever_asked_is_told_of_the_answer_and_nobody_else(
    champion: Person, facilitator: Person
) -> None:
    said(asked(facilitator))
    fill_inboxes()
    told = Notice.objects.filter(kind="reality_check.answered")
    assert [(each.person, each.text) for each in told] == [
        (facilitator, "Ruth Outside has answered your reality check")
    ]


@pytest.mark.parametrize("name", ["reality_checks", "reality_check"])
def test_more_remarks_ask_no_more_questions(browse: Browse, champion: Person, name: str) -> None:
    client, counts = browse(champion), []
    first = asked(champion)
    about = [first.pk] if name == "reality_check" else []
    for number in range(2):
        for act in (Remark.become_side_effect, Remark.become_barrier):
            person = sceptic(champion.programme, f"{act.__name__}{number} Outside")
            remark = said(asked(champion, person=person))
            Remark.objects.filter(pk=remark.pk).update(reality_check=first)
            act(remark, champion)
        client.get(page(name, champion.programme, *about))
        with CaptureQueriesContext(connection) as asked_for:
            client.get(page(name, champion.programme, *about))
        counts.append(len(asked_for))
    assert counts == [counts[0]] * 2
