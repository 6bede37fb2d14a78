"""The co-chair agreement: how two people who share a chair will work with each other.

Only the two chairs and the champion see it, for it says what people expect of each other when
things go wrong. The journal says to champions that it was written, never what.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, Self

from django.db import models, transaction
from django.utils.timezone import localdate

from changeprog.communications.models import Notice
from changeprog.programme.models import Event, Person, Role, Team, Visibility
from teams.models.seat import CHAIRS, Seat

TEXT = 1_000
"""Characters of each of its texts."""
REVIEW = "agreement.review"
"""The kind of the reminders of a review; their occasion begins with the agreement's number."""
COMMON = ("tension", "misunderstanding", "conflict", "reach")
"""The texts that both chairs write together."""
SLOTS = ("first", "second")


class AgreementOvertaken(Exception):  # noqa: N818 -- somebody was quicker, told in words
    """The other chair changed the agreement meanwhile; ``current`` is as they left it."""

    def __init__(self, current: "CoChairAgreement") -> None:
        super().__init__("The agreement was changed while you were writing.")
        self.current = current


class AgreementIncomplete(Exception):  # noqa: N818 -- a rule of the agreement, told in words
    """What is not said yet cannot be confirmed."""

    def __init__(self) -> None:
        super().__init__("Say everything first, each of you, and when you look at it again.")


class CoChairAgreementQuerySet(models.QuerySet["CoChairAgreement"]):
    def with_chairs(self) -> Self:
        """With the team, and the seats and people who wrote it."""
        return self.select_related("team__programme", "first__person", "second__person")

    def between_present_chairs(self) -> Self:
        """Both who wrote it still chair the team, which is not retired."""
        held = {
            f"{slot}__{field}": value
            for slot in SLOTS
            for field, value in {"until": None, "chair": True, "person__removed_at": None}.items()
        }
        return self.filter(team__retired_at=None, **held)

    def due(self, today: date) -> Self:
        """Those that ask for their review."""
        return self.between_present_chairs().filter(review_on__lte=today)

    def of_chair(self, person: Person) -> Self:
        """Those that ``person`` wrote half of."""
        return self.filter(models.Q(first__person=person) | models.Q(second__person=person))


