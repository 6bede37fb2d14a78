"""Live rooms of a programme: regions that are rendered alike for the page and for the stream.

A region is a fragment with a stable id. The page includes it with ``{% region %}``, the stream
sends its current rendering whenever the journal says that a verb it shows has happened.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from django.db.models import Count, Max
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from changeprog import live
from changeprog.programme import journal
from changeprog.programme.models import Event, Person, Programme, Role
from changeprog.programme.signed_in import people_of_sessions, person_of_session

Context = Callable[[Programme, Role], dict[str, Any]]
PersonalContext = Callable[[Person], dict[str, Any]]


@dataclass(frozen=True)
class JournalRegion:
    """A part of a page that refreshes by itself.

    ``name`` is also its element's id. ``verbs`` are prefixes of the verbs that make it stale.
    """

    name: str
    template: str
    verbs: tuple[str, ...]

    def is_stale_after(self, verb: str) -> bool:
        return verb.startswith(self.verbs)

    def element(self, content: str) -> SafeString:
        """Return the whole element around its ``content``."""
        return format_html('<div id="{}" class="region">{}</div>', self.name, mark_safe(content))


@dataclass(frozen=True)
class ProgrammeRegion(JournalRegion):
    """A region that shows something of the whole programme.

    ``context`` gets the programme and the viewer's role and is rendered in the programme's time
    zone; a ``personal_context`` gets the person and is rendered in theirs.
    """

    context: Context | None = None
    personal_context: PersonalContext | None = None
    least: Role = Role.OBSERVER

    def render_for(self, programme: Programme, role: Role) -> SafeString:
        """Return the whole element as everybody in ``role`` sees it."""
        if self.context is None or not role.includes(self.least):
            return self.element("")
        with timezone.override(programme.time_zone):
            return self._draw(self.context(programme, role), programme, role)

    def render_personally(self, person: Person) -> SafeString:
        """Return the whole element as only ``person`` sees it."""
        if self.personal_context is None or not person.may(self.least):
            return self.element("")
        with timezone.override(person.zone):
            return self._draw(self.personal_context(person), person.programme, Role(person.role))

    def _draw(self, context: dict[str, Any], programme: Programme, role: Role) -> SafeString:
        powers = self.powers_in(programme, role)
        shown = {**context, "programme": programme, "role": role, **powers}
        return self.element(render_to_string(self.template, shown))

    @classmethod
    def powers_in(cls, programme: Programme, role: Role) -> dict[str, bool]:
        """What the viewer may do in ``programme``: nothing once it is closed."""
        powers = cls.powers(role)
        return dict.fromkeys(powers, False) if programme.closed_at else powers

    @staticmethod
    def powers(role: Role) -> dict[str, bool]:
        """What the viewer may do, decided here and only shown in the template."""
        return {
            "may_log": role.includes(Role.MEMBER),
            "may_lead": role.includes(Role.CHAMPION),
        }


AnyRegion = TypeVar("AnyRegion", bound=JournalRegion)


@dataclass
class JournalRoom(ABC, Generic[AnyRegion]):
    """A live page whose regions refresh after the verbs of the journal.

    Its name is a part of the stream's address, the programme's key the beginning of its keys.
    """

    name: str
    regions: dict[str, AnyRegion] = field(default_factory=dict, kw_only=True)
    framed: bool = field(default=True, kw_only=True)
    """Whether its pages have the rail, where people find the way to their own inbox."""
    _followed: dict[str, live.Region] = field(default_factory=dict, kw_only=True)

    def add(self, region: AnyRegion) -> None:
        """Add a region; also to a room that is open already, as apps get ready one by one."""
        self.regions[region.name] = region
        self._followed[region.name] = self._live_region(region)

    def stale_after(self, verb: str) -> list[str]:
        """Return the names of the regions that ``verb`` makes stale."""
        return [name for name, region in self.regions.items() if region.is_stale_after(verb)]

    def open(self) -> None:
        """Announce the room to the stream program and its refreshes to the journal."""
        live.register(
            live.Room(
                name=self.name,
                admit=self._admit,
                admit_all=self._admit_all,
                regions=self._followed,
                revision=self.revision,
                framed=self.framed,
            )
        )
        journal.listen(self._refresh)

    def revision(self, key: str) -> str:
        """Return a text that differs after every committed change of what the room shows."""
        return journal_revision(key)

    def _refresh(self, programme_key: str, verb: str) -> None:
        if stale := self.stale_after(verb):
            live.changed(self.name, programme_key, stale)

    @abstractmethod
    def _admit(self, session_key: str | None, key: str) -> live.Admission | None:
        """Return who follows the room, and as which audience; nothing for a stranger."""

    def _admit_all(self, session_keys: Collection[str], key: str) -> live.Admissions:
        """Return the admissions that can be told without asking about each; none by itself."""
        return {}

    @abstractmethod
    def _live_region(self, region: AnyRegion) -> live.Region:
        """Return the region as the stream draws it."""


@dataclass
class ProgrammeRoom(JournalRoom[ProgrammeRegion]):
    """A live page of a programme, open to everybody whose role includes ``least``."""

    least: Role = Role.OBSERVER

    def _admit(self, session_key: str | None, key: str) -> live.Admission | None:
        person = person_of_session(session_key, key)
        return self._admission(person) if person else None

    def _admit_all(self, session_keys: Collection[str], key: str) -> live.Admissions:
        people = people_of_sessions(session_keys, key)
        return {session: self._admission(person) for session, person in people.items()}

    def _admission(self, person: Person) -> live.Admission | None:
        known = live.Admission(audience=person.role, person=str(person.pk))
        return known if person.may(self.least) else None

    def _live_region(self, region: ProgrammeRegion) -> live.Region:
        if region.personal_context is None:
            return live.Region(region.name, lambda key, role: _shared(region, key, role))
        return live.Region(region.name, lambda key, pk: _personal(region, key, pk), personal=True)


def _shared(region: ProgrammeRegion, key: str, role: str) -> str:
    return region.render_for(Programme.objects.get(key=key), Role(role))


def _personal(region: ProgrammeRegion, key: str, pk: str) -> str:
    people = Person.objects.present().select_related("programme", "function")
    return region.render_personally(people.get(programme__key=key, pk=pk))


def journal_revision(key: str) -> str:
    """Return a text that differs after every event of the programme: the revision of its rooms.

    ``key`` is the programme's, or begins with it, as that of a room about one object does.
    The count stands beside the highest number because the lower of two can be committed last.
    """
    events = Event.objects.filter(programme__key=key.partition(".")[0])
    newest = events.aggregate(last=Max("pk"), count=Count("pk"))
    return f"{newest['last'] or 0}.{newest['count']}"
