"""The journal: one event per verb, and nothing else keeps its own idea of "recent"."""

from functools import partial
from typing import TYPE_CHECKING, Any, Self

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils.timezone import now

from changeprog.programme import journal

if TYPE_CHECKING:
    from changeprog.programme.models.person import Person
    from changeprog.programme.models.programme import Programme


class Visibility(models.TextChoices):
    """Who may read an event; decided when it is written."""

    EVERYONE = "everyone", "Everyone in the programme"
    MEMBERS = "members", "Members, facilitators and champions"
    FACILITATORS = "facilitators", "Facilitators and champions"
    CHAMPIONS = "champions", "Champions"
    PRIVATE = "private", "Only the person who did it"


_WIDENING = [
    ("observer", Visibility.EVERYONE),
    ("member", Visibility.MEMBERS),
    ("facilitator", Visibility.FACILITATORS),
    ("champion", Visibility.CHAMPIONS),
]
"""The roles in their order, and what each may read that the one before may not."""
READABLE = {
    role: [visibility for _, visibility in _WIDENING[: place + 1]]
    for place, (role, _) in enumerate(_WIDENING)
}
"""What each role may read, by the role's value."""


class EventQuerySet(models.QuerySet["Event"]):
    def readable_as(self, role: str) -> Self:
        """What anybody in ``role`` may read; nothing for no role."""
        return self.filter(visibility__in=READABLE.get(role, []))

    def visible_to(self, person: "Person") -> Self:
        """What ``person`` may read: their role's events and their own private ones."""
        return self.filter(
            models.Q(visibility__in=READABLE.get(person.role, []))
            | models.Q(visibility=Visibility.PRIVATE, person=person)
        )

    def about(self, *verbs: str) -> Self:
        """Only events of these verbs."""
        return self.filter(verb__in=verbs)

    def of(self, subject: models.Model) -> Self:
        """What happened to ``subject``, newest first, with who did it."""
        subject_type = ContentType.objects.get_for_model(subject)
        about = self.filter(subject_type=subject_type, subject_id=subject.pk)
        return about.select_related("person")


class Event(models.Model):
    programme = models.ForeignKey(
        "programme.Programme", on_delete=models.CASCADE, related_name="events"
    )
    verb = models.CharField(max_length=60)
    subject_type = models.ForeignKey(ContentType, on_delete=models.CASCADE)
    subject_id = models.PositiveBigIntegerField()
    subject = GenericForeignKey("subject_type", "subject_id")
    person = models.ForeignKey(
        "programme.Person",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="events",
        help_text="Who did it; empty when the programme did it by itself.",
    )
    at = models.DateTimeField(default=now)
    visibility = models.CharField(max_length=12, choices=Visibility, default=Visibility.EVERYONE)
    facts = models.JSONField(default=dict, encoder=DjangoJSONEncoder)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["programme", "-at", "-id"]),
            models.Index(fields=["programme", "verb", "-at"]),
            models.Index(fields=["subject_type", "subject_id"]),
        ]

    def __str__(self) -> str:
        return f"{self.verb} · {self.at:%Y-%m-%d %H:%M}"

    @classmethod
    def record(
        cls,
        programme: "Programme",
        verb: str,
        *,
        by: "Person | None",
        subject: models.Model,
        visibility: Visibility = Visibility.EVERYONE,
        **facts: Any,
    ) -> "Event":
        """Write one event in the running transaction and, once it commits, tell the live pages.

        Raises ``KeyError`` for a verb that no app has registered in ``programme.journal``.
        """
        journal.verb(verb)
        event = cls.objects.create(
            programme=programme,
            verb=verb,
            subject=subject,
            person=by,
            visibility=visibility,
            facts=facts,
        )
        journal.written(programme.key, verb)
        transaction.on_commit(partial(journal.tell, programme.key, verb))
        return event

    @property
    def sentence(self) -> str:
        """What happened, in words, without who did it."""
        return journal.verb(self.verb).words
