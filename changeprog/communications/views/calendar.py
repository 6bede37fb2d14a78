"""One's own calendar feed: its page, and what calendar programs read from it."""

from http import HTTPStatus
from urllib.parse import quote, urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response
from django.utils.timezone import now
from django.views.decorators.http import require_GET, require_POST, require_safe

from changeprog.accounts.access import public
from changeprog.communications import calendar, ical
from changeprog.communications.calendar_forms import MilestonesForm
from changeprog.communications.feeding import KEPT, Reading
from changeprog.communications.models import CalendarFeed
from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.closed import works_when_closed
from changeprog.programme.models import Role

OWN = "the address of a feed is its person's own, and can always be taken back"
SHOWN = 8
"""Entries that the page shows of what stands in the feed."""
GOOGLE = "https://calendar.google.com/calendar/r?{}"
OUTLOOK = "https://outlook.office.com/calendar/0/addfromweb?{}"


@programme_view(Role.OBSERVER)
@works_when_closed(OWN)
@require_GET
def calendar_page(request: ProgrammeRequest) -> HttpResponse:
    """Show one's feed, how calendars are given it, and what stands in it next."""
    feed = CalendarFeed.objects.filter(person=request.person).first()
    kept = feed or CalendarFeed(person=request.person)
    kept.person = request.person
    entries = calendar.entries(kept, now())
    context = {
        "feed": feed,
        "links": _links(request, feed) if feed and feed.is_shown else {},
        "form": MilestonesForm.of(kept),
        "entries": entries[:SHOWN],
        "more": max(len(entries) - SHOWN, 0),
    }
    return render(request, "communications/calendar/calendar.html", context)


@programme_view(Role.OBSERVER)
@works_when_closed(OWN)
@require_POST
def calendar_link(request: ProgrammeRequest) -> HttpResponse:
    """Make one's feed."""
    CalendarFeed.offer(request.person)
    messages.success(request, "Your calendar has an address now.")
    return redirect("communications:calendar", request.programme.key)


@programme_view(Role.OBSERVER)
@works_when_closed(OWN)
@require_POST
def calendar_renewal(request: ProgrammeRequest) -> HttpResponse:
    """Give one's feed another address; the old one is dead at once."""
    feed = CalendarFeed.offer(request.person)
    feed.renew()
    words = "A new address. The old one opens nothing any more: give your calendar this one."
    messages.success(request, words)
    return redirect("communications:calendar", request.programme.key)


@programme_view(Role.OBSERVER)
@works_when_closed(OWN)
@require_POST
def calendar_removal(request: ProgrammeRequest) -> HttpResponse:
    """Take one's feed away."""
    CalendarFeed.revoke(request.person)
    messages.success(request, "Your calendar’s address opens nothing any more.")  # noqa: RUF001
    return redirect("communications:calendar", request.programme.key)


@programme_view(Role.OBSERVER)
@works_when_closed(OWN)
@require_POST
def calendar_choice(request: ProgrammeRequest) -> HttpResponse:
    """Choose which milestones stand in one's feed."""
    feed = CalendarFeed.objects.filter(person=request.person).first()
    form = MilestonesForm(request.POST)
    if feed and form.is_valid():
        form.save(feed)
        messages.success(request, "Saved. Your calendar shows it when it reads the feed next.")
    return redirect("communications:calendar", request.programme.key)


@public("a calendar program cannot sign in; the long address in it is the right to read the feed")
@require_safe
def calendar_feed(request: HttpRequest, token: str) -> HttpResponseBase:
    """Give what stands in the feed; 404 for an unknown address, 410 once its person has left."""
    feed = CalendarFeed.objects.opened_by(token)
    if feed is None:
        return _nothing(HTTPStatus.NOT_FOUND)
    if not feed.is_open:
        return _nothing(HTTPStatus.GONE)
    reading = Reading.of(feed, request.headers.get("User-Agent", ""))
    known = get_conditional_response(
        request, etag=reading.etag, last_modified=int(reading.changed_at.timestamp())
    )
    response = known or HttpResponse(reading.ical(), content_type=ical.CONTENT_TYPE)
    for name, value in reading.headers.items():
        response.headers[name] = value
    return response


def _nothing(status: HTTPStatus) -> HttpResponse:
    words = {
        HTTPStatus.NOT_FOUND: "No calendar has this address, or not any more.\n",
        HTTPStatus.GONE: "Whose calendar this was no longer takes part.\n",
    }
    return HttpResponse(
        words[status], status=status, content_type="text/plain; charset=utf-8", headers=KEPT
    )


def _links(request: ProgrammeRequest, feed: CalendarFeed) -> dict[str, str]:
    """Return the addresses that give the feed to a calendar with one click."""
    named = {"url": feed.url, "name": request.programme.name}
    return {
        "webcal": feed.webcal,
        "https": feed.url,
        "google": GOOGLE.format(urlencode({"cid": feed.webcal}, quote_via=quote)),
        "outlook": OUTLOOK.format(urlencode(named, quote_via=quote)),
    }
