"""Who hears what, and when: everything that the app sends, and each procedure by itself."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, OuterRef, Subquery
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from changeprog.communications import approving, running, wording
from changeprog.communications.forms import ReaderForm
from changeprog.communications.letter import write
from changeprog.communications.models import Delivery, Edition, Procedure
from changeprog.communications.models.edition import EditionQuerySet
from changeprog.communications.unsubscribing import seen_by
from changeprog.direction.views.answers import done
from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Person, Role

EDITIONS_A_PAGE = 20


@programme_view(Role.OBSERVER)
@require_GET
def overview(request: ProgrammeRequest) -> HttpResponse:
    """Show everything that the app sends: what comes next, how it stands, what came of the last."""
    rows = running.procedures(request.person)
    context = {
        "rows": rows,
        "waiting": [row for row in rows if row.works and row.waiting],
        "may_lead": request.person.may(Role.CHAMPION),
    }
    return render(request, "communications/overview.html", context)


@programme_view(Role.OBSERVER)
@require_GET
def procedure(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Show the next edition as it stands, and what became of the earlier ones."""
    found = find_procedure(request, pk)
    form = ReaderForm(request.GET, procedure=found, viewer=request.person)
    reader = form.chosen()
    letter = write(found.next_edition(reader.zone), reader)
    works = approving.works_on(request.person, found)
    waiting = found.waiting_edition() if works else None
    context = {
        "procedure": found,
        "sentence": wording.sentence(found),
        "standing": running.standing(found, waiting),
        "form": form,
        "reader": reader,
        "next_day": found.next_day(request.person.time_zone),
        "letter": letter,
        "text": seen_by(request.person, reader, letter.text) if letter else "",
        "readers": found.readers().aggregate(
            all=Count("pk", distinct=True),
            paused=Count("pk", filter=found.stopped_by(), distinct=True),
        ),
        "editions": Paginator(editions_for(request.person, found), EDITIONS_A_PAGE).get_page(
            request.GET.get("page")
        ),
        "waiting": waiting,
        "works": works,
        "may_lead": request.person.may(Role.CHAMPION),
    }
    return render(request, "communications/procedure.html", context)


@programme_view(Role.MEMBER)
@require_POST
def prepare(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Compose the next edition now, to work on it."""
    edition = find_procedure(request, pk, works=True).prepare(request.person)
    if edition is None:
        back = reverse("communications:procedure", args=[request.programme.key, pk])
        return done(request, back, "There is no next edition to prepare.")
    return redirect(edition.desk_url)


def find_procedure(request: ProgrammeRequest, pk: int, *, works: bool = False) -> Procedure:
    """Return a procedure that reaches the viewer; answer 403 to who has to work on it."""
    own = Procedure.objects.run_by_app().filter(programme=request.programme)
    found = get_object_or_404(own.with_audience().select_related("word_by"), pk=pk)
    may = approving.works_on(request.person, found)
    if works and not may:
        raise PermissionDenied
    if not may and not running.reaching(request.person, [found]):
        raise Http404
    return found


def editions_for(person: Person, procedure: Procedure) -> EditionQuerySet:
    """Return the editions with what ``person`` may know of them: all counts, or their own state.

    What has not been approved is for those who work on it.
    """
    own_editions = Edition.objects.filter(procedure=procedure).order_by("-occurrence", "-number")
    editions = own_editions.select_related("procedure__programme")
    if approving.works_on(person, procedure):
        return editions.with_counts()
    own = Delivery.objects.filter(edition=OuterRef("pk"), person=person)
    approved = editions.filter(status=Edition.Status.APPROVED)
    return approved.annotate(own_state=Subquery(own.values("state")[:1]))
