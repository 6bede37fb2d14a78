"""Signing in, joining by invitation, and the mail kept on this machine."""

from allauth.account import views as allauth_views
from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from django.core import signing
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from changeprog.accounts import demo
from changeprog.accounts.access import administrator, public
from changeprog.accounts.adapter import nobody_yet, verify
from changeprog.accounts.forms import JoinForm, status_of
from changeprog.accounts.models import Invitation, InvitationRefused, Letter, User

LETTERS_A_PAGE = 50


@public("sign-in itself")
def login(request: HttpRequest) -> HttpResponseBase:
    """Ask for the first champion on a fresh copy, for address and password ever after."""
    if nobody_yet():
        return redirect("account_signup")
    response: HttpResponseBase = allauth_views.login(request)
    return response


@public("the link in an invitation mail is the right to join")
@never_cache
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponseBase:
    """Show what one is invited to; only a POST uses the invitation."""
    try:
        found = Invitation.from_token(token)
        if found.accepted_at and _is_in(request, found):
            return redirect("start")
        found.refuse_unless_open()
        return _join(request, found)
    except InvitationRefused as refusal:
        context = {"refusal": str(refusal)}
        return render(request, "accounts/invitation_refused.html", context, status=410)


def _is_in(request: HttpRequest, found: Invitation) -> bool:
    """Whether whoever was invited is signed in, and only opens the mail once more."""
    return isinstance(request.user, User) and request.user.email == found.email


def _join(request: HttpRequest, found: Invitation) -> HttpResponseBase:
    if isinstance(request.user, User):
        return _join_as(request, request.user, found)
    if User.objects.filter(email=found.email).exists():
        return render(request, "accounts/invitation_sign_in.html", {"invitation": found})
    form = JoinForm(request.POST or None, email=found.email, initial={"name": found.name})
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            user = form.make_user()
            verify(user)
            found.accept(user)
        return _sign_in(request, user)
    context = {"invitation": found, "form": form}
    return render(request, "accounts/invitation.html", context, status=status_of(form))


def _join_as(request: HttpRequest, user: User, found: Invitation) -> HttpResponse:
    if user.email != found.email:
        context = {"invitation": found}
        return render(request, "accounts/invitation_other_address.html", context, status=409)
    if request.method == "POST":
        found.accept(user)
        return redirect("start")
    return render(request, "accounts/invitation_accept.html", {"invitation": found})


def _sign_in(request: HttpRequest, user: User) -> HttpResponseBase:
    response: HttpResponseBase = perform_login(request, Login(user=user, redirect_url="/"))
    return response


@administrator
@require_GET
def outbox(request: HttpRequest) -> HttpResponse:
    """List the mail kept here, newest first."""
    letters = Paginator(Letter.objects.defer("source", "html", "text"), LETTERS_A_PAGE)
    context = {"letters": letters.get_page(request.GET.get("page"))}
    return render(request, "accounts/outbox.html", context)


@administrator
@require_GET
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one kept mail as text, which is enough to follow its link or use its code."""
    return render(request, "accounts/letter.html", {"letter": get_object_or_404(Letter, pk=pk)})


@public("a demo copy prints these links; a real copy answers 404")
@never_cache
@require_http_methods(["GET", "POST"])
def demo_sign_in(request: HttpRequest, token: str) -> HttpResponseBase:
    """Sign in as one of the demo's people; a GET only shows the button."""
    try:
        user = demo.user_from_token(token)
    except (signing.BadSignature, User.DoesNotExist):
        raise Http404 from None
    if request.method == "POST":
        return _sign_in(request, user)
    return render(request, "accounts/demo_sign_in.html", {"user_of_demo": user})
