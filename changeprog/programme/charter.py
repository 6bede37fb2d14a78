"""The charter: what a programme has agreed on, on two printed pages, section by section.

Apps register their sections. A section is bounded, because two pages are: what does not fit is
counted, and stands in the app.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from changeprog.programme.models import Person, Programme

Context = Callable[[Programme, Person], dict[str, Any]]

_sections: list["Section"] = []


@dataclass(frozen=True)
class Section:
    """A part of the charter with its place in the reading order (low is first).

    ``context`` gets the programme and whoever reads. Sections from ``SECOND_PAGE`` on stand on the
    second sheet.
    """

    order: int
    template: str
    context: Context

    def render(self, person: Person) -> SafeString:
        """Return the section as ``person`` may read it; nothing for a section without content."""
        programme = person.programme
        shown = {"programme": programme, **self.context(programme, person)}
        return SafeString(render_to_string(self.template, shown).strip())


SECOND_PAGE = 30


def register(*sections: Section) -> None:
    """Add sections; registering one twice changes nothing."""
    _sections.extend(section for section in sections if section not in _sections)


def pages(person: Person) -> list[list[SafeString]]:
    """Return the sections of the first and of the second sheet as ``person`` may read them."""
    ordered = sorted(_sections, key=lambda section: section.order)
    sheets = [
        [section for section in ordered if section.order < SECOND_PAGE],
        [section for section in ordered if section.order >= SECOND_PAGE],
    ]
    return [[part for each in sheet if (part := each.render(person))] for sheet in sheets]
