"""Live rooms about one object of a programme, such as one meeting.

The key of such a room is the programme's and the object's, "abcdefgh.7". The app of the object says
to which *audience* a person belongs, such as those who lead and those who follow; everybody in an
audience sees the same.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

from django.db.models import Model
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from changeprog import live
from changeprog.programme import journal
from changeprog.programme.models import Person, Programme
from changeprog.programme.rooms import JournalRegion, JournalRoom
from changeprog.programme.signed_in import people_of_sessions, person_of_session

LONGEST = 18
"""Digits of a number that a table may reach."""

Subject = TypeVar("Subject", bound=Model)
"""An object with a ``programme``, to which it belongs."""


def programme_of(subject: Model) -> Programme:
    """Return the programme that ``subject`` belongs to."""
    return cast("Programme", cast("Any", subject).programme)


def key_of(subject: Model) -> str:
    """Return the key under which rooms about ``subject`` are followed."""
    return f"{programme_of(subject).key}.{subject.pk}"


@dataclass(frozen=True)
class ObjectRegion(JournalRegion, Generic[Subject]):
    """A region that shows something of one object.

    ``context`` gets the object and the viewer's audience and is rendered in the programme's time
    zone; a ``personal_context`` gets the object and the person and is rendered in theirs.
    """

    context: Callable[[Subject, str], dict[str, Any]] | None = None
    personal_context: Callable[[Subject, Person], dict[str, Any]] | None = None

    def render_for(self, subject: Subject, audience: str) -> SafeString:
        """Return the whole element as everybody in ``audience`` sees it."""
        if self.context is None:
            return self.element("")
        with timezone.override(programme_of(subject).time_zone):
            return self._draw(subject, self.context(subject, audience))

    def render_personally(self, subject: Subject, person: Person) -> SafeString:
        """Return the whole element as only ``person`` sees it."""
        if self.personal_context is None:
            return self.element("")
        with timezone.override(person.zone):
            return self._draw(subject, self.personal_context(subject, person))

    def _draw(self, subject: Subject, context: dict[str, Any]) -> SafeString:
        shown = {"programme": programme_of(subject), **context}
        return self.element(render_to_string(self.template, shown))


@dataclass
class ObjectRoom(JournalRoom[ObjectRegion[Subject]], Generic[Subject]):
    """A live page about one object.

    ``find`` returns the object with that number in the programme with that key, or nothing.
    ``audience`` says to which audience somebody of the programme belongs; nobody is let in for whom
    it is empty. It is asked again at once after the verbs that begin like one in ``admitting``.
    """

    find: Callable[[str, int], Subject | None]
    audience: Callable[[Subject, Person], str]
    admitting: tuple[str, ...] = ()

    def draw(self, subject: Subject, person: Person) -> dict[str, SafeString]:
        """Return the regions as ``person`` sees them, by name; dashes become underscores."""
        audience = self.audience(subject, person)
        return {
            name.replace("-", "_"): region.render_personally(subject, person)
            if region.personal_context
            else region.render_for(subject, audience)
            for name, region in self.regions.items()
        }

    def open(self) -> None:
        super().open()
        journal.listen(self._recheck)

    def _recheck(self, programme_key: str, verb: str) -> None:
        if verb.startswith(self.admitting):
            live.recheck(self.name, programme_key)

    def _admit(self, session_key: str | None, key: str) -> live.Admission | None:
        person = person_of_session(session_key, key.partition(".")[0])
        subject = self._subject(key) if person else None
        audience = self.audience(subject, person) if subject and person else ""
        return live.Admission(audience, str(person.pk)) if person and audience else None

    def _admit_all(self, session_keys: Collection[str], key: str) -> live.Admissions:
        subject = self._subject(key)
        if subject is None:
            return dict.fromkeys(session_keys)
        people = people_of_sessions(session_keys, key.partition(".")[0])
        audiences = self.audiences(subject, list(people.values()))
        return {
            session: live.Admission(audience, str(person.pk)) if audience else None
            for session, person in people.items()
            for audience in [audiences[person.pk]]
        }

    def audiences(self, subject: Subject, people: Collection[Person]) -> dict[int, str]:
        """Return to which audience each of ``people`` belongs, by their number."""
        return {person.pk: self.audience(subject, person) for person in people}

    def _live_region(self, region: ObjectRegion[Subject]) -> live.Region:
        if region.personal_context is None:
            return live.Region(region.name, lambda key, who: self._shared(region, key, who))
        return live.Region(
            region.name, lambda key, pk: self._personal(region, key, pk), personal=True
        )

    def _shared(self, region: ObjectRegion[Subject], key: str, audience: str) -> str:
        subject = self._subject(key)
        return region.render_for(subject, audience) if subject else region.element("")

    def _personal(self, region: ObjectRegion[Subject], key: str, pk: str) -> str:
        subject = self._subject(key)
        people = Person.objects.present().select_related("programme", "function")
        person = people.filter(programme__key=key.partition(".")[0], pk=pk).first()
        if subject is None or person is None:
            return region.element("")
        return region.render_personally(subject, person)

    def _subject(self, key: str) -> Subject | None:
        programme_key, _, number = key.partition(".")
        plain = number.isascii() and number.isdecimal() and len(number) <= LONGEST
        return self.find(programme_key, int(number)) if plain else None
