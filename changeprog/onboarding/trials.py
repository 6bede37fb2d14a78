"""Trials and old habits: all that they add to the ground and to a team's own page."""

from typing import Any

from changeprog.onboarding import team_page, trial_cards, trial_telling, trying
from changeprog.onboarding.models import OldHabit
from changeprog.onboarding.team_page import Section
from changeprog.onboarding.trying import is_offered
from changeprog.programme import demo, journal
from changeprog.programme.journal import Verb
from changeprog.programme.models import Person, Team

SHOWN = 5
"""Old habits on a team's own page; the page of all of them has the others."""


def old_habits(team: Team, viewer: Person) -> dict[str, Any] | None:
    """Return the old habits of a team; nothing for who can neither read nor name one."""
    rows = list(OldHabit.objects.filter(team=team)[: SHOWN + 1])
    may = is_offered(viewer, team)
    if not rows and not may:
        return None
    return {"old_habits": rows[:SHOWN], "has_more": len(rows) > SHOWN, "may_try": may}


def register() -> None:
    """Register it all."""
    journal.register(
        Verb("trial.planned", "planned a trial"),
        Verb("trial.begun", "began a trial"),
        Verb("trial.postponed", "found that a trial has not begun"),
        Verb("trial.changed", "changed what is said of a trial"),
        Verb("trial.evaluated", "evaluated a trial"),
        Verb("trial.asked_again", "took an evaluation back"),
        Verb("trial.removed", "took a trial away"),
        Verb("trial.restored", "brought a trial back"),
        Verb("trial_note.written", "noted something of a trial"),
        Verb("trial_note.changed", "changed a note of a trial"),
        Verb("trial_note.became", "made more of a note of a trial"),
        Verb("trial_note.taken_apart", "made a note of a trial only a note again"),
        Verb("trial_note.removed", "took a note of a trial away"),
        Verb("trial_note.restored", "brought a note of a trial back"),
        Verb("old_habit.named", "named an old habit with a new use"),
        Verb("old_habit.changed", "changed what is said of an old habit"),
        Verb("old_habit.removed", "took an old habit away"),
        Verb("old_habit.restored", "brought an old habit back"),
    )
    team_page.register(
        trial_cards.ON_TEAM_PAGE,
        Section(70, "onboarding/old_habit/_section.html", old_habits, ("old_habit.",)),
    )
    trying.register()
    trial_telling.register()
    demo.register(73, "changeprog.onboarding.demo_trials.tell")
