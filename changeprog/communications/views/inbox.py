"""One's own inbox: what one was told, and what one does not want to hear of.

Opening an item is a GET that marks it read on the way to the thing. It changes nothing but one's
own mark, needs one's own session, which a scanner of mails does not have, and leaves the mark alone
where a browser only fetches ahead.
"""

from datetime import UTC, datetime, timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from changeprog.communications.inbox import kind_of
from changeprog.communications.inbox_filter import InboxFilter
from changeprog.communications.models import Mute, Notice
from changeprog.communications.models.notice import NoticeQuerySet
from changeprog.programme import bell
from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.answers import page_of
from changeprog.programme.closed import works_when_closed
from changeprog.programme.models import Role

OWN = "what somebody has read, and wants to hear of, is their own"
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
LAST = 2**53
"""Microseconds since 1970, up to which a stamp is a moment: the year 2255."""


@programme_view(Role.OBSERVER)
@works_when_closed(OWN)
@never_cache
@require_GET
def inbox(request: ProgrammeRequest) -> HttpResponse:
    """Show what one was told, newest first; only the list where a page asks for it anew."""
    form = InboxFilter(request.GET, request.person)
    page = page_of(request, form.notices())
    unread = form.own.unread().count()
    context = {
        "filter": form,
        "page": page,
        "items": [(notice, kind_of(notice.kind)) for notice in page],
        "unread": unread,
        "muted": Mute.objects.standing().filter(person=request.person).count(),
        "bell": bell.element(request.programme.key, unread),
    }
    template = "communications/inbox/_answer.html" if request.htmx else "communications/inbox.html"
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request"])
    return response


@programme_view(Role.OBSERVER)
@works_when_closed(OWN)
@never_cache
@require_GET
def opened(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Mark an item read and lead to the thing, which says itself who may see it."""
    notice = _find(request, pk)
    if "prefetch" not in request.headers.get("Sec-Purpose", ""):
        notice.read()
    if not url_has_allowed_host_and_scheme(notice.path, None):
        raise Http404
    return redirect(notice.path)


@programme_view(Role.OBSERVER)
@works_when_closed(OWN)
@require_POST
def read(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Mark one item read."""
    _find(request, pk).read()
    return _back(request)


@programme_view(Role.OBSERVER)
@works_when_closed(OWN)
@require_POST
def unread(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Mark one item unread."""
    _find(request, pk).unread()
    return _back(request)


@programme_view(Role.OBSERVER)
@works_when_closed(OWN)
@require_POST
def read_all(request: ProgrammeRequest) -> HttpResponse:
    """Mark everything read that is in the inbox."""
    moment = _own(request).in_inbox().read()
    stamp = (moment - BEGINNING) // MICROSECOND
    undo = reverse("inbox:unread_again", args=[request.programme.key, stamp])
    messages.success(request, "Everything is marked as read.", extra_tags=undo)
    return _back(request)


@programme_view(Role.OBSERVER)
@works_when_closed(OWN)
@require_POST
def unread_again(request: ProgrammeRequest, stamp: int) -> HttpResponse:
    """Undo that everything was marked read, at the moment that ``stamp`` says."""
    if stamp > LAST:
        raise Http404
    _own(request).unread_since(BEGINNING + stamp * MICROSECOND)
    messages.success(request, "What was unread is unread again.")
    return _back(request)


@programme_view(Role.OBSERVER)
@works_when_closed(OWN)
@require_POST
def mute(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Hear no more of what an item is about."""
    notice = _find(request, pk)
    if not notice.thing:
        raise Http404
    muted = Mute.begin(notice)
    undo = reverse("inbox:hear_again", args=[request.programme.key, muted.pk])
    messages.success(request, f"You hear no more of this {muted.noun}.", extra_tags=undo)
    return _back(request)


@programme_view(Role.OBSERVER)
@works_when_closed(OWN)
@require_GET
def muted(request: ProgrammeRequest) -> HttpResponse:
    """Show what one has muted."""
    own = Mute.objects.standing().filter(person=request.person)
    page = page_of(request, own.with_words(Notice.objects.readable()))
    return render(request, "communications/inbox/muted.html", {"page": page})


@programme_view(Role.OBSERVER)
@works_when_closed(OWN)
@require_POST
def hear_again(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Hear again of what one has muted."""
    muted = get_object_or_404(Mute, pk=pk, person=request.person)
    muted.end()
    undo = reverse("inbox:mute_again", args=[request.programme.key, muted.pk])
    messages.success(request, f"You hear of this {muted.noun} again.", extra_tags=undo)
    return _back(request)


@programme_view(Role.OBSERVER)
@works_when_closed(OWN)
@require_POST
def mute_again(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Undo that one wanted to hear of something again."""
    muted = get_object_or_404(Mute, pk=pk, person=request.person)
    muted.resume()
    messages.success(request, f"You hear no more of this {muted.noun}.")
    return _back(request)


def _own(request: ProgrammeRequest) -> NoticeQuerySet:
    return Notice.objects.filter(person=request.person)


def _find(request: ProgrammeRequest, pk: int) -> Notice:
    """Return one's own item, if one may still read it; otherwise there is none."""
    return get_object_or_404(_own(request).readable().select_related("person"), pk=pk)


def _back(request: ProgrammeRequest) -> HttpResponse:
    """Lead back to the part of the inbox that the address names."""
    asked = request.GET.urlencode()
    page = reverse("inbox:inbox", args=[request.programme.key])
    return redirect(f"{page}?{asked}" if asked else page)
