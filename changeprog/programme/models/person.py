"""Anyone the change touches, once per programme, with or without an account."""

from functools import partial
from typing import Self
from zoneinfo import ZoneInfo

from django.db import models, transaction
from django.urls import reverse
from django.utils.timezone import now

from changeprog import live
from changeprog.accounts.lines import initials
from changeprog.accounts.models import Invitation, User
from changeprog.programme.models.event import Event, Visibility
from changeprog.programme.models.function import Function
from changeprog.programme.zones import known_zone


class Role(models.TextChoices):
    """What a person may do; each role may do what those above it in this list may."""

    OBSERVER = "observer", "Observer"
    MEMBER = "member", "Member"
    FACILITATOR = "facilitator", "Facilitator"
    CHAMPION = "champion", "Champion"

    def includes(self, other: "Role") -> bool:
        """Whether somebody in this role may do what ``other`` may."""
        order = list(Role)
        return order.index(self) >= order.index(other)


class LastChampion(Exception):  # noqa: N818 -- a rule of the programme, told in words
    """A programme always keeps a champion."""

    def __init__(self) -> None:
        super().__init__("A programme always keeps a champion. Make somebody else champion first.")


class PersonQuerySet(models.QuerySet["Person"]):
    def present(self) -> Self:
        """Not removed."""
        return self.filter(removed_at=None)

    def with_role(self) -> Self:
        """Taking part: they have a role, whether or not they have an account yet."""
        return self.exclude(role="")

    def champions(self) -> Self:
        """Present champions who can sign in."""
        return self.present().filter(role=Role.CHAMPION, user__isnull=False)


class Person(models.Model):
    programme = models.ForeignKey(
        "programme.Programme", on_delete=models.CASCADE, related_name="people"
    )
    user = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="people"
    )
    invitation = models.OneToOneField(
        Invitation, on_delete=models.SET_NULL, null=True, blank=True, related_name="person"
    )
    name = models.CharField(max_length=120)
    email = models.EmailField(max_length=254, blank=True)
    function = models.ForeignKey(
        Function, on_delete=models.SET_NULL, null=True, blank=True, related_name="people"
    )
    role = models.CharField(max_length=12, choices=Role, blank=True)
    time_zone = models.CharField(max_length=64, default="UTC", validators=[known_zone])
    digest_paused = models.BooleanField(default=False)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "user"],
                condition=models.Q(user__isnull=False),
                name="person_once_a_programme",
            ),
            models.UniqueConstraint(
                "programme",
                models.functions.Lower("email"),
                condition=~models.Q(email=""),
                name="person_address_once_a_programme",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the person's place in the list of people."""
        page = reverse("programme:people", args=[self.programme.key])
        return f"{page}?person={self.pk}#person-{self.pk}"

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def initials(self) -> str:
        """At most two letters of the name."""
        return initials(self.name)

    def may(self, least: Role) -> bool:
        """Whether this person's role includes ``least``."""
        return bool(self.role) and Role(self.role).includes(least)

    @transaction.atomic
    def invite(self, by: "Person", role: Role) -> Invitation:
        """Give a role and mail the right to join; an earlier open invitation is withdrawn."""
        if by.user is None:
            raise ValueError("Only somebody with an account can invite.")
        if self.invitation:
            self.invitation.revoke()
        self.invitation = Invitation.make(self.email, self.programme.name, by.user, self.name)
        self.role, self.removed_at = role, None
        self.save(update_fields=["invitation", "role", "removed_at"])
        Event.record(
            self.programme, "person.invited", by=by, subject=self, name=self.name, role=role
        )
        return self.invitation

    @transaction.atomic
    def join(self, user: User) -> None:
        """Bind the account that accepted the invitation; the person keeps their place."""
        self.user, self.name = user, user.name or self.name
        self.time_zone = user.time_zone or self.time_zone
        self.save(update_fields=["user", "name", "time_zone"])
        Event.record(self.programme, "person.joined", by=self, subject=self, name=self.name)

    @transaction.atomic
    def change(self, by: "Person", *, role: str, function: Function | None) -> None:
        """Change role and function; raise ``LastChampion`` if nobody would be left to lead."""
        if role != Role.CHAMPION:
            self._refuse_to_leave_without_champion()
        if (role, function) == (self.role, self.function):
            return
        self.role, self.function = role, function
        self.save(update_fields=["role", "function"])
        self._recheck_open_pages()
        Event.record(
            self.programme, "person.changed", by=by, subject=self, name=self.name, role=role
        )

    @transaction.atomic
    def introduce(self, name: str, time_zone: str) -> None:
        """Change one's own name and clock; only a new name is told to others."""
        before = Person.objects.values_list("name", flat=True).get(pk=self.pk)
        self.name, self.time_zone = name, time_zone
        self.save(update_fields=["name", "time_zone"])
        if name != before:
            Event.record(
                self.programme, "person.renamed", by=self, subject=self, name=name, before=before
            )

    def follow_address(self, email: str) -> None:
        """Take a new address, unless somebody else in the programme has it."""
        others = self.programme.people.filter(email__iexact=email).exclude(pk=self.pk)
        if not others.exists():
            self.email = email.lower()
            self.save(update_fields=["email"])

    def pause_digest(self) -> None:
        """Send this person no digest until they resume it; asking twice changes nothing."""
        self._set_digest_paused(True, "digest.paused")

    def resume_digest(self) -> None:
        """Send this person the digest again; asking twice changes nothing."""
        self._set_digest_paused(False, "digest.resumed")

    @transaction.atomic
    def _set_digest_paused(self, paused: bool, verb: str) -> None:
        others = Person.objects.filter(pk=self.pk).exclude(digest_paused=paused)
        if others.update(digest_paused=paused):
            self.digest_paused = paused
            Event.record(self.programme, verb, by=self, subject=self, visibility=Visibility.PRIVATE)

    @transaction.atomic
    def remove(self, by: "Person") -> None:
        """End this person's access at once; what they did stays. Raise ``LastChampion``."""
        self._refuse_to_leave_without_champion()
        if not Person.objects.present().filter(pk=self.pk).update(removed_at=now()):
            return
        if self.invitation:
            self.invitation.revoke()
        self._recheck_open_pages()
        Event.record(self.programme, "person.removed", by=by, subject=self, name=self.name)

    @transaction.atomic
    def bring_back(self, by: "Person") -> None:
        """Undo a removal: the part is as it was; who had not joined is invited anew."""
        if not Person.objects.filter(pk=self.pk, removed_at__isnull=False).update(removed_at=None):
            return
        self.removed_at = None
        Event.record(self.programme, "person.returned", by=by, subject=self, name=self.name)
        if self.invitation and self.user is None:
            self.invite(by, Role(self.role))

    def _refuse_to_leave_without_champion(self) -> None:
        """Lock the programme, so that two champions cannot remove each other at once."""
        type(self.programme).objects.select_for_update().get(pk=self.programme_id)
        champions = Person.objects.champions().filter(programme=self.programme_id)
        if set(champions.values_list("pk", flat=True)) == {self.pk}:
            raise LastChampion

    def _recheck_open_pages(self) -> None:
        """After commit, have this person's open streams asked again whether they may follow."""
        transaction.on_commit(partial(live.removed, str(self.pk)))
