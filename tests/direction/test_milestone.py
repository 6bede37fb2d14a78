"""Milestones: planned, moved, reached by those who may, and reopened."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate
from hypothesis import given
from hypothesis import strategies as st

from changeprog.direction.models import Milestone
from changeprog.direction.timeline import timeline
from changeprog.programme.models import Event, Person, Programme
from tests import factory
from tests.direction import typed

Browse = Callable[[Person], Client]
FAR = "Choose a day between 2000 and 2100: that is as far as a programme is planned here."

TOO_LONG = (
    "This is 2\u202f001 characters long; 2\u202f000 is the most. "
    "Nothing of it is lost: shorten it here."
)


@pytest.fixture
def new(programme: Programme) -> str:
    return reverse("direction:new_milestone", args=[programme.key])


@pytest.fixture
def milestone(programme: Programme) -> Milestone:
    return factory.make_milestone(programme)


def to(name: str, milestone: Milestone) -> str:
    return reverse(f"direction:milestone_{name}", args=[milestone.programme.key, milestone.pk])


def evidence(**changes: str) -> dict[str, str]:
    return {"evidence": "Two teams work with it.", "on": localdate().isoformat(), **changes}


def test_a_champion_plans_a_milestone(
    browse: Browse, new: str, programme: Programme, champion: Person, member: Person
) -> None:
    objective = factory.make_objective(programme)
    sent = typed.milestone(owner=member.pk, objective=objective.pk, visible_benefit="on")
    answer = browse(champion).post(new, sent)
    milestone = Milestone.objects.get(programme=programme)
    assert answer.headers["Location"] == milestone.get_absolute_url()
    assert (milestone.owner, milestone.objective, milestone.due, milestone.visible_benefit) == (
        member,
        objective,
        date(2027, 3, 31),
        True,
    )
    assert Event.objects.about("milestone.planned").get().subject == milestone


def test_a_milestone_planned_from_an_objective_serves_it(
    browse: Browse, new: str, champion: Person
) -> None:
    objective = factory.make_objective(champion.programme)
    chosen = f'<option value="{objective.pk}" selected>'
    client = browse(champion)
    page = client.get(objective.get_absolute_url()).content.decode()
    assert f"{new}?objective={objective.pk}" in page
    assert chosen not in client.get(new).content.decode()
    assert chosen in client.get(f"{new}?objective={objective.pk}").content.decode()
    assert client.get(f"{new}?objective=x&key=1").status_code == 200


def test_a_double_click_plans_it_once(browse: Browse, new: str, champion: Person) -> None:
    client, sent = browse(champion), typed.milestone()
    assert client.post(new, sent).headers["Location"] == client.post(new, sent).headers["Location"]
    assert (Milestone.objects.count(), Event.objects.about("milestone.planned").count()) == (1, 1)


@pytest.mark.parametrize(
    ("field", "text", "words"),
    [
        ("name", "", "Say it in a few words."),
        ("name", "x" * 201, "Ensure this value has at most 200 characters (it has 201)."),
        ("due", "9999-12-31", FAR),
        ("due", "1999-12-31", FAR),
        ("due", "10000-01-01", "Write the day as year-month-day, such as 2027-03-31."),
        ("due", "2027-02-30", "Write the day as year-month-day, such as 2027-03-31."),
    ],
)
def test_bad_input_is_answered_in_words(  # noqa: PLR0917
    browse: Browse, new: str, champion: Person, field: str, text: str, words: str
) -> None:
    answer = browse(champion).post(new, typed.milestone(**{field: text}))
    assert (answer.status_code, answer.context["form"].errors) == (422, {field: [words]})
    assert not Milestone.objects.exists()


@pytest.mark.parametrize(
    "name", ["a\r\nBcc: all@example.org", "<script>x</script>", "=1+1", "🚀 حفلة"]
)
def test_a_strange_name_is_one_harmless_line(
    browse: Browse, new: str, champion: Person, name: str
) -> None:
    client = browse(champion)
    page = client.get(client.post(new, typed.milestone(name=name)).headers["Location"])
    assert Milestone.objects.get().name == " ".join(name.split())
    assert "<script>x" not in page.content.decode()


def test_owner_and_objective_of_another_programme_are_no_choices(
    browse: Browse, new: str, champion: Person, stranger: Person
) -> None:
    theirs = factory.make_objective(stranger.programme)
    answer = browse(champion).post(new, typed.milestone(owner=stranger.pk, objective=theirs.pk))
    assert [*answer.context["form"].errors] == ["owner", "objective"]


def test_a_moved_day_is_told_on_the_page(
    browse: Browse, programme: Programme, champion: Person, observer: Person
) -> None:
    milestone = factory.make_milestone(programme, due=date(2027, 3, 31))
    sent = typed.milestone(revision="1", due="2027-05-04")
    assert browse(champion).post(to("editing", milestone), sent).status_code == 302
    page = browse(observer).get(milestone.get_absolute_url())
    assert [(line.who, line.words, line.notes) for line in page.context["history"]] == [
        ("Chris Champion", "changed a milestone", ["due: 31 Mar 2027 → 4 May 2027"]),
        ("Chris Champion", "planned a milestone", []),
    ]


def test_its_owner_reaches_it_and_everybody_reads_the_evidence(
    browse: Browse, programme: Programme, member: Person, observer: Person
) -> None:
    milestone = factory.make_milestone(programme, owner=member)
    answer = browse(member).post(to("completion", milestone), evidence())
    assert answer.headers["Location"] == milestone.get_absolute_url()
    milestone.refresh_from_db()
    assert milestone.reached_on == localdate()
    assert Event.objects.about("milestone.reached").get().person == member
    assert (
        "Two teams work with it."
        in browse(observer).get(answer.headers["Location"]).content.decode()
    )


def test_reaching_it_twice_changes_nothing(milestone: Milestone, champion: Person) -> None:
    milestone.reach(champion, date(2026, 5, 1), "Here it is.")
    milestone.reach(champion, date(2026, 6, 1), "Again.")
    milestone.refresh_from_db()
    assert (milestone.reached_on, milestone.evidence) == (date(2026, 5, 1), "Here it is.")
    assert Event.objects.about("milestone.reached").count() == 1


@pytest.mark.parametrize(
    ("sent", "errors"),
    [
        ({"evidence": " "}, {"evidence": ["Say in a sentence what shows that it is reached."]}),
        (
            {"on": "2100-01-01"},
            {"on": ["This day is still to come. Choose today or an earlier one."]},
        ),
        ({"on": "9999-12-31"}, {"on": [FAR]}),
        (
            {"evidence": "x" * 2_001},
            {"evidence": [TOO_LONG]},
        ),
    ],
)
def test_without_evidence_or_ahead_of_its_day_it_is_not_reached(
    browse: Browse,
    milestone: Milestone,
    champion: Person,
    sent: dict[str, str],
    errors: dict[str, list[str]],
) -> None:
    answer = browse(champion).post(to("completion", milestone), evidence(**sent))
    assert (answer.status_code, answer.context["form"].errors) == (422, errors)
    milestone.refresh_from_db()
    assert milestone.reached_on is None


def test_reopening_keeps_the_evidence_for_the_next_time(
    browse: Browse, milestone: Milestone, champion: Person
) -> None:
    client = browse(champion)
    client.post(to("completion", milestone), evidence())
    assert client.post(to("reopening", milestone)).status_code == 302
    client.post(to("reopening", milestone))
    milestone.refresh_from_db()
    assert (milestone.reached_on, milestone.evidence) == (None, "Two teams work with it.")
    assert Event.objects.about("milestone.reopened").count() == 1
    assert (
        "Two teams work with it.</textarea>"
        in client.get(milestone.get_absolute_url()).content.decode()
    )


@pytest.mark.parametrize("role", ["member", "facilitator"])
def test_who_neither_owns_it_nor_leads_is_told_who_decides(
    browse: Browse, programme: Programme, member: Person, role: str
) -> None:
    milestone = factory.make_milestone(programme, owner=member)
    client = browse(factory.make_person(programme, role))
    answer = client.post(to("completion", milestone), evidence(), follow=True)
    words = "Mo Member, who owns it, or a champion decides when this milestone is reached."
    assert words in answer.content.decode()
    assert "Is it reached?" not in answer.content.decode()
    milestone.refresh_from_db()
    assert milestone.reached_on is None
    milestone.reach(member, localdate(), "Done.")
    client.post(to("reopening", milestone))
    milestone.refresh_from_db()
    assert milestone.reached_on == localdate()


def test_an_observer_cannot_reach_it_even_as_its_owner(
    browse: Browse, programme: Programme, observer: Person
) -> None:
    milestone = factory.make_milestone(programme, owner=observer)
    client = browse(observer)
    assert client.post(to("completion", milestone), evidence()).status_code == 403
    assert "Is it reached?" not in client.get(milestone.get_absolute_url()).content.decode()


@pytest.mark.parametrize("role", ["observer", "member", "facilitator"])
def test_only_a_champion_plans_and_moves(
    browse: Browse, new: str, programme: Programme, role: str
) -> None:
    person = factory.make_person(programme, role)
    milestone = factory.make_milestone(programme, owner=person)
    for address in (new, to("editing", milestone)):
        assert browse(person).post(address, typed.milestone(revision="1")).status_code == 403


def test_another_programmes_milestone_is_out_of_reach(
    browse: Browse, milestone: Milestone, champion: Person, stranger: Person
) -> None:
    theirs = factory.make_milestone(stranger.programme)
    client = browse(champion)
    for name in ("completion", "editing", "reopening"):
        sent = {**evidence(), **typed.milestone(revision="1")}
        assert client.post(to(name, milestone), sent).status_code == 302
        through_mine = reverse(
            f"direction:milestone_{name}", args=[champion.programme.key, theirs.pk]
        )
        assert client.post(through_mine, sent).status_code == 404
    theirs.refresh_from_db()
    assert (theirs.reached_on, theirs.revision) == (None, 1)


def test_the_database_too_refuses_a_day_out_of_bounds(programme: Programme) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        factory.make_milestone(programme, due=date(9999, 12, 31))


today = date(2026, 11, 21)
planned = st.builds(
    Milestone,
    pk=st.integers(1, 1000),
    name=st.just("x"),
    due=st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    reached_on=st.none() | st.dates(date(2026, 1, 1), today),
)


@given(st.lists(planned, max_size=12), st.randoms())
def test_the_timeline_is_in_the_order_of_days_however_it_is_given(
    milestones: list[Milestone], chance: Any
) -> None:
    line = timeline(milestones, today)
    shuffled = milestones.copy()
    chance.shuffle(shuffled)
    again = timeline(shuffled, today)
    days = [stop.day for stop in [*line.behind, *line.ahead]]
    assert days == sorted(days)
    assert [stop.day for stop in [*again.behind, *again.ahead]] == days
    assert len(days) == len(milestones)
    assert {stop.state for stop in line.behind} <= {"reached", "late"}
    assert all(stop.day >= today for stop in line.ahead)


def test_due_today_is_not_late_yet(programme: Programme) -> None:
    day = localdate()
    milestone = factory.make_milestone(programme, due=day)
    assert milestone.state(day) == "upcoming"
    assert milestone.state(day + timedelta(days=1)) == "late"


@pytest.mark.parametrize("events", [1, 3])
def test_a_milestone_costs_the_same_however_long_its_history(  # noqa: PLR0917
    browse: Browse,
    milestone: Milestone,
    observer: Person,
    champion: Person,
    events: int,
    django_assert_num_queries: Any,
) -> None:
    objective = factory.make_objective(milestone.programme)
    Milestone.objects.filter(pk=milestone.pk).update(objective=objective, owner=observer)
    for number in range(events):
        milestone.change(champion, number + 1, name=f"Name {number}")
    client = browse(observer)
    client.get(milestone.get_absolute_url())
    with django_assert_num_queries(13):
        client.get(milestone.get_absolute_url())
