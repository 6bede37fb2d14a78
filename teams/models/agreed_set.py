"""The agreed set: rules and procedures as they stood on a day, acknowledged by each person."""

from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.utils.timezone import localdate, now

from changeprog.communications import wording
from changeprog.communications.models import Procedure
from changeprog.programme.models import Event, Person, Programme, Visibility
from teams.models.rule import RuleVersion

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

Content = dict[str, list[dict[str, Any]]]


class AgreedSet(models.Model):
    """One edition of what the teams agreed on among themselves, frozen when it was issued.

    ``content`` holds "rules" (rule, text, reason) and "procedures" (procedure, name, says), so that
    what somebody acknowledged can be read for good, whatever changes later.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="agreed_sets")
    number = models.PositiveIntegerField()
    content = models.JSONField(default=dict)
    issued_at = models.DateTimeField(default=now)
    issued_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    if TYPE_CHECKING:
        acknowledgements: RelatedManager["Acknowledgement"]

    class Meta:
        ordering = ["programme", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="agreed_set_once")
        ]

    def __str__(self) -> str:
        return f"Edition {self.number} of what was agreed"

    @property
    def occasion(self) -> str:
        """What names, among notices, the asking of somebody to acknowledge this edition."""
        return f"set-{self.pk}."

    @classmethod
    def newest(cls, programme: Programme) -> "AgreedSet | None":
        """Return the edition that is in force, if one has been issued."""
        return cls.objects.filter(programme=programme).order_by("-number").first()

    @classmethod
    @transaction.atomic
    def issue(cls, programme: Programme, by: Person | None) -> "AgreedSet | None":
        """Issue what is agreed now as the next edition, for everybody to acknowledge.

        Returns ``None`` while nothing is agreed, and when nothing is different from the newest
        edition; of two calls at once one issues it. ``by`` is ``None`` when the app does it.
        """
        Programme.objects.select_for_update().get(pk=programme.pk)
        newest, content = cls.newest(programme), content_of(programme)
        if content == (newest.content if newest else NOTHING):
            return None
        number = newest.number + 1 if newest else 1
        issued = cls.objects.create(
            programme=programme, number=number, content=content, issued_by=by
        )
        Event.record(
            programme,
            "agreed_set.issued",
            by=by,
            subject=issued,
            title=str(issued),
            rules=len(content["rules"]),
            procedures=len(content["procedures"]),
        )
        return issued

    @transaction.atomic
    def acknowledge(self, by: Person) -> bool:
        """Record, once, that ``by`` has read this edition and will keep to it."""
        _, new = Acknowledgement.objects.get_or_create(agreed_set=self, person=by)
        if new:
            Event.record(
                self.programme,
                "agreed_set.acknowledged",
                by=by,
                subject=self,
                visibility=Visibility.CHAMPIONS,
                title=str(self),
            )
        return new


class Acknowledgement(models.Model):
    """One person's word that they have read an edition and will keep to it."""

    agreed_set = models.ForeignKey(
        AgreedSet, on_delete=models.CASCADE, related_name="acknowledgements"
    )
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="acknowledgements")
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreed_set", "person"], name="agreed_set_acknowledged_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.agreed_set}"


NOTHING: Content = {"rules": [], "procedures": []}


def content_of(programme: Programme) -> Content:
    """Return what is agreed in ``programme`` now, as an edition keeps it.

    The digest that every programme has is listed beside what people agreed on; alone it is nothing
    that anybody agreed on.
    """
    adopted = RuleVersion.objects.of(programme).adopted()
    rules = [{"rule": v.rule_id, "text": v.text, "reason": v.reason} for v in adopted]
    own = Procedure.objects.filter(programme=programme).holding(localdate())
    holding = list(own.with_audience())
    if not rules and all(each.automatic for each in holding):
        return NOTHING
    return {
        "rules": rules,
        "procedures": [
            {"procedure": p.pk, "name": p.name, "says": wording.sentence(p)} for p in holding
        ],
    }
