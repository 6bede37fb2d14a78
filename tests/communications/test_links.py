"""Editions are the last links of the chain: what was told of a thing, and to whom."""

from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from uuid import uuid4

import pytest
from django.apps import apps
from django.test import Client
from django.utils.timezone import localdate, now
from pytest_django import DjangoAssertNumQueries

from changeprog.communications import links
from changeprog.communications.digest import Line, Passage
from changeprog.communications.models import Edition, Mention, Procedure
from changeprog.communications.models.arranged import Arranged
from changeprog.programme.models import Person, Programme
from changeprog.programme.tracing import place_of
from tests import factory

Browse = Callable[[Person], Client]
MARKED = "Marmalade"


@pytest.fixture
def procedure(programme: Programme) -> Procedure:
    return Procedure.objects.select_related("programme").get(programme=programme)


def told(procedure: Procedure, *lines: Line, waiting: bool = False) -> Edition:
    """An edition with these lines, issued just now."""
    passage = Passage("won", "What was won", 10, lines).marked()
    status = Edition.Status.WAITING if waiting else Edition.Status.APPROVED
    day = localdate() - timedelta(days=Edition.objects.count())
    edition = Edition(procedure=procedure, occurrence=day, since=now(), until=now(), status=status)
    edition.sections = [passage.as_json()]
    return procedure.issue(edition)


def editions_below(subject: object, programme: Programme, reader: Person) -> list[int]:
    place = place_of(subject, programme, reader)  # type: ignore[arg-type]
    assert place
    found = [branch for branch in place.branches if branch.kind == links.EDITION]
    return [link.ref.number for branch in found for link in branch.newest]


def test_an_edition_is_below_what_it_tells_of_and_all_above_that(
    programme: Programme, procedure: Procedure, member: Person, observer: Person
) -> None:
    objective = factory.make_objective(programme)
    victory = factory.log_victory(member, objective=objective)
    edition = told(procedure, Line(victory.what, path=victory.get_absolute_url()))
    for subject in (victory, objective):
        assert editions_below(subject, programme, observer) == [edition.pk]


def test_who_may_not_read_a_line_does_not_learn_that_it_was_told(
    programme: Programme, procedure: Procedure, champion: Person, observer: Person
) -> None:
    milestone = factory.make_milestone(programme)
    edition = told(procedure, Line(MARKED, path=milestone.get_absolute_url(), visibility="members"))
    assert editions_below(milestone, programme, champion) == [edition.pk]
    assert editions_below(milestone, programme, observer) == []
    assert [each.line.text for each in links.lines_of(edition, champion)] == [MARKED]
    assert links.lines_of(edition, observer) == []


def test_an_edition_that_waits_is_nobodys_news(
    programme: Programme, procedure: Procedure, champion: Person
) -> None:
    milestone = factory.make_milestone(programme)
    edition = told(procedure, Line("Ahead", path=milestone.get_absolute_url()), waiting=True)
    assert editions_below(milestone, programme, champion) == []
    edition.approve(champion)
    assert editions_below(milestone, programme, champion) == [edition.pk]


def test_an_edition_for_a_few_is_a_link_for_those_it_reached(
    programme: Programme, champion: Person, member: Person, observer: Person
) -> None:
    narrow = factory.agree_procedure(champion, to_people=[member], name="For a few")
    milestone = factory.make_milestone(programme)
    edition = told(narrow, Line("Ahead", path=milestone.get_absolute_url()))
    edition.deliveries.update(state="sent", sent_at=now())
    found = [editions_below(milestone, programme, each) for each in (champion, member, observer)]
    assert found == [[edition.pk], [edition.pk], []]


def test_what_is_left_out_of_an_edition_is_not_told_of(
    programme: Programme, procedure: Procedure, champion: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    milestone = factory.make_milestone(programme)
    edition = told(procedure, Line("Ahead", path=milestone.get_absolute_url()), waiting=True)
    assert Mention.objects.count() == 1
    passage = Passage("won", "What was won", 10, edition.passages[0].lines, left_out=True)
    Arranged._say(edition, [passage])
    assert Mention.objects.count() == 0


def test_the_page_of_an_edition_shows_where_each_line_belongs(
    browse: Browse, programme: Programme, procedure: Procedure, observer: Person
) -> None:
    factory.write_vision(programme)
    objective = factory.make_objective(programme)
    milestone = factory.make_milestone(programme, objective=objective)
    edition = told(procedure, Line("Ahead", path=milestone.get_absolute_url()))
    page = browse(observer).get(edition.get_absolute_url()).content.decode()
    short = page.partition("What it tells of")[2]
    assert objective.measure in short
    assert "The vision" in short


def test_many_lines_ask_as_much_as_one(
    programme: Programme,
    procedure: Procedure,
    member: Person,
    observer: Person,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    factory.write_vision(programme)
    objective = factory.make_objective(programme)
    lines = [
        Line(name, path=factory.log_victory(member, name, objective=objective).get_absolute_url())
        for name in ("One", "Two", "Three")
    ]
    for count in (1, 3):
        edition = told(procedure, *lines[:count])
        with django_assert_num_queries(4):
            assert len(links.lines_of(edition, observer)) == count


def test_editions_from_before_are_read_by_the_addresses_of_their_lines(
    programme: Programme, procedure: Procedure, member: Person
) -> None:
    victory, milestone = factory.log_victory(member), factory.make_milestone(programme)
    edition = told(
        procedure,
        Line("Won", path=victory.get_absolute_url()),
        Line("Ahead", path=milestone.get_absolute_url(), visibility="members"),
        Line("Elsewhere", path=f"/p/{programme.key}/"),
        Line(str(uuid4())),
    )
    written = set(edition.mentions.values_list("kind", "number", "visibility"))
    assert written == {("victory", victory.pk, "everyone"), ("milestone", milestone.pk, "members")}
    Mention.objects.all().delete()
    upgrade = import_module("changeprog.communications.migrations.0008_mention_what_was_told")
    upgrade.note(apps, None)
    assert set(edition.mentions.values_list("kind", "number", "visibility")) == written
