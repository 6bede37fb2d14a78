"""What machines ask: whether this copy is alive, whether it is ready, and how it is doing."""

from collections.abc import Callable
from secrets import compare_digest

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import resolve
from django.views.decorators.http import require_GET
from prometheus_client import CONTENT_TYPE_LATEST

from changeprog import metrics
from changeprog.accounts.access import public

DOORS = ("/health/", "/health/live/", "/metrics/")


class Machines:
    """Answer machines before anything else is asked of a request.

    They come from inside, by a number for an address and without HTTPS: neither the host's name
    nor the way they came says anything, and no log should fill with them.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path not in DOORS:
            return self.get_response(request)
        try:
            view: Callable[[HttpRequest], HttpResponseBase] = resolve(request.path).func
            return view(request)
        except Http404:
            return HttpResponse(status=404)


@public("machines ask whether this process answers")
@require_GET
def alive(request: HttpRequest) -> JsonResponse:
    """Answer 200; whoever gets no answer starts the process anew."""
    return JsonResponse({"status": "ok"})


@public("machines ask whether this copy can do its work")
@require_GET
def ready(request: HttpRequest) -> JsonResponse:
    """Answer 200 when the database answers, else 503; without Redis pages do their work."""
    if metrics.database_answers():
        return JsonResponse({"status": "ok"})
    return JsonResponse({"status": "the database does not answer"}, status=503)


@public("machines that know METRICS_TOKEN read numbers; for anybody else there is nothing here")
@require_GET
def numbers(request: HttpRequest) -> HttpResponse:
    """Answer with all numbers, to the bearer of the token alone."""
    token = settings.METRICS_TOKEN
    told = request.headers.get("Authorization", "").encode()
    if not token or not compare_digest(told, f"Bearer {token}".encode()):
        raise Http404
    return HttpResponse(metrics.exposition(), content_type=CONTENT_TYPE_LATEST)
