"""People on the map: levels, their history, support that moves by conversation, who sees it."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from changeprog.programme.models import Event, Person
from stakeholders.models import Ambassador, Conversation, NeedsConversation, Stakeholder
from stakeholders.support import Support
from tests import map_factory

pytestmark = pytest.mark.django_db
Browse = Callable[[Person | None], Client]


def test_somebody_is_on_the_map_once(champion: Person, stakeholder: Stakeholder) -> None:
    again = Stakeholder.put_on_map(champion, uuid4(), stakeholder.person, influence=5)
    assert again == stakeholder
    assert again.influence == 3


def test_whoever_comes_back_is_as_they_were(champion: Person, stakeholder: Stakeholder) -> None:
    stakeholder.remove(champion)
    assert list(Stakeholder.objects.all()) == []
    back = Stakeholder.put_on_map(champion, uuid4(), stakeholder.person)
    assert list(Stakeholder.objects.all()) == [back]
    assert back.support == Support.DOUBTFUL


def test_a_move_is_kept_with_who_made_it(champion: Person, stakeholder: Stakeholder) -> None:
    stakeholder.assess(champion, stakeholder.revision, influence=5, interest=3)
    move = stakeholder.assessments.filter(field="influence").first()
    assert move is not None
    assert (move.before, move.after, move.by, move.origin) == (3, 5, champion, "hand")
    assert stakeholder.assessments.filter(field="interest").count() == 1


def test_known_support_moves_by_a_conversation_alone(
    champion: Person, stakeholder: Stakeholder
) -> None:
    with pytest.raises(NeedsConversation):
        stakeholder.assess(champion, stakeholder.revision, support=Support.LEADING)
    key = uuid4()
    for _ in range(2):
        talk = Conversation.note(
            champion, key, stakeholder, "She asked who else is in.", support=Support.NEUTRAL
        )
    stakeholder.refresh_from_db()
    assert stakeholder.support == Support.NEUTRAL
    moves = stakeholder.assessments.of_support().filter(conversation=talk)
    assert [(move.before, move.after) for move in moves] == [(2, 3)]


def test_the_gap_is_what_is_missing(champion: Person) -> None:
    row = Stakeholder(support=Support.AGAINST, needed=Support.SUPPORTIVE)
    assert (row.gap, row.is_to_be_won) == (3, True)
    unknown = Stakeholder(needed=Support.SUPPORTIVE)
    assert (unknown.gap, unknown.is_to_be_won) == (None, False)


def test_the_journal_tells_neither_name_nor_words(
    champion: Person, stakeholder: Stakeholder
) -> None:
    Conversation.note(champion, uuid4(), stakeholder, "Between us: not a chance.")
    kept = Event.objects.filter(programme=champion.programme, verb__startswith="conversation")
    assert [event.visibility for event in kept] == ["facilitators"]
    assert all("Nia" not in str(event.facts) for event in kept)
    assert all("chance" not in str(event.facts) for event in kept)


def test_an_ambassador_sees_their_own_people_only(
    ambassador: Ambassador, champion: Person, stakeholder: Stakeholder, browse: Browse
) -> None:
    other = map_factory.stakeholder(champion, map_factory.someone(champion.programme, "Olu Other"))
    client = browse(ambassador.person)
    assert client.get(stakeholder.get_absolute_url()).status_code == 200
    assert client.get(other.get_absolute_url()).status_code == 404
    ambassador.answer(ambassador.person, Ambassador.State.ENDED)
    assert client.get(stakeholder.get_absolute_url()).status_code == 404


def test_for_a_member_no_profile_exists(
    member: Person, observer: Person, stakeholder: Stakeholder, browse: Browse
) -> None:
    nobody = reverse("stakeholders:profile", args=[member.programme.key, 999_999])
    for person in (member, observer):
        client = browse(person)
        assert client.get(stakeholder.get_absolute_url()).status_code == 404
        assert client.get(nobody).status_code == 404


def test_every_look_is_in_the_access_log(
    champion: Person, ambassador: Ambassador, stakeholder: Stakeholder, browse: Browse
) -> None:
    browse(champion).get(stakeholder.get_absolute_url())
    browse(ambassador.person).get(stakeholder.get_absolute_url())
    looks = stakeholder.looks.values_list("person__name", "what")
    assert list(looks) == [("Amy Ambassador", "profile"), (champion.name, "profile")]
