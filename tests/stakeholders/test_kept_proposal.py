"""Proposals of ambassadors are kept as long as nothing they were made from has changed."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils.timezone import now

from changeprog.programme.models import Function, Person, Programme
from stakeholders import proposing
from stakeholders.models import (
    Ambassador,
    Chart,
    Conversation,
    Proposal,
    ProposalRule,
    Relation,
    Stakeholder,
    Tie,
)
from stakeholders.models.proposal_rule import Groups
from stakeholders.support import Support
from stakeholders.tasks import work_out_proposals
from tests import map_factory
from tests.stakeholders.office import office, turn_to
from tests.stakeholders.test_proposal import draw, fingerprint, kept, look

pytestmark = pytest.mark.django_db
Browse = Callable[[Person | None], Client]


def test_a_proposal_is_worked_out_once_until_something_changes(
    champion: Person, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    people, client = office(champion), browse(champion)
    first = look(client, champion, "?k=1")
    reads: list[Any] = []
    read = proposing.read

    def note(*asked: Any) -> Any:
        reads.append(asked)
        return read(*asked)

    monkeypatch.setattr(proposing, "read", note)
    again = look(client, champion, "?k=1")
    assert (reads, again["context"]["found"]) == ([], first["context"]["found"])
    turn_to(champion, people["Dora"], people["Hanna"])
    assert look(client, champion, "?k=1")["missed"] == []
    assert len(reads) == 1


def test_whatever_a_proposal_is_read_from_makes_it_old(
    champion: Person, programme: Programme
) -> None:
    people = office(champion)
    draw()
    tie = Tie.objects.filter(relation="advice").latest("pk")
    changes: list[Callable[[], Any]] = [
        lambda: ProposalRule.set(champion, fade=30),
        lambda: ProposalRule.set(champion, groups=Groups.WEB),
        lambda: Chart.objects.update(drawn_at=now()),
        lambda: Stakeholder.objects.filter(pk=people["Ada"].pk).update(support=Support.NEUTRAL),
        lambda: Stakeholder.objects.filter(pk=people["Ada"].pk).update(needed=Support.LEADING),
        lambda: Stakeholder.objects.filter(pk=people["Ada"].pk).update(influence=None),
        lambda: Stakeholder.objects.filter(pk=people["Lee"].pk).update(may_be_asked=False),
        lambda: Person.objects.filter(name="Ben").update(name="Benno"),
        lambda: Function.objects.filter(name="Sales").update(name="Selling"),
        lambda: Person.objects.filter(name="Cleo").update(function=None),
        lambda: map_factory.ambassador(people["Hanna"].person, accepted=False),
        lambda: Ambassador.objects.get().answer(champion, Ambassador.State.DECLINED),
        lambda: Tie.objects.filter(pk=tie.pk).update(relation="trust"),
        lambda: Tie.objects.filter(pk=tie.pk).update(strength=0.5),
        lambda: Tie.objects.filter(pk=tie.pk).update(source=people["Dora"].person),
        lambda: Tie.objects.filter(pk=tie.pk).delete(),
        lambda: people["Ada"].remove(champion),
        lambda: people["Dora"].person.remove(champion),
    ]
    seen = [fingerprint(champion)]
    for change in changes:
        change()
        seen.append(fingerprint(champion))
        assert seen[-1] == fingerprint(champion)
    assert len(set(seen)) == len(seen)


def test_what_has_nothing_to_do_with_it_leaves_it_as_it_is(champion: Person) -> None:
    people = office(champion)
    before = fingerprint(champion)
    Stakeholder.objects.filter(pk=people["Ada"].pk).update(interest=1, guards="Her desk")
    turn_to(champion, people["Ada"], people["Lee"], Relation.REPORTS_TO)
    assert fingerprint(champion) == before


def test_a_job_works_out_what_was_asked_for_and_the_smallest_set(
    champion: Person, browse: Browse
) -> None:
    people, client = office(champion), browse(champion)
    work_out_proposals()
    assert kept(champion) == {}
    draw()
    work_out_proposals()
    assert kept(champion) == {0: fingerprint(champion)}
    look(client, champion, "?k=2")
    Conversation.note(champion, uuid4(), people["Dora"], "I am in.", support=Support.LEADING)
    work_out_proposals()
    assert kept(champion) == dict.fromkeys((0, 2), fingerprint(champion))
    made = Proposal.objects.get(number=2).made_at
    work_out_proposals()
    assert Proposal.objects.get(number=2).made_at == made
    assert look(client, champion)["proposed"] == ["Hanna"]


def test_what_changes_while_it_is_worked_out_is_not_kept(
    champion: Person, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    people, read = office(champion), proposing.read

    def late(*asked: Any) -> Any:
        Stakeholder.objects.filter(pk=people["Dora"].pk).update(support=Support.LEADING)
        return read(*asked)

    monkeypatch.setattr(proposing, "read", late)
    look(browse(champion), champion)
    assert kept(champion) == {}
