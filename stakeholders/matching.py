"""Saying who is meant by a name that was typed in a survey and that nobody has."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from changeprog.direction.undoing import TooLate
from changeprog.programme.models import Event, Person
from stakeholders.importing.fields import fold
from stakeholders.models import Naming, Respondent, Survey


@transaction.atomic
def match(by: Person, survey: Survey, naming: Naming, person: Person | None) -> None:
    """Say who ``naming`` and every unknown one of the same name means; None sets them aside.

    The event keeps their numbers alone.
    """
    typed = fold(naming.typed)
    unknown = Naming.objects.unknown().filter(respondent__survey=survey).select_for_update()
    numbers = [each.pk for each in unknown if fold(each.typed) == typed or each.pk == naming.pk]
    if not numbers:
        return
    rows = Naming.objects.filter(pk__in=numbers)
    rows.update(person=person, set_aside=person is None)
    draw(rows)
    survey.record("matched", by, undo={"namings": numbers})


def take_back(survey: Survey, event: Event) -> None:
    """Undo a match: nobody knows any more who is meant; raises ``TooLate`` once all are gone."""
    rows = Naming.objects.filter(pk__in=event.facts["undo"]["namings"])
    with transaction.atomic():
        if not rows.update(person=None, set_aside=False):
            raise TooLate
        draw(rows)
        survey.record("unmatched", event.person)


def draw(namings: Iterable[Any]) -> None:
    """Draw the ties of everybody whose naming it is. Runs in a transaction."""
    numbers = {naming.respondent_id for naming in namings}
    own = Respondent.objects.filter(pk__in=numbers).order_by("pk")
    for respondent in own.select_related("person", "survey__programme"):
        respondent.draw()
