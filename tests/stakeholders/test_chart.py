"""Charts are drawn by a job, once the map has changed, and nobody draws one twice at once."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from changeprog.programme.models import Event, Person, Programme, Role
from changeprog.programme.steps import Stopped
from stakeholders import charting, drawing, web_room
from stakeholders.models import Chart, Relation, Stakeholder, Tie
from stakeholders.models.chart import GIVEN_UP
from stakeholders.tasks import draw_charts
from tests import map_factory


@pytest.fixture
def trio(champion: Person) -> list[Person]:
    """Ann and Ben turn to Cem; Ann reports to Ben."""
    names = ("Ann", "Ben", "Cem")
    people = [map_factory.someone(champion.programme, name) for name in names]
    for person in people:
        map_factory.stakeholder(champion, person)
    ann, ben, cem = people
    Tie.add(champion, ann, cem, Relation.ADVICE)
    Tie.add(champion, ben, cem, Relation.ADVICE)
    Tie.add(champion, ann, ben, Relation.REPORTS_TO)
    return people


def chart_of(programme: Programme) -> Chart:
    return Chart.objects.get(programme=programme)


def test_a_chart_keeps_places_groups_and_figures_of_every_set_of_ties(
    programme: Programme, trio: list[Person]
) -> None:
    draw_charts()
    chart = chart_of(programme)
    assert chart.outline == {
        "aggregated": False,
        "people": 3,
        "width": chart.outline["width"],
        "height": chart.outline["height"],
    }
    assert sorted(map(int, chart.places)) == [person.pk for person in trio]
    assert {group for group, _, _ in chart.places.values()} == {1}
    asked = {
        figures.relations: [figures.rows[str(person.pk)][0] for person in trio]
        for figures in chart.figures.all()
    }
    assert asked == {
        "advice,reports_to": [0, 1, 2],
        "advice": [0, 0, 2],
        "reports_to": [0, 1, 0],
    }


def test_a_chart_is_older_than_its_map_only_until_it_is_drawn(
    programme: Programme, champion: Person, trio: list[Person]
) -> None:
    assert list(charting.older()) == [programme.pk]
    draw_charts()
    assert charting.older() == {}
    changes: list[Any] = [
        lambda: Tie.add(champion, trio[2], trio[0], Relation.TRUST),
        lambda: Tie.objects.latest("pk").remove(champion),
        lambda: map_factory.stakeholder(champion, map_factory.someone(programme, "Dee")),
        lambda: Stakeholder.objects.latest("pk").remove(champion),
        lambda: trio[0].remove(champion),
        lambda: Tie.objects.filter(source=trio[1]).update(strength=0.5),
    ]
    for change in changes:
        change()
        assert list(charting.older()) == [programme.pk]
        draw_charts()
        assert charting.older() == {}


def test_support_is_no_reason_to_draw_anew(champion: Person, trio: list[Person]) -> None:
    draw_charts()
    Stakeholder.objects.update(support=5, influence=1)
    assert charting.older() == {}


def test_a_map_without_people_has_no_chart(programme: Programme) -> None:
    draw_charts()
    assert not Chart.objects.exists()


def test_only_one_job_draws_a_chart_until_it_is_taken_to_have_died(
    programme: Programme, trio: list[Person]
) -> None:
    assert Chart.claim(programme.pk)
    draw_charts()
    assert not chart_of(programme).is_drawn
    Chart.objects.update(claimed_at=now() - GIVEN_UP - timedelta(seconds=1))
    draw_charts()
    chart = chart_of(programme)
    assert (chart.is_drawn, chart.claimed_at) == (True, None)


def test_each_step_is_told(programme: Programme, trio: list[Person]) -> None:
    told = []
    charting.draw_due(lambda key: told.append((key, chart_of(programme).done)))
    assert told == [(programme.key, done) for done in (0, 1, 2, 3, 3)]


@pytest.mark.django_db(transaction=True)
def test_nothing_is_locked_while_it_is_drawn(
    monkeypatch: pytest.MonkeyPatch, programme: Programme, champion: Person, trio: list[Person]
) -> None:
    draw, seen = drawing.draw, []

    def note(*asked: Any) -> drawing.Drawing:
        seen.append((connection.in_atomic_block, chart_of(programme).claimed_at is not None))
        return draw(*asked)

    monkeypatch.setattr(drawing, "draw", note)
    draw_charts()
    assert seen == [(False, True)]


def test_people_who_were_removed_are_not_drawn(
    programme: Programme, champion: Person, trio: list[Person]
) -> None:
    trio[0].remove(champion)
    draw_charts()
    assert sorted(map(int, chart_of(programme).places)) == [trio[1].pk, trio[2].pk]


def test_a_changed_map_asks_for_a_drawing_at_once(
    programme: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    hinted: list[Any] = []
    monkeypatch.setattr(web_room, "hint", hinted.append)
    for verb in ("tie.added", "stakeholder.removed", "conversation.noted", "victory.logged"):
        web_room.hint_after(programme.key, verb)
    assert hinted == ["stakeholders.tasks.draw_charts"] * 2


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """For each time that a worker is asked to draw, an entry."""
    asked: list[str] = []
    monkeypatch.setattr(draw_charts, "apply_async", lambda **_: asked.append("draw"))
    return asked


@pytest.mark.django_db(transaction=True)
def test_many_ties_of_one_transaction_ask_for_one_drawing(
    asked: list[str], champion: Person, trio: list[Person]
) -> None:
    asked.clear()
    with transaction.atomic():
        for source in trio:
            for target in set(trio) - {source}:
                Tie.add(champion, source, target, Relation.TRUST)
        assert asked == []
    assert asked == ["draw"]
    Tie.objects.latest("pk").remove(champion)
    trio[0].remove(champion)
    assert asked == ["draw"] * 3


@pytest.mark.django_db(transaction=True)
def test_what_is_undone_asks_for_no_drawing_and_keeps_none_from_being_asked_for(
    asked: list[str], champion: Person, trio: list[Person]
) -> None:
    asked.clear()

    def fail() -> None:
        with suppress(ValueError), transaction.atomic():
            Tie.add(champion, trio[1], trio[0], Relation.TRUST)
            raise ValueError

    fail()
    assert asked == []
    with transaction.atomic():
        fail()
        Tie.add(champion, trio[2], trio[0], Relation.TRUST)
    assert asked == ["draw"]


def test_the_live_part_is_for_facilitators_and_champions_only(
    programme: Programme, champion: Person, trio: list[Person]
) -> None:
    shown = {role: web_room.REGION.render_for(programme, role) for role in Role}
    assert "web-stamp" in shown[Role.FACILITATOR]
    assert shown[Role.CHAMPION] == shown[Role.FACILITATOR]
    assert shown[Role.MEMBER] == shown[Role.OBSERVER] == web_room.REGION.element("")


def test_the_live_part_says_how_far_the_drawing_is(
    programme: Programme, champion: Person, trio: list[Person]
) -> None:
    def words() -> str:
        return " ".join(web_room.REGION.render_for(programme, Role.CHAMPION).split())

    assert "It will be drawn within a minute." in words()
    chart = Chart.claim(programme.pk)
    assert chart
    chart.tell(1, 4)
    assert "The web is being drawn</span>" in words()
    assert "1 of 4 steps" in words()
    Chart.objects.update(claimed_at=None)
    draw_charts()
    assert "Drawn" in words()
    Tie.objects.latest("pk").remove(champion)
    assert "The map has changed since this was drawn" in words()
    assert Chart.claim(programme.pk)
    assert "The web is being drawn anew…" in words()


def test_drawing_that_is_stopped_leaves_what_was_drawn_until_the_map_changes(
    programme: Programme, browse: Callable[[Person], Client], champion: Person, trio: list[Person]
) -> None:
    draw_charts()
    drawn = Chart.objects.get().drawn_at
    Tie.objects.latest("pk").remove(champion)
    chart = Chart.claim(programme.pk)
    assert chart
    client, url = browse(champion), reverse("stakeholders:web", args=[programme.key])
    assert "Stop" in client.get(url).content.decode()
    client.post(f"{url}drawing/stopping/")
    with pytest.raises(Stopped):
        chart.tell(1, 4)
    chart.let_go()
    draw_charts()
    assert Chart.objects.get().drawn_at == drawn
    assert "drawing it anew was stopped" in client.get(url).content.decode()
    Tie.add(champion, trio[1], trio[0], Relation.TRUST)
    draw_charts()
    assert Chart.objects.get().drawn_at != drawn


def test_what_was_stopped_is_drawn_when_somebody_asks_for_it(
    programme: Programme, browse: Callable[[Person], Client], champion: Person, trio: list[Person]
) -> None:
    client, url = browse(champion), reverse("stakeholders:web", args=[programme.key])
    client.post(f"{url}drawing/stopping/")
    draw_charts()
    assert not Chart.objects.get().is_drawn
    client.post(f"{url}drawing/")
    draw_charts()
    assert Chart.objects.get().is_drawn


def test_the_room_is_new_when_a_chart_is_drawn_and_its_stamp_when_support_moved(
    programme: Programme, champion: Person, trio: list[Person]
) -> None:
    def stamp() -> str:
        return web_room.state_of(programme, Chart.objects.first()).stamp

    seen = [(web_room.ROOM.revision(programme.key), stamp())]
    draw_charts()
    seen.append((web_room.ROOM.revision(programme.key), stamp()))
    row = Stakeholder.objects.get(person=trio[0])
    row.change(champion, row.revision, support=5)
    seen.append((web_room.ROOM.revision(programme.key), stamp()))
    revisions, stamps = zip(*seen, strict=True)
    assert (len(set(revisions)), len(set(stamps))) == (3, 3)


def test_a_tie_that_was_taken_away_can_be_brought_back(
    champion: Person, trio: list[Person]
) -> None:
    tie = Tie.add(champion, trio[2], trio[0], Relation.TRUST, 0.25)
    Tie.objects.filter(pk=tie.pk).update(origin="survey")
    tie.refresh_from_db()
    removed = tie.remove(champion)
    assert removed
    assert tie.remove(champion) is None
    assert not Tie.objects.filter(relation=Relation.TRUST).exists()
    back = Tie.bring_back(champion, removed)
    assert back == Tie.bring_back(champion, removed)
    again = Tie.objects.get(relation=Relation.TRUST)
    ends = (again.source, again.target, again.strength, again.origin)
    assert ends == (trio[2], trio[0], 0.25, "survey")


def test_a_tie_with_somebody_who_is_gone_does_not_come_back(
    champion: Person, trio: list[Person]
) -> None:
    removed = Tie.objects.filter(source=trio[0]).latest("pk").remove(champion)
    assert removed
    trio[0].remove(champion)
    assert Tie.bring_back(champion, removed) is None


def test_the_journal_never_says_who_is_tied_to_whom(champion: Person, trio: list[Person]) -> None:
    Tie.objects.latest("pk").remove(champion)
    events = Event.objects.filter(verb__startswith="tie.")
    assert {event.visibility for event in events} == {"facilitators"}
    added = [event.facts for event in events.filter(verb="tie.added")]
    assert added == [{}] * 3
