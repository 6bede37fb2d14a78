"""What the digest tells of the daily work."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import F, Q
from django.urls import reverse
from django.utils.timezone import now

from changeprog.communications.digest import Line, PersonalSection, Section, no_more_than
from changeprog.communications.models.terms import Topic
from changeprog.programme.models import Person, Programme
from changeprog.programme.words import days
from teams.escalating import reason
from teams.models import Ask, Barrier, Victory
from teams.naming import together

TOLD = 10
"""Lines of one kind at most, for a digest is read to its end; a last line counts the others."""


def won(programme: Programme, since: datetime, until: datetime) -> list[Line]:
    """Tell what was promoted in the window, then what else was logged in it."""
    own = Victory.objects.filter(programme=programme).with_names()
    promoted = own.promoted().filter(promoted_at__gte=since, promoted_at__lt=until)
    logged = own.filter(logged_at__gte=since, logged_at__lt=until)
    others = logged.exclude(pk__in=promoted.order_by().values("pk"))
    lines = [_victory(programme, victory) for victory in [*promoted, *others]]
    return no_more_than(TOLD, lines, reverse("teams:victories", args=[programme.key]))


def in_the_way(programme: Programme, since: datetime, until: datetime) -> list[Line]:
    """Tell what stood when the window closed, then what was knocked down in it.

    What has come up to somebody needs help most and comes first, then the oldest.
    """
    return _barriers(programme, since, until, Q())


def newly_in_the_way(programme: Programme, since: datetime, until: datetime) -> list[Line]:
    """Tell what came into the way in the window, then what was knocked down in it."""
    return _barriers(programme, since, until, Q(logged_at__gte=since))


def _barriers(programme: Programme, since: datetime, until: datetime, shown: Q) -> list[Line]:
    """Tell the standing barriers that are ``shown``, and what was knocked down in the window."""
    own = Barrier.objects.filter(programme=programme).with_names()
    stood = Q(knocked_down_at=None) | Q(knocked_down_at__gte=until)
    present = own.filter(stood & shown, logged_at__lt=until)
    standing = present.order_by(F("asked_level").desc(nulls_last=True), "logged_at", "pk")
    down = own.knocked_down().filter(knocked_down_at__gte=since, knocked_down_at__lt=until)
    path = reverse("teams:barriers", args=[programme.key])
    return [
        *no_more_than(TOLD, [_standing(programme, each, until) for each in standing], path),
        *no_more_than(TOLD, [_knocked_down(programme, each) for each in down], path),
    ]


def asked(person: Person) -> list[Line]:
    """Tell ``person`` about which standing barriers they are asked, because nobody moves them."""
    mine = Barrier.objects.asked_of(person).with_names()
    programme = person.programme
    lines = [
        Line(
            barrier.what, f"{reason(barrier)} {_stands(barrier, now())}", _path(programme, barrier)
        )
        for barrier in mine
    ]
    return no_more_than(TOLD, lines, reverse("teams:barriers", args=[programme.key]))


def owned(person: Person) -> list[Line]:
    """Tell ``person`` which standing barriers are theirs, oldest first."""
    programme = person.programme
    mine = Barrier.objects.filter(owner=person).standing()
    lines = [
        Line(barrier.what, _stands(barrier, now()), _path(programme, barrier)) for barrier in mine
    ]
    return no_more_than(TOLD, lines, reverse("teams:barriers", args=[programme.key]))


def asked_people(people: Collection[int]) -> Collection[int]:
    """Return who among ``people`` was ever asked about a barrier."""
    return Ask.objects.filter(person__in=people).values_list("person", flat=True)


def owners(people: Collection[int]) -> Collection[int]:
    """Return who among ``people`` owns a standing barrier."""
    standing = Barrier.objects.standing().filter(owner__in=people)
    return standing.values_list("owner", flat=True)


def _victory(programme: Programme, victory: Victory) -> Line:
    path = reverse("teams:victory", args=[programme.key, victory.pk])
    by = together([person.name for person in victory.winners])
    return Line(victory.what, _told_of(victory), path, by)


def _told_of(victory: Victory) -> str:
    """Say why it is held up, or else in which function it was won; where to look; who thanked."""
    function = victory.function.name if victory.function else ""
    thanks = len(victory.thanks.all())
    parts = [
        victory.promoted_because or function,
        f"To be seen: {victory.where}" if victory.where else "",
        f"Thanked by {thanks} {'people' if thanks > 1 else 'person'}" if thanks else "",
    ]
    return " · ".join(part for part in parts if part)


def _standing(programme: Programme, barrier: Barrier, moment: datetime) -> Line:
    owner = barrier.present_owner
    wanted = "" if owner else " Nobody owns it yet: help is wanted."
    help_wanted = f" Help is asked of {barrier.asked}." if barrier.asked else ""
    detail = _stands(barrier, moment) + wanted + help_wanted
    return Line(barrier.what, detail, _path(programme, barrier), owner.name if owner else "")


def _knocked_down(programme: Programme, barrier: Barrier) -> Line:
    by = barrier.knocked_down_by.name if barrier.knocked_down_by else ""
    return Line(f"Knocked down: {barrier.what}", barrier.outcome, _path(programme, barrier), by)


def _stands(barrier: Barrier, moment: datetime) -> str:
    age = (moment - barrier.logged_at).days
    return f"In the way for {days(age)}." if age else "New."


def _path(programme: Programme, barrier: Barrier) -> str:
    return reverse("teams:barrier", args=[programme.key, barrier.pk])


WON = Section("won", "What was won", 20, won, Topic.VICTORIES)
IN_THE_WAY = Section(
    "in-the-way", "What is in the way", 30, in_the_way, Topic.BARRIERS, newly_in_the_way
)
ASKED = PersonalSection("asked", "What is asked of you", 10, asked, asked_people, Topic.BARRIERS)
OWNED = PersonalSection("promised", "What you promised", 20, owned, owners, Topic.BARRIERS)
