"""Objectives: measurable or refused, changed only on top of what was seen."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from changeprog.direction.models import Objective, Overtaken
from changeprog.direction.way import way
from changeprog.programme.models import Event, Person, Programme
from tests import factory
from tests.direction import typed

Browse = Callable[[Person], Client]
FAR = "Choose a day between 2000 and 2100: that is as far as a programme is planned here."
TOO_LARGE = (
    "Numbers below 100\u202f000\u202f000\u202f000 fit. Choose a larger unit, such as thousands."
)
STANDS_STILL = (
    "Baseline and target are both 40 %: nothing would change. "
    "Say how far it shall move, for example to 80 %."
)
THEIRS = (
    "Somebody else saved this while you were writing. Theirs says: Where shall it be? 95. "
    "Yours is below; save again to put it in its place."
)
numbers = st.decimals(-(10**10), 10**10, places=4)
days = st.dates(date(2000, 1, 1), date(2100, 12, 31))


@pytest.fixture
def new(programme: Programme) -> str:
    return reverse("direction:new_objective", args=[programme.key])


def test_a_champion_sets_an_objective_with_a_comma_for_a_decimal_sign(
    browse: Browse, new: str, programme: Programme, champion: Person, member: Person
) -> None:
    sent = typed.objective(baseline="12,5", target="1 250.75", owner=member.pk)
    answer = browse(champion).post(new, sent)
    objective = Objective.objects.get(programme=programme)
    assert answer.headers["Location"] == objective.get_absolute_url()
    assert (objective.baseline, objective.target) == (Decimal("12.5"), Decimal("1250.75"))
    assert (objective.owner, objective.unit) == (member, "%")
    event = Event.objects.about("objective.set").get()
    assert (event.person, event.subject) == (champion, objective)


@pytest.mark.parametrize(
    ("field", "text", "words"),
    [
        ("baseline", "low", "That is not a number yet. Write only the number, such as 40."),
        ("baseline", "40 %", "That is not a number yet. Write only the number, such as 40."),
        ("target", "1e5", "That is not a number yet. Write only the number, such as 90."),
        ("target", "NaN", "That is not a number yet. Write only the number, such as 90."),
        (
            "target",
            "1,234",
            "“1,234” can be read in two ways. Write 1234 if you mean thousands, 1,2340 if not.",
        ),
        ("target", "0.00001", "At most 4 digits after the decimal sign are kept."),
        (
            "target",
            "9" * 12,
            TOO_LARGE,
        ),
        (
            "target",
            "40.0",
            STANDS_STILL,
        ),
        ("target", "", "Say where it shall be, such as 90."),
        ("unit", " ", "Say what is counted, such as %, days or customers."),
        ("measure", "x" * 201, "Ensure this value has at most 200 characters (it has 201)."),
        (
            "due",
            "9999-12-31",
            FAR,
        ),
        ("due", "2026-01-01", "Choose a day after 1 Jan 2026, when it was measured."),
        ("due", "soon", "Write the day as year-month-day, such as 2027-03-31."),
        (
            "baseline_on",
            "1999-12-31",
            FAR,
        ),
    ],
)
def test_what_cannot_be_measured_is_refused_with_an_example(  # noqa: PLR0917
    browse: Browse, new: str, champion: Person, field: str, text: str, words: str
) -> None:
    answer = browse(champion).post(new, typed.objective(**{field: text}))
    assert answer.status_code == 422
    assert answer.context["form"].errors == {field: [words]}
    assert f'value="{text.strip()}"' in answer.content.decode() or not text.strip()
    assert not Objective.objects.exists()


def test_the_same_form_sent_twice_is_one_objective_and_other_words_are_another(
    browse: Browse, new: str, champion: Person
) -> None:
    client, sent = browse(champion), typed.objective()
    first = client.post(new, sent).headers["Location"]
    assert client.post(new, sent).headers["Location"] == first
    assert Event.objects.about("objective.set").count() == 1
    assert client.post(new, {**sent, "measure": "Something else"}).headers["Location"] != first
    assert Objective.objects.count() == 2


def test_an_owner_from_another_programme_is_no_choice(
    browse: Browse, new: str, champion: Person, stranger: Person
) -> None:
    answer = browse(champion).post(new, typed.objective(owner=stranger.pk))
    assert [*answer.context["form"].errors] == ["owner"]


def test_a_change_is_one_event_that_remembers_before_and_after(
    programme: Programme, champion: Person
) -> None:
    objective = factory.make_objective(programme)
    objective.change(champion, 1, target=Decimal(95), due=date(2028, 1, 31))
    objective.change(champion, 2, target=Decimal(95), due=date(2028, 1, 31))
    event = Event.objects.about("objective.changed").get()
    assert event.facts["changes"] == {
        "target": ["90", "95"],
        "due": ["2027-12-31", "2028-01-31"],
    }


def test_the_second_of_two_editors_is_told_of_the_first(
    programme: Programme, champion: Person
) -> None:
    objective = factory.make_objective(programme)
    same = Objective.objects.get(pk=objective.pk)
    objective.change(champion, 1, target=Decimal(95))
    with pytest.raises(Overtaken):
        same.change(champion, 1, target=Decimal(99))
    same.refresh_from_db()
    assert (same.target, same.revision) == (Decimal(95), 2)


def test_the_second_editor_reads_both_and_saves_on_top(
    browse: Browse, programme: Programme, champion: Person
) -> None:
    objective = factory.make_objective(programme)
    url = reverse("direction:objective_editing", args=[programme.key, objective.pk])
    client = browse(champion)
    client.post(url, typed.objective(revision="1", target="95"))
    answer = client.post(url, typed.objective(revision="1", target="99"))
    assert answer.status_code == 409
    assert answer.context["form"].non_field_errors() == [THEIRS]
    page = answer.content.decode()
    assert 'name="target" value="99"' in page
    assert 'name="revision" value="2"' in page
    assert client.post(url, typed.objective(revision="2", target="99")).status_code == 302
    objective.refresh_from_db()
    assert objective.target == Decimal(99)


def test_the_form_shows_what_is_saved_and_saving_it_changes_nothing(
    browse: Browse, programme: Programme, champion: Person, member: Person
) -> None:
    objective = factory.make_objective(
        programme, baseline=Decimal("1.234"), target=Decimal(1000), owner=member
    )
    url = reverse("direction:objective_editing", args=[programme.key, objective.pk])
    client = browse(champion)
    form = client.get(url).context["form"]
    shown = {name: form[name].value() for name in form.fields}
    sent = {name: "" if value is None else value for name, value in shown.items()}
    assert client.post(url, sent).status_code == 302
    assert not Event.objects.about("objective.changed").exists()


def test_an_owner_who_left_is_named_in_the_form(
    browse: Browse, programme: Programme, champion: Person, member: Person
) -> None:
    objective = factory.make_objective(programme, owner=member)
    member.remove(champion)
    url = reverse("direction:objective_editing", args=[programme.key, objective.pk])
    page = browse(champion).get(url).content.decode()
    assert "Mo Member no longer takes part. Who owns it now?" in page


@pytest.mark.parametrize("role", ["observer", "member", "facilitator"])
def test_only_a_champion_sets_and_changes(
    browse: Browse, new: str, programme: Programme, role: str
) -> None:
    objective = factory.make_objective(programme)
    client = browse(factory.make_person(programme, role))
    url = reverse("direction:objective_editing", args=[programme.key, objective.pk])
    for address in (new, url):
        assert client.get(address).status_code == 403
        assert client.post(address, typed.objective(revision="1")).status_code == 403
    assert client.get(objective.get_absolute_url()).status_code == 200


def test_the_database_too_refuses_an_objective_that_goes_nowhere(programme: Programme) -> None:
    refused: list[dict[str, Any]] = [
        {"target": Decimal(40)},
        {"due": date(2025, 12, 31)},
        {"due": date(9999, 12, 31)},
    ]
    for fields in refused:
        with pytest.raises(IntegrityError), transaction.atomic():
            factory.make_objective(programme, **fields)


def test_a_dialog_gets_the_form_alone_and_a_saved_one_leads_on(
    browse: Browse, new: str, champion: Person
) -> None:
    client = browse(champion)
    htmx = {"HX-Request": "true"}
    assert "<html" not in client.get(new, headers=htmx).content.decode()
    refused = client.post(new, typed.objective(unit=""), headers=htmx)
    assert (refused.status_code, "<html" in refused.content.decode()) == (422, False)
    saved = client.post(new, typed.objective(), headers=htmx)
    assert saved.headers["HX-Redirect"] == Objective.objects.get().get_absolute_url()


def straight(baseline: Decimal, target: Decimal) -> Objective:
    return Objective(
        baseline=baseline, target=target, baseline_on=date(2026, 1, 1), due=date(2027, 1, 1)
    )


@given(numbers, numbers, numbers)
def test_progress_is_clamped_and_reached_exactly_at_the_target(
    baseline: Decimal, target: Decimal, value: Decimal
) -> None:
    if baseline == target:
        return
    objective = straight(baseline, target)
    assert 0 <= objective.progress(value) <= 1
    assert (objective.progress(baseline), objective.progress(target)) == (Decimal(0), Decimal(1))
    beyond = value >= target if target > baseline else value <= target
    assert (way(objective, value, date(2026, 6, 1), date(2026, 6, 1)).state == "reached") == beyond


@given(numbers, numbers, numbers, days)
def test_a_measure_that_shall_fall_is_the_mirror_of_one_that_shall_rise(
    baseline: Decimal, target: Decimal, value: Decimal, day: date
) -> None:
    if baseline == target:
        return
    there = way(straight(baseline, target), value, day, day)
    mirrored = way(straight(-baseline, -target), -value, day, day)
    assert (there.share, there.path, there.state) == (mirrored.share, mirrored.path, mirrored.state)


@given(days, days)
def test_the_straight_path_never_turns_back(one: date, other: date) -> None:
    objective = straight(Decimal(0), Decimal(1))
    earlier, later = sorted([one, other])
    assert 0 <= objective.path(earlier) <= objective.path(later) <= 1
    ends = objective.path(objective.baseline_on), objective.path(objective.due)
    assert ends == (Decimal(0), Decimal(1))


def test_an_old_reading_does_not_fall_behind_by_getting_older() -> None:
    objective = straight(Decimal(0), Decimal(100))
    read_on = date(2026, 7, 2)
    fresh = way(objective, Decimal(60), read_on, today=read_on)
    assert fresh.state == "ahead"
    assert way(objective, Decimal(60), read_on, today=date(2026, 12, 31)).state == "ahead"
    assert way(objective, Decimal(40), read_on, today=read_on).state == "behind"
    assert way(objective, None, None, today=read_on).state == "waiting"
