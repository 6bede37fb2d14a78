"""What a programme has set for itself; where it has set nothing, defaults hold."""

from typing import Any, ClassVar, Self

from django.db import models, transaction

from changeprog.programme.models.event import Event, Visibility
from changeprog.programme.models.person import Person
from changeprog.programme.models.programme import Programme


class OwnRule(models.Model):
    """A programme's settings of one thing: a row at the most.

    A model adds ``programme``, one-to-one, its settings with their defaults, and the ``verb`` by
    which the journal tells that they changed, to whom ``visibility`` says.
    """

    verb: ClassVar[str]
    visibility: ClassVar[Visibility] = Visibility.EVERYONE

    class Meta:
        abstract = True

    @classmethod
    def of(cls, programme: Programme) -> Self:
        """Return what holds in ``programme``: its own rule, or the defaults, unsaved."""
        own = cls._default_manager.filter(programme=programme).first()
        return own or cls(programme=programme)

    @classmethod
    @transaction.atomic
    def set(cls, by: Person, **values: Any) -> Self:
        """Set what holds from now on; nothing new is no event."""
        cls._default_manager.get_or_create(programme=by.programme)
        rule = cls._default_manager.select_for_update().get(programme=by.programme)
        changes = {
            name: [str(getattr(rule, name)), str(value)]
            for name, value in values.items()
            if getattr(rule, name) != value
        }
        for name, value in values.items():
            setattr(rule, name, value)
        rule.save()
        if changes:
            Event.record(
                by.programme,
                cls.verb,
                by=by,
                subject=rule,
                visibility=cls.visibility,
                changes=changes,
            )
        return rule
