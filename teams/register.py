"""What teams adds to the ground: verbs, navigation, home panels, the road, digest sections."""

from datetime import datetime

from changeprog import liveness
from changeprog.communications import digest as communications_digest
from changeprog.communications import ledger
from changeprog.direction.principles import register_evidence
from changeprog.direction.principles.catalogue import BENEFIT, PEOPLE
from changeprog.programme import demo, home, journal, manifest, navigation, search
from changeprog.programme.journal import Verb
from changeprog.programme.manifest import Shortcut
from changeprog.programme.models import Role
from teams import (
    agreements,
    archiving,
    barrier_board,
    board,
    concerning,
    conflicts,
    digest,
    finders,
    handoffs,
    links,
    matters,
    meeting_calendar,
    meetings,
    panels,
    principles,
    reminding,
    seating,
    still_open,
    team_page,
    thanking,
    time_home,
    time_page,
)
from teams.models import MeetingMail


def everything() -> None:
    """Register it all; called once, when the app is ready."""
    journal.register(
        Verb("victory.logged", "logged a small victory"),
        Verb("victory.promoted", "promoted a victory"),
        Verb("victory.taken_down", "took a promotion back"),
        Verb("victory.changed", "said more of a victory"),
        Verb("victory.removed", "took a victory back"),
        Verb("victory.restored", "brought a victory back"),
        Verb("victory.thanked", "said thank you for a victory"),
        Verb("victory.thanks_taken_back", "took thanks for a victory back"),
        Verb("barrier.logged", "logged a barrier"),
        Verb("barrier.taken", "took a barrier on"),
        Verb("barrier.handed", "handed a barrier over"),
        Verb("barrier.knocked_down", "knocked down a barrier"),
        Verb("barrier.stood_again", "found a barrier still standing"),
        Verb("barrier.changed", "changed what is said of a barrier"),
        Verb("barrier.celebrated", "made a victory of a barrier that was knocked down"),
        Verb("barrier.removed", "took a barrier back"),
        Verb("barrier.restored", "brought a barrier back"),
        Verb("barrier.shared", "said of a barrier: me too"),
        Verb("barrier.escalated", "asked the next level about a barrier"),
        Verb("escalation.changed", "changed when barriers go up"),
    )
    liveness.register("escalations", leave_a_barrier_lying)
    navigation.register(navigation.Item(60, "Victories & barriers", "trophy", "teams:board", "v"))
    navigation.register_quick("teams:log", Role.MEMBER)
    manifest.register(
        Shortcut("Log a victory", "teams:log", "?what=victory", Role.MEMBER),
        Shortcut("Log a barrier", "teams:log", "?what=barrier", Role.MEMBER),
    )
    agreements.register()
    conflicts.register()
    seating.register()
    team_page.register()
    board.BOARD.open()
    barrier_board.ROOM.open()
    home.register(home.Panel(25, panels.ASKED_OF_ME))
    home.register(home.Panel(30, panels.IN_THE_WAY))
    home.register(home.Panel(40, panels.WON))
    home.register(home.Panel(45, thanking.THANKS_FOR_ME))
    home.register(home.Panel(60, panels.PROMISED_BY_ME))
    home.register_step(
        home.Step(
            order=50,
            label="Log the first small victory",
            help="Something already goes better, however small. Say it, and others will.",
            action="Log a victory",
            url_name="teams:log",
            taken=panels.has_victory,
        )
    )
    search.register(*finders.FINDERS)
    demo.register(30, "teams.demo_victories.tell")
    demo.register(33, "teams.demo_barriers.tell")
    register_evidence(PEOPLE, principles.barriers, "barrier.")
    register_evidence(PEOPLE, principles.in_vain, "barrier.")
    register_evidence(BENEFIT, principles.victories, "victory.")
    communications_digest.register(digest.WON, digest.IN_THE_WAY)
    communications_digest.register_personal(digest.ASKED, digest.OWNED)
    time_page.register()
    time_home.register()
    handoffs.register()
    links.register()
    meetings.register()
    ledger.register(ledger.Kind("meeting", "Meeting", MeetingMail))
    reminding.register()
    concerning.register()
    still_open.register()
    meeting_calendar.register()
    archiving.register()
    matters.register()


def leave_a_barrier_lying(since: datetime) -> bool:
    """Whether a barrier that was due to go up by then still waits for that."""
    from teams import escalating  # noqa: PLC0415 -- apps must be ready

    return bool(escalating.due(since))
