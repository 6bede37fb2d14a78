"""Factory functions for the map: the least that a test needs, through the project's own verbs."""

from typing import Any
from uuid import uuid4

from changeprog.programme.models import Event, Function, Person, Programme
from stakeholders.importing import running
from stakeholders.models import (
    Ambassador,
    Conversation,
    Guarantee,
    Import,
    Relation,
    Stakeholder,
    Tie,
)
from stakeholders.support import Support
from tests import factory


def someone(programme: Programme, name: str = "Nia Neutral", function: str = "") -> Person:
    """A person without an account, in a function if one is named."""
    within = Function.add_to(programme, function) if function else None
    return Person.objects.create(programme=programme, name=name, function=within)


def stakeholder(by: Person, person: Person | None = None, **levels: Any) -> Stakeholder:
    """A person whom ``by`` has put on the map: doubtful, and needed as a supporter."""
    person = person or someone(by.programme)
    known = {
        "influence": 3,
        "interest": 3,
        "support": Support.DOUBTFUL,
        "needed": Support.SUPPORTIVE,
    }
    return Stakeholder.put_on_map(by, uuid4(), person, **{**known, **levels})


def ambassador(person: Person, *people: Stakeholder, accepted: bool = True) -> Ambassador:
    """Somebody the champion has asked to win ``people``, and who said yes."""
    champion = factory.champion_of(person.programme)
    asked = Ambassador.ask_person(champion, uuid4(), person, people)
    if accepted:
        asked.answer(person, Ambassador.State.ACCEPTED)
    return asked


def visible_stakeholder(programme: Programme, viewer: Person | None = None) -> Stakeholder:
    """Somebody on the map: one of the viewer's own people, if the viewer may have any."""
    champion = factory.champion_of(programme)
    known = Stakeholder.objects.filter(programme=programme).first() or stakeholder(champion)
    if viewer and viewer.programme == programme:
        asked = ambassador(viewer)
        asked.charge(champion, [known])
    return known


def own_ambassador(programme: Programme, viewer: Person | None = None) -> Ambassador:
    """That the viewer is an ambassador; that the champion is one where they are a stranger."""
    own = viewer if viewer and viewer.programme == programme else factory.champion_of(programme)
    return ambassador(own)


def tie(programme: Programme, viewer: Person | None = None) -> Tie:
    """A tie between two people on the map, drawn now if there is none."""
    known = Tie.objects.filter(programme=programme).first()
    if known:
        return known
    champion = factory.champion_of(programme)
    one, other = (stakeholder(champion, someone(programme, name)) for name in ("Ada", "Bo"))
    return Tie.add(champion, one.person, other.person, Relation.ADVICE)


def tie_taken_away(programme: Programme, viewer: Person | None = None) -> Event:
    """That the viewer took a tie away; the champion where the viewer is a stranger."""
    own = viewer if viewer and viewer.programme == programme else factory.champion_of(programme)
    removed = tie(programme).remove(own)
    assert removed
    return removed


def moved(programme: Programme, viewer: Person | None = None) -> Event:
    """That the viewer, or the champion, has moved somebody on the grid."""
    by = viewer if viewer and viewer.programme == programme else factory.champion_of(programme)
    row = visible_stakeholder(programme)
    row.refresh_from_db()
    row.assess(by, row.revision, influence=1 if row.influence != 1 else 2)
    return Event.objects.of(row).filter(person=by, verb="stakeholder.changed")[0]


def previewed_import(programme: Programme, viewer: Person | None = None) -> Import:
    """Pasted cells that nobody has confirmed yet; one row of them cannot be taken."""
    champion = factory.champion_of(programme)
    waiting = Import.objects.filter(programme=programme, state=Import.State.PREVIEWED).first()
    return waiting or running.begin(champion, uuid4(), "Name;Influence\nIda Imported;3\nIra;9\n")


def talk(by: Person, stakeholder: Stakeholder, said: str = "Not yet.", **more: Any) -> Conversation:
    """A conversation that ``by`` has noted."""
    return Conversation.note(by, uuid4(), stakeholder, said, **more)


def own_talk(programme: Programme, viewer: Person | None = None) -> Conversation:
    """A conversation that the viewer has noted; the champion where the viewer is a stranger."""
    own = viewer if viewer and viewer.programme == programme else factory.champion_of(programme)
    about = visible_stakeholder(programme, viewer)
    return about.conversations.filter(by=own).first() or talk(own, about)


def noted(programme: Programme, viewer: Person | None = None) -> Event:
    """That the viewer, or the champion where the viewer is a stranger, has noted a talk."""
    talked = own_talk(programme, viewer)
    return Event.objects.of(talked).filter(verb="conversation.noted")[0]


def guarantee(
    by: Person, stakeholder: Stakeholder, words: str = "Keeps her desk", **more: Any
) -> Guarantee:
    """Something that a stakeholder was promised."""
    given = Guarantee(
        programme=stakeholder.programme, stakeholder=stakeholder, words=words, given_by=by, **more
    )
    given.give(by)
    return given


def some_guarantee(programme: Programme, viewer: Person | None = None) -> Guarantee:
    """A guarantee that is open, given now if there is none."""
    known = Guarantee.objects.filter(programme=programme).open().first()
    about = visible_stakeholder(programme, viewer)
    return known or guarantee(factory.champion_of(programme), about)
