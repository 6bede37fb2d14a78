"""What happened to one victory or barrier, as the journal has it."""

from django.contrib.contenttypes.models import ContentType
from django.db import models

from changeprog.programme.models import Event, Person
from changeprog.programme.models.event import EventQuerySet


def history(subject: models.Model, reader: Person) -> EventQuerySet:
    """Return the events about ``subject`` that ``reader`` may read, newest first."""
    kind = ContentType.objects.get_for_model(subject)
    events = Event.objects.visible_to(reader).filter(subject_type=kind, subject_id=subject.pk)
    return events.select_related("person")
