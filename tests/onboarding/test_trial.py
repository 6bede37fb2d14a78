"""A trial: planned, begun, evaluated, taken away, each of it once and with a way back."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate, now

from changeprog.accounts.models import User
from changeprog.onboarding.models import Adoption, Evaluation, Trial, TrialNote
from changeprog.onboarding.models.evaluation import Overdue
from changeprog.onboarding.models.trial import OneAtATime
from changeprog.onboarding.trial_days import months_after
from changeprog.programme.models import Event, Person, Programme, Team
from teams.models import Barrier, Victory
from tests.onboarding import trial_factory

Browse = Callable[[Person | User | None], Client]


@pytest.fixture
def team(programme: Programme, member: Person) -> Team:
    """A team in which the member has a seat."""
    return trial_factory.own_team(programme, member)


def to(name: str, subject: Any) -> str:
    return reverse(f"onboarding:{name}", args=[subject.programme.key, subject.pk])


def stage(team: Team) -> str:
    return Adoption.of(team).stage


def typed(**changes: Any) -> dict[str, Any]:
    said = {
        "key": str(uuid4()),
        "revision": "0",
        "task": "Note each call",
        "second_task": "",
        "where": "Before the headset comes off",
        "purpose": "Nobody asks twice",
        "hope": "Fewer calls that come back",
        "rhythm": "day",
        "starts_on": localdate().isoformat(),
        "ends_on": "",
        "owner": "",
    }
    return {**said, **changes}


def undo(client: Client, subject: Any, verb: str) -> None:
    """Undo what an event told of ``subject``."""
    event = Event.objects.of(subject).about(verb).latest("pk")
    client.post(reverse("direction:undoing", args=[subject.programme.key, event.pk]))
    subject.refresh_from_db()


def test_people_of_the_team_plan_what_they_try_and_it_begins_at_once(
    browse: Browse, team: Team, member: Person, facilitator: Person, observer: Person
) -> None:
    url, said = to("trial_plan", team), typed()
    for other in (facilitator, observer):
        assert browse(other).post(url, said).status_code == 403
    for _ in range(2):
        assert browse(member).post(url, said).status_code == 302
    trial = Trial.objects.get()
    assert (trial.is_running, trial.ends_on) == (True, months_after(localdate(), 1))
    assert stage(team) == "in_trial"
    assert Event.objects.about("trial.begun").count() == 1


def test_a_trial_runs_at_least_a_month(browse: Browse, team: Team, member: Person) -> None:
    short = (months_after(localdate(), 1) - timedelta(days=1)).isoformat()
    answer = browse(member).post(to("trial_plan", team), typed(ends_on=short))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["ends_on"])


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"task": " "}, "task"),
        ({"task": "x" * 121}, "task"),
        ({"where": ""}, "where"),
        ({"purpose": ""}, "purpose"),
        ({"hope": ""}, "hope"),
        ({"rhythm": "hour"}, "rhythm"),
        ({"starts_on": "soon"}, "starts_on"),
    ],
)
def test_what_makes_no_sense_is_refused(
    browse: Browse, team: Team, member: Person, wrong: dict[str, str], field: str
) -> None:
    answer = browse(member).post(to("trial_plan", team), typed(**wrong))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])


def test_a_team_tries_one_thing_at_a_time(browse: Browse, team: Team, member: Person) -> None:
    first = trial_factory.begin(team)
    answer = browse(member).post(to("trial_plan", team), typed())
    assert (answer.status_code, f"“{first}” on trial" in answer.content.decode()) == (422, True)
    with pytest.raises(OneAtATime):
        trial_factory.begin(team)
    with pytest.raises(IntegrityError), transaction.atomic():
        Trial.objects.filter(pk=first.pk).update(ends_on=first.starts_on)


def test_one_that_is_planned_begins_when_somebody_says_so(
    browse: Browse, team: Team, member: Person
) -> None:
    start = localdate() + timedelta(days=9)
    trial = trial_factory.begin(team, starts_on=start)
    assert (trial.is_planned, stage(team)) == (True, "not_yet")
    client = browse(member)
    for _ in range(2):
        assert client.post(to("trial_beginning", trial)).status_code == 302
    trial.refresh_from_db()
    length = months_after(start, 1) - start
    assert (trial.starts_on, trial.ends_on - trial.starts_on) == (localdate(), length)
    assert (trial.is_running, stage(team)) == (True, "in_trial")
    undo(client, trial, "trial.begun")
    assert (trial.is_planned, trial.starts_on, stage(team)) == (True, start, "not_yet")


def test_to_undo_what_began_at_once_takes_it_away_and_the_team_is_where_it_was(
    browse: Browse, team: Team, member: Person
) -> None:
    Adoption.of(team).move(member, "invited")
    trial = trial_factory.begin(team, member)
    assert stage(team) == "in_trial"
    undo(browse(member), trial, "trial.begun")
    assert (Trial.objects.count(), stage(team)) == (0, "invited")


@pytest.mark.parametrize("further", ["using", "usual"])
def test_a_team_that_is_further_stays_there(team: Team, member: Person, further: str) -> None:
    Adoption.locked(team)
    Adoption.objects.filter(team=team).update(stage=further)
    trial_factory.begin(team, member)
    assert stage(team) == further


def test_a_verdict_decides_the_trial_and_moves_its_team(
    browse: Browse, team: Team, member: Person
) -> None:
    trial = trial_factory.over(team)
    client, url = browse(member), to("trial_evaluation", trial)
    assert client.get(url).context["form"].fields.keys() == {"verdict", "answer", "words"}
    said = {"verdict": "keep", "answer": "partly", "words": "The page is slow"}
    for _ in range(2):
        assert client.post(url, said).status_code == 302
    trial.refresh_from_db()
    assert (trial.outcome, trial.decided_on, stage(team)) == ("kept", localdate(), "using")
    given = Evaluation.objects.get()
    assert (given.by, given.told) == (member, "Keep it. Did it become habit? Partly.")
    undo(client, trial, "trial.evaluated")
    assert (trial.outcome, trial.decided_on, stage(team)) == ("open", None, "in_trial")
    assert Evaluation.objects.count() == 0


def test_a_tweak_lets_it_run_another_month_and_asks_again(
    browse: Browse, team: Team, member: Person
) -> None:
    trial = trial_factory.over(team)
    was = trial.ends_on
    client = browse(member)
    client.post(to("trial_evaluation", trial), {"verdict": "tweak", "answer": "no", "words": ""})
    trial.refresh_from_db()
    assert (trial.is_running, trial.ends_on) == (True, months_after(localdate(), 1))
    assert trial.is_due(localdate()) is False
    with time_machine.travel(now() + timedelta(days=32)):
        assert trial.is_due(localdate()) is True
        client.post(to("trial_evaluation", trial), {"verdict": "drop", "answer": "no"})
        assert stage(team) == "preparing"
        undo(client, trial, "trial.evaluated")
        assert (trial.is_running, stage(team)) == (True, "in_trial")
    assert Evaluation.objects.count() == 1
    assert trial.ends_on != was


def test_before_its_month_is_over_it_can_only_be_dropped(
    browse: Browse, team: Team, member: Person
) -> None:
    trial = trial_factory.begin(team)
    client, url = browse(member), to("trial_evaluation", trial)
    answer = client.post(url, {"verdict": "keep", "answer": "yes"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["verdict"])
    assert client.post(url, {"verdict": "drop", "answer": "no"}).status_code == 302
    trial.refresh_from_db()
    assert (trial.outcome, stage(team)) == ("dropped", "preparing")


def test_the_process_is_asked_for_after_a_month_and_the_results_after_a_few_more(
    browse: Browse, team: Team, member: Person
) -> None:
    trial = trial_factory.over(team)
    Evaluation.give(member, trial, "month", verdict="keep", answer="yes")
    client, url = browse(member), to("trial_evaluation", trial)
    page = client.get(url, follow=True).content.decode()
    assert "It is asked on" in page
    for days, kind in ((31, "process"), (130, "results")):
        with time_machine.travel(now() + timedelta(days=days)):
            client = browse(member)
            form = client.get(url).context["form"]
            assert (form.kind, list(form.fields)) == (kind, ["answer", "words"])
            assert client.post(url, {"answer": "yes", "words": ""}).status_code == 302
    trial = Trial.objects.get()
    assert (trial.next_question, trial.is_ticked) == (None, False)
    with pytest.raises(Overdue):
        Evaluation.give(member, trial, "results", answer="yes")


def test_after_a_decision_there_is_room_for_the_next_task_and_then_no_way_back(
    browse: Browse, team: Team, member: Person
) -> None:
    first = trial_factory.over(team)
    Evaluation.give(member, first, "month", verdict="keep", answer="yes")
    trial_factory.begin(team, task="The next one")
    undo(browse(member), first, "trial.evaluated")
    assert (first.outcome, Trial.objects.running().count()) == ("kept", 1)


def test_taken_away_it_is_nowhere_and_can_come_back(
    browse: Browse, team: Team, member: Person
) -> None:
    trial, client = trial_factory.begin(team), browse(member)
    assert client.post(to("trial_removal", trial)).status_code == 302
    assert (client.get(trial.get_absolute_url()).status_code, stage(team)) == (404, "preparing")
    event = Event.objects.of(trial).about("trial.removed").get()
    client.post(reverse("direction:undoing", args=[team.programme.key, event.pk]))
    assert (Trial.objects.get(), stage(team)) == (trial, "in_trial")


def test_the_second_to_change_it_is_shown_both(
    browse: Browse, team: Team, member: Person, champion: Person
) -> None:
    trial = trial_factory.begin(team)
    trial.change(champion, trial.revision, task="Theirs")
    answer = browse(member).post(to("trial_change", trial), typed(revision="1", task="Mine"))
    shown = answer.content.decode()
    assert (answer.status_code, "Theirs" in shown, "Mine" in shown) == (409, True, True)


@pytest.mark.parametrize(("kind", "model"), [("result", Victory), ("annoyance", Barrier)])
def test_a_note_becomes_one_victory_or_barrier_that_leads_back(
    browse: Browse, team: Team, member: Person, kind: str, model: Any
) -> None:
    note = trial_factory.note(team.programme, member, kind=kind, what="The page is <slow>")
    client = browse(member)
    for _ in range(2):
        assert client.post(to("trialnote_more", note)).status_code == 302
    made = model.objects.get()
    note.refresh_from_db()
    assert (note.became, made.what) == (made, note.what)
    there = client.get(made.get_absolute_url()).content.decode()
    assert f'href="{note.trial.get_absolute_url()}"' in there
    here = client.get(note.trial.get_absolute_url()).content.decode()
    assert (made.get_absolute_url() in here, "The page is <slow>" in here) == (True, False)
    undo(client, note, "trial_note.became")
    assert (note.became, model.objects.count()) == (None, 0)
    note.become(member)
    assert model.objects.count() == 1


def test_notes_are_written_once_and_changed_by_their_writer_or_who_leads(
    browse: Browse, team: Team, member: Person, facilitator: Person, champion: Person
) -> None:
    trial = trial_factory.begin(team)
    trial_factory.sit(facilitator, team)
    said = {"key": str(uuid4()), "revision": "0", "what": "Quicker", "kind": "result"}
    for _ in range(2):
        assert browse(member).post(to("trial_note_new", trial), said).status_code == 302
    note = TrialNote.objects.get()
    assert note.by == member
    changed = {**said, "revision": "1", "what": "Much quicker"}
    assert browse(facilitator).post(to("trialnote", note), changed).status_code == 403
    assert browse(champion).post(to("trialnote", note), changed).status_code == 302
    assert browse(member).post(to("trialnote_removal", note)).status_code == 302
    assert TrialNote.objects.count() == 0
    undo(browse(member), note, "trial_note.removed")
    assert TrialNote.objects.get().what == "Much quicker"
