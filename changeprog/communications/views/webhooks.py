"""Webhooks: which there are, what they were told last, and how they are added and changed."""

from typing import Any

from django.contrib import messages
from django.db.models import OuterRef, Prefetch, Subquery
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from changeprog.accounts.forms import status_of
from changeprog.communications import webhooks
from changeprog.communications.models import Procedure, Webhook, WebhookDelivery
from changeprog.communications.webhook_forms import TestForm, WebhookForm
from changeprog.communications.webhook_page import ROOM
from changeprog.direction.models import Overtaken
from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Event, Role
from changeprog.programme.object_rooms import key_of

SHOW = "webhook_secret"
"""The session's name for the webhook whose secret is shown on the next page, once."""


@programme_view(Role.CHAMPION)
@require_GET
def webhook_list(request: ProgrammeRequest) -> HttpResponse:
    """Show every webhook with what it was told last, and which procedures lead to it."""
    newest = WebhookDelivery.objects.filter(webhook=OuterRef("pk")).order_by("-made_at", "-pk")
    known = Webhook.objects.filter(programme=request.programme)
    rows: list[Any] = list(
        known.select_related("programme")
        .prefetch_related(Prefetch("procedures", Procedure.objects.filter(active=True)))
        .annotate(last=Subquery(newest.values("pk")[:1]))
    )
    last = WebhookDelivery.objects.defer("body").in_bulk([row.last for row in rows if row.last])
    context = {"rows": [(row, last.get(row.last)) for row in rows]}
    return render(request, "communications/webhooks/list.html", context)


@programme_view(Role.CHAMPION)
@require_http_methods(["GET", "POST"])
def new_webhook(request: ProgrammeRequest) -> HttpResponse:
    """Add a webhook; the secret of one that signs is shown on its page, this once."""
    return _edit(request, None)


@programme_view(Role.CHAMPION)
@require_http_methods(["GET", "POST"])
def change_webhook(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Change a webhook."""
    return _edit(request, _find(request, pk))


@programme_view(Role.CHAMPION)
@never_cache
@require_GET
def webhook(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Show a webhook with how it was answered; the page is live."""
    found = _find(request, pk)
    is_new = request.session.get(SHOW) == found.pk
    if is_new:
        del request.session[SHOW]
    context = {
        "webhook": found,
        "secret": webhooks.shown_secret(found) if is_new and found.signs else "",
        "procedures": Procedure.objects.filter(webhook=found).order_by("name"),
        "test": TestForm(),
        "live_key": key_of(found),
        "regions": ROOM.draw(found, request.person),
    }
    return render(request, "communications/webhooks/webhook.html", context)


@programme_view(Role.CHAMPION)
@require_POST
def test_webhook(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Send a test; what comes back appears on the page."""
    found = _find(request, pk)
    webhooks.test(found, request.person, TestForm(request.POST).chosen())
    messages.success(request, "The test is on its way. Its answer appears below.")
    return redirect(found)


@programme_view(Role.CHAMPION)
@require_POST
def renew_secret(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Sign with another secret, shown on the next page, this once."""
    found = _find(request, pk)
    found.renew_secret(request.person)
    request.session[SHOW] = found.pk
    messages.success(request, "A new secret. What leaves from now on is signed with it.")
    return redirect(found)


@programme_view(Role.CHAMPION)
@require_POST
def remove_webhook(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Take a webhook away; "Undo" brings it back with the procedures that lead to it."""
    found = _find(request, pk)
    found.remove(request.person)
    undo = reverse("communications:webhook_return", args=[request.programme.key, pk])
    messages.success(request, f"“{found}” is taken away.", extra_tags=undo)
    return redirect(found.get_list_url())


@programme_view(Role.CHAMPION)
@require_POST
def return_webhook(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Undo taking a webhook away."""
    everything = Webhook.everything().filter(programme=request.programme)
    found = get_object_or_404(everything.select_related("programme"), pk=pk)
    if found.removed_at:
        found.bring_back(request.person)
    messages.success(request, f"“{found}” is there again.")
    return redirect(found)


@programme_view(Role.CHAMPION)
@require_POST
def put_webhook_back(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Undo the last change of a webhook, unless somebody has changed it since."""
    found = _find(request, pk)
    last = Event.objects.of(found).about("webhook.changed").order_by("-pk").first()
    try:
        if last and last.facts.get("undo"):
            found.put_back(request.person, last.facts["undo"])
            messages.success(request, "It is as it was before.")
    except Overtaken:
        messages.error(request, "Somebody has changed it since, so it stays as it is.")
    return redirect(found)


def _find(request: ProgrammeRequest, pk: int) -> Webhook:
    own = Webhook.objects.filter(programme=request.programme).select_related("programme")
    found: Webhook = get_object_or_404(own, pk=pk)
    return found


def _edit(request: ProgrammeRequest, found: Webhook | None) -> HttpResponse:
    typed = request.POST if request.method == "POST" else None
    form = WebhookForm(typed, programme=request.programme, instance=found)
    if form.is_bound and form.is_valid() and (saved := form.save(request.person)):
        return _saved(request, form, saved.pk, is_new=found is None)
    context = {"form": form, "webhook": found}
    return render(request, "communications/webhooks/edit.html", context, status=status_of(form))


def _saved(request: ProgrammeRequest, form: WebhookForm, pk: int, *, is_new: bool) -> HttpResponse:
    saved = _find(request, pk)
    if is_new:
        request.session[SHOW] = pk
        messages.success(request, "Added. Send a test to see whether it answers.")
    else:
        undo = reverse("communications:webhook_change_undoing", args=[request.programme.key, pk])
        can_be_undone = "url" not in form.values()
        messages.success(request, "The webhook is saved.", extra_tags=undo if can_be_undone else "")
    return redirect(saved)
