"""The demo's reality checks: one answered, with something done about most of it; one waiting."""

from datetime import timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from changeprog.communications.models.posting import State
from changeprog.onboarding import reality_mailing
from changeprog.onboarding.models import RealityCheck, RealityMail, Said
from changeprog.onboarding.models.reality_mail import without_link
from changeprog.onboarding.reality_parts import SIDE_EFFECTS, WHOLE, open_side_effects
from changeprog.programme.demo import Story, happened
from changeprog.programme.models import Person
from teams.models import Barrier

CHAMPION = 18
ASKED, ANSWERED, DONE, ASKED_AGAIN = 140, 149, 156, 178
"""Days of the story; 182 is today."""


def tell(story: Story) -> None:
    """Ask a works councillor of another company, who answers, and a former customer."""
    answered = _ask(
        story,
        ASKED,
        ("Irmgard Velten", "irmgard.velten@harbour-works.example"),
        "You have sat through two rollouts of the same kind as a works councillor.",
        ["vision", "plan", SIDE_EFFECTS],
    )
    with happened(story.moment(ANSWERED)):
        answered.answer(_said(story))
    answered.remarks.update(done_at=None)
    RealityCheck.objects.filter(pk=answered.pk).update(answered_at=story.moment(ANSWERED))
    _do_something(story, answered)
    _ask(
        story,
        ASKED_AGAIN,
        ("Tobias Akins", "tobias.akins@former-customer.example"),
        "You left us last year, and told us why better than anybody here could.",
        ["vision", "size", "criteria"],
    )


def _ask(story: Story, days: int, who: tuple[str, str], why: str, parts: list[str]) -> RealityCheck:
    name, email = who
    programme = story.programme
    person = Person.objects.create(programme=programme, name=name, email=email)
    check = RealityCheck(
        programme=programme,
        key=uuid5(NAMESPACE_URL, f"reality check of {email}"),
        person=person,
        why=why,
        parts=",".join(parts),
        closes_on=story.day(max(days, ASKED_AGAIN) + 21),
        invited_at=story.moment(days),
    )
    with happened(story.moment(days)):
        check.invite(story.people[CHAMPION])
    _file(story, check, days)
    return check


def _file(story: Story, check: RealityCheck, days: int) -> None:
    """Keep the mail as it was sent."""
    at = story.moment(days)
    kept = RealityMail(reality_check=check, person=check.person, made_at=at)
    kept.source = without_link(reality_mailing.message(check, kept.message_id).source)
    kept.subject = reality_mailing.letter(check, "")[0]
    kept.state, kept.attempts, kept.sent_at = State.SENT, 1, at + timedelta(seconds=6)
    kept.claimed_at = at + timedelta(seconds=5)
    kept.save()


def _said(story: Story) -> list[Said]:
    said = [
        Said(
            "plan",
            "Everything is due in the same quarter as the yearly accounts. Whoever has to choose "
            "will choose the accounts, and the milestones will slip without anybody saying so.",
            4,
        ),
        Said(WHOLE, "I would ask a service desk that said no. I read of none.", None),
    ]
    for each in open_side_effects(story.programme)[:1]:
        words = "It has happened at our place within a year: nobody called it by that name."
        said.append(Said(SIDE_EFFECTS, words, 5, each))
    return said


def _do_something(story: Story, check: RealityCheck) -> None:
    by = story.people[CHAMPION]
    plan, *_, last = check.remarks.select_related("programme", "reality_check").order_by("pk")
    with happened(story.moment(DONE)):
        plan.become_barrier(by)
        _take_in_hand(plan.became, by, story)
        last.note(by, "The counter-measure is on the agenda of the next organizational meeting.")
    check.remarks.exclude(outcome="").update(done_at=story.moment(DONE))


def _take_in_hand(barrier: Any, by: Person, story: Story) -> None:
    """Have somebody own it since the day on which it was made."""
    barrier.take(by)
    at = story.moment(DONE)
    Barrier.objects.filter(pk=barrier.pk).update(logged_at=at, since=at)
