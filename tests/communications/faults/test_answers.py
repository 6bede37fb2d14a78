"""The mail server refuses, delays and drops the connection, in every phase of the conversation."""

from collections.abc import Iterator

import pytest
from django.conf import LazySettings

from changeprog.communications.models import Delivery, Procedure
from tests.communications.faults.conftest import Counted
from tests.communications.faults.post_office import (
    DROP,
    HANG,
    PHASES,
    TAKE_AND_DROP,
    TAKE_AND_HANG,
    PostOffice,
    Trouble,
    opened,
)
from tests.communications.faults.scene import deliver, edition_of, programme_of, promised, states

pytestmark = pytest.mark.faults
PEOPLE, TROUBLES = 6, 4
LATER = "451 4.3.0 Try again later"
CLOSING = "421 4.3.2 Closing"


@pytest.fixture
def office(settings: LazySettings) -> Iterator[PostOffice]:
    """Return a mail server that the app in this process sends by."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_TIMEOUT = "127.0.0.1", 20
    office = PostOffice()
    with opened(office) as port:
        settings.EMAIL_PORT = port
        yield office


@pytest.fixture
def procedure(db: None, kept_mail: None) -> Procedure:
    return programme_of(PEOPLE)


@pytest.mark.parametrize("does", [DROP, LATER, CLOSING])
@pytest.mark.parametrize("phase", [phase for phase in PHASES if phase != "content"])
def test_what_is_refused_for_now_or_cut_off_arrives_later_once(
    phase: str, does: str, procedure: Procedure, office: PostOffice, counted: Counted
) -> None:
    if phase == "connect" and does == LATER:
        pytest.skip("A server greets with 220, 421 or 554")
    edition_of(procedure)
    office.troubles.extend([Trouble(phase, does)] * TROUBLES)
    beats = deliver()
    assert (len(office.troubles), states()) == (0, {"sent": PEOPLE})
    assert set(office.taken) == promised()
    assert office.doubled == {}
    counted(f"{phase}, {does}: {PEOPLE} of {PEOPLE} arrived once, after {beats} questions of beat")


def test_a_connection_lost_in_the_middle_of_a_message_costs_nothing(
    procedure: Procedure, office: PostOffice
) -> None:
    edition_of(procedure)
    office.troubles.extend([Trouble("content", DROP)] * TROUBLES)
    deliver()
    assert (len(office.troubles), states()) == (0, {"sent": PEOPLE})
    assert set(office.taken) == promised()
    assert office.doubled == {}


@pytest.mark.parametrize("does", [TAKE_AND_DROP, TAKE_AND_HANG])
def test_a_message_taken_without_an_answer_comes_again_under_the_same_message_id(
    does: str,
    procedure: Procedure,
    office: PostOffice,
    settings: LazySettings,
    counted: Counted,
) -> None:
    settings.EMAIL_TIMEOUT = 0.5
    edition_of(procedure)
    office.troubles.extend([Trouble("dot", does)] * TROUBLES)
    deliver()
    assert states() == {"sent": PEOPLE}
    assert set(office.taken) == promised()
    assert sum(office.doubled.values()) - len(office.doubled) == TROUBLES
    again = len(office.doubled)
    counted(f"{does}: {PEOPLE} arrived, {again} of them again under the same Message-ID")


@pytest.mark.parametrize("phase", PHASES)
def test_a_server_that_never_answers_holds_nobody_up_for_ever(
    phase: str, procedure: Procedure, office: PostOffice, settings: LazySettings
) -> None:
    settings.EMAIL_TIMEOUT = 0.5
    edition_of(procedure)
    office.troubles.extend([Trouble(phase, HANG)] * 2)
    deliver()
    assert (len(office.troubles), states()) == (0, {"sent": PEOPLE})
    assert set(office.taken) == promised()
    assert office.doubled == {}


@pytest.mark.parametrize("phase", ["MAIL", "RCPT", "DATA", "dot"])
def test_what_is_refused_for_good_is_not_tried_again_and_stops_no_other(
    phase: str, procedure: Procedure, office: PostOffice
) -> None:
    edition_of(procedure)
    office.troubles.append(Trouble(phase, "550 5.1.1 No such mailbox"))
    deliver()
    assert states() == {"failed": 1, "sent": PEOPLE - 1}
    failed = Delivery.objects.get(state="failed")
    assert failed.reason == "The mail server said 550 5.1.1 No such mailbox"
    assert set(office.taken) == promised() - {(failed.person.email, failed.message_id)}
    assert office.doubled == {}
