"""Who can sign in, who has been invited, and the mail kept when no mail server is configured."""

import secrets
from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core import signing
from django.db import models, transaction
from django.db.models.functions import Lower
from django.dispatch import Signal
from django.urls import reverse
from django.utils.timezone import now

from changeprog.accounts.lines import initials, one_line
from changeprog.celery import hint

CLAIM_HOLDS = timedelta(minutes=10)

invitation_accepted = Signal()
"""Sent inside the accepting transaction with ``invitation`` and ``user``."""


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make an account; without a password the person signs in by mailed code."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """An account. The e-mail address is the user name."""

    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=120, blank=True)
    time_zone = models.CharField(
        max_length=64, blank=True, help_text="As the browser said when the account was made."
    )
    is_active = models.BooleanField(default=True)
    is_administrator = models.BooleanField(
        default=False, help_text="Installed this copy: may read the mail that is kept here."
    )
    date_joined = models.DateTimeField(default=now)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_any_case")]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def initials(self) -> str:
        """At most two letters, of the name or of the address."""
        return initials(str(self))


def signer() -> signing.Signer:
    """Return what signs invitation links."""
    return signing.Signer(salt="changeprog.invitation", sep=".")


class InvitationRefused(Exception):  # noqa: N818 -- the sentence is what the person reads
    """The invitation cannot be accepted; the message says why, in words for the person."""


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> Self:
        """Neither accepted nor revoked nor expired."""
        return self.filter(accepted_at=None, revoked_at=None, expires_at__gt=now())

    def unmailed(self) -> Self:
        """Open, not mailed, and not in the hands of a worker; a claim holds for ``CLAIM_HOLDS``.

        A worker killed between the mail server's "250" and our note of it leads to a second mail
        with the same link and the same Message-ID, never to a lost one.
        """
        free = models.Q(claimed_at=None) | models.Q(claimed_at__lt=now() - CLAIM_HOLDS)
        return self.open().filter(free, mailed_at=None)

    def sent_since(self, hours: int) -> Self:
        """Made in the last ``hours`` hours, whatever became of them."""
        return self.filter(created_at__gt=now() - timedelta(hours=hours))


class Invitation(models.Model):
    """A mailed, signed, single-use right to join as one address."""

    VALID = timedelta(days=14)

    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=120, blank=True, help_text="As the inviting person said.")
    purpose = models.CharField(max_length=200, help_text="What the person is invited to.")
    invited_by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="invitations_sent")
    nonce = models.CharField(max_length=64, default=secrets.token_urlsafe, editable=False)
    created_at = models.DateTimeField(default=now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["invited_by", "created_at"])]

    def __str__(self) -> str:
        return f"{self.email} · {self.purpose}"

    def get_absolute_url(self) -> str:
        return reverse("invitation", args=[self.token])

    @classmethod
    def make(cls, email: str, purpose: str, by: User, name: str = "") -> "Invitation":
        """Invite ``email`` (any case) for ``VALID`` from now; a worker mails it."""
        invitation = cls.objects.create(
            email=email.strip().lower(),
            name=name,
            purpose=one_line(purpose)[:200],
            invited_by=by,
            expires_at=now() + cls.VALID,
        )
        hint("changeprog.accounts.tasks.mail_invitations")
        return invitation

    def claim(self) -> bool:
        """Take this invitation for mailing; whether it was ours to take."""
        claimed = Invitation.objects.unmailed().filter(pk=self.pk).update(claimed_at=now())
        return bool(claimed)

    def mailed(self) -> None:
        """Record that the mail server has taken the mail."""
        Invitation.objects.filter(pk=self.pk).update(mailed_at=now())

    @classmethod
    def left_lying(cls, since: datetime) -> bool:
        """Whether an invitation made by then is open and still not mailed."""
        return cls.objects.open().filter(mailed_at=None, created_at__lte=since).exists()

    @classmethod
    def from_token(cls, token: str) -> "Invitation":
        """Find the invitation of a signed link; raise ``InvitationRefused`` if there is none."""
        try:
            pk, nonce = signer().unsign_object(token)
            return cls.objects.get(pk=pk, nonce=nonce)
        except (signing.BadSignature, ValueError, TypeError, cls.DoesNotExist):
            raise InvitationRefused(
                "This invitation link is not complete, or not one of ours. "
                "Open it again from the mail, or ask for a new one."
            ) from None

    @property
    def token(self) -> str:
        """The signed part of the link: always the same, as a mail sent again must be."""
        return signer().sign_object([self.pk, self.nonce])

    @property
    def state(self) -> str:
        """One of accepted, revoked, expired, open."""
        if self.accepted_at:
            return "accepted"
        if self.revoked_at:
            return "revoked"
        return "expired" if self.expires_at <= now() else "open"

    def refuse_unless_open(self) -> None:
        """Raise ``InvitationRefused`` in words when the link is used, revoked or expired."""
        reasons = {
            "accepted": "This invitation has been used already. Sign in with your address instead.",
            "revoked": "This invitation was withdrawn. Ask whoever invited you for a new one.",
            "expired": "This invitation has expired. Ask whoever invited you for a new one.",
        }
        if reason := reasons.get(self.state):
            raise InvitationRefused(reason)

    @transaction.atomic
    def accept(self, user: User) -> None:
        """Use the invitation once, as its own address; raise ``InvitationRefused`` otherwise."""
        if user.email.lower() != self.email.lower():
            raise InvitationRefused(
                f"This invitation is for {self.email}, and you are signed in as {user.email}."
            )
        if not Invitation.objects.open().filter(pk=self.pk).update(accepted_at=now()):
            self.refresh_from_db()
            self.refuse_unless_open()
        invitation_accepted.send(Invitation, invitation=self, user=user)

    def revoke(self) -> None:
        """Withdraw the invitation; a used one stays used."""
        Invitation.objects.open().filter(pk=self.pk).update(revoked_at=now())


class Letter(models.Model):
    """A mail kept here because no mail server is configured; only the administrator reads it."""

    to = models.CharField(max_length=320)
    subject = models.CharField(max_length=998)
    text = models.TextField()
    html = models.TextField(blank=True)
    source = models.BinaryField(help_text="The message exactly as it would have been sent.")
    at = models.DateTimeField(default=now, db_index=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.subject} → {self.to}"
