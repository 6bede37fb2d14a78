"""A small office on the map: two hubs who may be asked, and who turns to them."""

from changeprog.programme.models import Person
from stakeholders.models import Relation, Stakeholder, Tie
from stakeholders.support import Support
from tests import map_factory

People = dict[str, Stakeholder]


def office(champion: Person) -> People:
    """Hanna in Sales is turned to by three, Sol in Service by one; all four have to be won.

    Lee, who leads, and whom Hanna's people turn to as well, reports to Sol.
    """
    found = {
        name: _put(champion, name, function, support)
        for name, function, support in (
            ("Hanna", "Sales", Support.LEADING),
            ("Sol", "Service", Support.SUPPORTIVE),
            ("Lee", "Sales", Support.LEADING),
            ("Ada", "Sales", Support.DOUBTFUL),
            ("Ben", "Sales", Support.AGAINST),
            ("Cleo", "Sales", Support.DOUBTFUL),
            ("Dora", "Service", Support.NEUTRAL),
        )
    }
    turns = [("Ada", "Hanna"), ("Ben", "Hanna"), ("Cleo", "Hanna"), ("Dora", "Sol"), ("Ada", "Lee")]
    for source, target in turns:
        turn_to(champion, found[source], found[target])
    turn_to(champion, found["Sol"], found["Lee"], Relation.REPORTS_TO)
    return found


def turn_to(
    champion: Person, source: Stakeholder, target: Stakeholder, relation: str = Relation.ADVICE
) -> Tie:
    return Tie.add(champion, source.person, target.person, relation)


def _put(champion: Person, name: str, function: str, support: Support) -> Stakeholder:
    person = map_factory.someone(champion.programme, name, function)
    return map_factory.stakeholder(champion, person, support=support)