class CoChairAgreement(models.Model):
    """What the two chairs of a team expect of each other, and how they will handle trouble.

    Each chair has a slot with a text that only they write. A chair's confirmation counts for one
    ``revision`` and while both seats are the chairs: it lapses on every change of the words, and
    when a chair is handed over.
    """

    team = models.OneToOneField(Team, on_delete=models.CASCADE, related_name="agreement")
    revision = models.PositiveIntegerField(default=1, editable=False)
    first = models.ForeignKey(Seat, on_delete=models.SET_NULL, null=True, related_name="+")
    first_expects = models.TextField(blank=True)
    first_confirmed = models.PositiveIntegerField(default=0)
    second = models.ForeignKey(Seat, on_delete=models.SET_NULL, null=True, related_name="+")
    second_expects = models.TextField(blank=True)
    second_confirmed = models.PositiveIntegerField(default=0)
    tension = models.TextField(blank=True)
    misunderstanding = models.TextField(blank=True)
    conflict = models.TextField(blank=True)
    reach = models.TextField(blank=True)
    review_on = models.DateField(null=True, blank=True)

    objects = CoChairAgreementQuerySet.as_manager()

    class Meta:
        ordering = ["team"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(first=None)
                | models.Q(second=None)
                | ~models.Q(first=models.F("second")),
                name="agreement_between_two",
            )
        ]

    def __str__(self) -> str:
        return f"Agreement of the chairs of {self.team}"

    @classmethod
    def of(cls, team: Team) -> "CoChairAgreement":
        """Return the agreement of ``team``, an unsaved empty one if nobody has begun it."""
        return cls.objects.with_chairs().filter(team=team).first() or cls(team=team)

    def slot_of(self, seat: Seat, chairs: list[Seat]) -> str:
        """Return where ``seat`` writes: its own slot, or the one that no present chair has."""
        held = {slot: getattr(self, f"{slot}_id") for slot in SLOTS}
        own = [slot for slot, pk in held.items() if pk == seat.pk]
        present = {chair.pk for chair in chairs}
        return next(iter([*own, *(slot for slot, pk in held.items() if pk not in present)]))

    def expects(self, seat: Seat) -> str:
        """Return what the chair in ``seat`` wrote, nothing if they have not."""
        own = [slot for slot in SLOTS if getattr(self, f"{slot}_id") == seat.pk]
        return str(getattr(self, f"{own[0]}_expects")) if own else ""

    def confirmed(self, seat: Seat) -> bool:
        """Whether the chair in ``seat`` has confirmed the words as they are."""
        own = [slot for slot in SLOTS if getattr(self, f"{slot}_id") == seat.pk]
        return bool(own) and getattr(self, f"{own[0]}_confirmed") == self.revision

    def is_between(self, chairs: list[Seat]) -> bool:
        """Whether these two chairs, and nobody else, wrote it."""
        return len(chairs) == CHAIRS and {seat.pk for seat in chairs} == {
            self.first_id,
            self.second_id,
        }

    def is_complete(self, chairs: list[Seat]) -> bool:
        """Whether both chairs and the common texts have said everything."""
        texts = [*map(self.expects, chairs), *(getattr(self, name) for name in COMMON)]
        return self.is_between(chairs) and all(texts) and self.review_on is not None

    def holds(self, chairs: list[Seat]) -> bool:
        """Whether both chairs have confirmed it as it is."""
        return self.is_complete(chairs) and all(map(self.confirmed, chairs))

    def asks_for_review(self, chairs: list[Seat], today: date) -> bool:
        """Whether the day has come on which both wanted to look at it again."""
        return self.is_between(chairs) and bool(self.review_on and self.review_on <= today)

    @transaction.atomic
    def write(self, seat: Seat, based_on: int, expects: str, **common: Any) -> None:
        """Change the chair's own text and the common ones on top of revision ``based_on``.

        ``common`` has the texts named in ``COMMON`` and ``review_on``. Raises
        ``AgreementOvertaken`` when there is a newer revision.
        """
        chairs, current = self._now()
        slot = current.slot_of(seat, chairs)
        said = {slot: seat, f"{slot}_expects": expects, **common}
        changed = [name for name, value in said.items() if getattr(current, name) != value]
        if not changed:
            return
        if current.revision != based_on:
            raise AgreementOvertaken(current)
        self._set(current, {name: said[name] for name in changed})
        if "review_on" in changed:
            Notice.objects.of(REVIEW, f"{self.pk}/").withdraw()
        self._record("agreement.changed", seat.person)

    @transaction.atomic
    def confirm(self, seat: Seat, revision: int) -> None:
        """Say for one chair that ``revision`` holds; saying it twice changes nothing.

        Raises ``AgreementIncomplete``, or ``AgreementOvertaken`` when the words are others now.
        """
        chairs, current = self._now()
        if current.revision != revision:
            raise AgreementOvertaken(current)
        if not current.is_complete(chairs):
            raise AgreementIncomplete
        if not current.confirmed(seat):
            slot = current.slot_of(seat, chairs)
            CoChairAgreement.objects.filter(pk=current.pk).update(**{f"{slot}_confirmed": revision})
            self.refresh_from_db()
            self._record("agreement.confirmed", seat.person)

    def _now(self) -> tuple[list[Seat], "CoChairAgreement"]:
        """Lock the team and return its chairs and the agreement as they are, made if it is new."""
        Team.objects.select_for_update().get(pk=self.team_id)
        current, _ = CoChairAgreement.objects.get_or_create(team=self.team)
        return chairs_of(self.team), current

    def _set(self, current: "CoChairAgreement", values: Mapping[str, Any]) -> None:
        for name, value in values.items():
            setattr(current, name, value)
        current.revision += 1
        current.save(update_fields=[*values, "revision"])
        self.pk = current.pk
        self.refresh_from_db()

    def _record(self, verb: str, by: Person) -> None:
        facts = {"title": self.team.name}
        seen_by = Visibility.CHAMPIONS
        Event.record(
            self.team.programme, verb, by=by, subject=self.team, visibility=seen_by, **facts
        )


def chairs_of(team: Team) -> list[Seat]:
    """Return the seats of the one or two chairs of ``team``, the elder first."""
    chairs = Seat.objects.held().chairs().filter(team=team)
    return list(chairs.select_related("person").order_by("since", "pk"))


def due_today(person: Person) -> CoChairAgreementQuerySet:
    """Return the agreements that ask ``person`` for their review, by the clock in force.

    Observers cannot open an agreement, so they are asked for none, chairs or not.
    """
    if not person.may(Role.MEMBER):
        return CoChairAgreement.objects.none()
    own = CoChairAgreement.objects.due(localdate()).of_chair(person)
    return own.select_related("team")
