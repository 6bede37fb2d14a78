"""Editions, and the ledger that says what happened to every message."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from changeprog.communications import links
from changeprog.communications.approving import works_on
from changeprog.communications.letter import write
from changeprog.communications.models import Delivery, Edition
from changeprog.communications.models.delivery import DeliveryQuerySet
from changeprog.communications.running import may_read
from changeprog.communications.sending import how_far, kept_back
from changeprog.communications.views.frames import frame
from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Role

DELIVERIES_A_PAGE = 50


@programme_view(Role.OBSERVER)
@require_GET
def edition(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Show an edition as one got it; champions also see what became of every delivery."""
    found = _read(request, pk)
    own = _own(request, found)
    may_lead, works = request.person.may(Role.CHAMPION), works_on(request.person, found.procedure)
    ledger = Delivery.objects.as_ledger().filter(edition=found if may_lead else None)
    context = {
        "edition": found,
        "own": own,
        "letter": None if own else write(found, request.person),
        "ledger": Paginator(ledger, DELIVERIES_A_PAGE).get_page(request.GET.get("page")),
        "may_lead": may_lead,
        "told": links.lines_of(found, request.person),
        "works": works,
        "work": how_far(found) if works else None,
        "kept_back": kept_back(found) if works else 0,
    }
    return render(request, "communications/edition.html", context)


@programme_view(Role.OBSERVER)
@require_GET
def edition_letter(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Show the message one was sent, or else what the edition tells one."""
    found = _read(request, pk)
    if own := _own(request, found):
        return frame(own.html)
    letter = write(found, request.person)
    return frame(letter.html if letter else "")


def _read(request: ProgrammeRequest, pk: int) -> Edition:
    """Return an edition that the viewer may read."""
    editions = Edition.objects.with_names().with_counts()
    found = get_object_or_404(editions, pk=pk, procedure__programme=request.programme)
    if not may_read(request.person, found):
        raise Http404
    return found


def _deliveries(request: ProgrammeRequest) -> DeliveryQuerySet:
    own = Delivery.objects.filter(edition__procedure__programme=request.programme)
    return own.select_related("person", "edition__procedure__programme")


def _own(request: ProgrammeRequest, found: Edition) -> Delivery | None:
    """Return one's own delivery of the edition, once there is a message."""
    return _deliveries(request).sent().filter(edition=found, person=request.person).first()
