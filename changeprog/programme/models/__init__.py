"""The ground: a programme, its functions and people, and the journal of what they did."""

from changeprog.programme.models.event import Event, Visibility
from changeprog.programme.models.function import Function
from changeprog.programme.models.person import Person, Role
from changeprog.programme.models.programme import Programme
from changeprog.programme.models.team import Team

__all__ = ["Event", "Function", "Person", "Programme", "Role", "Team", "Visibility"]
