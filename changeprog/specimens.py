"""The style page: every component once, with made-up specimens and nothing from a programme.

A component is a file of ``static/css/components``. What its first comment says stands on the page,
with the specimen of its name in ``templates/style``; those of whole pages are seen there only.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from changeprog.accounts.access import public

COMPONENTS = Path(settings.ROOT) / "static" / "css" / "components"
SHOWN = (
    *("headline", "vision", "chain", "chain-picture", "panel", "button", "menu", "dialog"),
    *("tone", "badge", "chip", "live", "mark", "avatar", "gradient", "map-support"),
    *("stat", "meter", "delivery", "pulse", "barriers", "handoffs"),
    *("rows", "inbox", "bell", "card", "victory", "wall", "agreed", "principle", "empty"),
    *("road", "voyage", "timeline", "trial", "workshop-notes", "workshop-consensus"),
    *("reality-check", "tabs", "choices", "table", "pages", "search", "letter", "copied"),
    *("flash", "closed", "progress", "waiting", "fold", "field", "form"),
)
"""Components with a specimen, in the order of the page: from what is read to what is filled in."""


@dataclass(frozen=True)
class Specimen:
    """One component: the name of its file, and what the file says of it."""

    name: str
    words: str

    @property
    def title(self) -> str:
        return self.name.replace("-", " ").capitalize()

    @property
    def template(self) -> str:
        return f"style/{self.name}.html"


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


SUPPORT = ["Against", "Doubts", "Neutral", "In favour", "Leads it"]
TONES = ["", "is-accent", "is-good", "is-warn", "is-bad"]


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


@cache
def components() -> dict[str, Specimen]:
    """Return every component by its name, with the words of its file's first comment."""
    return {file.stem: Specimen(file.stem, _words(file)) for file in COMPONENTS.glob("*.css")}


def _words(file: Path) -> str:
    said = file.read_text().partition("*/")[0].removeprefix("/*")
    return " ".join(said.split())


@public("shows components, and nothing of anybody")
@require_GET
def style(request: HttpRequest) -> HttpResponse:
    """Show every component; ``?flash`` adds messages, to see them arrive."""
    if "flash" in request.GET:
        messages.success(request, "Your victory is logged. Thank you.")
        messages.error(request, "The address could not be reached.")
    refused = SpecimenForm({"email": "nonsense"}, auto_id="refused_%s")
    refused.is_valid()
    known = components()
    context = {
        "specimens": [known[name] for name in SHOWN],
        "elsewhere": [known[name] for name in sorted(known.keys() - set(SHOWN))],
        "support": SUPPORT,
        "tones": TONES,
        "functions": FUNCTIONS,
        "people": PEOPLE,
        "gradients": GRADIENTS,
        "form": SpecimenForm(auto_id="empty_%s"),
        "refused": refused,
    }
    return render(request, "style.html", context)
