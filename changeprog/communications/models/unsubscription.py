"""What a person has stopped: one procedure, mails that tell one thing, or every mail there is."""

from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.db.models import Q
from django.utils.timezone import now

from changeprog.programme.models import Event, Person, Visibility

if TYPE_CHECKING:
    from changeprog.communications.models.procedure import Procedure


class What(models.TextChoices):
    """What is stopped; that of procedures names the one."""

    PROCEDURE = "procedure", "The mails of one procedure"
    SINGLE = "single", "Mails that tell one thing"
    EVERYTHING = "everything", "Every mail of the programme"


class Unsubscription(models.Model):
    """That ``person`` wants no more mails of a kind, until they undo it.

    The weekly digest and all else that is composed can be stopped at once as well; that stands at
    the person themself, who has ``digest_paused``.
    """

    What = What

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="unsubscriptions")
    what = models.CharField(max_length=10, choices=What)
    procedure = models.ForeignKey(
        "communications.Procedure", on_delete=models.CASCADE, null=True, blank=True
    )

    if TYPE_CHECKING:
        procedure: "Procedure | None"  # type: ignore[no-redef]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "what", "procedure"],
                nulls_distinct=False,
                name="unsubscription_once",
            ),
            models.CheckConstraint(
                condition=Q(what=What.PROCEDURE, procedure__isnull=False)
                | (~Q(what=What.PROCEDURE) & Q(procedure=None)),
                name="unsubscription_names_its_procedure",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} has stopped {self.get_what_display()}"

    @classmethod
    @transaction.atomic
    def stop(cls, person: Person, what: str, procedure: "Procedure | None" = None) -> None:
        """Send ``person`` no more of this, not even what waits; asking twice changes nothing."""
        _, new = cls.objects.get_or_create(person=person, what=what, procedure=procedure)
        if new:
            person.deliveries.drop_unwanted(now())
            _record(person, "mail.stopped", what, procedure)

    @classmethod
    @transaction.atomic
    def resume(cls, person: Person, what: str, procedure: "Procedure | None" = None) -> None:
        """Undo ``stop``; asking twice changes nothing."""
        stopped = cls.objects.filter(person=person, what=what, procedure=procedure)
        if stopped.delete()[0]:
            _record(person, "mail.resumed", what, procedure)

    @classmethod
    def holds(cls, person: Person, what: str, procedure: "Procedure | None" = None) -> bool:
        """Whether ``person`` has stopped this."""
        return cls.objects.filter(person=person, what=what, procedure=procedure).exists()


def _record(person: Person, verb: str, what: str, procedure: Any) -> None:
    """Tell the journal, for the person's own eyes."""
    Event.record(
        person.programme,
        verb,
        by=person,
        subject=person,
        visibility=Visibility.PRIVATE,
        what=What(what).label,
        title=str(procedure or ""),
    )
