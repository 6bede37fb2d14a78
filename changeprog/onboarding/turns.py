"""When it is a team's turn: who is reminded of it, and what is still open of its way."""

from collections.abc import Iterator
from datetime import date

from changeprog.communications import reminders
from changeprog.onboarding.models import Adoption, Stage
from changeprog.onboarding.models.adoption import TRYING
from changeprog.programme import open_things
from changeprog.programme.models import Person, Programme
from changeprog.programme.open_things import OpenKind, OpenThing


def due_by(last: date) -> Iterator[reminders.Thing]:
    """Return the teams whose first trial is meant to begin by ``last`` and has not; one query."""
    rows = Adoption.objects.filter(starts_on__lte=last, team__retired_at=None)
    waiting = rows.exclude(stage__in=TRYING).with_names().order_by("starts_on", "pk")
    for each in waiting:
        yield reminders.Thing(
            number=each.pk,
            programme=each.programme,
            due=each.starts_on or last,
            title=str(each.team),
            path=each.get_absolute_url(),
            known_since=each.arranged_at,
            owners=(each.lead,) if each.lead else (),
            team=each.team_id,
        )


FIRST_TRIAL = reminders.Kind(
    name="team.starts",
    noun="adoption",
    title="First trials of teams",
    due_by=due_by,
    line="{verb} {day}: the first trial of {title}",
    ask="You lead it there: begin the trial with the team, or choose another day.",
)


def under_way(programme: Programme) -> list[OpenThing]:
    """Return the teams that are on their way and have not arrived; one query."""
    arrived = (Stage.NOT_YET, Stage.USUAL)
    rows = Adoption.objects.of(programme).exclude(stage__in=arrived).with_names()
    return [
        OpenThing(
            kind="adoption",
            subject=each,
            title=f"{each.team}: {each.get_stage_display()}",
            owner=each.present_lead,
            since=each.since,
            due=each.starts_on if each.stage not in TRYING else None,
        )
        for each in rows.order_by("since", "pk")
    ]


def hand_over(thing: OpenThing, by: Person, to: Person | None) -> None:
    """Have ``to`` lead the team the rest of its way."""
    adoption = Adoption.objects.with_names().get(pk=thing.number)
    adoption.arrange(by, adoption.revision, to, adoption.starts_on)


def register() -> None:
    """Remind of first trials, and have teams on their way handed over when a programme ends."""
    reminders.register(FIRST_TRIAL)
    open_things.register(
        OpenKind(35, "adoption", "Teams on their way", "ship", under_way, hand_over)
    )
