"""Who may see what of the map.

Champions and facilitators see all of it; an ambassador sees the profiles of their own people; to
everybody else nothing on it exists: a profile that is there answers 404 like one that is not.
"""

from django.http import Http404

from changeprog.programme.access import ProgrammeRequest
from changeprog.programme.models import Person, Role
from stakeholders.models import Stakeholder


def sees_all(person: Person) -> bool:
    """Whether the whole map is theirs to see."""
    return person.may(Role.FACILITATOR)


def has_people(person: Person) -> bool:
    """Whether they are an ambassador, asked or accepted."""
    return bool(person.role) and person.ambassadorships.standing().exists()


def find(request: ProgrammeRequest, pk: int) -> Stakeholder:
    """Return the stakeholder with that number if the viewer may see them; otherwise 404."""
    visible = Stakeholder.objects.visible_to(request.person).with_names()
    found: Stakeholder | None = visible.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def look(request: ProgrammeRequest, pk: int, what: str) -> Stakeholder:
    """Return the stakeholder like ``find``; a page that shows ``what`` of them is in the log.

    An answer to something posted that shows the profile is noted where it is drawn.
    """
    found = find(request, pk)
    if request.method == "GET":
        found.looked_at(request.person, what)
    return found
