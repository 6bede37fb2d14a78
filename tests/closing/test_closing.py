"""A programme ends: its review, owners for what is open, a last edition; and is opened again."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from changeprog.accounts.models import User
from changeprog.closing import ending, last_edition, review, steps
from changeprog.closing.models import ChapterWords, Closing, Handover
from changeprog.communications import delivering
from changeprog.communications.models import Delivery, Edition, Notice
from changeprog.direction.models import Overtaken
from changeprog.programme import open_things
from changeprog.programme.models import Event, Person, Programme
from changeprog.programme.open_things import OpenThing
from teams.models import Barrier
from tests import factory

Browse = Callable[[Person | User | None], Client]
USUAL = Programme.Status.BUSINESS_AS_USUAL.value


def standing(by: Person) -> tuple[Barrier, OpenThing]:
    barrier = factory.log_barrier(by, "Two price lists")
    thing = open_things.find(by.programme, "barrier", barrier.pk)
    assert thing
    return barrier, thing


def write(by: Person, words: str = "People answer within a day.", based_on: int = 0) -> None:
    ChapterWords.write(by, review.MUST, words, key=uuid4(), based_on=based_on)


def make_ready(by: Person) -> None:
    """Take every step but the last one."""
    write(by)
    for group in steps.groups(Closing.of(by.programme)):
        for item in group.items:
            Handover.make(by, item.thing, None, "It has become somebody's daily work.")
    Closing.begun_by(by).tell_nobody(by, "Everybody was at the party.")


def closed(by: Person) -> Closing:
    make_ready(by)
    assert ending.close(by, USUAL)
    by.programme.refresh_from_db()
    return Closing.of(by.programme)


def test_a_new_owner_has_the_thing_and_is_told_once(champion: Person, member: Person) -> None:
    barrier, thing = standing(champion)
    for _ in range(2):
        Handover.make(champion, thing, member, "Ask the price desk.")
    barrier.refresh_from_db()
    assert barrier.owner == member
    told = Notice.objects.filter(person=member, kind="handover.asked")
    assert [each.detail for each in told] == ["Ask the price desk."]
    assert Handover.objects.standing().count() == 1


def test_handing_back_gives_it_to_whoever_had_it_and_tells_why(
    browse: Browse, champion: Person, member: Person, facilitator: Person
) -> None:
    barrier, _ = standing(champion)
    barrier.hand_to(facilitator, champion)
    thing = open_things.find(champion.programme, "barrier", barrier.pk)
    assert thing
    made = Handover.make(champion, thing, member)
    client = browse(member)
    assert client.post(made.get_absolute_url(), {"why": ""}).status_code == 422
    assert client.post(made.get_absolute_url(), {"why": "I leave in May."}).status_code == 302
    barrier.refresh_from_db()
    assert barrier.owner == facilitator
    told = Notice.objects.get(person=champion, kind="handover.returned")
    assert told.detail == "I leave in May."
    assert not Handover.objects.standing().exists()


def test_nobody_else_hands_back_what_was_handed_to_somebody(
    browse: Browse, champion: Person, member: Person, facilitator: Person
) -> None:
    made = Handover.make(champion, standing(champion)[1], member)
    assert browse(facilitator).get(made.get_absolute_url()).status_code == 404
    assert browse(member).get(made.get_absolute_url()).status_code == 200


def test_a_decision_is_undone_with_its_owner_and_its_notice(
    browse: Browse, champion: Person, member: Person
) -> None:
    barrier, thing = standing(champion)
    url = f"/p/{champion.programme.key}/closing/open/barrier/{barrier.pk}/"
    client = browse(champion)
    assert client.post(url, {"to": member.pk, "words": ""}).status_code == 302
    made = Handover.objects.get()
    undo = f"/p/{champion.programme.key}/closing/handed-over/{made.pk}/taking-back/"
    assert undo in client.get(f"/p/{champion.programme.key}/closing/open/").content.decode()
    client.post(undo)
    barrier.refresh_from_db()
    assert barrier.owner is None
    assert not Notice.objects.filter(person=member, kind="handover.asked").exists()
    assert thing


def test_letting_go_asks_for_a_reason(browse: Browse, champion: Person) -> None:
    barrier, _ = standing(champion)
    url = f"/p/{champion.programme.key}/closing/open/barrier/{barrier.pk}/"
    client = browse(champion)
    assert client.post(url, {"to": "", "words": ""}).status_code == 422
    assert client.post(url, {"to": "", "words": "Not ours."}).status_code == 302
    assert Handover.objects.get().to is None


def test_everything_with_an_owner_is_left_there_at_once(
    browse: Browse, champion: Person, member: Person
) -> None:
    barrier, _ = standing(champion)
    barrier.hand_to(member, champion)
    standing(champion)
    url = f"/p/{champion.programme.key}/closing/open/owners/"
    browse(champion).post(url)
    assert [each.to for each in Handover.objects.standing()] == [member]
    assert steps.steps(Closing.of(champion.programme)).left == 1


def test_words_are_written_on_top_of_what_was_seen(champion: Person) -> None:
    write(champion, "Mine.")
    with pytest.raises(Overtaken):
        write(champion, "Theirs, from an old page.", based_on=0)
    write(champion, "Mine, again.", based_on=1)
    assert review.words_of(Closing.of(champion.programme)) == {"whole": "Mine, again."}


def test_somebody_quicker_is_shown_and_nothing_is_lost(browse: Browse, champion: Person) -> None:
    write(champion, "What Ana wrote.")
    url = f"/p/{champion.programme.key}/closing/review/whole/"
    typed = {"key": str(uuid4()), "revision": "0", "words": "What I wrote."}
    answer = browse(champion).post(url, typed)
    shown = answer.content.decode()
    assert (answer.status_code, "What Ana wrote." in shown, "What I wrote." in shown) == (
        409,
        True,
        True,
    )


def test_it_is_not_closed_while_a_step_is_missing(browse: Browse, champion: Person) -> None:
    standing(champion)
    url = f"/p/{champion.programme.key}/closing/end/"
    answer = browse(champion).post(url, {"outcome": USUAL})
    assert answer.status_code == 422
    assert "Write what came of it" in answer.content.decode()
    champion.programme.refresh_from_db()
    assert champion.programme.closed_at is None


def test_what_people_still_expect_has_to_be_cancelled_first(champion: Person) -> None:
    make_ready(champion)
    meeting = factory.plan_meeting(champion.programme)
    with pytest.raises(ending.NotReady, match="Hold or cancel"):
        ending.close(champion, USUAL)
    meeting.cancel(champion)
    assert ending.close(champion, USUAL)


def test_closing_sets_the_status_keeps_the_review_and_tells_everybody(
    champion: Person, member: Person, observer: Person
) -> None:
    closing = closed(champion)
    programme = champion.programme
    assert (programme.status, programme.closed_at) == (USUAL, closing.closed_at)
    assert review.told(closing)[0].words == "People answer within a day."
    told = Notice.objects.filter(kind="closing.closed").values_list("person", flat=True)
    assert set(told) == {member.pk, observer.pk}
    assert ending.close(champion, USUAL) is False


def test_the_review_stays_as_it_was_at_the_moment_of_closing(champion: Person) -> None:
    standing(champion)
    closing = closed(champion)
    before = review.told(closing)
    Barrier.objects.update(what="Something else")
    assert review.told(Closing.of(champion.programme)) == before
    assert "Two price lists" in {fact.text for each in before for fact in each.facts}


def test_reopening_asks_why_and_goes_back_to_what_it_was(
    browse: Browse, champion: Person, member: Person
) -> None:
    before = champion.programme.status
    closed(champion)
    url = f"/p/{champion.programme.key}/closing/reopening/"
    client = browse(champion)
    assert client.post(url, {"why": ""}).status_code == 422
    assert client.post(url, {"why": "The old forms came back."}).status_code == 302
    champion.programme.refresh_from_db()
    assert (champion.programme.closed_at, champion.programme.status) == (None, before)
    event = Event.objects.get(verb="closing.reopened")
    assert event.facts["why"] == "The old forms came back."
    assert Notice.objects.filter(person=member, kind="closing.reopened").exists()
    assert client.post(f"/p/{champion.programme.key}/settings/", {"name": ""}).status_code == 422


def test_it_can_be_closed_again_and_both_ends_are_kept(champion: Person) -> None:
    closed(champion)
    assert ending.reopen(champion, "Too early.")
    champion.programme.refresh_from_db()
    closed(champion)
    assert Closing.objects.filter(programme=champion.programme).count() == 2


def test_others_read_the_review_once_it_is_closed_and_not_before(
    browse: Browse, champion: Person, observer: Person
) -> None:
    write(champion)
    client, url = browse(observer), f"/p/{champion.programme.key}/closing/review/"
    assert "People answer within a day." not in client.get(url).content.decode()
    closed(champion)
    assert "People answer within a day." in client.get(url).content.decode()


def test_the_last_edition_tells_what_came_of_it_also_when_composed_anew(
    champion: Person, member: Person
) -> None:
    write(champion)
    edition = last_edition.prepare(champion)
    assert last_edition.prepare(champion) == edition
    edition.renew(champion, edition.revision, now())
    first = Edition.objects.get(pk=edition.pk).passages[0]
    assert first.title == "What came of it"
    assert "People answer within a day." in {line.detail for line in first.lines}


def test_the_last_edition_arrives_although_the_programme_is_closed_and_stopped(
    champion: Person, member: Person
) -> None:
    make_ready(champion)
    edition = last_edition.prepare(champion)
    with pytest.raises(ending.NotReady, match="last edition"):
        ending.close(champion, Programme.Status.STOPPED.value)
    edition.approve(champion)
    assert ending.close(champion, Programme.Status.STOPPED.value)
    with time_machine.travel(now() + timedelta(days=2), tick=False):
        delivering.deliver_due()
    states = Delivery.objects.filter(edition=edition).values_list("state", flat=True)
    assert set(states) == {"sent"}


def test_its_pages_take_as_many_queries_for_one_barrier_as_for_three(
    browse: Browse, champion: Person
) -> None:
    client, root = browse(champion), f"/p/{champion.programme.key}/closing/"
    counts: dict[str, list[int]] = {}
    for number in (1, 2):
        for _ in range(number):
            standing(champion)
        for page in ("", "open/", "review/"):
            client.get(root + page)
            with CaptureQueriesContext(connection) as queries:
                client.get(root + page)
            counts.setdefault(page, []).append(len(queries))
    assert {page: each[0] for page, each in counts.items()} == {
        page: each[1] for page, each in counts.items()
    }
    assert max(each[0] for each in counts.values()) <= 40
