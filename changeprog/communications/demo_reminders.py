"""The demo's chapter of reminders: three weeks of them, and people who want mails otherwise."""

from datetime import datetime, time, timedelta
from itertools import groupby

from django.utils.timezone import now

from changeprog.communications import arrival, notices, reminders
from changeprog.communications.models import Notice, NoticeMail, Preference, Unsubscription
from changeprog.direction.models import Milestone
from changeprog.direction.models.move import MilestoneMove
from changeprog.programme.demo import Story, happened
from changeprog.programme.models import Event, Person

DAYS = 21
NIGHT_OWL, AWAY, WEEKLY, STOPPED = 6, 11, 14, 16
"""Who wants quiet nights and weekends, is on leave, hears weekly, and wants no single mails."""


def tell(story: Story) -> None:
    """Remind people day by day, as they would have been, and let some of them say how."""
    _date_milestones(story)
    champion = story.people[18]
    kind = reminders.find("milestone.due")
    if kind:
        with happened(story.moment(150)):
            reminders.rule_of(story.programme, kind).set(champion, to_chair=True)
    for days_ago in reversed(range(DAYS)):
        _day(story, story.moment(182 - days_ago, hour=0))
    _wish(story)


def _date_milestones(story: Story) -> None:
    """Have milestones known since the journal says so, and not since the demo was told."""
    for milestone in Milestone.objects.filter(programme=story.programme):
        events = Event.objects.of(milestone).order_by("at", "pk")
        planned = events.about("milestone.planned").first()
        if planned:
            Milestone.objects.filter(pk=milestone.pk).update(created_at=planned.at)
        moved = events.about("milestone.changed").filter(facts__changes__has_key="due")
        for move, event in zip(milestone.moves.order_by("pk"), moved, strict=False):
            MilestoneMove.objects.filter(pk=move.pk).update(at=event.at)


def _day(story: Story, at: datetime) -> None:
    """Tell what was due at ``at``; what has had its morning since has left."""
    fresh = [each for each in reminders.owed(at) if each.person.programme == story.programme]
    for each in fresh:
        each.told_at = at
    Notice.objects.bulk_create(fresh)
    fresh.sort(key=lambda each: each.person_id)
    for person, told in groupby(fresh, key=lambda each: each.person):
        _mail(person, list(told), at)


def _mail(person: Person, told: list[Notice], at: datetime) -> None:
    left = arrival.next_morning(at, arrival.MORNING, person.zone)
    if left > now() or not person.email:
        return
    mail = NoticeMail(person=person, state=NoticeMail.State.SENT, attempts=1)
    mail.claimed_at = mail.sent_at = left
    mail.save()
    Notice.objects.filter(pk__in=[each.pk for each in told]).update(mail=mail)
    if message := notices.written(mail):
        NoticeMail.objects.filter(pk=mail.pk).update(source=message.source)


def _wish(story: Story) -> None:
    with happened(story.moment(170)):
        Preference.set(
            story.people[NIGHT_OWL],
            quiet_from=time(20),
            quiet_until=time(8),
            quiet_days="5,6",
            holidays="AT",
        )
        Preference.set(story.people[WEEKLY], gather=Preference.Gather.WEEKLY)
        back = story.day(182) + timedelta(days=9)
        Preference.set(story.people[AWAY], paused_until=back)
        Unsubscription.stop(story.people[STOPPED], Unsubscription.What.SINGLE)
