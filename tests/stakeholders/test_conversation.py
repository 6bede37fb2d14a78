"""Conversations: noted in seconds, support moves by them, and what is taken back is as before."""

from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from changeprog.direction.models import Overtaken
from changeprog.programme.models import Event, Person
from stakeholders.models import Ambassador, Conversation, Stakeholder
from stakeholders.support import Support
from tests import map_factory

pytestmark = pytest.mark.django_db
Browse = Callable[[Person | None], Client]
DAY = timedelta(days=1)


def note_url(stakeholder: Stakeholder) -> str:
    return reverse("stakeholders:note", args=[stakeholder.programme.key, stakeholder.pk])


def undo_of(client: Client, talk: Conversation, verb: str) -> None:
    event = Event.objects.of(talk).filter(verb=verb).first()
    assert event
    client.post(reverse("direction:undoing", args=[talk.programme.key, event.pk]))


def test_two_fields_and_a_tap_are_enough(
    browse: Browse, ambassador: Ambassador, stakeholder: Stakeholder
) -> None:
    client = browse(ambassador.person)
    typed = {"key": uuid4(), "said": "Show me.", "moved": "Asks", "support": "3", "next_in": "14"}
    typed |= {"held_on": localdate()}
    for _ in range(2):
        client.post(note_url(stakeholder), typed)
    talk = Conversation.objects.get()
    stakeholder.refresh_from_db()
    assert (talk.by, talk.held_on, talk.said) == (ambassador.person, localdate(), "Show me.")
    assert stakeholder.support == Support.NEUTRAL
    assert stakeholder.next_on == localdate() + timedelta(days=14)


def test_nothing_said_of_support_leaves_it(champion: Person, stakeholder: Stakeholder) -> None:
    map_factory.talk(champion, stakeholder)
    stakeholder.refresh_from_db()
    assert stakeholder.support == Support.DOUBTFUL
    assert stakeholder.assessments.of_support().count() == 1


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"said": " "}, "Write what was said, however short."),
        ({"said": "x" * 2001}, "characters long; "),
        ({"held_on": DAY}, "This day lies ahead. When was the talk?"),
        ({"next_on": -DAY}, "This day is over. Choose one that lies ahead."),
        ({"support": "9"}, "9 is not one of the available choices"),
    ],
)
def test_what_cannot_be_taken_is_said_beside_it(
    typed: dict[str, object],
    words: str,
    browse: Browse,
    champion: Person,
    stakeholder: Stakeholder,
) -> None:
    today = localdate()
    days = {name: today + value for name, value in typed.items() if isinstance(value, timedelta)}
    answer = browse(champion).post(
        note_url(stakeholder), {"said": "So.", "held_on": today, **typed, **days}
    )
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert words in answer.content.decode()
    assert Conversation.objects.count() == 0


def test_an_older_talk_does_not_overrule_a_later_one(
    champion: Person, stakeholder: Stakeholder
) -> None:
    map_factory.talk(champion, stakeholder, support=Support.SUPPORTIVE)
    older = map_factory.talk(
        champion, stakeholder, support=Support.AGAINST, held_on=localdate() - DAY
    )
    stakeholder.refresh_from_db()
    assert (stakeholder.support, older.support) == (Support.SUPPORTIVE, Support.AGAINST)


def test_taking_a_note_back_puts_support_and_the_next_day_back(
    browse: Browse, champion: Person, stakeholder: Stakeholder
) -> None:
    client, next_on = browse(champion), localdate() + 7 * DAY
    talk = map_factory.talk(champion, stakeholder, support=Support.LEADING, next_on=next_on)
    removal = reverse("stakeholders:conversation_removal", args=[talk.programme.key, talk.pk])
    for _ in range(2):
        client.post(removal)
    stakeholder.refresh_from_db()
    assert (stakeholder.support, stakeholder.next_on) == (Support.DOUBTFUL, None)
    assert stakeholder.assessments.of_support().count() == 1
    undo_of(client, talk, "conversation.removed")
    stakeholder.refresh_from_db()
    assert (stakeholder.support, stakeholder.next_on) == (Support.LEADING, next_on)
    moves = stakeholder.assessments.of_support().filter(conversation=talk)
    assert [(move.before, move.after) for move in moves] == [(2, 5)]


