"""What became of every mail, and another try for what did not arrive."""

from functools import partial

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from changeprog.communications import ledger
from changeprog.communications.ledger import Kind
from changeprog.communications.ledger_form import LedgerForm
from changeprog.communications.models import AddressTrouble
from changeprog.communications.models.posting import Posting
from changeprog.communications.unsubscribing import seen_by
from changeprog.communications.views.frames import frame
from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Person, Role

ROWS_A_PAGE = 50


@programme_view(Role.CHAMPION)
@require_GET
def ledger_page(request: ProgrammeRequest) -> HttpResponse:
    """Show what became of the mails that are looked for."""
    form = LedgerForm(request.GET)
    rows = ledger.rows(request.programme, request.person, form.wanted())
    page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "is_narrow": form.is_narrow}
    return render(request, "communications/ledger/ledger.html", context)


@programme_view(Role.CHAMPION)
@require_GET
def posting(request: ProgrammeRequest, kind: str, pk: int) -> HttpResponse:
    """Show what became of one mail, and the message as far as one may read it."""
    of, found = _find(request, kind, pk)
    may_read = ledger.may_read(of, found, request.person)
    seen = partial(seen_by, request.person, found.person)
    context = {
        "kind": of,
        "posting": found,
        "may_read": may_read,
        "text": seen(found.text) if may_read else "",
        "headers": [(name, seen(value)) for name, value in found.headers] if may_read else [],
        "trouble": AddressTrouble.objects.of(found.person.email).first(),
    }
    return render(request, "communications/ledger/posting.html", context)


@programme_view(Role.CHAMPION)
@require_GET
def posting_letter(request: ProgrammeRequest, kind: str, pk: int) -> HttpResponse:
    """Show the HTML part of a message that has been handed to the mail server."""
    of, found = _find(request, kind, pk)
    may_read = ledger.may_read(of, found, request.person)
    return frame(seen_by(request.person, found.person, found.html) if may_read else "")


@programme_view(Role.CHAMPION)
@require_POST
def posting_again(request: ProgrammeRequest, kind: str, pk: int) -> HttpResponse:
    """Try once more what has failed or come back."""
    _, found = _find(request, kind, pk)
    if found.try_again(request.person):
        messages.success(request, "It is tried again within a minute or two.")
    else:
        messages.info(request, "There is nothing to try again: look at what happened to it since.")
    return redirect("communications:posting", request.programme.key, kind, pk)


@programme_view(Role.CHAMPION)
@require_POST
def address_again(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Have mail sent again to somebody whose address had refused it."""
    person = get_object_or_404(Person, pk=pk, programme=request.programme)
    if AddressTrouble.clear(person, request.person):
        messages.success(request, f"Mail to {person.name} is tried again from now on.")
    return redirect("programme:person", request.programme.key, pk)


def _find(request: ProgrammeRequest, name: str, pk: int) -> tuple[Kind, Posting]:
    kind = ledger.kinds().get(name)
    if kind is None:
        raise Http404("No such kind of mail")
    own = kind.rows().filter(person__programme=request.programme)
    return kind, get_object_or_404(own.select_related("person__programme"), pk=pk)
