"""Arriving: who is here, and the rules by which everybody works."""

from django.db.models import Count, Max
from django.template.loader import render_to_string

from changeprog.programme.models import Programme
from teams.models import RuleVersion
from workshops import kinds, revisions
from workshops.kinds import Kind
from workshops.models import Activity, ActivityKind, Participant


def rules(programme: Programme) -> list[RuleVersion]:
    """Return the working rules that hold, in their order."""
    return list(RuleVersion.objects.of(programme).adopted())


def stage(activity: Activity, audience: str) -> str:
    """Show the working rules, and to participants the button that says "I am here"."""
    context = {
        "activity": activity,
        "workshop": activity.workshop,
        "programme": activity.programme,
        "rules": rules(activity.programme),
        "audience": audience,
    }
    return render_to_string("workshops/arrive/_stage.html", context)


def progress(activity: Activity, audience: str) -> str:
    """Show who has come, and the word that each brought along."""
    arrived = activity.workshop.participants.arrived().with_names().order_by("-arrived_at", "pk")
    context = {"activity": activity, "arrived": arrived, "audience": audience}
    return render_to_string("workshops/arrive/_progress.html", context)


def mine(activity: Activity, participant: Participant) -> str:
    """Show what the participant said on arriving."""
    context = {"activity": activity, "participant": participant}
    return render_to_string("workshops/arrive/_mine.html", context)


def revision(number: int) -> str:
    """Return a text that differs when somebody comes, says another word, or is removed."""
    rows = Participant.objects.filter(workshop=number)
    states = rows.values_list("state").annotate(Count("pk"), Max("arrived_at")).order_by("state")
    return repr(list(states)) + repr(sorted(rows.exclude(word="").values_list("pk", "word")))


def register() -> None:
    """Make the kind known."""
    revisions.register(revision)
    kinds.register(
        Kind(
            name=ActivityKind.ARRIVE,
            icon="door-open",
            stage=stage,
            verbs=("rule.",),
            progress=progress,
            progress_verbs=("participant.",),
            mine=mine,
        )
    )
