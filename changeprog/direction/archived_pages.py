"""Pages of direction that an archive has to be read as a whole: the charter, and each picture."""

from collections.abc import Iterator

from django.template.loader import render_to_string
from django.utils.timezone import localdate

from changeprog.direction import picture
from changeprog.direction.forecast import ENOUGH
from changeprog.direction.models import Objective
from changeprog.direction.outlook import outlook
from changeprog.direction.way import way
from changeprog.programme import charter
from changeprog.programme.archive import Document
from changeprog.programme.models import Person


def charter_page(person: Person) -> Iterator[Document]:
    """Yield the charter as ``person`` reads it."""
    sheets = {"sheets": charter.pages(person)}
    yield Document(
        "charter", "Charter", render_to_string("direction/_archived_charter.html", sheets)
    )


def pictures(person: Person) -> Iterator[Document]:
    """Yield a page for each objective: the picture of its readings, and words for the same."""
    for objective in Objective.objects.filter(programme=person.programme).order_by("due", "pk"):
        html = render_to_string("direction/_picture.html", _shown(objective))
        yield Document(f"objective-{objective.pk}", objective.measure, html)


def _shown(objective: Objective) -> dict[str, object]:
    today = localdate()
    newest = list(objective.readings.newest_first().values_list("on", "value")[:ENOUGH])
    on, value = newest[0] if newest else (None, None)
    ahead = outlook(objective, newest, today)
    return {
        "objective": objective,
        "way": way(objective, value, on, today),
        "outlook": ahead,
        "picture": picture.draw(objective, objective.readings.drawn(), today, ahead.estimates),
    }
