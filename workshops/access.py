"""Who takes part: people of the programme by signing in, guests by what their browser was given."""

from collections.abc import Callable, Collection
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, cast

from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.db.models import Q
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.timezone import now

from changeprog.accounts.access import state_access
from changeprog.programme import closed
from changeprog.programme.access import ProgrammeRequest, person_of
from changeprog.programme.models import Person, Role
from workshops import keepsake
from workshops.models import Participant, Workshop

if TYPE_CHECKING:
    from changeprog.accounts.models import User

P = ParamSpec("P")
ACCESS = "public: only participants of the workshop, people and admitted guests; 404 for others"
GUEST = "workshop_guest_{}"
"""The session's name for the key of the guest that this browser is, by the workshop's number."""


class WorkshopRequest(ProgrammeRequest):
    """A request of a participant; ``person`` is missing for a guest."""

    workshop: Workshop
    participant: Participant


WorkshopView = Callable[Concatenate[WorkshopRequest, P], HttpResponseBase]


def remember_guest(session: SessionBase, participant: Participant) -> None:
    """Let this browser be ``participant`` from now on."""
    session[GUEST.format(participant.workshop_id)] = str(participant.key)


def guest_of(session: SessionBase, workshop: Workshop) -> Participant | None:
    """Return the guest that this browser is in ``workshop``, at the door or let in."""
    key = session.get(GUEST.format(workshop.pk))
    known = workshop.participants.exclude(state=Participant.State.REMOVED)
    return known.filter(key=key).first() if key else None


def guests_of(session_keys: Collection[str], workshop: Workshop) -> dict[str, Participant]:
    """Return the guests that these browsers are in ``workshop``, in two queries for all."""
    stored = Session.objects.filter(session_key__in=session_keys, expire_date__gt=now())
    name = GUEST.format(workshop.pk)
    keys = {session.session_key: session.get_decoded().get(name) for session in stored}
    inside = workshop.participants.filter(state=Participant.State.IN)
    known = {str(each.key): each for each in inside.filter(key__in=filter(None, keys.values()))}
    return {session: known[key] for session, key in keys.items() if key in known}


def known_here(
    session: SessionBase, workshop: Workshop, person: Person | None
) -> Participant | None:
    """Return who came to the workshop with this sign-in or this browser, also if turned away."""
    own = participant_of(workshop, person)
    if own is None and person is not None:
        own = workshop.participants.filter(person=person).first()
    key = session.get(GUEST.format(workshop.pk))
    return own or (workshop.participants.filter(key=key).first() if key else None)


def find(programme_key: str, number: int) -> Workshop | None:
    """Return the workshop with that number in the programme with that key."""
    own = Workshop.objects.select_related("programme", "current").order_by()
    return own.filter(programme__key=programme_key, pk=number).first()


def participant_of(workshop: Workshop, person: Person | None) -> Participant | None:
    """Return the participant that ``person`` is: one who may take part, and was not removed."""
    if person is None:
        return None
    own = workshop.participants.filter(person=person).first()
    if own is None and person.may(Role.MEMBER) and workshop.led_by(person):
        own = Participant.of_person(workshop, person)
    return None if own is None or own.state == Participant.State.REMOVED else own


def _who(
    session: SessionBase, person: Person | None, programme_key: str, number: int
) -> Participant | None:
    """Return who somebody is in the workshop, which mostly takes one query for both of them."""
    own = Participant.objects.select_related("workshop__programme").exclude(
        state=Participant.State.REMOVED
    )
    is_known = Q(person=person) if person else Q(key=session.get(GUEST.format(number)))
    found = own.filter(is_known, workshop=number, workshop__programme__key=programme_key).first()
    if found or person is None or (workshop := find(programme_key, number)) is None:
        return found
    found = participant_of(workshop, person) or guest_of(session, workshop)
    if found:
        found.workshop = workshop
    return found


def taking_part(view: WorkshopView[P]) -> Callable[..., HttpResponseBase]:
    """Let in whoever takes part in the workshop; everybody else, also those at the door, gets 404.

    The view has ``request.workshop`` and ``request.participant``, and takes neither.
    """

    @wraps(view)
    def guarded(request: HttpRequest, programme: str, pk: int, **kwargs: Any) -> HttpResponseBase:
        user = cast("User", request.user)
        person = person_of(user, programme) if user.is_authenticated else None
        participant = _who(request.session, person, programme, pk)
        if participant is None or participant.state == Participant.State.WAITING:
            raise Http404
        workshop = participant.workshop
        known = cast("WorkshopRequest", request)
        known.workshop, known.participant = workshop, participant
        participant.secrets = keepsake.read(request, workshop)
        known.programme = workshop.programme
        if person:
            known.person = person
        zone = person.zone if person else workshop.programme.time_zone
        with timezone.override(zone):
            known.read_only = closed.is_read_only(workshop.programme, view)
            if refused := closed.refusal(request, workshop.programme, view):
                return refused
            return cast("Callable[..., HttpResponseBase]", view)(known, **kwargs)

    state_access(guarded, ACCESS)
    return guarded
