"""Who was asked in a survey, their way in without an account, and whom they named."""

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from typing import Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import now

from changeprog.programme.models import Person
from stakeholders.models.stakeholder import Origin
from stakeholders.models.survey import Survey
from stakeholders.models.tie import Tie

NAME = 120
"""Characters of a name that somebody types."""
SALT = b"changeprog.survey"


class SurveyOver(Exception):  # noqa: N818 -- told in words
    """The survey takes no answers any more."""

    def __init__(self) -> None:
        super().__init__("This survey takes no answers any more, so nothing was changed.")


def new_seed() -> str:
    """Return what makes a link unguessable: 256 random bits."""
    return secrets.token_hex(32)


def token_of(seed: str, salt: bytes = SALT) -> str:
    """Return the token that ``seed`` makes, signed with the secret of this copy.

    ``salt`` names what it opens: of one kind of door, no key fits another.
    """
    key = salt + settings.SECRET_KEY.encode()
    return urlsafe_b64encode(hmac.digest(key, seed.encode(), "sha256")).decode().rstrip("=")


def digest_of(token: str) -> str:
    """Return how the table remembers a token."""
    return hashlib.sha256(token.encode()).hexdigest()


class RespondentQuerySet(models.QuerySet["Respondent"]):
    def answered(self) -> Self:
        """With an answer, "nobody" among them."""
        return self.exclude(answered_at=None)

    def counting(self) -> Self:
        """Of people still in the programme, in surveys that were sent and not cancelled."""
        return self.filter(
            person__removed_at=None, survey__removed_at=None, survey__in=Survey.objects.sent()
        )

    def holding(self, token: str) -> "Respondent | None":
        """Return whose link it is, or nothing."""
        related = self.select_related("survey__programme", "person__function")
        return related.filter(digest=digest_of(token)).first()


class Respondent(models.Model):
    """Somebody whom a survey asks.

    The link in their mails carries a token, which is made of the random ``seed`` and the secret of
    this copy, so that reminders can carry the same one. Neither is of use without the other, and
    the table knows the token by its ``digest`` alone: who reads the database can answer for nobody.
    """

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="respondents")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="surveys_asked")
    seed = models.CharField(max_length=64, default=new_seed)
    digest = models.CharField(max_length=64, unique=True)
    asked_at = models.DateTimeField(default=now)
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = RespondentQuerySet.as_manager()

    class Meta:
        ordering = ["person__name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "person"], name="survey_asks_once")
        ]

    def __str__(self) -> str:
        return f"Respondent {self.pk}"

    @classmethod
    def of(cls, survey: Survey, person: int) -> "Respondent":
        """Return the row, not saved yet, that asks the person of that number."""
        fresh = cls(survey=survey, person_id=person)
        fresh.digest = digest_of(token_of(fresh.seed))
        return fresh

    @property
    def path(self) -> str:
        """The personal link, without the host."""
        return reverse("answer_survey", args=[token_of(self.seed)])

    @property
    def named(self) -> "list[Naming]":
        """Whom they named, in their order."""
        return list(self.namings.select_related("person__function"))

    @transaction.atomic
    def answer(self, named: Sequence[tuple[str, Person | None]]) -> None:
        """Say whom they turn to: names as they were typed, with who is meant where that is known.

        None is "nobody". The last answer counts. Raises ``SurveyOver`` once it is too late.
        """
        survey = Survey.objects.select_for_update().select_related(None).get(pk=self.survey_id)
        survey.programme = self.survey.programme
        if survey.removed_at or not survey.is_running():
            raise SurveyOver
        Respondent.objects.filter(pk=self.pk).update(answered_at=now())
        self.refresh_from_db(fields=["answered_at"])
        self.namings.all().delete()
        Naming.objects.bulk_create(
            Naming(respondent=self, place=place, typed=typed, person=person)
            for place, (typed, person) in enumerate(named)
        )
        self.draw()
        survey.record("answered", None)

    def draw(self) -> None:
        """Draw what their newest answer about this relation says, and nothing older.

        A newer survey of the same relation takes the place of what an older one drew, person by
        person; ties that came by hand or by import stay. Runs in a transaction.
        """
        source = Person.objects.select_for_update().get(pk=self.person_id)
        relation, programme = self.survey.relation, self.survey.programme
        own = Respondent.objects.counting().answered().filter(person=source)
        newest = own.filter(survey__relation=relation).order_by("-survey__sent_at", "-pk").first()
        named = newest.namings.matched() if newest else Naming.objects.none()
        wanted = set(named.values_list("person", flat=True)) - {source.pk}
        ties = Tie.objects.filter(source=source, relation=relation)
        ties.filter(origin=Origin.SURVEY).exclude(target__in=wanted).delete()
        Tie.objects.bulk_create(
            (
                Tie(
                    programme=programme,
                    source=source,
                    target_id=target,
                    relation=relation,
                    origin=Origin.SURVEY,
                )
                for target in sorted(wanted)
            ),
            ignore_conflicts=True,
        )


class NamingQuerySet(models.QuerySet["Naming"]):
    def matched(self) -> Self:
        """Of which it is known who is meant."""
        return self.filter(person__removed_at=None).exclude(person=None)

    def unknown(self) -> Self:
        """Of which the facilitator has still to say who is meant."""
        return self.filter(person=None, set_aside=False)


class Naming(models.Model):
    """That a respondent named somebody: ``typed`` as they wrote it, ``person`` if it is known who.

    One that is ``set_aside`` stays unknown, and nobody is asked about it any more.
    """

    respondent = models.ForeignKey(Respondent, on_delete=models.CASCADE, related_name="namings")
    place = models.PositiveSmallIntegerField()
    typed = models.CharField(max_length=NAME)
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, null=True, blank=True, related_name="namings"
    )
    set_aside = models.BooleanField(default=False)

    objects = NamingQuerySet.as_manager()

    class Meta:
        ordering = ["respondent", "place"]
        constraints = [
            models.UniqueConstraint(fields=["respondent", "place"], name="naming_has_its_place"),
            models.CheckConstraint(
                condition=Q(person=None) | Q(set_aside=False), name="naming_aside_is_unknown"
            ),
        ]

    def __str__(self) -> str:
        return f"Naming {self.pk}"
