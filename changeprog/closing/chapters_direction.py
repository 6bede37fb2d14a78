"""What a review knows of the direction: objectives, benefits, milestones."""

from decimal import Decimal

from django.utils.dateformat import format as format_date
from django.utils.timezone import localdate

from changeprog.closing.chapters import Chapter, Fact, Known, count, joined
from changeprog.direction.models import Benefit, Milestone, Objective
from changeprog.programme import money
from changeprog.programme.models import Programme
from changeprog.programme.words import figure

WHOLE = Decimal(1)
"""All of the way from a baseline to a target."""


def objectives(programme: Programme) -> Known:
    """Tell of each objective where it began, where it was to be, and where it stands."""
    own = Objective.objects.filter(programme=programme).with_names().with_latest()
    rows = [(each, is_reached(each)) for each in own]
    reached = sum(1 for _, done in rows if done)
    unread = sum(1 for each, _ in rows if each.latest_value is None)
    summary = joined(
        [
            f"{reached} of {count(len(rows), 'objective', 'objectives')} reached" if rows else "",
            f"{unread} never read" if unread else "",
        ]
    )
    return Known(summary, tuple(_of_objective(each, done) for each, done in rows))


def is_reached(objective: Objective) -> bool:
    """Whether its newest reading is at the target or beyond it, or within the band."""
    value = objective.latest_value
    return value is not None and objective.progress(value) == WHOLE


def _of_objective(objective: Objective, done: bool) -> Fact:
    unit, value = objective.unit, objective.latest_value
    aim = f"from {figure(objective.baseline)} to {figure(objective.target)} {unit}"
    if objective.band:
        aim = " to ".join(figure(end) for end in objective.band) + f" {unit}"
    stands = "never read" if value is None else f"{figure(value)} {unit}"
    if objective.latest_on:
        stands += f" on {format_date(objective.latest_on, 'j F Y')}"
    verdict, tone = ("Reached", "is-good") if done else ("Not reached", "is-bad")
    detail = f"Meant: {aim}. Stands: {stands}."
    return Fact(objective.measure, verdict, tone, detail, objective.get_absolute_url())


def benefits(programme: Programme) -> Known:
    """Tell of each benefit what has come of it, beside what a year was thought to be worth."""
    own = Benefit.objects.filter(programme=programme).with_names().with_realised(localdate())
    rows = list(own)
    if not rows:
        return Known("")
    currency = programme.currency
    came = sum((each.realised for each in rows), Decimal(0))
    likely = sum((each.likely for each in rows), Decimal(0))
    summary = (
        f"{money.about(came, currency)} realised so far; a whole year was thought likely to be "
        f"worth {money.about(likely, currency)}."
    )
    return Known(summary, tuple(_of_benefit(each, currency) for each in rows))


def _of_benefit(benefit: Benefit, currency: str) -> Fact:
    verdict = money.about(benefit.realised, currency) if benefit.realised else "Nothing yet"
    tone = "is-good" if benefit.realised else "is-warn"
    detail = f"A year was thought likely to be worth {money.about(benefit.likely, currency)}."
    return Fact(benefit.name, verdict, tone, detail, benefit.get_absolute_url())


def milestones(programme: Programme) -> Known:
    """Tell which were reached, when; which were called off, why; which are open."""
    own = Milestone.objects.filter(programme=programme).select_related("programme").with_day()
    rows = list(own)
    reached = [each for each in rows if each.reached_on]
    late = [each for each in reached if each.reached_on and each.reached_on > each.due]
    off = [each for each in rows if each.called_off_on]
    still = len(rows) - len(reached) - len(off)
    summary = joined(
        [
            f"{len(reached)} of {count(len(rows), 'milestone', 'milestones')} reached"
            if rows
            else "",
            f"{len(late)} of them later than planned" if late else "",
            f"{len(off)} called off" if off else "",
            f"{still} still ahead" if still else "",
        ]
    )
    return Known(summary, tuple(_of_milestone(each) for each in rows))


def _of_milestone(milestone: Milestone) -> Fact:
    due, url = format_date(milestone.due, "j F Y"), milestone.get_absolute_url()
    if milestone.called_off_on:
        return Fact(milestone.name, "Called off", "", milestone.called_off_why, url)
    if milestone.reached_on is None:
        return Fact(milestone.name, "Not reached", "is-warn", f"Was meant for {due}.", url)
    on = format_date(milestone.reached_on, "j F Y")
    meant = f", meant for {due}" if milestone.reached_on > milestone.due else ""
    return Fact(milestone.name, "Reached", "is-good", f"On {on}{meant}.", url)


CHAPTERS = [
    Chapter(
        20,
        "objectives",
        "What we set out to reach",
        "What do these figures not say?",
        "target",
        objectives,
    ),
    Chapter(
        30,
        "benefits",
        "What it has brought",
        "What will still come of it, and who goes on counting?",
        "coins",
        benefits,
    ),
    Chapter(
        40,
        "milestones",
        "The way there",
        "What would we plan differently?",
        "flag",
        milestones,
    ),
]
