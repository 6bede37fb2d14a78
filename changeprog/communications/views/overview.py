"""Who hears what, and when."""

from django.core.paginator import Paginator
from django.db.models import Count, OuterRef, Q, Subquery
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from changeprog.communications.forms import ReaderForm
from changeprog.communications.letter import write
from changeprog.communications.models import Delivery, Edition, Procedure
from changeprog.communications.models.edition import EditionQuerySet
from changeprog.communications.unsubscribing import seen_by
from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Person, Role

EDITIONS_A_PAGE = 20


@programme_view(Role.OBSERVER)
@require_GET
def overview(request: ProgrammeRequest) -> HttpResponse:
    """Show the next edition as it stands, and what became of the earlier ones."""
    found = Procedure.objects.digests().select_related("programme", "word_by").order_by("pk")
    procedure = get_object_or_404(found.filter(programme=request.programme)[:1])
    form = ReaderForm(request.GET, procedure=procedure, viewer=request.person)
    reader = form.chosen()
    letter = write(procedure.next_edition(reader.zone), reader)
    editions = editions_for(request.person, procedure)
    context = {
        "procedure": procedure,
        "form": form,
        "reader": reader,
        "next_day": procedure.next_day(request.person.time_zone),
        "letter": letter,
        "text": seen_by(request.person, reader, letter.text) if letter else "",
        "readers": procedure.readers().aggregate(
            all=Count("pk"), paused=Count("pk", filter=Q(digest_paused=True))
        ),
        "editions": Paginator(editions, EDITIONS_A_PAGE).get_page(request.GET.get("page")),
        "may_lead": request.person.may(Role.CHAMPION),
    }
    return render(request, "communications/overview.html", context)


def editions_for(person: Person, procedure: Procedure) -> EditionQuerySet:
    """Return the editions with what ``person`` may know of them: all counts, or their own state."""
    own_editions = Edition.objects.filter(procedure=procedure).order_by("-occurrence")
    editions = own_editions.select_related("procedure__programme")
    if person.may(Role.CHAMPION):
        return editions.with_counts()
    own = Delivery.objects.filter(edition=OuterRef("pk"), person=person)
    return editions.annotate(own_state=Subquery(own.values("state")[:1]))
