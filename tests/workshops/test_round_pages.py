"""Consensus in the room: what each audience sees of a round, before the reveal and after it."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from changeprog.accounts.models import User
from changeprog.programme.models import Event, Person
from tests import workshop_factory
from tests.workshops.conftest import Put
from workshops import kinds, revisions
from workshops.kinds import FACILITATOR, PARTICIPANT, SCREEN
from workshops.models import Activity, Participant, Position, Proposal, Round, Workshop
from workshops.room import ROOMS
from workshops.views.answers import NOT_ON

Browse = Callable[[Person | User | None], Client]
HTMX = {"HX-Request": "true"}


@pytest.fixture
def activity(on: Put) -> Activity:
    return on("consensus")


@pytest.fixture
def proposal(activity: Activity, champion: Person) -> Proposal:
    return workshop_factory.proposal(activity, champion)


@pytest.fixture
def held(proposal: Proposal, champion: Person) -> Round:
    return workshop_factory.open_round(proposal, champion)


def to(name: str, subject: Any) -> str:
    return reverse(f"workshops:{name}", args=[subject.programme.key, subject.pk])


def test_the_words_stay_as_they_are_once_the_workshop_is_over(
    browse: Browse, proposal: Proposal, workshop: Workshop, champion: Person
) -> None:
    before = proposal.newest().text
    workshop.refresh_from_db()
    workshop.close(champion)
    sent = {"text": "Other words.", "based_on": str(proposal.revision)}
    page = browse(champion).post(to("proposal_words", proposal), sent, follow=True)
    assert (proposal.newest().text, NOT_ON in page.content.decode()) == (before, True)


def position(held: Round) -> str:
    workshop = held.proposal.activity.workshop
    return f"/room/{workshop.programme.key}/{workshop.pk}/rounds/{held.pk}/position/"


def room_of(workshop: Workshop) -> str:
    return f"/room/{workshop.programme.key}/{workshop.pk}/"


def everything_shown(workshop: Workshop) -> dict[tuple[str, str, str], str]:
    """All that any stream ever sends about the workshop, by room, region and audience."""
    fresh = Workshop.objects.with_names().get(pk=workshop.pk)
    return {
        (room.name, region.name, audience): region.render_for(fresh, audience)
        for room in ROOMS
        for region in room.regions.values()
        for audience in (FACILITATOR, PARTICIPANT, SCREEN)
    }


def test_whoever_leads_goes_from_the_words_to_the_agreement(
    browse: Browse, activity: Activity, champion: Person, member: Person
) -> None:
    leads, takes_part = browse(champion), browse(member)
    leads.post(to("consensus_proposal", activity), {"text": "One list.", "key": str(uuid4())})
    proposal = activity.proposals.get()
    leads.post(to("proposal_words", proposal), {"text": "One list for all.", "based_on": "1"})
    leads.post(to("proposal_round", proposal), {"secrecy": "named", "scale": "eight"})
    held = proposal.rounds.get()
    for client in (leads, takes_part):
        client.post(position(held), {"level": "2"})
    leads.post(to("round_reveal", held))
    leads.post(to("proposal_agreement", proposal))
    proposal.refresh_from_db()
    held.refresh_from_db()
    assert (proposal.state, proposal.newest().text) == ("agreed", "One list for all.")
    assert (held.status, held.outcome["answered"], held.missing) == ("revealed", 2, [])


def test_who_takes_part_does_not_lead(
    browse: Browse, activity: Activity, held: Round, member: Person
) -> None:
    client, proposal = browse(member), held.proposal
    addresses = [
        to("consensus_proposal", activity),
        *(to(f"proposal_{act}", proposal) for act in ("words", "round", "agreement", "left")),
        *(to(f"round_{act}", held) for act in ("reveal", "reopening", "annulment")),
    ]
    assert {client.post(each).status_code for each in addresses} == {403}


def test_two_who_change_the_words_at_once_see_both_versions(
    browse: Browse, proposal: Proposal, champion: Person
) -> None:
    client = browse(champion)
    proposal.amend(champion, "Hers.", based_on=1)
    sent = {"text": "His.", "based_on": "1"}
    answer = client.post(to("proposal_words", proposal), sent, headers=HTMX)
    html = answer.content.decode()
    assert (answer.status_code, "Hers." in html, "His." in html) == (409, True, True)
    assert proposal.newest().text == "Hers."


def test_an_answer_comes_back_to_who_gave_it(browse: Browse, held: Round, member: Person) -> None:
    client = browse(member)
    answer = client.post(position(held), {"level": "5"}, headers=HTMX)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert 'data-chosen="5"' in html
    assert "What would have to be different?" in html
    page = client.get(room_of(held.proposal.activity.workshop)).content.decode()
    assert 'data-chosen="5"' in page


@pytest.mark.parametrize("level", ["", "0", "9", "two", "5.0"])
def test_only_a_step_of_the_scale_is_an_answer(
    browse: Browse, held: Round, member: Person, level: str
) -> None:
    answer = browse(member).post(position(held), {"level": level}, headers=HTMX)
    assert answer.status_code == 422
    assert "Choose one of the steps of this round." in answer.content.decode()
    assert not Position.objects.exists()


def test_a_shorter_scale_offers_its_steps_only(
    browse: Browse, proposal: Proposal, champion: Person, member: Person
) -> None:
    held = workshop_factory.open_round(proposal, champion, scale="five")
    codes = [
        browse(member).post(position(held), {"level": level}, headers=HTMX).status_code
        for level in ("2", "3")
    ]
    assert codes == [422, 200]


def test_where_the_rule_wants_a_reason_an_answer_from_five_on_waits_for_it(
    browse: Browse, proposal: Proposal, champion: Person, member: Person
) -> None:
    workshop = proposal.activity.workshop
    Workshop.objects.filter(pk=workshop.pk).update(rule={"reasons": True})
    proposal.activity.workshop.refresh_from_db()
    held, client = workshop_factory.open_round(proposal, champion), browse(member)
    asked = client.post(position(held), {"level": "5"}, headers=HTMX)
    assert (asked.status_code, "Say why, please" in asked.content.decode()) == (422, True)
    assert not held.positions.exists()
    given = client.post(position(held), {"level": "5", "reason": "No data yet"}, headers=HTMX)
    assert given.status_code == 200
    assert held.positions.values_list("level", "reason").get() == (5, "No data yet")


def test_an_answer_after_the_reveal_is_told_so(
    browse: Browse, held: Round, champion: Person, member: Person
) -> None:
    held.take(held.proposal.activity.workshop.participants.get(person=champion), 1)
    held.reveal(champion)
    answer = browse(member).post(position(held), {"level": "8"}, headers=HTMX)
    assert answer.status_code == 409
    assert "came too late and was not counted" in answer.content.decode()


@pytest.mark.parametrize("anonymous", [False, True])
def test_before_the_reveal_nothing_that_is_sent_tells_a_position(
    proposal: Proposal, champion: Person, member: Person, anonymous: bool
) -> None:
    """The same people answer, once all for it and once against it: the bytes are the same."""
    held = workshop_factory.open_round(proposal, champion, anonymous=anonymous)
    workshop = proposal.activity.workshop
    voters = list(workshop.participants.filter(person__in=[champion, member]))
    empty = everything_shown(workshop)
    for voter in voters:
        held.take(voter, 1)
    all_for = everything_shown(workshop)
    for voter in voters:
        held.take(voter, 8, "Over my dead body")
    against = everything_shown(workshop)
    assert all_for == against
    assert empty != all_for, "who has answered is shown, so this looks at the right pages"


def test_pages_before_the_reveal_tell_a_position_to_its_own_author_only(
    browse: Browse, held: Round, champion: Person, member: Person, facilitator: Person
) -> None:
    workshop = held.proposal.activity.workshop
    own = workshop.participants.get(person=member)
    pages = [
        (facilitator, to("lead", workshop)),
        (facilitator, to("screen", workshop)),
        (facilitator, to("proposal", held.proposal)),
        (champion, room_of(workshop)),
    ]
    seen = []
    for level, reason in ((1, ""), (8, "Over my dead body")):
        held.take(own, level, reason)
        seen.append([_plain(browse(who).get(url)) for who, url in pages])
    assert seen[0] == seen[1]
    assert "Over my dead body" in browse(member).get(room_of(workshop)).content.decode()


def _plain(answer: Any) -> str:
    """A page without what is new with each rendering."""
    assert answer.status_code == 200
    token = answer.cookies["csrftoken"].value if "csrftoken" in answer.cookies else ""
    lines = answer.content.decode().splitlines()
    return "\n".join(each for each in lines if "csrf" not in each.lower() and token not in each)


def test_after_the_reveal_everybody_sees_the_same_result(
    held: Round, champion: Person, member: Person
) -> None:
    workshop = held.proposal.activity.workshop
    held.take(workshop.participants.get(person=champion), 2)
    held.take(workshop.participants.get(person=member), 7, "Not before summer")
    held.reveal(champion)
    shown = everything_shown(workshop)
    for audience in (FACILITATOR, PARTICIPANT, SCREEN):
        html = shown[("workshop", "workshop-stage", audience)]
        told = [
            "Where 2 of 2 stand" in html,
            "1 person stands at 7 or 8. The rule wants nobody there." in html,
            "Not before summer" in html,
        ]
        assert (audience, told) == (audience, [True, True, True])


def test_the_next_round_shows_how_the_words_changed_and_who_moved(
    held: Round, champion: Person, member: Person
) -> None:
    proposal, workshop = held.proposal, held.proposal.activity.workshop
    chris, mo = (workshop.participants.get(person=each) for each in (champion, member))
    held.take(chris, 2)
    held.take(mo, 7)
    held.reveal(champion)
    proposal.amend(champion, "One list of customers for most.", proposal.revision)
    second = workshop_factory.open_round(proposal, champion)
    second.take(chris, 2)
    second.take(mo, 3)
    second.reveal(champion)
    html = everything_shown(workshop)[("workshop", "workshop-stage", SCREEN)]
    assert "Since round 1" in html
    assert "<del>" in html
    assert "4 better" in html


def test_a_change_of_mind_changes_the_revision_that_streams_ask_for(
    held: Round, member: Person
) -> None:
    workshop = held.proposal.activity.workshop
    own = workshop.participants.get(person=member)
    key = f"{workshop.programme.key}.{workshop.pk}"
    seen = [revisions.revision(key)]
    for level in (1, 2):
        held.take(own, level)
        seen.append(revisions.revision(key))
    assert len(set(seen)) == 3


def test_an_anonymous_answer_leaves_nothing_in_session_or_journal(
    browse: Browse, proposal: Proposal, champion: Person, member: Person
) -> None:
    held, client = workshop_factory.open_round(proposal, champion, anonymous=True), browse(member)
    before, events = dict(client.session), Event.objects.count()
    answer = client.post(position(held), {"level": "8", "reason": "Never ever"}, headers=HTMX)
    assert answer.status_code == 200
    assert (dict(client.session), Event.objects.count()) == (before, events)
    page = client.get(room_of(proposal.activity.workshop)).content.decode()
    assert ("Never ever" in page, "data-chosen" in page) == (False, False)
    assert "You have answered. Your answer is sealed" in page


def test_a_guest_answers_as_well(held: Round) -> None:
    workshop = held.proposal.activity.workshop
    guest = workshop_factory.guest(workshop)
    client = Client()
    session = client.session
    session[f"workshop_guest_{workshop.pk}"] = str(guest.key)
    session.save()
    client.cookies["sessionid"] = session.session_key or ""
    assert client.post(position(held), {"level": "3"}, headers=HTMX).status_code == 200
    assert held.positions.get().participant == guest


def test_a_round_of_another_workshop_is_not_found(
    browse: Browse, held: Round, champion: Person, member: Person
) -> None:
    other = workshop_factory.workshop(champion)
    Participant.of_person(other, member).arrive()
    url = f"/room/{other.programme.key}/{other.pk}/rounds/{held.pk}/position/"
    assert browse(member).post(url, {"level": "1"}).status_code == 404


def test_a_round_is_annulled_with_a_reason_only(
    browse: Browse, held: Round, champion: Person
) -> None:
    client = browse(champion)
    assert client.post(to("round_annulment", held), {"why": ""}, headers=HTMX).status_code == 422
    client.post(to("round_annulment", held), {"why": "Half were away"}, headers=HTMX)
    held.refresh_from_db()
    assert (held.status, held.note) == ("annulled", "Half were away")


@pytest.mark.parametrize("anonymous", [False, True])
def test_what_a_room_shows_takes_the_same_number_of_queries_however_many_answer(
    proposal: Proposal, champion: Person, anonymous: bool
) -> None:
    """Counted for the audience that sees the most, at three and at nine answers."""
    workshop = proposal.activity.workshop
    made = []
    for many in (3, 9):
        held = workshop_factory.open_round(proposal, champion, anonymous=anonymous)
        for number in range(many):
            held.take(workshop_factory.guest(workshop, f"Guest {many}.{number}"), 5, "Why not")
        fresh = Workshop.objects.with_names().get(pk=workshop.pk)
        on = fresh.current
        assert on is not None
        on.workshop, on.programme = fresh, fresh.programme
        with CaptureQueriesContext(connection) as progress:
            kinds.progress(on, FACILITATOR)
        held.reveal(champion)
        with CaptureQueriesContext(connection) as stage:
            kinds.stage(on, FACILITATOR)
        made.append((len(progress), len(stage)))
        held.annul(champion, "Once more")
    assert made == [(3, 5), (3, 5)]


def test_a_round_that_is_reopened_is_about_its_own_words(held: Round, champion: Person) -> None:
    proposal, workshop = held.proposal, held.proposal.activity.workshop
    held.take(workshop.participants.get(person=champion), 2)
    held.reveal(champion)
    proposal.amend(champion, "Quite other words.", proposal.revision)
    held.reopen(champion)
    html = everything_shown(workshop)[("workshop", "workshop-stage", SCREEN)]
    assert ("One list of customers for all." in html, "Quite other words." in html) == (True, False)
