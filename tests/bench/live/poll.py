"""A poll: a workshop that is going on, with a round that is open and guests on their phones."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils.timezone import now

from changeprog.accounts.models import User
from changeprog.programme.object_rooms import key_of
from tests import factory, workshop_factory
from workshops.access import GUEST
from workshops.models import Activity, Participant, Round, Workshop

LEVELS = 4
"""The votes are spread over the levels that ask for no reason."""


@dataclass(frozen=True)
class Poll:
    """An open round; ``sessions`` are those of its participants, in the order of ``participants``.

    ``leader`` is the session of whoever leads, on whose devices the wall and the lead page are.
    """

    round: Round
    key: str
    vote: str
    participants: list[Participant]
    sessions: list[str]
    leader: str

    def level(self, number: int) -> int:
        """Return what the participant of that place votes."""
        return 1 + number % LEVELS

    def kept(self) -> dict[int, list[int]]:
        """Return the levels that the database holds for each participant."""
        kept: dict[int, list[int]] = {}
        for participant, level in self.round.positions.values_list("participant", "level"):
            kept.setdefault(participant, []).append(level)
        return kept


def open_poll(size: int) -> Poll:
    """Make the workshop, let so many guests in, and open a round for them."""
    champion = factory.champion_of(factory.make_programme())
    workshop = workshop_factory.workshop(champion)
    workshop.open(champion)
    activity = workshop_factory.activity(workshop, champion, "consensus")
    workshop.turn(champion, workshop.current_id, activity)
    proposal = workshop_factory.proposal(Activity.objects.get(pk=activity.pk), champion)
    held = workshop_factory.open_round(proposal, champion)
    participants = let_in(workshop, size)
    assert champion.user
    return Poll(
        round=held,
        key=key_of(workshop),
        vote=reverse("workshop_room:position", args=[workshop.programme.key, workshop.pk, held.pk]),
        participants=participants,
        sessions=sessions_of(participants, workshop),
        leader=sign_in(champion.user),
    )


def let_in(workshop: Workshop, size: int) -> list[Participant]:
    guests = (
        Participant(
            programme=workshop.programme,
            workshop=workshop,
            name=f"Guest {number}",
            state=Participant.State.IN,
            arrived_at=now(),
        )
        for number in range(size)
    )
    return Participant.objects.bulk_create(guests)


def sessions_of(guests: list[Participant], workshop: Workshop) -> list[str]:
    name, store, ends = GUEST.format(workshop.pk), SessionStore(), now() + timedelta(days=1)
    rows = [
        Session(
            session_key=uuid4().hex,
            session_data=store.encode({name: str(guest.key)}),
            expire_date=ends,
        )
        for guest in guests
    ]
    return [row.session_key for row in Session.objects.bulk_create(rows)]


def sign_in(user: User) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    assert session.session_key
    return str(session.session_key)
