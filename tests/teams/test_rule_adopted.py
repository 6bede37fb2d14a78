"""Agreeing on a rule: who has a say, what holds it up, who adopts it, and two who do so at once."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from changeprog.accounts.models import User
from changeprog.programme.models import Event, Person, Programme
from teams.models import NotAgreed, RuleAnswer, RuleVersion, WorkingRule
from tests import factory
from tests.teams.moment import at_once

Browse = Callable[[Person | User | None], Client]


HTMX = {"HX-Request": "true"}


def to(name: str, subject: Programme | RuleVersion | WorkingRule) -> str:
    if isinstance(subject, Programme):
        return reverse(f"teams:{name}", args=[subject.key])
    rule = subject.rule if isinstance(subject, RuleVersion) else subject
    return reverse(f"teams:{name}", args=[rule.programme.key, subject.pk])


def states(rule: WorkingRule) -> list[tuple[int, str]]:
    return list(rule.versions.order_by("number").values_list("number", "state"))


def test_each_person_on_a_team_says_where_they_stand_and_may_change_it(
    browse: Browse, seated: Person, version: RuleVersion
) -> None:
    client, path = browse(seated), to("rule_version_answer", version)
    said = {"can_live": "not-yet", "because": "What if they are away?"}
    client.post(path, said)
    client.post(path, said)
    answer = RuleAnswer.objects.get()
    assert (answer.can_live, answer.because) == (False, "What if they are away?")
    client.post(path, {"can_live": "yes", "because": "What if they are away?"})
    answer.refresh_from_db()
    assert (answer.can_live, answer.because) == (True, "")
    assert Event.objects.about("rule.answered").count() == 2


def test_a_not_yet_needs_a_reason(browse: Browse, seated: Person, version: RuleVersion) -> None:
    answer = browse(seated).post(to("rule_version_answer", version), {"can_live": "not-yet"})
    assert (answer.status_code, [*answer.context["form"].errors]) == (422, ["because"])
    assert not RuleAnswer.objects.exists()


def test_who_is_on_no_team_is_told_so(
    browse: Browse, facilitator: Person, version: RuleVersion
) -> None:
    path = to("rule_version_answer", version)
    answer = browse(facilitator).post(path, {"can_live": "yes"}, follow=True)
    assert "Only people with a seat in a team" in answer.content.decode()
    assert not RuleAnswer.objects.exists()


def test_what_everybody_who_spoke_can_live_with_is_adopted_by_the_chair(
    browse: Browse, chair: Person, seated: Person, version: RuleVersion
) -> None:
    RuleAnswer.give(version, seated, can_live=True)
    for _ in range(2):
        assert browse(chair).post(to("rule_version_adoption", version)).status_code == 302
    version.refresh_from_db()
    assert (version.state, version.adopted_by, version.note) == ("adopted", chair, "")
    assert Event.objects.about("rule.adopted").count() == 1


def test_a_chair_of_any_team_adopts_and_others_do_not(
    browse: Browse, facilitator: Person, seated: Person, version: RuleVersion
) -> None:
    RuleAnswer.give(version, seated, can_live=True)
    path = to("rule_version_adoption", version)
    assert browse(facilitator).post(path).status_code == 403
    factory.seat(facilitator, factory.core_team(version.rule.programme, "rollout"), chair=True)
    assert browse(facilitator).post(path).status_code == 302
    version.refresh_from_db()
    assert version.state == "adopted"


def test_silence_does_not_adopt(browse: Browse, chair: Person, version: RuleVersion) -> None:
    sent = {"note": "We need one."}
    answer = browse(chair).post(to("rule_version_adoption", version), sent)
    assert answer.status_code == 422
    assert "Nobody on a team has said yet" in answer.content.decode()
    version.refresh_from_db()
    assert version.state == "proposed"


def test_over_an_open_not_yet_it_is_adopted_only_with_a_note_which_is_kept(
    browse: Browse, chair: Person, seated: Person, version: RuleVersion
) -> None:
    RuleAnswer.give(version, seated, can_live=False, because="What if they are away?")
    client, path = browse(chair), to("rule_version_adoption", version)
    refused = client.post(path)
    assert (refused.status_code, [*refused.context["form"].errors]) == (422, ["note"])
    assert client.post(path, {"note": "Then by telephone."}).status_code == 302
    version.refresh_from_db()
    assert (version.state, version.note) == ("adopted", "Then by telephone.")
    event = Event.objects.about("rule.adopted").get()
    assert (event.facts["note"], event.facts["over"]) == ("Then by telephone.", 1)
    page = client.get(version.rule.get_absolute_url()).content.decode()
    assert "Adopted over an open" in page


def test_the_not_yet_of_somebody_who_left_the_programme_holds_up_nothing(
    champion: Person, chair: Person, seated: Person, version: RuleVersion
) -> None:
    RuleAnswer.give(version, chair, can_live=True)
    RuleAnswer.give(version, seated, can_live=False, because="No.")
    with pytest.raises(NotAgreed):
        version.adopt(chair)
    seated.remove(champion)
    assert version.adopt(chair)


@pytest.mark.django_db(transaction=True)
def test_two_chairs_adopting_at_the_same_moment_make_one_event(
    chair: Person, seated: Person, version: RuleVersion
) -> None:
    RuleAnswer.give(version, seated, can_live=True)
    mine, theirs = (RuleVersion.objects.with_names().get(pk=version.pk) for _ in range(2))
    answers = at_once(lambda: mine.adopt(chair), lambda: theirs.adopt(seated))
    assert sorted(answers) == [False, True]
    assert Event.objects.about("rule.adopted").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_not_yet_at_the_moment_of_adoption_is_either_heard_or_too_late(
    chair: Person, seated: Person, version: RuleVersion
) -> None:
    RuleAnswer.give(version, chair, can_live=True)

    def adopt() -> bool:
        try:
            return RuleVersion.objects.with_names().get(pk=version.pk).adopt(chair)
        except NotAgreed:
            return False

    doubt = RuleVersion.objects.with_names().get(pk=version.pk)
    adopted, heard = at_once(
        adopt, lambda: RuleAnswer.give(doubt, seated, can_live=False, because="Wait.")
    )
    assert adopted != heard
