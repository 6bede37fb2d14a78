"""The style page: every component once, with made-up specimens and nothing from a programme.

A component is a file of ``static/css/components``. What its first comment says stands on the page,
with the specimen of its name in ``templates/style``; those of a frame are what the page stands in.
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
from changeprog.programme.navigation import Link

COMPONENTS = Path(settings.ROOT) / "static" / "css" / "components"
FRAMES = {
    "shell": ("base.html", ("shell", "shell-small", "page")),
    "narrow": ("shell/narrow.html", ("narrow",)),
    "door": ("shell/door.html", ("door",)),
}
"""What the page can stand in: the template of each frame, and the components it is made of."""
SHOWN = (
    *("headline", "vision", "chain", "chain-picture", "panel", "button", "menu", "dialog"),
    *("tone", "badge", "chip", "live", "mark", "avatar", "gradient", "support"),
    *("stat", "facts", "way", "meter", "picture", "weeks", "delivery", "pulse", "distribution"),
    *("rows", "inbox", "bell", "card", "victory", "thanks", "photo", "agreed", "remark", "bullets"),
    *("empty", "road", "voyage", "timeline", "agenda", "ticks"),
    *("note", "consensus-words", "commitment", "controls", "workshop-timer", "qr"),
    *("tabs", "choices", "table", "pages", "search", "letter", "copied"),
    *("flash", "closed", "progress", "waiting", "fold", "field", "form", "form-part"),
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
PLACES = [
    Link("Home", "house", "#style-frame", "", current=False),
    Link("Direction", "compass", "#style-frame", "", current=False),
    Link("Teams", "users", "#style-frame", "", current=False),
    Link("Style", "palette", "#style-frame", "", current=True),
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
DISTRIBUTION = [
    (1, "Whole-hearted endorsement", 80, 8),
    (3, "Support with reservations", 30, 3),
    (7, "Serious disagreement", 10, 1),
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
    """Show every component.

    ``?frame`` names the frame to stand in; ``?flash`` adds messages, to see them arrive.
    """
    if "flash" in request.GET:
        messages.success(request, "Your victory is logged. Thank you.")
        messages.error(request, "The address could not be reached.")
    refused = SpecimenForm({"email": "nonsense"}, auto_id="refused_%s")
    refused.is_valid()
    known = components()
    frame = request.GET.get("frame", "")
    frame = frame if frame in FRAMES else "shell"
    template, _ = FRAMES[frame]
    context = {
        "template": template,
        "frame": frame,
        "frames": {name: [known[each] for each in parts] for name, (_, parts) in FRAMES.items()},
        "navigation": PLACES,
        "specimens": [known[name] for name in SHOWN],
        "support": SUPPORT,
        "tones": TONES,
        "functions": FUNCTIONS,
        "people": PEOPLE,
        "gradients": GRADIENTS,
        "distribution": DISTRIBUTION,
        "form": SpecimenForm(auto_id="empty_%s"),
        "part": SpecimenForm(auto_id="part_%s"),
        "refused": refused,
    }
    return render(request, "style.html", context)