def test_support_that_has_moved_since_stays(champion: Person, stakeholder: Stakeholder) -> None:
    first = map_factory.talk(champion, stakeholder, support=Support.NEUTRAL)
    map_factory.talk(champion, stakeholder, support=Support.SUPPORTIVE)
    first.remove(champion)
    stakeholder.refresh_from_db()
    assert stakeholder.support == Support.SUPPORTIVE
    assert stakeholder.assessments.of_support().count() == 3


def test_a_note_that_comes_back_does_not_overrule_what_was_said_since(
    champion: Person, stakeholder: Stakeholder
) -> None:
    talk = map_factory.talk(champion, stakeholder, support=Support.LEADING)
    talk.remove(champion)
    map_factory.talk(champion, stakeholder, support=Support.AGAINST)
    removed = Event.objects.of(talk).filter(verb="conversation.removed")[0]
    talk.restore(champion, removed.facts["undo"])
    stakeholder.refresh_from_db()
    assert stakeholder.support == Support.AGAINST


def test_undoing_a_note_takes_it_back(
    browse: Browse, champion: Person, stakeholder: Stakeholder
) -> None:
    talk = map_factory.talk(champion, stakeholder, support=Support.NEUTRAL)
    undo_of(browse(champion), talk, "conversation.noted")
    stakeholder.refresh_from_db()
    assert list(Conversation.objects.all()) == []
    assert stakeholder.support == Support.DOUBTFUL


def test_changing_what_a_note_says_of_support_moves_support(
    browse: Browse, champion: Person, stakeholder: Stakeholder
) -> None:
    client = browse(champion)
    talk = map_factory.talk(champion, stakeholder, support=Support.NEUTRAL)
    url = reverse("stakeholders:conversation", args=[talk.programme.key, talk.pk])
    own = {"key": uuid4(), "revision": talk.revision, "held_on": localdate()}
    client.post(url, {**own, "said": "More.", "support": Support.SUPPORTIVE})
    stakeholder.refresh_from_db()
    assert stakeholder.support == Support.SUPPORTIVE
    assert stakeholder.assessments.of_support()[0].after == Support.SUPPORTIVE
    undo_of(client, talk, "conversation.changed")
    stakeholder.refresh_from_db()
    talk.refresh_from_db()
    assert (talk.said, stakeholder.support) == ("Not yet.", Support.NEUTRAL)


def test_a_note_that_learns_of_support_later_moves_it(
    champion: Person, stakeholder: Stakeholder
) -> None:
    talk = map_factory.talk(champion, stakeholder)
    talk.change(champion, talk.revision, support=Support.AGAINST)
    stakeholder.refresh_from_db()
    assert stakeholder.support == Support.AGAINST
    talk.change(champion, talk.revision, support=None)
    stakeholder.refresh_from_db()
    assert stakeholder.support == Support.DOUBTFUL
    assert stakeholder.assessments.of_support().count() == 1


def test_a_note_is_changed_on_top_of_what_was_seen(
    browse: Browse, champion: Person, stakeholder: Stakeholder
) -> None:
    talk = map_factory.talk(champion, stakeholder)
    seen = talk.revision
    talk.change(champion, seen, said="Theirs.")
    with pytest.raises(Overtaken):
        talk.change(champion, seen, said="Mine.")
    url = reverse("stakeholders:conversation", args=[talk.programme.key, talk.pk])
    typed = {"key": uuid4(), "revision": seen, "held_on": localdate(), "said": "Mine."}
    answer = browse(champion).post(url, typed)
    assert answer.status_code == HTTPStatus.CONFLICT
    assert "Theirs." in answer.content.decode()
    assert "Mine." in answer.content.decode()


def test_only_who_noted_it_changes_a_note(
    browse: Browse,
    champion: Person,
    member: Person,
    ambassador: Ambassador,
    stakeholder: Stakeholder,
) -> None:
    talk = map_factory.talk(champion, stakeholder)
    for name in ("conversation", "conversation_removal"):
        url = reverse(f"stakeholders:{name}", args=[talk.programme.key, talk.pk])
        assert browse(ambassador.person).post(url).status_code == 403
        assert browse(member).post(url).status_code == 404
    assert Conversation.objects.get() == talk


def test_whoever_is_no_ambassador_any_more_cannot_undo_their_note(
    browse: Browse, ambassador: Ambassador, stakeholder: Stakeholder
) -> None:
    talk = map_factory.talk(ambassador.person, stakeholder, support=Support.LEADING)
    ambassador.answer(ambassador.person, Ambassador.State.ENDED)
    undo_of(browse(ambassador.person), talk, "conversation.noted")
    assert Conversation.objects.get() == talk
