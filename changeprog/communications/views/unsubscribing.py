"""Stopping the digest from a mail, without signing in, and taking that back."""

from collections.abc import Callable
from functools import wraps

from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST

from changeprog.accounts.access import public
from changeprog.communications.forms import OneClickForm
from changeprog.communications.unsubscribing import person_from
from changeprog.programme.models import Person

NOT_OURS = "This link is not complete. Open it again from the mail, or use the newest digest."
GONE = "You no longer take part in this programme, so no digest is sent to you."

PersonView = Callable[[HttpRequest, str, Person], HttpResponse]


def of_person(view: PersonView) -> Callable[[HttpRequest, str], HttpResponse]:
    """Hand on whose link it is; say in words when it is nobody's."""

    @wraps(view)
    def found(request: HttpRequest, token: str) -> HttpResponse:
        try:
            person = person_from(token)
        except BadSignature:
            return _refuse(request, NOT_OURS, 404)
        except Person.DoesNotExist:
            return _refuse(request, GONE, 410)
        return view(request, token, person)

    return found


@public("the link in every digest is the right to stop it")
@csrf_exempt
@never_cache
@require_http_methods(["GET", "POST"])
@of_person
def unsubscribe(request: HttpRequest, token: str, person: Person) -> HttpResponse:
    """Stop at once for a mail program's one-click request (RFC 8058), else show a button."""
    if OneClickForm(request.POST or None).is_valid():
        person.pause_digest()
        return HttpResponse("Stopped.", content_type="text/plain")
    return _by_hand(request, token, person)


@csrf_protect
def _by_hand(request: HttpRequest, token: str, person: Person) -> HttpResponse:
    if request.method == "POST":
        person.pause_digest()
        return redirect("unsubscribe", token)
    context = {"person": person, "token": token}
    return render(request, "communications/unsubscribe.html", context)


@public("the link in every digest is also the right to have it again")
@never_cache
@require_POST
@of_person
def resume(request: HttpRequest, token: str, person: Person) -> HttpResponse:
    """Undo a stop."""
    person.resume_digest()
    return redirect("unsubscribe", token)


def _refuse(request: HttpRequest, reason: str, status: int) -> HttpResponse:
    template = "communications/unsubscribe_refused.html"
    return render(request, template, {"reason": reason}, status=status)
