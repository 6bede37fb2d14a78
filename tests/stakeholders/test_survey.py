"""A survey: written, sent, closed, run on, cancelled; and the ties that answers draw."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate, now

from changeprog.direction import undoing
from changeprog.programme.models import Event, Function, Person
from stakeholders import own_record
from stakeholders.models import Naming, Respondent, Survey, SurveyMail, SurveyOver, Tie
from stakeholders.models.respondent import digest_of, token_of
from tests import factory, map_factory, survey_factory
from tests.survey_factory import answer, asked, on_map, running, survey, ties

pytestmark = pytest.mark.django_db
Browse = Callable[[Person | None], Client]


def post(browse: Browse, by: Person, name: str, about: Survey, **data: Any) -> Any:
    """Post to the address of that name about the survey."""
    url = reverse(f"stakeholders:{name}", args=[by.programme.key, about.pk])
    return browse(by).post(url, data, follow=True)


def written(**changes: Any) -> dict[str, Any]:
    """What the form of a new survey sends."""
    return {
        "key": "6b0e5c4e-8a4c-4b57-9d43-000000000001",
        "revision": 0,
        "question": "Whom do you trust?",
        "relation": "trust",
        "names": 3,
        "closes_on": (localdate() + timedelta(days=9)).isoformat(),
        "reminders": ["3", "0"],
        "to_everyone": "on",
    } | changes


def test_a_survey_is_written_once_and_nobody_is_mailed(
    browse: Browse, facilitator: Person, ana: Person
) -> None:
    url = reverse("stakeholders:new_survey", args=[facilitator.programme.key])
    for _ in range(2):
        answer = browse(facilitator).post(url, written(), follow=True)
    (made,) = Survey.objects.all()
    assert (made.question, made.relation, made.names) == ("Whom do you trust?", "trust", 3)
    assert (made.reminder_days, made.state) == ([3, 0], "draft")
    assert "Send it to 1 person" in answer.content.decode()
    assert SurveyMail.objects.count() == 0


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"names": 21}, "less than or equal to 20"),
        ({"names": 0}, "greater than or equal to 1"),
        ({"closes_on": "2020-01-01"}, "Choose today or a later day."),
        ({"relation": "reports_to"}, "Select a valid choice"),
        ({"to_everyone": ""}, "Say who is asked: at least one of these."),
        ({"question": ""}, "Say it in a few words."),
    ],
)
def test_what_cannot_be_asked_is_refused_in_words(
    browse: Browse, facilitator: Person, wrong: dict[str, Any], words: str
) -> None:
    url = reverse("stakeholders:new_survey", args=[facilitator.programme.key])
    response = browse(facilitator).post(url, written(**wrong))
    assert response.status_code == 422
    assert words in response.content.decode()
    assert Survey.objects.count() == 0


def test_everybody_on_the_map_with_an_address_is_asked(
    champion: Person, ana: Person, ben: Person
) -> None:
    map_factory.stakeholder(champion, map_factory.someone(champion.programme, "Noa Nomail"))
    factory.make_person(champion.programme, "member", "Off Map")
    made = running(champion)
    assert sorted(each.person.name for each in made.respondents.all()) == [ana.name, ben.name]


def test_some_are_asked_by_function_team_and_name(
    champion: Person, ana: Person, ben: Person, member: Person
) -> None:
    cleo = on_map(champion.programme, "Cleo Chosen")
    on_map(champion.programme, "Not Asked")
    map_factory.stakeholder(champion, member)
    factory.seat(member, factory.core_team(champion.programme))
    made = survey(champion, to_everyone=False)
    made.to_functions.set([Function.objects.get(programme=champion.programme, name="Sales")])
    made.to_teams.set([factory.core_team(champion.programme)])
    made.to_people.set([cleo])
    assert set(made.recipients()) == {ana, cleo, member}


def test_sending_twice_asks_once(champion: Person, ana: Person) -> None:
    made = survey(champion)
    assert [made.send(champion), made.send(champion)] == [True, False]
    assert Respondent.objects.count() == 1
    assert Event.objects.about("survey.sent").count() == 1


def test_the_table_knows_no_token(champion: Person, ana: Person) -> None:
    respondent = asked(running(champion), ana)
    token = token_of(respondent.seed)
    assert respondent.path == f"/survey/{token}/"
    kept = str(Respondent.objects.values().get(pk=respondent.pk))
    assert respondent.digest == digest_of(token)
    assert token not in kept
    assert Respondent.objects.holding(token) == respondent
    assert Respondent.objects.holding(respondent.seed) is None


def test_an_answer_draws_ties_and_a_changed_one_draws_others(
    champion: Person, ana: Person, ben: Person
) -> None:
    cleo = on_map(champion.programme, "Cleo Colleague")
    made = running(champion)
    answer(made, ana, ben.name, cleo.name)
    assert ties() == [(ana.name, ben.name), (ana.name, cleo.name)]
    answer(made, ana, "cleo  COLLEAGUE")
    assert ties() == [(ana.name, cleo.name)]
    answer(made, ana)
    assert ties() == []
    assert asked(made, ana).answered_at is not None


def test_ties_that_came_otherwise_stay(champion: Person, ana: Person, ben: Person) -> None:
    Tie.add(champion, ana, ben, "advice", 0.5)
    made = running(champion)
    answer(made, ana, ben.name)
    answer(made, ana)
    (tie,) = Tie.objects.all()
    assert (tie.origin, tie.strength) == ("hand", 0.5)


def test_a_newer_survey_replaces_what_an_older_one_drew(
    champion: Person, ana: Person, ben: Person
) -> None:
    first = running(champion)
    answer(first, ana, ben.name)
    answer(first, ben, ana.name)
    second = running(champion)
    answer(second, ana)
    assert ties() == [(ben.name, ana.name)]
    second.cancel(champion)
    assert ties() == [(ana.name, ben.name), (ben.name, ana.name)]
    trust = running(champion, relation="trust")
    answer(trust, ana, ben.name)
    assert ties("trust") == [(ana.name, ben.name)]


def test_cancelling_takes_the_ties_back_and_undo_draws_them(
    browse: Browse, champion: Person, ana: Person, ben: Person
) -> None:
    made = running(champion)
    answer(made, ana, ben.name)
    post(browse, champion, "survey_cancelling", made)
    assert ties() == []
    event = undoing.last(made, champion)
    assert event is not None
    assert event.verb == "survey.cancelled"
    undo = reverse("direction:undoing", args=[champion.programme.key, event.pk])
    browse(champion).post(undo)
    made.refresh_from_db()
    assert (made.state, ties()) == ("open", [(ana.name, ben.name)])


def test_no_answer_is_taken_after_closing_and_again_once_it_runs_on(
    browse: Browse, champion: Person, ana: Person, ben: Person
) -> None:
    made = running(champion)
    post(browse, champion, "survey_closing", made)
    with pytest.raises(SurveyOver):
        answer(made, ana, ben.name)
    later = localdate() + timedelta(days=30)
    post(browse, champion, "survey_until", made, closes_on=later.isoformat())
    made.refresh_from_db()
    assert (made.state, made.closes_on) == ("open", later)
    answer(made, ana, ben.name)
    assert ties() == [(ana.name, ben.name)]


def test_a_survey_ends_with_its_last_day_by_the_programme_s_clock(champion: Person) -> None:
    champion.programme.time_zone = "Pacific/Auckland"
    champion.programme.save()
    made = survey(champion, state=Survey.State.OPEN)
    assert made.is_running(made.closes_at - timedelta(seconds=1))
    assert not made.is_running(made.closes_at)
    assert made.closes_at.utcoffset() == timedelta(0)
    assert made.closes_at.date() == made.closes_on


def test_once_sent_the_question_stays_and_the_audience_may_change(
    browse: Browse, champion: Person, ana: Person, ben: Person
) -> None:
    made = running(champion)
    answer(made, ana, ben.name)
    url = reverse("stakeholders:survey_change", args=[champion.programme.key, made.pk])
    assert "What do you ask?" not in browse(champion).get(url).content.decode()
    cleo = on_map(champion.programme, "Cleo Colleague")
    data = written(revision=made.revision, to_everyone="", to_people=[cleo.pk], question="Else?")
    browse(champion).post(url, data)
    made.refresh_from_db()
    assert made.question == survey_factory.survey(champion).question
    left = made.respondents.values_list("person__name", flat=True)
    assert sorted(left) == [ana.name, cleo.name]


def test_two_who_change_it_are_shown_both(browse: Browse, champion: Person, ana: Person) -> None:
    made = survey(champion)
    made.change(champion, made.revision, names=7)
    url = reverse("stakeholders:survey_change", args=[champion.programme.key, made.pk])
    response = browse(champion).post(url, written(revision=1))
    assert response.status_code == 409
    assert "Somebody else saved this" in response.content.decode()


def test_a_draft_is_thrown_away_and_brought_back(browse: Browse, champion: Person) -> None:
    made = survey(champion)
    post(browse, champion, "survey_removal", made)
    assert Survey.objects.count() == 0
    event = undoing.last(made, champion)
    assert event is not None
    undo = reverse("direction:undoing", args=[champion.programme.key, event.pk])
    browse(champion).post(undo)
    assert Survey.objects.get() == made


def test_a_name_nobody_knows_is_matched_wherever_it_stands_and_that_is_undone(
    browse: Browse, champion: Person, ana: Person, ben: Person
) -> None:
    made = running(champion)
    answer(made, ana, "Benny")
    answer(made, ben, "benny", ana.name)
    first = Naming.objects.unknown().earliest("pk")
    url = reverse("stakeholders:naming", args=[champion.programme.key, first.pk])
    cleo = on_map(champion.programme, "Cleo Colleague")
    browse(champion).post(url, {"person": cleo.pk})
    expected = [(ana.name, cleo.name), (ben.name, ana.name), (ben.name, cleo.name)]
    assert ties() == expected
    event = undoing.last(made, champion)
    assert event is not None
    browse(champion).post(reverse("direction:undoing", args=[champion.programme.key, event.pk]))
    assert ties() == [(ben.name, ana.name)]
    browse(champion).post(url, {"person": ""})
    assert Naming.objects.unknown().count() == 0


def test_their_own_record_has_the_answer_and_erasing_leaves_nothing(
    champion: Person, ana: Person, ben: Person
) -> None:
    made = running(champion)
    answer(made, ana, ben.name)
    answer(made, ben, ana.name, "ANA asked")
    SurveyMail.objects.create(respondent=asked(made, ana), person=ana, occasion="first")
    part = next(part for part in own_record.parts() if part.title == "Surveys")
    told = part.rows(ana)
    assert told[0]["Names"] == ben.name
    assert told[-1] == {"Named by others": "2 times"}
    part.erase(ana)
    assert part.rows(ana) == []
    assert not Respondent.objects.filter(person=ana).exists()
    assert not SurveyMail.objects.exists()
    assert not Naming.objects.filter(typed__icontains="ana").exists()
    assert made.respondents.count() == 1


def test_somebody_removed_is_counted_no_more(champion: Person, ana: Person) -> None:
    made = running(champion)
    Person.objects.filter(pk=ana.pk).update(removed_at=now())
    assert Respondent.objects.counting().filter(survey=made).count() == 0
