"""Where is it? A page, a dialog over any page, and what is found while somebody types."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from changeprog.programme.access import ProgrammeRequest, programme_view
from changeprog.programme.models import Role
from changeprog.programme.search import SHOWN, SUGGESTED, Words, search


class SearchForm(forms.Form):
    """What is searched for."""

    q = forms.CharField(required=False)

    def typed(self) -> str:
        """Return the words as they were typed."""
        return str(self.cleaned_data.get("q", "")) if self.is_valid() else ""


@programme_view(Role.OBSERVER)
@require_GET
def search_page(request: ProgrammeRequest) -> HttpResponse:
    """Show what was found; for htmx, only the inside of the dialog."""
    template = "programme/_search.html" if request.htmx else "programme/search.html"
    return _answer(request, template, SHOWN, "dialog" if request.htmx else "page")


@programme_view(Role.OBSERVER)
@require_GET
def suggestions(request: ProgrammeRequest) -> HttpResponse:
    """Show the first hits of each kind while somebody types."""
    return _answer(request, "programme/_hits.html", SUGGESTED, "suggestions")


def _answer(request: ProgrammeRequest, template: str, limit: int, place: str) -> HttpResponse:
    typed = SearchForm(request.GET).typed()
    words = Words.of(typed, limit)
    context = {
        "typed": typed,
        "words": words,
        "groups": search(request.person, words),
        "place": place,
    }
    return render(request, template, context)
