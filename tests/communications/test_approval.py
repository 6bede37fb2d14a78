"""An edition that somebody has to approve: asked for, decided once, never silently gone."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from changeprog.communications import tasks
from changeprog.communications.arranging import Act
from changeprog.communications.models import Delivery, Edition, Notice, Procedure
from changeprog.communications.models.edition import EditionOvertaken, HasLeft
from changeprog.direction import undoing
from changeprog.direction.undoing import TooLate
from changeprog.programme.models import Event, Person
from tests import factory

SUNDAY = datetime(2026, 11, 22, 7, 30, tzinfo=UTC)
MONDAY = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)


@pytest.fixture
def news(procedure: Procedure, champion: Person, member: Person) -> Procedure:
    """Victories, every Monday, for which the member answers."""
    Procedure.objects.update(active=False)
    return factory.agree_procedure(
        champion,
        "News",
        topics="victories",
        to_everyone=True,
        needs_approval=True,
        owner=member,
    )


@pytest.fixture
def waiting(clock: time_machine.Traveller, news: Procedure, member: Person) -> Edition:
    """Its edition of Monday, on the Sunday before."""
    factory.log_victory(member, "First")
    factory.log_victory(member, "Second")
    clock.move_to(SUNDAY)
    beat()
    return Edition.objects.with_names().get()


def beat() -> None:
    tasks.compose_due()
    tasks.settle_editions()
    tasks.deliver_due()


def states() -> set[str]:
    return set(Delivery.objects.values_list("state", flat=True))


def acts() -> list[str]:
    return list(
        Event.objects.filter(verb__startswith="edition.")
        .order_by("pk")
        .values_list("verb", flat=True)
    )


def asked() -> list[tuple[str, str]]:
    rows = Notice.objects.filter(kind__startswith="edition.").order_by("pk")
    return list(rows.values_list("person__name", "text"))


def undo(edition: Edition, verb: str) -> None:
    undoing.undo(Event.objects.about(verb).of(edition)[0])


def texts(edition: Edition) -> list[str]:
    return [line.text for passage in edition.passages for line in passage.lines]


def test_it_is_composed_a_day_before_its_hour_and_its_owner_asked_once(
    clock: time_machine.Traveller, news: Procedure, member: Person
) -> None:
    factory.log_victory(member, "First")
    clock.move_to(SUNDAY - timedelta(seconds=1))
    beat()
    assert not Edition.objects.exists()
    clock.move_to(SUNDAY)
    beat()
    beat()
    assert (Edition.objects.get().occurrence, states()) == (date(2026, 11, 23), {"waiting"})
    assert asked() == [("Mo Member", "Please look at News, 23 November 2026")]


def test_without_an_owner_the_champions_are_asked(
    clock: time_machine.Traveller, news: Procedure, champion: Person, member: Person
) -> None:
    member.remove(champion)
    clock.move_to(SUNDAY)
    beat()
    assert [name for name, _ in asked()] == ["Chris Champion"]


def test_approved_it_goes_out_at_its_hour(
    clock: time_machine.Traveller, waiting: Edition, member: Person
) -> None:
    assert waiting.approve(member, waiting.revision)
    assert not waiting.approve(member, waiting.revision)
    beat()
    assert states() == {"due"}
    clock.move_to(MONDAY)
    beat()
    assert states() == {"sent"}
    assert acts() == ["edition.composed", "edition.approved"]


def test_who_came_since_gets_it_and_who_left_does_not(
    clock: time_machine.Traveller, waiting: Edition, champion: Person, member: Person
) -> None:
    factory.make_person(waiting.procedure.programme, "member", "Nele New")
    gone = Delivery.objects.exclude(person__in=[champion, member])
    gone.delete()
    champion_only = Procedure.objects.get(name="News")
    champion_only.change(champion, champion_only.revision, to_everyone=False, to_roles="member")
    found = Edition.objects.with_names().get()
    found.approve(member)
    rows = Delivery.objects.order_by("person__name").values_list("person__name", "state")
    assert list(rows) == [
        ("Chris Champion", "suppressed"),
        ("Mo Member", "due"),
        ("Nele New", "due"),
    ]


def test_what_nobody_approved_goes_out_late_and_says_so(
    clock: time_machine.Traveller, waiting: Edition, member: Person
) -> None:
    clock.move_to(MONDAY)
    beat()
    beat()
    assert (states(), acts()) == ({"waiting"}, ["edition.composed", "edition.overdue"])
    assert [text for _, text in asked()][1:] == [
        "Its hour has struck: News, 23 November 2026 waits for you"
    ]
    clock.move_to(MONDAY + timedelta(days=8))
    beat()
    assert Edition.objects.count() == 1
    Edition.objects.with_names().get().approve(member)
    beat()
    assert "sent" in states()


def test_what_nobody_approved_is_skipped_where_that_was_agreed_and_told_by_the_next(
    clock: time_machine.Traveller, waiting: Edition, champion: Person
) -> None:
    Procedure.objects.filter(name="News").update(if_unapproved="skip", word="")
    clock.move_to(MONDAY)
    beat()
    skipped = Edition.objects.get()
    assert (skipped.status, skipped.reason) == ("skipped", "Nobody approved it in time")
    assert set(Delivery.objects.values_list("state", "reason")) == {
        ("suppressed", "Skipped: Nobody approved it in time")
    }
    assert asked()[-1] == ("Mo Member", "Skipped: News, 23 November 2026")
    clock.move_to(MONDAY + timedelta(days=7))
    beat()
    following = Edition.objects.exclude(pk=skipped.pk).get()
    assert (following.since, sorted(texts(following))) == (skipped.since, ["First", "Second"])


def test_it_is_skipped_with_a_reason_and_its_word_stands_on_the_next(
    clock: time_machine.Traveller, waiting: Edition, member: Person
) -> None:
    waiting.put(member, waiting.revision, "Look at this.")
    assert waiting.skip(member, "Nothing of weight")
    assert not waiting.skip(member, "Nothing of weight")
    assert Procedure.objects.get(name="News").word == "Look at this."
    undo(waiting, "edition.skipped")
    again = Edition.objects.get()
    assert (again.status, again.word, states()) == ("waiting", "Look at this.", {"waiting"})
    assert Procedure.objects.get(name="News").word == ""


def test_skipping_cannot_be_taken_back_once_the_next_has_told_it(
    clock: time_machine.Traveller, waiting: Edition, member: Person
) -> None:
    waiting.skip(member, "Nothing of weight")
    clock.move_to(MONDAY + timedelta(days=7))
    beat()
    with pytest.raises(TooLate):
        undo(waiting, "edition.skipped")


def test_approving_is_taken_back_until_something_has_left(
    clock: time_machine.Traveller, waiting: Edition, member: Person
) -> None:
    waiting.approve(member)
    undo(waiting, "edition.approved")
    assert (Edition.objects.get().status, states()) == ("waiting", {"waiting"})
    waiting.approve(member)
    clock.move_to(MONDAY)
    beat()
    with pytest.raises(TooLate):
        undo(waiting, "edition.approved")
    with pytest.raises(HasLeft):
        waiting.skip(member, "x")
    with pytest.raises(HasLeft):
        waiting.postpone(member, MONDAY)
    assert states() == {"sent"}


def test_postponed_it_waits_and_asks_again_when_that_hour_strikes(
    clock: time_machine.Traveller, waiting: Edition, member: Person
) -> None:
    later = MONDAY + timedelta(hours=5)
    assert waiting.postpone(member, later)
    assert not waiting.postpone(member, later)
    waiting.approve(member)
    clock.move_to(later - timedelta(minutes=1))
    beat()
    assert states() == {"due"}
    undo(waiting, "edition.postponed")
    beat()
    assert states() == {"sent"}


def test_two_who_work_at_once_do_not_overwrite_each_other(
    waiting: Edition, champion: Person, member: Person
) -> None:
    mine, theirs = (Edition.objects.with_names().get() for _ in range(2))
    act = Act("leave_out", "won", "1")
    seen = mine.revision
    assert mine.arrange(member, seen, act)
    assert not theirs.arrange(champion, seen, act)
    with pytest.raises(EditionOvertaken):
        theirs.arrange(champion, seen, Act("leave_out", "won", "2"))
    with pytest.raises(EditionOvertaken):
        theirs.put(champion, seen, "Mine")
    with pytest.raises(EditionOvertaken):
        theirs.renew(champion, seen, SUNDAY)
    with pytest.raises(EditionOvertaken):
        theirs.approve(champion, seen)
    with pytest.raises(EditionOvertaken):
        theirs.arrange(champion, seen + 1, Act("leave_out", "gone"))
    assert Edition.objects.get().revision == seen + 1


def test_what_is_left_out_is_told_to_nobody_until_it_is_taken_back(
    clock: time_machine.Traveller, waiting: Edition, champion: Person, member: Person
) -> None:
    left = waiting.passages[0].lines[0].text
    waiting.arrange(member, waiting.revision, Act("leave_out", "won", "1"))
    assert left not in [line.text for each in waiting.passages_for(champion) for line in each.lines]
    undo(waiting, "edition.arranged")
    again = Edition.objects.with_names().get()
    assert left in [line.text for each in again.passages_for(champion) for line in each.lines]


def test_composed_anew_it_tells_what_came_since_arranged_as_before(
    clock: time_machine.Traveller, waiting: Edition, member: Person
) -> None:
    first = waiting.passages[0].lines[0]
    waiting.arrange(member, waiting.revision, Act("leave_out", "won", first.mark))
    clock.shift(timedelta(hours=1))
    factory.log_victory(member, "Third")
    clock.shift(timedelta(hours=1))
    waiting.renew(member, waiting.revision, SUNDAY + timedelta(hours=2))
    known = {line.text: line.left_out for each in waiting.passages for line in each.lines}
    assert known == {
        "First": first.text == "First",
        "Second": first.text == "Second",
        "Third": False,
    }
    waiting.approve(member)
    clock.move_to(MONDAY + timedelta(days=6))
    beat()
    assert texts(Edition.objects.order_by("-pk")[0]) == []


def test_the_next_edition_can_be_prepared_and_goes_out_by_itself(
    clock: time_machine.Traveller, procedure: Procedure, champion: Person, member: Person
) -> None:
    factory.log_victory(member, "First")
    clock.shift(timedelta(hours=1))
    prepared = procedure.prepare(champion)
    assert prepared == procedure.prepare(champion)
    assert prepared is not None
    assert (prepared.occurrence, prepared.status) == (date(2026, 11, 23), "waiting")
    beat()
    assert asked() == []
    clock.move_to(MONDAY)
    beat()
    beat()
    assert (Edition.objects.count(), states()) == (1, {"sent"})


def test_one_beat_more_or_less_changes_nothing(
    clock: time_machine.Traveller, waiting: Edition
) -> None:
    clock.move_to(MONDAY)
    for _number in range(3):
        beat()
    assert acts() == ["edition.composed", "edition.overdue"]
