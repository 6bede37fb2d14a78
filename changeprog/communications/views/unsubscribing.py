"""Stopping a mail from the mail itself, without signing in, and taking that back."""

from collections.abc import Callable
from functools import wraps

from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST

from changeprog.accounts.access import public
from changeprog.communications.forms import OneClickForm, ScopeForm
from changeprog.communications.unsubscribing import Way, way_from
from changeprog.programme.models import Person

NOT_OURS = "This link is not complete. Open it again from the mail, or use the newest mail."
GONE = "You no longer take part in this programme, so nothing is sent to you."

WayView = Callable[[HttpRequest, str, Way], HttpResponse]


def of_way(view: WayView) -> Callable[[HttpRequest, str], HttpResponse]:
    """Hand on what the link stops; say in words when it is nobody's."""

    @wraps(view)
    def found(request: HttpRequest, token: str) -> HttpResponse:
        try:
            way = way_from(token)
        except BadSignature:
            return _refuse(request, NOT_OURS, 404)
        except Person.DoesNotExist:
            return _refuse(request, GONE, 410)
        return view(request, token, way)

    return found


@public("the link in every mail is the right to stop it")
@csrf_exempt
@never_cache
@require_http_methods(["GET", "POST"])
@of_way
def unsubscribe(request: HttpRequest, token: str, way: Way) -> HttpResponse:
    """Stop at once for a mail program's one-click request (RFC 8058), else show a button."""
    if OneClickForm(request.POST or None).is_valid():
        way.stop()
        return HttpResponse("Stopped.", content_type="text/plain")
    return _by_hand(request, token, way)


@csrf_protect
def _by_hand(request: HttpRequest, token: str, way: Way) -> HttpResponse:
    if request.method == "POST":
        _meant(request, way).stop()
        return redirect("unsubscribe", token)
    everything = way.everything
    stopped = [each for each in {way, everything} if each.is_stopped]
    context = {
        "way": way,
        "everything": everything,
        "person": way.person,
        "token": token,
        "stops_all": everything in stopped,
        "is_stopped": way in stopped,
    }
    return render(request, "communications/unsubscribe.html", context)


@public("the link in every mail is also the right to have it again")
@never_cache
@require_POST
@of_way
def resume(request: HttpRequest, token: str, way: Way) -> HttpResponse:
    """Undo a stop."""
    _meant(request, way).resume()
    return redirect("unsubscribe", token)


def _meant(request: HttpRequest, way: Way) -> Way:
    """Return what the button stops: what the link is about, or everything."""
    return way.everything if ScopeForm(request.POST).is_valid() else way


def _refuse(request: HttpRequest, reason: str, status: int) -> HttpResponse:
    template = "communications/unsubscribe_refused.html"
    return render(request, template, {"reason": reason}, status=status)
