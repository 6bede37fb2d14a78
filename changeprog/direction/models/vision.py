"""The vision, with every version it has had."""

from typing import TYPE_CHECKING, Self

from django.db import models, transaction
from django.urls import reverse
from django.utils.timezone import now

from changeprog.programme.models import Event, Person, Programme

if TYPE_CHECKING:
    from collections.abc import Mapping

TITLE_LENGTH = 200


class VisionOvertaken(Exception):  # noqa: N818 -- somebody was quicker, told in words
    """Somebody else saved a version meanwhile; ``current`` is theirs."""

    def __init__(self, current: "Vision") -> None:
        author = current.author or "Somebody"
        super().__init__(f"{author} saved version {current.version} while you were writing.")
        self.current = current


class VisionQuerySet(models.QuerySet["Vision"]):
    def of(self, programme: Programme) -> Self:
        """Every version of ``programme``'s vision, newest first, with its author."""
        return self.filter(programme=programme).order_by("-version").select_related("author")

    def with_sign_offs(self) -> Self:
        """With who signed each version off."""
        return self.prefetch_related("sign_offs__person")


class Vision(models.Model):
    """One version: the statement, the end state, and the case for change."""

    TEXTS = ("statement", "end_state", "threat", "opportunity")
    STATEMENT_LENGTH = 2_000
    CASE_LENGTH = 5_000
    TITLE_FITS = 240
    """Characters up to which a statement is set like a title."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="visions")
    version = models.PositiveIntegerField()
    statement = models.CharField(max_length=STATEMENT_LENGTH)
    end_state = models.CharField(max_length=CASE_LENGTH, blank=True)
    threat = models.CharField(max_length=CASE_LENGTH, blank=True)
    opportunity = models.CharField(max_length=CASE_LENGTH, blank=True)
    author = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="visions")
    at = models.DateTimeField(default=now)

    objects = VisionQuerySet.as_manager()

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "version"], name="vision_version_once")
        ]

    def __str__(self) -> str:
        return f"Vision, version {self.version}"

    def get_absolute_url(self) -> str:
        return reverse("direction:vision", args=[self.programme.key])

    def get_version_url(self) -> str:
        """Return where this version stays readable, whatever is written after it."""
        return reverse("direction:vision_version", args=[self.programme.key, self.version])

    @property
    def is_long(self) -> bool:
        """Whether the statement reads better as a text than as a title."""
        return len(self.statement) > self.TITLE_FITS

    @classmethod
    def current(cls, programme: Programme) -> "Vision | None":
        """Return the newest version, if the vision has been written at all."""
        return cls.objects.of(programme).first()

    @classmethod
    @transaction.atomic
    def write(
        cls, programme: Programme, by: Person, texts: "Mapping[str, str]", based_on: int
    ) -> "Vision":
        """Save the next version, written on top of version ``based_on`` (0 for none).

        Texts that change nothing make no version. Raises ``VisionOvertaken`` when ``based_on`` is
        no longer the newest version, so that nobody's words are overwritten unseen.
        """
        Programme.objects.select_for_update().get(pk=programme.pk)
        current = cls.current(programme)
        newest = current.version if current else 0
        if current and all(getattr(current, name) == texts[name] for name in cls.TEXTS):
            return current
        if current and newest != based_on:
            raise VisionOvertaken(current)
        vision = cls.objects.create(
            programme=programme,
            version=newest + 1,
            author=by,
            **{name: texts[name] for name in cls.TEXTS},
        )
        Event.record(
            programme,
            "vision.written",
            by=by,
            subject=vision,
            version=vision.version,
            title=vision.statement[:TITLE_LENGTH],
        )
        return vision

    @transaction.atomic
    def sign_off(self, by: Person, where: str) -> None:
        """Record that ``by`` stands behind this version, said at ``where``, the name of a meeting.

        A workshop calls this when its round on the vision is published; no page does. Each person
        signs a version off once, a second call changes nothing.
        """
        _, new = self.sign_offs.get_or_create(person=by, defaults={"where": where})
        if new:
            Event.record(
                self.programme,
                "vision.signed_off",
                by=by,
                subject=self,
                version=self.version,
                title=self.statement[:TITLE_LENGTH],
                where=where,
            )
