"""What becomes of what is promised, over all workshops: who reads it, and what it is told from."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils.timezone import localdate, now

from changeprog.accounts.models import User
from changeprog.closing.chapters_people import commitments
from changeprog.programme.models import Person
from tests import workshop_factory
from tests.counting import address, queries_of
from workshops import deliveries
from workshops.consensus import Verdict
from workshops.delivery import UNKNOWN, Standing
from workshops.disclosure import in_full
from workshops.gradients import spread
from workshops.models import Commitment, FollowUp, Participant, Position, Round, Workshop
from workshops.models.follow_up import Kept, Occasion
from workshops.outcomes import Outcome

Browse = Callable[[Person | User | None], Client]
PAGE = "workshops:follow_through_over_all"


def held(facilitator: Person, level: int, kept: list[str], *, anonymous: bool = False) -> Workshop:
    """A workshop that is over: guests stood at ``level``, promised and said how they kept it."""
    workshop = workshop_factory.workshop(facilitator)
    on = workshop_factory.activity(workshop, facilitator, "consensus")
    proposal = workshop_factory.proposal(on, facilitator)
    told = [(0, level) for _ in kept]
    shown = Outcome(len(kept), spread(level for _ in kept), in_full(told), Verdict(()), {})
    poll = Round.objects.create(
        programme=workshop.programme,
        proposal=proposal,
        version=proposal.newest(),
        number=1,
        anonymous=anonymous,
        status=Round.Status.REVEALED,
        rule=workshop.rule,
        outcome=shown.to_json(),
        revealed_at=now(),
        key=uuid4(),
    )
    for place, answer in enumerate(kept):
        who = workshop_factory.guest(workshop, f"Guest {place}")
        Position.objects.create(round=poll, participant=who, level=level)
        promise(workshop, who, answer)
    return workshop


def promise(workshop: Workshop, who: Participant, kept: str, *, days: int = -7) -> None:
    """What somebody signed and is due in so many days, and their last answer if there is one."""
    Commitment.objects.create(
        programme=workshop.programme,
        workshop=workshop,
        participant=who,
        text="I call back",
        due=localdate() + timedelta(days=days),
        signed_at=now(),
    )
    if kept:
        FollowUp.objects.create(
            programme=workshop.programme,
            workshop=workshop,
            participant=who,
            occasion=Occasion.WEEK,
            answered_at=now(),
            level=2,
            kept=kept,
        )


def test_the_page_answers_in_a_sentence_with_its_numbers(
    browse: Browse, champion: Person, facilitator: Person
) -> None:
    held(facilitator, 6, ["kept", "kept", ""])
    held(facilitator, 1, ["kept", "given_up", "in_trouble", "under_way"])
    page = browse(champion).get(address(PAGE, champion.programme)).content.decode()
    assert "Of 3 who said so, 2 kept what they promised (67 %)" in page
    assert "of 4 who were behind it, 1 did (25 %)" in page


def test_members_do_not_read_it(browse: Browse, member: Person, facilitator: Person) -> None:
    where = address(PAGE, member.programme)
    statuses = [browse(who).get(where).status_code for who in (member, facilitator)]
    assert statuses == [403, 403]


def test_an_anonymous_round_is_never_joined_to_a_person(
    champion: Person, facilitator: Person
) -> None:
    held(facilitator, 6, ["kept", "kept", "kept"], anonymous=True)
    found = deliveries.promises(champion.programme, champion)
    assert [each.level for each in found] == [UNKNOWN] * 3
    held(facilitator, 6, ["kept"])
    levels = {each.level for each in deliveries.promises(champion.programme, champion)}
    assert levels == {UNKNOWN, 6}


def test_what_is_not_due_or_not_signed_is_not_counted(
    champion: Person, facilitator: Person
) -> None:
    workshop = held(facilitator, 1, ["kept", "kept", "kept"])
    promise(workshop, workshop_factory.guest(workshop, "Later"), "kept", days=7)
    promise(workshop, workshop_factory.guest(workshop, "Unsigned"), "kept")
    Commitment.objects.filter(participant__name="Unsigned").update(signed_at=None)
    context = deliveries.over_all(champion.programme, champion)
    assert context["delivery"].total.of == 3
    assert context["ahead"] == 1


def test_without_a_word_that_it_is_done_it_is_late(champion: Person, facilitator: Person) -> None:
    held(facilitator, 1, ["", "under_way", "in_trouble", "given_up", "kept"])
    found = [each.standing for each in deliveries.promises(champion.programme, champion)]
    late, trouble, gone = Standing.LATE, Standing.IN_TROUBLE, Standing.GIVEN_UP
    assert found == [late, late, trouble, gone, Standing.KEPT]


@pytest.mark.parametrize("kept", [["kept", "given_up"], ["kept", "given_up", "kept"]])
def test_champions_read_the_numbers_of_a_workshop_only_of_three_or_more(
    browse: Browse, champion: Person, facilitator: Person, kept: list[str]
) -> None:
    workshop = held(facilitator, 1, kept)
    where = f"/p/{champion.programme.key}/workshops/{workshop.pk}/follow-through/"
    page, theirs = (browse(who).get(where).content.decode() for who in (champion, facilitator))
    assert ("too few to tell" in page) is (len(kept) < 3)
    assert Kept.GIVEN_UP.label in theirs
    assert (Kept.GIVEN_UP.label in page) is (len(kept) >= 3)


def test_what_somebody_lets_the_champion_read_need_not_be_hidden_from_them(
    champion: Person, facilitator: Person
) -> None:
    held(facilitator, 1, ["kept", "kept"])
    assert deliveries.over_all(champion.programme, champion)["total"] is None
    FollowUp.objects.update(champion_may_see=True)
    assert deliveries.over_all(champion.programme, champion)["total"]


def test_it_asks_as_often_for_many_as_for_one(
    browse: Browse, champion: Person, facilitator: Person
) -> None:
    held(facilitator, 6, ["kept"] * 3)
    held(facilitator, 1, ["kept"] * 3)
    client, pages = browse(champion), [(PAGE, address(PAGE, champion.programme))]
    before = queries_of(client, pages)
    for level in (2, 3, 6):
        held(facilitator, level, ["kept"] * 4)
    assert queries_of(client, pages) == before


def test_the_review_of_a_programme_leaves_out_what_this_page_leaves_out(
    champion: Person, facilitator: Person
) -> None:
    held(facilitator, 1, ["kept", "kept", "kept", "given_up", ""])
    told = deliveries.for_everybody(champion.programme)
    assert told
    assert (told.kept, told.of) == (3, 5)
    held(facilitator, 6, ["kept", "given_up"])
    told, shown = (
        deliveries.for_everybody(champion.programme),
        deliveries.over_all(champion.programme, champion)["delivery"].total,
    )
    assert told
    assert dict(told.counts) == dict(shown.counts)
    summary = commitments(champion.programme).summary
    assert summary == "7 commitments due by now, 3 of 5 that can be told of known to be kept."


def test_the_review_tells_nothing_from_which_somebody_in_charge_could_take_their_own(
    champion: Person, facilitator: Person
) -> None:
    held(facilitator, 1, ["kept"] * 4)
    held(champion, 6, ["kept", "given_up"])
    held(champion, 6, ["given_up", "kept"])
    assert deliveries.for_everybody(champion.programme)
    first = Workshop.objects.filter(facilitator=champion).earliest("pk")
    first.facilitator = facilitator
    first.save()
    assert deliveries.for_everybody(champion.programme) is None
