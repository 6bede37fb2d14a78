"""How far a programme is on the way to its end, and its review."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from changeprog.closing import chapters, review
from changeprog.closing.forms import ChapterForm
from changeprog.closing.models import ChapterWords, Closing
from changeprog.closing.room import STEPS
from changeprog.closing.views.answers import ask, done, page_of
from changeprog.direction.history import history
from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Role


@programme_view(Role.CHAMPION)
@require_GET
def overview(request: ProgrammeRequest) -> HttpResponse:
    """Show the four steps, live; once they are taken, how it ended."""
    closing = Closing.of(request.programme)
    earlier = Closing.objects.filter(programme=request.programme).exclude(reopened_at=None)
    context = {"closing": closing, "shown": STEPS, "earlier": earlier.with_names()}
    return render(request, "closing/overview.html", context)


@programme_view(Role.OBSERVER)
@require_GET
def review_page(request: ProgrammeRequest) -> HttpResponse:
    """Show the review: to champions while it is written, to everybody once it is closed.

    Of one chapter alone, where that is asked for, all is told page by page.
    """
    closing = Closing.of(request.programme)
    writes = request.person.may(Role.CHAMPION) and not request.programme.closed_at
    may_read = writes or bool(request.programme.closed_at)
    context: dict[str, Any] = {"closing": closing, "writes": writes}
    wanted = request.GET.get("chapter", "") if may_read else ""
    if wanted and (alone := review.chapter(closing, wanted)):
        context |= {"alone": alone, "chapters": [alone], "page": page_of(request, alone.facts)}
    elif may_read:
        context["chapters"] = review.told(closing)
    return render(request, "closing/review.html", context)


@programme_view(Role.CHAMPION)
@require_http_methods(["GET", "POST"])
def chapter(request: ProgrammeRequest, name: str) -> HttpResponse:
    """Write one's own words into a chapter of the review."""
    found = chapters.find(name)
    if found is None:
        raise Http404
    closing = Closing.of(request.programme)
    written = ChapterWords.objects.filter(closing=closing.pk, name=name).first()
    form = ChapterForm(request.POST or None, chapter=found, written=written)
    back = reverse("closing:review", args=[request.programme.key])
    if form.is_bound and form.is_valid() and form.save(request.person):
        return done(request, f"{back}#chapter-{name}", "Your words are saved.")
    return ask(
        request,
        "chapter",
        form,
        heading=found.title,
        back=back,
        known=found.find(request.programme),
        keep=f"chapter-{name}",
        trail_url=back,
        trail="The review",
        history=history(written, request.person) if written else [],
    )
