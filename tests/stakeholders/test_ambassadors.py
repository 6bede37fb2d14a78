"""Asking somebody to be an ambassador, what they answer, their people and their own page."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from changeprog.communications.models import Notice
from changeprog.programme.models import Event, Person
from stakeholders import own_record
from stakeholders.models import Ambassador, Conversation, Stakeholder
from stakeholders.support import Support
from tests import factory, map_factory
from tests.counting import queries_of
from tests.stakeholders.office import office, turn_to

pytestmark = pytest.mark.django_db
Browse = Callable[[Person | None], Client]
State = Ambassador.State


def address(person: Person, name: str, *numbers: int) -> str:
    return reverse(f"stakeholders:{name}", args=[person.programme.key, *numbers])


def words(**said: Any) -> dict[str, Any]:
    """What the form asks for, with the key of one attempt."""
    usual = {"key": uuid4(), "revision": 0, "people": [], "ask": "", "talking_points": ""}
    return usual | {"mentor": ""} | said


def test_asking_somebody_names_their_people_and_tells_only_them(
    champion: Person, facilitator: Person, browse: Browse, stakeholder: Stakeholder
) -> None:
    amy = map_factory.stakeholder(
        champion, factory.make_person(champion.programme, "member", "Amy")
    )
    said = words(people=[stakeholder.pk], ask="Talk with Nia.", mentor=facilitator.pk)
    for _ in range(2):
        response = browse(champion).post(address(champion, "ask_somebody", amy.pk), said)
        assert response.status_code == 302
    asked = Ambassador.objects.get()
    assert (asked.state, asked.ask, asked.mentor) == ("asked", "Talk with Nia.", facilitator)
    assert [charge.stakeholder for charge in asked.charges.all()] == [stakeholder]
    notice = Notice.objects.get()
    assert (notice.person, notice.path) == (amy.person, address(champion, "my_people", asked.pk))
    assert "Nia" not in notice.text + notice.detail
    verbs = list(Event.objects.filter(verb__startswith="ambassador").values_list("verb", flat=True))
    assert sorted(verbs) == ["ambassador.asked", "ambassador.charged"]


def test_whom_they_reach_is_suggested_as_their_people(champion: Person, browse: Browse) -> None:
    people = office(champion)
    form = (
        browse(champion).get(address(champion, "ask_somebody", people["Hanna"].pk)).context["form"]
    )
    offered = [label.split(" · ")[0] for _, label in form.fields["people"].choices]
    assert offered == ["Ben", "Cleo", "Ada", "Dora"]
    suggested = [people[name].pk for name in ("Ben", "Cleo", "Ada")]
    assert form.initial["people"] == suggested


def test_an_ask_can_be_undone(champion: Person, browse: Browse, stakeholder: Stakeholder) -> None:
    client = browse(champion)
    response = client.post(
        address(champion, "ask_somebody", stakeholder.pk), words(ask="Help us."), follow=True
    )
    (message,) = response.context["messages"]
    assert client.post(message.extra_tags).status_code == 302
    assert list(Ambassador.objects.all()) == []


def test_somebody_who_was_asked_already_is_shown(
    champion: Person, browse: Browse, ambassador: Ambassador
) -> None:
    known = map_factory.stakeholder(champion, ambassador.person)
    response = browse(champion).get(address(champion, "ask_somebody", known.pk))
    assert response.headers["Location"] == ambassador.get_absolute_url()


def test_whoever_is_asked_sees_names_says_yes_and_then_sees_profiles(
    champion: Person, browse: Browse, stakeholder: Stakeholder
) -> None:
    amy = factory.make_person(champion.programme, "member", "Amy")
    asked = map_factory.ambassador(amy, stakeholder, accepted=False)
    client, own = browse(amy), address(amy, "my_people", asked.pk)
    before = client.get(own).content.decode()
    assert "Nia Neutral" in before
    assert "Doubtful" not in before
    assert client.get(stakeholder.get_absolute_url()).status_code == 404
    client.post(address(amy, "ambassador_answer", asked.pk), {"state": State.ACCEPTED})
    after = client.get(own).content.decode()
    assert "Doubtful" in after
    assert client.get(stakeholder.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("state", [State.DECLINED, State.ENDED])
def test_whoever_says_no_or_ends_it_sees_nobody_any_more(
    browse: Browse, champion: Person, stakeholder: Stakeholder, state: str
) -> None:
    amy = factory.make_person(champion.programme, "member", "Amy")
    asked = map_factory.ambassador(amy, stakeholder, accepted=state == State.ENDED)
    client = browse(amy)
    response = client.post(address(amy, "ambassador_answer", asked.pk), {"state": state})
    assert response.headers["Location"] == champion.programme.get_absolute_url()
    assert client.get(address(amy, "my_people", asked.pk)).status_code == 404
    assert client.get(stakeholder.get_absolute_url()).status_code == 404
    assert "My people" not in client.get(champion.programme.get_absolute_url()).content.decode()


def test_an_answer_can_be_undone_by_who_gave_it(
    browse: Browse, champion: Person, stakeholder: Stakeholder
) -> None:
    amy = factory.make_person(champion.programme, "member", "Amy")
    asked = map_factory.ambassador(amy, stakeholder, accepted=False)
    client = browse(amy)
    answer = {"state": State.DECLINED}
    response = client.post(address(amy, "ambassador_answer", asked.pk), answer, follow=True)
    (message,) = response.context["messages"]
    response = client.post(message.extra_tags, follow=True)
    assert response.request["PATH_INFO"] == address(amy, "my_people", asked.pk)
    asked.refresh_from_db()
    assert asked.state == State.ASKED


def test_the_champion_notes_the_answer_of_somebody_who_cannot_sign_in(
    champion: Person, browse: Browse, stakeholder: Stakeholder
) -> None:
    asked = map_factory.ambassador(stakeholder.person, accepted=False)
    assert not Notice.objects.exists()
    client = browse(champion)
    client.post(address(champion, "ambassador_answer", asked.pk), {"state": State.ACCEPTED})
    asked.refresh_from_db()
    assert asked.state == State.ACCEPTED
    again = client.post(address(champion, "ambassador_answer", asked.pk), {"state": State.DECLINED})
    assert again.status_code == 302
    asked.refresh_from_db()
    assert asked.state == State.ACCEPTED


def test_support_and_people_are_changed_on_top_of_what_was_seen(
    champion: Person, browse: Browse, ambassador: Ambassador, stakeholder: Stakeholder
) -> None:
    other = map_factory.stakeholder(champion, map_factory.someone(champion.programme, "Olu"))
    client, page = browse(champion), address(champion, "ambassador_support", ambassador.pk)
    said = words(revision=ambassador.revision, people=[other.pk], talking_points="It works.")
    assert client.post(page, said).status_code == 302
    ambassador.refresh_from_db()
    assert ambassador.talking_points == "It works."
    assert [charge.stakeholder for charge in ambassador.charges.all()] == [other]
    late = client.post(page, words(revision=1, people=[stakeholder.pk], talking_points="No."))
    assert late.status_code == 409
    assert "It works." in late.content.decode()
    assert [charge.stakeholder for charge in ambassador.charges.all()] == [other]


def test_anybody_on_the_map_is_named_by_their_name_without_script(
    champion: Person, browse: Browse, ambassador: Ambassador, stakeholder: Stakeholder
) -> None:
    lea = map_factory.someone(champion.programme, "Lea Late", "Sales")
    won = map_factory.stakeholder(champion, lea, needed=Support.DOUBTFUL)
    client, page = browse(champion), address(champion, "ambassador_support", ambassador.pk)
    form = client.get(page).context["form"]
    assert [label for _, label in form.fields["people"].choices] == ["Nia Neutral · doubtful"]
    said = words(revision=1, people=[stakeholder.pk])
    for other in (["Nobody Known"], [ambassador.person.name]):
        refused = client.post(page, {**said, "other": other})
        assert (refused.status_code, "other" in refused.context["form"].errors) == (422, True)
    client.post(page, {**said, "other": ["lea late, sales", "", "Nia Neutral"]})
    people = {charge.stakeholder for charge in ambassador.charges.all()}
    assert people == {stakeholder, won}
    offered = client.get(page).context["form"].fields["people"].choices
    assert [value for value, _ in offered] == [won.pk, stakeholder.pk]


def test_people_of_another_programme_cannot_be_named(
    champion: Person, stranger: Person, browse: Browse, ambassador: Ambassador
) -> None:
    theirs = map_factory.stakeholder(stranger)
    page = address(champion, "ambassador_support", ambassador.pk)
    response = browse(champion).post(page, words(revision=1, people=[theirs.pk]))
    assert response.status_code == 422
    assert "people" in response.context["form"].errors


def test_those_with_whom_a_conversation_is_due_come_first(
    champion: Person, browse: Browse, ambassador: Ambassador, stakeholder: Stakeholder
) -> None:
    never = map_factory.stakeholder(champion, map_factory.someone(champion.programme, "Never"))
    ambassador.charge(champion, [stakeholder, never])
    Conversation.note(ambassador.person, uuid4(), stakeholder, "She will think about it.")
    page = address(ambassador.person, "my_people", ambassador.pk)
    talks = browse(ambassador.person).get(page).context["people"]
    assert [(str(talk.stakeholder), talk.last_on) for talk in talks] == [
        ("Never", None),
        ("Nia Neutral", localdate()),
    ]


def test_home_leads_an_ambassador_to_their_people_and_nobody_else(
    champion: Person, member: Person, browse: Browse, ambassador: Ambassador
) -> None:
    home = champion.programme.get_absolute_url()
    own = browse(ambassador.person).get(home).content.decode()
    assert "My people: 1 to talk with" in own
    assert own.count("Whom do you talk to?") == 1
    for other in (member, champion):
        assert "to talk with" not in browse(other).get(home).content.decode()


def test_an_observer_who_is_an_ambassador_notes_on_their_page_and_can_undo_it(
    observer: Person, stakeholder: Stakeholder, browse: Browse
) -> None:
    own = map_factory.ambassador(observer, stakeholder)
    client, page = browse(observer), address(observer, "my_people", own.pk)
    behind = {"hx-request": "true", "hx-current-url": f"http://testserver{page}"}
    said = {"key": uuid4(), "said": "Show it to me.", "support": 4, "held_on": localdate()}
    noted = client.post(address(observer, "note", stakeholder.pk), said, headers=behind)
    assert noted["HX-Redirect"] == page
    (message,) = client.get(page).context["messages"]
    assert client.post(message.extra_tags).status_code == 302
    stakeholder.refresh_from_db()
    assert (stakeholder.support, stakeholder.conversations.count()) == (Support.DOUBTFUL, 0)


def test_an_observer_undoes_nothing_that_somebody_else_did_or_that_they_may_not_do(
    champion: Person, observer: Person, stakeholder: Stakeholder, browse: Browse
) -> None:
    event = Event.objects.of(stakeholder)[0]
    undoing = address(observer, "undoing", event.pk)
    assert browse(observer).post(undoing).status_code == 404
    Event.objects.filter(pk=event.pk).update(person=observer)
    assert browse(observer).post(undoing).status_code == 403
    assert Stakeholder.objects.filter(pk=stakeholder.pk).exists()


def test_only_who_leads_and_the_ambassador_know_of_them(
    champion: Person, member: Person, observer: Person, browse: Browse, ambassador: Ambassador
) -> None:
    facilitator = factory.make_person(champion.programme, "facilitator")

    def statuses(person: Person) -> tuple[int, int, int]:
        client = browse(person)
        page, own = (address(person, name, ambassador.pk) for name in ("ambassador", "my_people"))
        answer = client.post(address(person, "ambassador_answer", ambassador.pk))
        return client.get(page).status_code, client.get(own).status_code, answer.status_code

    assert statuses(champion) == statuses(facilitator) == (200, 404, 302)
    assert statuses(member) == statuses(observer) == (404, 404, 404)
    assert statuses(ambassador.person) == (302, 200, 302)


def test_the_champion_sees_which_conversations_an_ambassador_had_but_not_what_was_said(
    champion: Person, browse: Browse, ambassador: Ambassador, stakeholder: Stakeholder
) -> None:
    Conversation.note(
        ambassador.person, uuid4(), stakeholder, "Between us.", support=Support.NEUTRAL
    )
    page = browse(champion).get(ambassador.get_absolute_url())
    assert [talk.stakeholder for talk in page.context["talks"]] == [stakeholder]
    assert "since then neutral" in page.content.decode()
    assert "Between us." not in page.content.decode()


def test_what_is_kept_of_an_ambassador_is_told_to_them_and_can_be_erased(
    champion: Person, ambassador: Ambassador
) -> None:
    (part,) = [each for each in own_record.parts() if each.title == "As an ambassador"]
    (row,) = part.rows(ambassador.person)
    assert row["Answer"] == "Accepted"
    assert Event.objects.filter(verb__startswith="ambassador.").exists()
    part.erase(ambassador.person)
    assert part.rows(ambassador.person) == []
    assert not Event.objects.filter(verb__startswith="ambassador.").exists()


def test_whoever_is_erased_is_no_longer_among_an_ambassadors_people_in_the_journal_either(
    champion: Person, ambassador: Ambassador, stakeholder: Stakeholder
) -> None:
    other = map_factory.stakeholder(champion, map_factory.someone(champion.programme, "Olu"))
    ambassador.charge(champion, [stakeholder, other])
    ambassador.charge(champion, [])
    events = Event.objects.filter(verb="ambassador.charged").order_by("-pk")
    assert events[0].facts["undo"]["people"] == [stakeholder.pk, other.pk]
    (part,) = [each for each in own_record.parts() if each.title == "As an ambassador"]
    part.erase(stakeholder.person)
    assert [event.facts["undo"]["people"] for event in events.all()] == [[other.pk], [], []]


def test_queries_do_not_grow_with_an_ambassadors_people(
    champion: Person, browse: Browse, ambassador: Ambassador, stakeholder: Stakeholder
) -> None:
    page = address(ambassador.person, "my_people", ambassador.pk)
    client = browse(ambassador.person)
    few = queries_of(client, [("my people", page)])
    others = [
        map_factory.stakeholder(champion, map_factory.someone(champion.programme, name, "Sales"))
        for name in ("Ada", "Ben")
    ]
    ambassador.charge(champion, [stakeholder, *others])
    assert few == queries_of(client, [("my people", page)]) == {"my people": 7}


def test_whoever_turns_to_a_candidate_is_offered_first(champion: Person, browse: Browse) -> None:
    people = office(champion)
    turn_to(champion, people["Dora"], people["Lee"])
    form = browse(champion).get(address(champion, "ask_somebody", people["Lee"].pk)).context["form"]
    offered = [label.split(" · ")[0] for _, label in form.fields["people"].choices]
    assert offered == ["Ada", "Dora", "Ben", "Cleo"]
