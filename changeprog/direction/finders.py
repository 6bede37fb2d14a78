"""What can be found of the direction: objectives, milestones, and every version of the vision."""

from django.utils.formats import date_format
from django.utils.timezone import localdate

from changeprog.direction.models import Milestone, Objective, Vision
from changeprog.direction.timeline import Stop
from changeprog.programme.models import Person, Programme
from changeprog.programme.search import Finder, Hit, Words


def find_objectives(programme: Programme, _: Person, words: Words) -> list[Hit]:
    """Find objectives by their measure."""
    rows = Objective.objects.filter(programme=programme).select_related("programme")
    return [
        Hit(found.measure, found.get_absolute_url(), f"due {date_format(found.due)}")
        for found in words.among(rows, "measure")
    ]


def find_milestones(programme: Programme, _: Person, words: Words) -> list[Hit]:
    """Find milestones by their name and by what shows that they are reached."""
    rows = Milestone.objects.filter(programme=programme).select_related("programme")
    stops = [
        Stop(found, found.state(localdate())) for found in words.among(rows, "name", "evidence")
    ]
    return [
        Hit(
            stop.milestone.name,
            stop.milestone.get_absolute_url(),
            f"{stop.words}, {date_format(stop.day)}",
        )
        for stop in stops
    ]


def find_visions(programme: Programme, _: Person, words: Words) -> list[Hit]:
    """Find versions of the vision by any of their texts."""
    rows = Vision.objects.filter(programme=programme).select_related("programme")
    return [
        Hit(found.statement, found.get_version_url(), f"version {found.version}")
        for found in words.among(rows, *Vision.TEXTS)
    ]


FINDERS = [
    Finder(20, "Objectives", "target", find_objectives),
    Finder(30, "Milestones", "flag", find_milestones),
    Finder(70, "The vision", "compass", find_visions),
]
