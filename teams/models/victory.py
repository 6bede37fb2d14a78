"""Victories: small, visible wins."""

from collections.abc import Sequence
from typing import Any, Self
from uuid import UUID

from django.db import models, transaction
from django.urls import reverse
from django.utils.timezone import now

from changeprog.direction.models import Milestone, Objective
from changeprog.direction.models.removable import PresentManager
from changeprog.programme.models import Event, Function, Person, Programme, Role, Team
from teams.models.logged import Logged
from teams.models.picture import Picture
from teams.models.thanks import Thanks

TEXT = 500
"""Characters that say what was won."""
WHY = 300
"""Characters that say why it is held up for all to see."""
WHERE = 300
"""Characters that say where it can be seen, or what can be seen on its picture."""
LINK = 500


class VictoryQuerySet(models.QuerySet["Victory"]):
    def with_names(self) -> Self:
        """With everything that a row of a list shows."""
        related = self.select_related(
            "programme", "function", "logged_by", "team", "objective", "milestone", "picture"
        )
        light = related.defer("picture__large", "picture__small")
        thanks = Thanks.objects.select_related("person")
        return light.prefetch_related("doers", models.Prefetch("thanks", thanks))

    def promoted(self) -> Self:
        """Held up for all to see, newest first."""
        return self.exclude(promoted_at=None).order_by("-promoted_at", "-pk")

    def promoted_first(self) -> Self:
        """Those held up for all to see, newest first, then the others, newest first."""
        promoted = models.F("promoted_at").desc(nulls_last=True)
        return self.order_by(promoted, "-logged_at", "-pk")

    def visible(self) -> Self:
        """Held up for all to see, or with a picture, a link, or a word on where to look."""
        said = ~models.Q(where="") | ~models.Q(link="") | models.Q(picture__isnull=False)
        return self.filter(said | models.Q(promoted_at__isnull=False))

    def won_by(self, person: Person) -> Self:
        """Those of ``person``: their doing, or logged by them where nobody's doing is named."""
        named = Victory.doers.through.objects.filter(victory=models.OuterRef("pk"))
        theirs = models.Exists(named.filter(person=person))
        return self.filter(theirs | (models.Q(logged_by=person) & ~models.Exists(named)))


class Victory(Logged):
    """A win; its picture, link and all that it moves may be said when it is logged, or later."""

    NOUN = "victory"

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="victories")
    what = models.CharField(max_length=TEXT)
    where = models.CharField("where it can be seen", max_length=WHERE, blank=True)
    doers = models.ManyToManyField(Person, blank=True, related_name="victories_won")
    function = models.ForeignKey(
        Function, on_delete=models.SET_NULL, null=True, blank=True, related_name="victories"
    )
    team = models.ForeignKey(
        Team, on_delete=models.SET_NULL, null=True, blank=True, related_name="victories"
    )
    objective = models.ForeignKey(
        Objective, on_delete=models.SET_NULL, null=True, blank=True, related_name="victories"
    )
    milestone = models.ForeignKey(
        Milestone, on_delete=models.SET_NULL, null=True, blank=True, related_name="victories"
    )
    barrier = models.ForeignKey(
        "teams.Barrier",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="victories",
        help_text="What was knocked down, where that is the victory.",
    )
    link = models.URLField(max_length=LINK, blank=True)
    picture = models.ForeignKey(
        Picture, on_delete=models.SET_NULL, null=True, blank=True, related_name="victories"
    )
    alt = models.CharField("what the picture shows", max_length=WHERE, blank=True)
    logged_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, related_name="victories"
    )
    logged_at = models.DateTimeField(default=now)
    promoted_at = models.DateTimeField(null=True, blank=True)
    promoted_because = models.CharField(max_length=WHY, blank=True)

    objects = PresentManager.from_queryset(VictoryQuerySet)()

    class Meta:
        ordering = ["-logged_at", "-pk"]
        indexes = [
            models.Index(fields=["programme", "-logged_at"]),
            models.Index(
                fields=["programme", "-promoted_at"],
                condition=models.Q(promoted_at__isnull=False),
                name="victory_promoted",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["programme", "key"], name="victory_logged_once"),
            models.UniqueConstraint(
                fields=["barrier"],
                condition=models.Q(removed_at=None),
                name="victory_once_a_barrier",
            ),
            models.CheckConstraint(
                condition=models.Q(promoted_at__isnull=False) | models.Q(promoted_because=""),
                name="victory_reason_once_promoted",
            ),
            models.CheckConstraint(
                condition=models.Q(link="") | models.Q(link__regex=r"^https?://"),
                name="victory_link_leads_to_a_page",
            ),
        ]

    def __str__(self) -> str:
        return self.what

    def get_absolute_url(self) -> str:
        return reverse("teams:victory", args=[self.programme.key, self.pk])

    def get_list_url(self) -> str:
        return reverse("teams:victories", args=[self.programme.key])

    @classmethod
    def everything(cls) -> VictoryQuerySet:
        """Return all rows, also those that were taken back."""
        return VictoryQuerySet(cls)

    @classmethod
    @transaction.atomic
    def log(
        cls, by: Person, key: UUID, what: str, doers: Sequence[Person] = (), **said: Any
    ) -> "Victory":
        """Log a victory once per ``key``; ``said`` are other fields of it, such as ``where``."""
        victory = cls(programme=by.programme, key=key, what=what, logged_by=by, **said)
        if victory.save_once():
            victory.doers.set(doers)
            victory.record("logged", by)
        return victory

    @transaction.atomic
    def promote(self, by: Person, because: str) -> bool:
        """Hold the victory up for all to see, once; say whether this call did it."""
        waiting = Victory.objects.filter(pk=self.pk, promoted_at=None)
        done = waiting.update(promoted_at=now(), promoted_because=because) == 1
        self.refresh_from_db()
        if done:
            self.record("promoted", by, because=because)
        return done

    @transaction.atomic
    def take_down(self, by: Person) -> None:
        """Take the promotion back; the victory stays."""
        held_up = Victory.objects.promoted().filter(pk=self.pk)
        if held_up.update(promoted_at=None, promoted_because=""):
            self.refresh_from_db()
            self.record("taken_down", by)

    @transaction.atomic
    def thank(self, by: Person) -> None:
        """Note that ``by`` says thank you; said once more it changes nothing."""
        _, said = self.thanks.get_or_create(person=by)
        if said:
            self.record("thanked", by)

    @transaction.atomic
    def thank_no_more(self, by: Person) -> None:
        """Take the thanks of ``by`` back, if they said any."""
        taken, _ = self.thanks.filter(person=by).delete()
        if taken:
            self.record("thanks_taken_back", by)

    @property
    def winners(self) -> list[Person]:
        """Whose doing it is: those who are named, or else whoever logged it."""
        named = list(self.doers.all())
        return named or ([self.logged_by] if self.logged_by else [])

    def may_be_thanked_by(self, person: Person) -> bool:
        """Nobody thanks for what they did themselves."""
        return person not in self.winners

    def may_be_changed_by(self, person: Person) -> bool:
        """Champions, whoever logged it, and those whose doing it is."""
        is_own = self.logged_by_id == person.pk or person in self.winners
        return person.may(Role.CHAMPION) or (is_own and person.may(Role.MEMBER))

    @transaction.atomic
    def undo_change(self, by: Person) -> bool:
        """Put back what the last change changed; say whether there was one to undo.

        Raises ``Overtaken`` when somebody changed it meanwhile.
        """
        last = Event.objects.of(self).about("victory.changed").first()
        if last:
            self.put_back(by, last.facts["undo"])
        return last is not None
