"""What a workshop gave hangs on it; what was said in confidence is nobody else's to follow."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.utils.timezone import localdate, now

from changeprog.programme.chain import Ref
from changeprog.programme.models import Event, Person, Programme
from changeprog.programme.tracing import links_of, numbers_of, place_of
from tests import factory, workshop_factory
from workshops.models import Commitment, FollowUp, Output, Participant, Proposal, Workshop

Browse = Callable[[Person], Client]
MARKED = "Marmalade"


@pytest.fixture
def workshop(programme: Programme) -> Workshop:
    return workshop_factory.led_workshop(programme)


def commit(workshop: Workshop, by: Person, **said: Any) -> Commitment:
    """What ``by`` has written, signed and read out unless ``said`` otherwise."""
    values = {"text": MARKED, "due": localdate(), "signed_at": now(), "heard_at": now()} | said
    own = Participant.of_person(workshop, by)
    rows = {"programme": workshop.programme, "workshop": workshop, "participant": own}
    return Commitment.objects.create(**rows, **values)


def answer(commitment: Commitment, kept: str, **said: Any) -> None:
    rows = {"programme": commitment.programme, "workshop": commitment.workshop}
    asked = FollowUp(**rows, participant=commitment.participant, occasion="week")
    asked.save()
    asked.answer(level=4, kept=kept, **said)


def publish(workshop: Workshop, source: Any, made: Any) -> None:
    types = ContentType.objects.get_for_models(source, made)
    Output.objects.create(
        programme=workshop.programme,
        workshop=workshop,
        kind="objective",
        words="Words",
        source_type=types[source],
        source_id=source.pk,
        made_type=types[made],
        made_id=made.pk,
    )


def seen(programme: Programme, reader: Person) -> list[tuple[str, str]]:
    """What ``reader`` sees of commitments: their words and how they stand."""
    refs = [Ref("commitment", pk) for pk in Commitment.objects.values_list("pk", flat=True)]
    return [(link.name, link.state) for link in links_of(programme, reader, refs).values()]


def test_a_proposal_hangs_on_its_workshop_and_is_read_by_members(
    programme: Programme, member: Person, observer: Person
) -> None:
    proposal = workshop_factory.tabled(programme)
    place = place_of(proposal, programme, member)
    assert place
    assert [link.name for link in place.path] == ["One commitment"]
    assert place.hangs
    assert numbers_of(programme, member)["proposal"] == [proposal.pk]
    assert numbers_of(programme, observer)["proposal"] == []


def test_what_was_published_says_from_which_words_of_which_workshop(
    programme: Programme, workshop: Workshop, member: Person, observer: Person
) -> None:
    factory.write_vision(programme)
    objective = factory.make_objective(programme)
    publish(workshop, workshop_factory.tabled(programme), objective)
    place, from_outside = (place_of(objective, programme, each) for each in (member, observer))
    assert place
    assert from_outside
    assert [link.name for link in place.path] == ["The vision"]
    words = ["One commitment", "One list of customers for all."]
    assert [link.name for link in place.others] == words[::-1]
    assert [link.name for link in from_outside.others] == words[:1]


def test_the_words_of_a_proposal_are_its_newest(programme: Programme, member: Person) -> None:
    proposal = workshop_factory.tabled(programme)
    champion = factory.champion_of(programme)
    workshop_factory.open_round(proposal, champion).annul(champion, "Too early")
    Proposal.objects.get(pk=proposal.pk).amend(champion, MARKED, proposal.revision)
    ref = Ref("proposal", proposal.pk)
    assert links_of(programme, member, [ref])[ref].name == MARKED


def test_a_commitment_is_read_once_the_room_has_heard_it(
    programme: Programme, workshop: Workshop, champion: Person, member: Person, observer: Person
) -> None:
    made = commit(workshop, member, heard_at=None)
    assert seen(programme, member) == [(MARKED, "")]
    assert seen(programme, champion) == []
    Commitment.objects.filter(pk=made.pk).update(heard_at=now())
    assert seen(programme, champion) == [(MARKED, "")]
    assert seen(programme, observer) == []


def test_members_who_were_not_there_do_not_read_what_was_promised(
    programme: Programme, workshop: Workshop, champion: Person, member: Person
) -> None:
    commit(workshop, champion)
    assert seen(programme, member) == []
    Participant.of_person(workshop, member)
    assert seen(programme, member) == [(MARKED, "")]


def test_why_somebody_does_not_commit_is_no_link(
    programme: Programme, workshop: Workshop, champion: Person, member: Person
) -> None:
    commit(workshop, member, text="", due=None, signed_at=None, reason=MARKED)
    assert Commitment.objects.get().reason == MARKED
    assert [seen(programme, each) for each in (champion, member)] == [[], []]


def test_how_a_commitment_is_kept_is_told_to_those_who_were_told(
    programme: Programme, workshop: Workshop, champion: Person, member: Person
) -> None:
    lead = factory.make_person(programme, "champion")
    others = factory.make_person(programme, "facilitator")
    made = commit(workshop, member)
    answer(made, "kept")
    assert seen(programme, member) == [(MARKED, "kept")]
    assert seen(programme, champion) == [(MARKED, "kept")]
    assert seen(programme, lead) == [(MARKED, "")]
    FollowUp.objects.update(champion_may_see=True)
    assert seen(programme, lead) == [(MARKED, "kept")]
    assert seen(programme, others) == [(MARKED, "")]


def test_a_commitment_hangs_on_the_objective_that_it_serves(
    browse: Browse, programme: Programme, workshop: Workshop, champion: Person, member: Person
) -> None:
    factory.write_vision(programme)
    objective = factory.make_objective(programme)
    made = commit(workshop, member)
    address = f"{made.get_absolute_url()}objective/"
    client = browse(member)
    assert "hangs on nothing yet" in client.get(made.get_absolute_url()).content.decode()
    page = client.post(address, {"objective": objective.pk}, follow=True).content.decode()
    assert "It serves that objective." in page
    assert "hangs on nothing yet" not in page
    place = place_of(made, programme, champion)
    assert place
    assert [link.kind.name for link in place.path] == ["vision", "objective"]
    assert [link.name for link in place.others] == ["One commitment"]
    event = Event.objects.get(verb="commitment.tied")
    assert (event.visibility, event.facts["objective"]) == ("members", str(objective))
    client.post(f"/p/{programme.key}/direction/undoing/{event.pk}/")
    made.refresh_from_db()
    assert made.objective is None


def test_only_its_author_and_those_in_charge_say_what_it_serves(
    browse: Browse, programme: Programme, workshop: Workshop, champion: Person, member: Person
) -> None:
    objective = factory.make_objective(programme)
    other = factory.make_person(programme, "champion")
    made = commit(workshop, member)
    address = f"{made.get_absolute_url()}objective/"
    refused, taken = (
        browse(who).post(address, {"objective": objective.pk}).status_code
        for who in (other, champion)
    )
    assert (refused, taken) == (403, 302)


def test_what_an_unheard_commitment_serves_stands_in_nobody_elses_journal(
    programme: Programme, workshop: Workshop, member: Person
) -> None:
    made = commit(workshop, member, heard_at=None)
    assert made.serve(member, factory.make_objective(programme, MARKED))
    assert not made.serve(member, made.objective)
    assert Event.objects.get(verb="commitment.tied").visibility == "private"


def test_the_page_of_a_commitment_tells_how_it_is_kept_to_those_who_were_told(
    browse: Browse, programme: Programme, workshop: Workshop, champion: Person, member: Person
) -> None:
    other = factory.make_person(programme, "champion")
    made = commit(workshop, member)
    answer(made, "kept", word="Twice already")
    pages = {
        who: browse(who).get(made.get_absolute_url()).content.decode()
        for who in (member, champion, other)
    }
    assert all(MARKED in page for page in pages.values())
    assert ["Twice already" in page for page in pages.values()] == [True, True, False]
    assert ["How it stands" in page for page in pages.values()] == [True, True, False]


def test_a_workshop_that_was_called_off_is_no_link(programme: Programme, observer: Person) -> None:
    champion = factory.champion_of(programme)
    kept, off = (
        workshop_factory.workshop(champion, starts_at=now() + timedelta(days=day)) for day in (1, 2)
    )
    off.cancel(champion)
    assert numbers_of(programme, observer)["workshop"] == [kept.pk]
