"""The style page: every component once, with made-up specimens and nothing from a programme."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from changeprog.accounts.access import public


@dataclass(frozen=True)
class SpecimenFunction:
    name: str
    letter: str
    shape: str


@dataclass(frozen=True)
class SpecimenPerson:
    name: str
    initials: str


FUNCTIONS = [
    SpecimenFunction("Senior management", "S", "square"),
    SpecimenFunction("Sales", "A", "circle"),
    SpecimenFunction("Marketing", "M", "triangle"),
    SpecimenFunction("Operations", "O", "diamond"),
    SpecimenFunction("IT", "I", "hexagon"),
    SpecimenFunction("Customer service", "C", "pentagon"),
]
PEOPLE = [
    SpecimenPerson("Ines Okafor", "IO"),
    SpecimenPerson("Jon Aalto", "JA"),
    SpecimenPerson("Mia Brandt", "MB"),
]
GRADIENTS = [
    "Whole-hearted endorsement",
    "Agreement with a minor point of contention",
    "Support with reservations",
    "Abstain",
    "More discussion needed",
    "Don't like it, but will support it",
    "Serious disagreement",
    "Veto",
]


class SpecimenForm(forms.Form):
    """One field of each kind."""

    kind = forms.ChoiceField(
        label="What is it?",
        choices=[("victory", "A victory"), ("barrier", "A barrier")],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label="In a sentence",
        help_text="As you would tell it at lunch.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    email = forms.EmailField(label="E-mail address")
    owner = forms.ChoiceField(
        label="Owner", required=False, choices=[("", "Nobody yet"), ("1", "Ines Okafor")]
    )
    due = forms.DateField(label="By when", widget=forms.DateInput(attrs={"type": "date"}))
    days = forms.MultipleChoiceField(
        label="On which days",
        required=False,
        choices=[("1", "Monday"), ("2", "Tuesday")],
        widget=forms.CheckboxSelectMultiple,
    )
    weekly = forms.BooleanField(
        label="Send me the digest every week",
        required=False,
        help_text="You can stop it with one click.",
    )


@public("shows components, and nothing of anybody")
@require_GET
def style(request: HttpRequest) -> HttpResponse:
    """Show every component; ``?flash`` adds messages, to see them arrive."""
    if "flash" in request.GET:
        messages.success(request, "Your victory is logged. Thank you.")
        messages.error(request, "The address could not be reached.")
    refused = SpecimenForm({"email": "nonsense"}, auto_id="refused_%s")
    refused.is_valid()
    context = {
        "functions": FUNCTIONS,
        "people": PEOPLE,
        "gradients": GRADIENTS,
        "form": SpecimenForm(auto_id="empty_%s"),
        "refused": refused,
    }
    return render(request, "style.html", context)
