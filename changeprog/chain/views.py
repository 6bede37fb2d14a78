"""Answers for everybody, the picture for champions, one objective, and what hangs on nothing."""

from collections.abc import Sequence

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from changeprog.chain import answers, one
from changeprog.chain.mending import mended_at
from changeprog.chain.overview import loose_numbers, loose_words
from changeprog.chain.room import PICTURE
from changeprog.chain.whole import whole_of
from changeprog.direction.models import Objective
from changeprog.programme import chain
from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.answers import page_of
from changeprog.programme.models import Role


@programme_view(Role.OBSERVER)
@require_GET
def answers_page(request: ProgrammeRequest) -> HttpResponse:
    """Answer why, whether what was agreed happened, and what people heard of it."""
    context = {
        "answers": answers.answers(request.programme, request.person),
        "may_lead": request.person.may(Role.CHAMPION),
    }
    return render(request, "chain/answers.html", context)


@programme_view(Role.CHAMPION)
@require_GET
def picture(request: ProgrammeRequest) -> HttpResponse:
    """Show the whole programme as one picture, live."""
    return render(request, "chain/picture.html", {"shown": PICTURE})


@programme_view(Role.OBSERVER)
@require_GET
def objective(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Show one objective with what hangs on it; all of one kind, where that is asked for."""
    own = Objective.objects.filter(programme=request.programme)
    found = get_object_or_404(own, pk=pk)
    found.programme = request.programme
    name = request.GET.get("kind", "")
    if not one.is_kind(name):
        shown = one.one(found, request.person)
        return render(request, "chain/objective.html", {"objective": found, "one": shown})
    whole = whole_of(request.programme, request.person)
    context = {"objective": found, "kind": chain.kind_named(name)}
    numbers = one.listed_below(whole, found, name)
    return _listed(request, "chain/below.html", name, numbers, context)


@programme_view(Role.CHAMPION)
@require_GET
def loose(request: ProgrammeRequest) -> HttpResponse:
    """Show everything of one kind that hangs on nothing, each with where it is mended."""
    name = request.GET.get("kind", "")
    if name and not one.is_kind(name):
        raise Http404
    found = loose_numbers(whole_of(request.programme, request.person))
    name = name or next(iter(found), "objective")
    numbers, kind = found.get(name, []), chain.kind_named(name)
    context = {"kind": kind, "count": len(numbers), "words": loose_words(kind, len(numbers))}
    return _listed(request, "chain/loose.html", name, numbers, context)


def _listed(
    request: ProgrammeRequest,
    template: str,
    name: str,
    numbers: Sequence[int],
    context: dict[str, object],
) -> HttpResponse:
    """Show a page of a list of links, each with where it is changed."""
    page = page_of(request, numbers)
    links = one.links_in(request.programme, request.person, name, list(page))
    rows = [(link, mended_at(request.programme, link)) for link in links]
    return render(request, template, {**context, "page": page, "rows": rows})
