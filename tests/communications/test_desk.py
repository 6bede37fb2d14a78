"""The desk: an edition is worked on, looked at, and decided, by whom it is for to do so."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from changeprog.communications import tasks
from changeprog.communications.models import Delivery, Edition, Procedure, Proof
from changeprog.communications.unsubscribing import path_for
from changeprog.programme.models import Person
from tests import factory

SUNDAY = datetime(2026, 11, 22, 7, 30, tzinfo=UTC)
Browse = Callable[[Person], Client]
Queries = Callable[[int], Any]


@pytest.fixture
def edition(
    clock: time_machine.Traveller, procedure: Procedure, champion: Person, member: Person
) -> Edition:
    """One that waits for the member, with two victories and a barrier."""
    Procedure.objects.update(active=False)
    news = factory.agree_procedure(
        champion,
        "News",
        topics="victories,barriers",
        to_everyone=True,
        needs_approval=True,
        owner=member,
    )
    factory.log_victory(member, "First victory")
    factory.log_victory(member, "Second victory")
    factory.log_barrier(member, "The barrier")
    clock.move_to(SUNDAY)
    tasks.compose_due()
    return Edition.objects.with_names().get(procedure=news)


def to(name: str, edition: Edition, *more: int) -> str:
    return reverse(
        f"communications:{name}", args=[edition.procedure.programme.key, edition.pk, *more]
    )


def test_the_owner_and_champions_work_on_it_and_nobody_else(
    browse: Browse, edition: Edition, champion: Person, member: Person, facilitator: Person
) -> None:
    statuses = {
        person.name: [
            browse(person).get(to(name, edition)).status_code
            for name in ("desk", "desk_preview", "edition", "edition_letter")
        ]
        for person in (champion, member, facilitator)
    }
    assert statuses == {
        "Chris Champion": [200, 200, 200, 200],
        "Mo Member": [200, 200, 200, 200],
        "Fay Facilitator": [403, 403, 404, 404],
    }
    assert browse(facilitator).post(to("approve", edition), {"revision": "1"}).status_code == 403


def test_a_line_is_moved_left_out_and_taken_back_with_undo(
    browse: Browse, edition: Edition, member: Person
) -> None:
    client, path = browse(member), to("arrange", edition)
    said = {"revision": 1, "section": "won", "mark": "2"}
    moved = client.post(path, {**said, "move": "1"}, follow=True)
    assert "Moved." in moved.content.decode()
    lines = [line.mark for line in Edition.objects.get(pk=edition.pk).passages[0].lines]
    assert lines == ["2", "1"]
    left = client.post(path, {**said, "revision": 2, "kind": "leave_out"}, follow=True)
    assert "Left out" in left.content.decode()
    undo = str(next(iter(left.context["messages"])).extra_tags)
    client.post(undo)
    current = Edition.objects.get(pk=edition.pk)
    assert [line.left_out for line in current.passages[0].lines] == [False, False]


def test_who_is_overtaken_sees_how_it_stands_now(
    browse: Browse, edition: Edition, champion: Person, member: Person
) -> None:
    said = {"revision": 1, "section": "won", "mark": "1", "kind": "leave_out"}
    browse(member).post(to("arrange", edition), said)
    typed = {"revision": "1", "word": "My long word"}
    late = browse(champion).post(to("edition_word", edition), typed)
    page = late.content.decode()
    assert (late.status_code, "Somebody else has worked" in page, "My long word" in page) == (
        409,
        True,
        True,
    )
    assert browse(champion).post(to("approve", edition), {"revision": "1"}).status_code == 409


@pytest.mark.parametrize(
    ("act", "sent"),
    [
        ("arrange", {"revision": "1", "section": "won", "kind": "burn"}),
        ("arrange", {"section": "won"}),
        ("edition_word", {"revision": "1", "word": "x" * 1201}),
        ("skip", {"revision": "1", "reason": ""}),
        ("postpone", {"revision": "1", "until": "2026-11-01T09:00"}),
        ("postpone", {"revision": "1", "until": "2027-11-01T09:00"}),
        ("postpone", {"revision": "1", "until": "soon"}),
        ("proof", {"revision": "1", "key": "1"}),
        ("approve", {}),
    ],
)
def test_bad_input_changes_nothing(
    act: str, sent: dict[str, str], browse: Browse, edition: Edition, member: Person
) -> None:
    assert browse(member).post(to(act, edition), sent).status_code == 422
    assert Edition.objects.get(pk=edition.pk).revision == 1


def test_htmx_gets_the_desk_alone_with_what_was_done(
    browse: Browse, edition: Edition, member: Person
) -> None:
    said = {"revision": 1, "section": "won", "mark": "1", "kind": "leave_out"}
    answer = browse(member).post(to("arrange", edition), said, headers={"HX-Request": "true"})
    page = answer.content.decode()
    assert (answer.status_code, "<html" in page, 'id="desk"' in page) == (200, False, True)
    assert ("Left out." in page, "Undo" in page) == (True, True)


def test_it_is_looked_at_as_it_reaches_somebody_without_their_way_out(
    browse: Browse, edition: Edition, champion: Person, member: Person
) -> None:
    letter = browse(champion).get(to("desk_preview", edition), {"reader": member.pk})
    page = letter.content.decode()
    assert ("Mo Member" in page, path_for(member) in page) == (True, False)
    own = browse(member).get(to("desk_preview", edition), {"reader": champion.pk})
    assert ("Chris Champion, you get" in own.content.decode()) is False


def test_sending_a_test_offers_no_undo_of_what_was_done_before(
    browse: Browse, edition: Edition, member: Person
) -> None:
    edition.put(member, 1, "A word of mine")
    said = {"revision": "2", "key": str(uuid4())}
    page = browse(member).post(to("proof", edition), said, follow=True).content.decode()
    assert ("On its way" in page, "/desk/undoing/" in page) == (True, False)


def test_a_test_is_mailed_to_oneself_exactly_as_it_goes_out(
    browse: Browse, clock: time_machine.Traveller, edition: Edition, member: Person
) -> None:
    key = str(uuid4())
    for _ in range(2):
        browse(member).post(to("proof", edition), {"revision": "1", "key": key})
    tasks.send_proofs()
    proof = Proof.objects.get()
    assert (proof.person, proof.state) == (member, "sent")
    edition.approve(member)
    clock.shift(timedelta(days=1))
    tasks.deliver_due()
    delivery = Delivery.objects.get(edition=edition, person=member)
    assert (proof.text, proof.html) == (delivery.text, delivery.html)
    assert proof.message["Subject"] == delivery.message["Subject"]


def test_it_is_approved_postponed_and_skipped_from_the_page(
    browse: Browse, edition: Edition, member: Person
) -> None:
    client = browse(member)

    def post(act: str, **said: str) -> str:
        revision = Edition.objects.get(pk=edition.pk).revision
        answer = client.post(to(act, edition), {"revision": revision, **said}, follow=True)
        return answer.content.decode()

    assert "Approved. It goes out from 23 November, 07:30 on." in post("approve")
    assert "Postponed until 24 November, 09:00." in post("postpone", until="2026-11-24T09:00")
    assert "Skipped. The next edition tells it all." in post("skip", reason="Holidays")
    page = client.get(to("desk", edition)).content.decode()
    assert ("Holidays" in page, "Approve it" in page) == (True, False)


def test_what_waits_or_was_skipped_is_read_by_nobody_else(
    browse: Browse, edition: Edition, member: Person, observer: Person
) -> None:
    page = reverse(
        "communications:procedure", args=[edition.procedure.programme.key, edition.procedure_id]
    )
    assert edition.get_absolute_url() in browse(member).get(page).content.decode()
    assert edition.get_absolute_url() not in browse(observer).get(page).content.decode()
    edition.approve(member)
    assert browse(observer).get(edition.get_absolute_url()).status_code == 200


def test_a_procedure_for_some_is_not_read_by_others(
    browse: Browse, edition: Edition, member: Person, observer: Person
) -> None:
    procedure = edition.procedure
    edition.approve(member)
    procedure.change(member, procedure.revision, to_everyone=False, to_roles="member")
    page = reverse("communications:procedure", args=[procedure.programme.key, procedure.pk])
    assert browse(observer).get(page).status_code == 404
    assert browse(observer).get(edition.get_absolute_url()).status_code == 404
    assert browse(member).get(page).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_the_desk_takes_as_many_queries_for_three_lines_as_for_one(
    *,
    rows: int,
    clock: time_machine.Traveller,
    browse: Browse,
    edition: Edition,
    champion: Person,
    django_assert_num_queries: Queries,
) -> None:
    for number in range(rows):
        factory.log_victory(champion, f"More {number}")
    clock.shift(3600)
    edition.renew(champion, edition.revision, SUNDAY + timedelta(hours=1))
    client, path = browse(champion), to("desk", edition)
    client.get(path)
    with django_assert_num_queries(12):
        assert client.get(path).status_code == 200
