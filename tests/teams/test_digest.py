"""What the digest tells of victories and barriers in a window of time."""

from datetime import UTC, datetime, timedelta
from typing import Any

from changeprog.communications.digest import Line
from changeprog.programme.models import Function, Person, Programme
from teams import digest
from teams.models import Barrier, Victory
from tests import factory

UNTIL = datetime(2026, 5, 11, 7, tzinfo=UTC)
SINCE = UNTIL - timedelta(days=7)


def victory(by: Person, what: str, day: int, promoted: int | None = None, **links: Any) -> Victory:
    """Log a victory ``day`` days before the end of the window, and promote it on another."""
    made = factory.log_victory(by, what, **links)
    Victory.objects.filter(pk=made.pk).update(logged_at=UNTIL - timedelta(days=day))
    if promoted is not None:
        made.promote(by, "It took courage.")
        Victory.objects.filter(pk=made.pk).update(promoted_at=UNTIL - timedelta(days=promoted))
    return made


def barrier(
    by: Person, what: str, day: int, owner: Person | None = None, down: int | None = None
) -> Barrier:
    """Log a barrier ``day`` days before the end of the window, and knock it down on another."""
    made = factory.log_barrier(by, what, owner)
    Barrier.objects.filter(pk=made.pk).update(logged_at=UNTIL - timedelta(days=day))
    if down is not None:
        made.knock_down(by, "We asked.")
        Barrier.objects.filter(pk=made.pk).update(knocked_down_at=UNTIL - timedelta(days=down))
    return made


def told(lines: list[Line]) -> list[tuple[str, str, str]]:
    return [(line.text, line.detail, line.by) for line in lines]


def test_promoted_victories_come_first_then_those_logged_in_the_window(
    champion: Person, programme: Programme
) -> None:
    sales = Function.objects.get(programme=programme, name="Sales")
    victory(champion, "Long ago", 20)
    victory(champion, "Plain", 2, function=sales)
    quoted = victory(champion, "Quoted", 15, promoted=1)
    victory(champion, "Quoted before", 15, promoted=9)
    victory(champion, "Not yet", -1)
    lines = digest.won(programme, SINCE, UNTIL)
    assert told(lines) == [
        ("Quoted", "It took courage.", "Chris Champion"),
        ("Plain", "Sales", "Chris Champion"),
    ]
    assert lines[0].path == quoted.get_absolute_url()


def test_a_window_begins_with_its_first_moment_and_ends_before_its_last(
    champion: Person, programme: Programme
) -> None:
    victory(champion, "First moment", 7)
    victory(champion, "Last moment", 0)
    assert [line.text for line in digest.won(programme, SINCE, UNTIL)] == ["First moment"]
    after = digest.won(programme, UNTIL, UNTIL + timedelta(days=7))
    assert [line.text for line in after] == ["Last moment"]


def test_what_stands_is_told_with_its_owner_or_asks_for_help(
    champion: Person, programme: Programme
) -> None:
    barrier(champion, "Owned", 12, champion)
    barrier(champion, "Free", 30)
    barrier(champion, "New", 0.5)  # type: ignore[arg-type]
    barrier(champion, "Fell", 20, champion, down=3)
    barrier(champion, "Fell before", 20, champion, down=9)
    barrier(champion, "Fell since", 40, champion, down=-1)
    assert told(digest.in_the_way(programme, SINCE, UNTIL)) == [
        ("Fell since", "In the way for 40 days.", "Chris Champion"),
        ("Free", "In the way for 30 days. Nobody owns it yet: help is wanted.", ""),
        ("Owned", "In the way for 12 days.", "Chris Champion"),
        ("New", "New. Nobody owns it yet: help is wanted.", ""),
        ("Knocked down: Fell", "We asked.", "Chris Champion"),
    ]


def test_another_programme_is_not_told(champion: Person, stranger: Person) -> None:
    victory(stranger, "Elsewhere", 2)
    barrier(stranger, "Elsewhere", 2)
    assert len(digest.won(stranger.programme, SINCE, UNTIL)) == 1
    assert digest.won(champion.programme, SINCE, UNTIL) == []
    assert digest.in_the_way(champion.programme, SINCE, UNTIL) == []


def test_a_long_week_is_cut_and_counted(champion: Person, programme: Programme) -> None:
    for number in range(digest.TOLD + 3):
        victory(champion, f"Won {number}", 2)
    lines = digest.won(programme, SINCE, UNTIL)
    assert len(lines) == digest.TOLD + 1
    assert lines[-1].text == "And 3 more."


def test_each_person_hears_of_their_own_barriers(member: Person, champion: Person) -> None:
    barrier(champion, "Mine", 2, member)
    barrier(champion, "Mine and gone", 4, member, down=1)
    barrier(champion, "Not mine", 2, champion)
    assert [line.text for line in digest.owned(member)] == ["Mine"]


def test_a_digest_asks_the_same_few_questions_of_any_week(
    champion: Person, programme: Programme, django_assert_num_queries: Any
) -> None:
    for number in range(3):
        victory(champion, f"Won {number}", 2, promoted=number or None)
        barrier(champion, f"Blocked {number}", 2, champion, down=number or None)
    with django_assert_num_queries(8):
        digest.won(programme, SINCE, UNTIL)
        digest.in_the_way(programme, SINCE, UNTIL)
