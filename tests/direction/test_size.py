"""The size of the change: a rule that is total and monotone, judgements that are kept."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from changeprog.direction import sizes
from changeprog.direction.models import Judgement
from changeprog.direction.scale import PICTURE, field, sized
from changeprog.direction.sizes import Size
from changeprog.programme.models import Event, Function, Person, Programme, Role, Team
from tests import factory
from tests.direction.undo import undone

Browse = Callable[[Person], Client]
ORDER = list(Size)
shares = st.integers(0, 100)
weeks = st.integers(1, 104)


@pytest.fixture
def sales(programme: Programme) -> Function:
    return programme.functions.get(name="Sales")


def page(programme: Programme) -> str:
    return reverse("direction:size", args=[programme.key])


def judging(about: Function | Team) -> str:
    kind = "function" if isinstance(about, Function) else "team"
    return reverse(f"direction:{kind}_size_judgement", args=[about.programme.key, about.pk])


def typed(**changes: Any) -> dict[str, Any]:
    return {"key": str(uuid4()), "share": "25", "weeks": "4", "note": "", **changes}


def judge(by: Person, about: Function | Team, share: int = 25, weeks: int = 4) -> Judgement:
    return Judgement.make(by, uuid4(), about, share=share, weeks=weeks)


@given(share=shares, weeks=weeks)
def test_every_judgement_has_a_size_and_says_what_to_do(share: int, weeks: int) -> None:
    advice = sizes.advice(share, weeks)
    assert advice.words
    verbs = {Size.SMALL: "Bundle", Size.DIGESTIBLE: "Keep going", Size.BIG: "Split or phase"}
    assert advice.verb == verbs[sizes.size(share, weeks)]


@given(share=shares, more=shares, weeks=weeks)
def test_more_of_the_day_never_looks_smaller(share: int, more: int, weeks: int) -> None:
    low, high = sorted([share, more])
    looks = [ORDER.index(sizes.size(each, weeks)) for each in (low, high)]
    assert looks == sorted(looks)


@given(share=shares, weeks=weeks, more=weeks)
def test_more_time_never_looks_bigger(share: int, weeks: int, more: int) -> None:
    short, long = sorted([weeks, more])
    looks = [ORDER.index(sizes.size(share, each)) for each in (long, short)]
    assert looks == sorted(looks)


@given(share=shares, weeks=weeks)
def test_what_is_too_big_fits_once_it_is_split_or_phased_as_advised(share: int, weeks: int) -> None:
    assert sizes.size(sizes.at_most(weeks), weeks) is not Size.BIG
    assert sizes.size(share, sizes.at_least(share)) is not Size.BIG
    if sizes.size(share, weeks) is Size.BIG:
        assert sizes.at_most(weeks) < share
        assert sizes.at_least(share) > weeks


@pytest.mark.parametrize(
    ("share", "weeks", "size"),
    [
        (5, 1, Size.SMALL),
        (10, 1, Size.DIGESTIBLE),
        (25, 1, Size.BIG),
        (25, 4, Size.DIGESTIBLE),
        (50, 4, Size.BIG),
        (75, 13, Size.DIGESTIBLE),
        (100, 13, Size.BIG),
        (100, 26, Size.DIGESTIBLE),
        (10, 52, Size.SMALL),
    ],
)
def test_the_rule_of_thumb(share: int, weeks: int, size: Size) -> None:
    assert sizes.size(share, weeks) is size


def test_a_champion_judges_and_judges_again_and_both_are_kept(
    browse: Browse, champion: Person, observer: Person, sales: Function
) -> None:
    client = browse(champion)
    for sent in (typed(share="75"), typed(share="50", weeks="13", note="Region by region")):
        for _ in range(2):
            answer = client.post(judging(sales), sent)
            assert answer.headers["Location"] == page(sales.programme)
    assert [(each.share, each.weeks) for each in Judgement.objects.all()] == [(50, 13), (75, 4)]
    assert Judgement.objects.newest().get().share == 50
    history = reverse("direction:function_size", args=[sales.programme.key, sales.pk])
    shown = browse(observer).get(history)
    assert [each.judgement.share for each in shown.context["history"]] == [50, 75]
    assert "Region by region" in shown.content.decode()
    assert Event.objects.about("size.judged").count() == 2


def test_the_one_who_judges_is_told_how_it_looks(
    browse: Browse, champion: Person, sales: Function
) -> None:
    answer = browse(champion).post(judging(sales), typed(share="75", weeks="1"), follow=True)
    assert "Sales: too big at once." in answer.content.decode()


def test_a_judgement_made_by_mistake_is_taken_back_once(
    browse: Browse, champion: Person, sales: Function
) -> None:
    judge(champion, sales, 50, 13)
    client = browse(champion)
    answer = client.post(judging(sales), typed(share="75", weeks="1"))
    assert [each.share for each in Judgement.objects.all()] == [75, 50]
    for _ in range(2):
        assert undone(client, answer).status_code == 302
        assert [each.share for each in Judgement.objects.all()] == [50]
    assert Event.objects.about("size.taken_back").count() == 1


def test_a_team_is_judged_beside_the_functions(
    programme: Programme, champion: Person, sales: Function
) -> None:
    team = Team.objects.create(programme=programme, name="Key accounts")
    judge(champion, team)
    judge(champion, sales, 50)
    looks = {each.about.name: each.size for each in sized(programme) if each.judgement}
    assert looks == {"Sales": Size.BIG, "Key accounts": Size.DIGESTIBLE}


@pytest.mark.parametrize("role", ["observer", "member", "facilitator"])
def test_only_a_champion_judges(
    browse: Browse, programme: Programme, sales: Function, role: str
) -> None:
    client = browse(factory.make_person(programme, role))
    assert client.get(page(programme)).status_code == 200
    assert client.post(judging(sales), typed()).status_code == 403
    assert judging(sales) not in client.get(page(programme)).content.decode()


@pytest.mark.parametrize("sent", [{"share": "33"}, {"weeks": "0"}, {"share": ""}])
def test_only_the_steps_can_be_chosen(
    browse: Browse, champion: Person, sales: Function, sent: dict[str, str]
) -> None:
    answer = browse(champion).post(judging(sales), typed(**sent))
    assert (answer.status_code, [*answer.context["form"].errors]) == (422, [*sent])
    assert not Judgement.objects.exists()


def test_the_database_too_wants_one_subject_and_a_share_of_a_day(
    programme: Programme, champion: Person, sales: Function
) -> None:
    good = {"programme": programme, "by": champion, "share": 25, "weeks": 4, "function": sales}
    team = programme.teams.earliest("pk")
    for bad in ({"function": None}, {"team": team}, {"share": 101}, {"weeks": 0}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Judgement.objects.create(**{**good, **bad})


def test_the_picture_has_everybody_who_was_judged_exactly_once(
    programme: Programme, champion: Person
) -> None:
    for function in programme.functions.all():
        judge(champion, function, 50, 13)
    marks = [mark for cell in field(sized(programme)).cells for mark in cell.marks.split()]
    assert sorted(marks) == ["L", "M", "O", "S"]
    assert [cell.marks for cell in field(sized(programme)).cells if cell.marks] == ["L S M O"]


def test_before_anybody_has_judged_nobody_can_know(browse: Browse, observer: Person) -> None:
    shown = browse(observer).get(page(observer.programme)).content.decode()
    assert "Nobody has judged it yet" in shown
    assert shown.count("Nobody can know yet") == 7


@pytest.mark.parametrize("role", Role.values)
def test_as_pushed_equals_as_loaded(
    browse: Browse, programme: Programme, champion: Person, sales: Function, role: str
) -> None:
    judge(champion, sales)
    pushed = PICTURE.render_for(programme, Role(role))
    assert "Digestible" in pushed
    person = factory.make_person(programme, role)
    assert pushed in browse(person).get(page(programme)).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_however_much_was_judged(  # noqa: PLR0917
    browse: Browse,
    programme: Programme,
    champion: Person,
    observer: Person,
    rows: int,
    django_assert_num_queries: Any,
) -> None:
    for number in range(rows):
        team = Team.objects.create(programme=programme, name=f"Team {number}")
        for function in programme.functions.all()[:rows]:
            judge(champion, function)
        judge(champion, team)
    client = browse(observer)
    with django_assert_num_queries(7):
        client.get(page(programme))


def test_another_programmes_function_cannot_be_judged(
    browse: Browse, champion: Person, stranger: Person, sales: Function
) -> None:
    theirs = stranger.programme.functions.earliest("pk")
    own = judging(sales)
    swapped = judging(theirs).replace(stranger.programme.key, champion.programme.key)
    client = browse(champion)
    assert [client.get(address).status_code for address in (own, swapped)] == [200, 404]
