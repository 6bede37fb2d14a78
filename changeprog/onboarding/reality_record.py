"""What reality checks keep about somebody from outside: given to them, and erased."""

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.timezone import localtime

from changeprog.direction.models import SideEffect
from changeprog.onboarding import reality_parts
from changeprog.onboarding.models import RealityCheck, RealityMail, Remark
from changeprog.programme.models import Event, Person
from stakeholders.own_record import Part, Row, forget_events

SOMEBODY = "Somebody outside"
"""Stands where their name was."""


def rows(person: Person) -> list[Row]:
    """Return what they were asked about and why, and everything that they answered."""
    asked = RealityCheck.objects.filter(person=person).prefetch_related("remarks")
    told: list[Row] = []
    for check in asked:
        parts = ", ".join(part.title for part in reality_parts.chosen(check.part_names))
        told.append({"Asked about": parts, "Why": check.why, "Asked on": _day(check.invited_at)})
        told += [_said(remark) for remark in check.remarks.all()]
    return told


def _said(remark: Remark) -> Row:
    about = reality_parts.title_of(remark.part)
    return {"About": about, "Words": remark.words, "How sure": remark.sure_words}


def _day(at: object) -> str:
    return date_format(localtime(at), "j F Y")  # type: ignore[arg-type]


@transaction.atomic
def erase(person: Person) -> None:
    """Delete what they were asked and said, with the events about it, and their name as checker.

    What was made of their remarks stays, as the programme's own.
    """
    checks = RealityCheck.objects.filter(person=person)
    remarks = Remark.objects.filter(reality_check__in=checks)
    _forget_checker(remarks, person.name)
    forget_events(remarks)
    forget_events(checks)
    RealityMail.objects.filter(reality_check__in=checks).delete()
    checks.delete()


def _forget_checker(remarks: QuerySet[Remark], name: str) -> None:
    """Leave of what they checked that it was checked, and when."""
    numbers = list(remarks.exclude(side_effect=None).values_list("side_effect", flat=True))
    SideEffect.everything().filter(pk__in=numbers, checked_by=name).update(checked_by=SOMEBODY)
    kind = ContentType.objects.get_for_model(SideEffect)
    told = Event.objects.about("side_effect.checked")
    told.filter(subject_type=kind, subject_id__in=numbers).delete()


PART = Part(65, "Reality checks", rows, erase)
