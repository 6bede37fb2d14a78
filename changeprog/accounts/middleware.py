"""A session that ends inside an htmx request leads to sign-in, not to a login form in a cell."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import resolve_url
from django_htmx.http import HttpResponseClientRedirect


class SignInFromFragment:
    """Turn a redirect to the sign-in page into one that the whole browser page follows."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code == 302 and getattr(request, "htmx", False):  # noqa: PLR2004
            return self._as_page(response)
        return response

    def _as_page(self, response: HttpResponseBase) -> HttpResponseBase:
        target = response.headers.get("Location", "")
        if target.startswith(resolve_url(settings.LOGIN_URL)):
            return HttpResponseClientRedirect(resolve_url("start"))
        return response
