from datetime import timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils.timezone import now

from changeprog import liveness
from changeprog.accounts.models import Invitation
from changeprog.communications import clock
from changeprog.communications.delivering import deliver_due
from changeprog.communications.models import Procedure
from changeprog.programme.models import Person


def test_an_invitation_left_lying_is_told(champion: Person) -> None:
    assert champion.user is not None
    Invitation.make("nia@example.org", "x", champion.user)
    assert liveness.overdue(now() + timedelta(minutes=14)) == []
    assert liveness.overdue(now() + timedelta(minutes=16)) == ["invitations"]


def test_what_was_mailed_or_withdrawn_is_not(champion: Person) -> None:
    assert champion.user is not None
    Invitation.make("nia@example.org", "x", champion.user).mailed()
    Invitation.make("max@example.org", "x", champion.user).revoke()
    assert liveness.overdue(now() + timedelta(hours=1)) == []


def test_the_command_exits_with_what_is_overdue(
    champion: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    assert champion.user is not None
    call_command("liveness")
    assert capsys.readouterr().out == "Nothing is overdue.\n"
    Invitation.make("nia@example.org", "x", champion.user)
    with (
        time_machine.travel(now() + timedelta(minutes=30), tick=False),
        pytest.raises(CommandError, match="Overdue: invitations"),
    ):
        call_command("liveness")


def test_a_digest_nobody_composed_and_a_delivery_nobody_sent_are_told(member: Person) -> None:
    procedure = Procedure.objects.get(programme=member.programme)
    struck = clock.next_occurrence(now(), procedure.weekday, procedure.at, member.zone)
    hour = clock.instant(struck, procedure.at, member.zone)
    with time_machine.travel(hour, tick=False):
        assert liveness.overdue(hour + timedelta(minutes=14)) == []
        assert liveness.overdue(hour + timedelta(minutes=16)) == ["digests"]
        procedure.compose()
        assert liveness.overdue(hour + timedelta(minutes=16)) == ["deliveries"]
        deliver_due()
        assert liveness.overdue(hour + timedelta(minutes=16)) == []
