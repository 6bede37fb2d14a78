"""What teams adds to the ground: verbs, navigation, home panels, the road, digest sections."""

from changeprog.communications import digest as communications_digest
from changeprog.direction.principles import register_evidence
from changeprog.direction.principles.catalogue import BENEFIT, PEOPLE
from changeprog.programme import demo, home, journal, navigation, search
from changeprog.programme.journal import Verb
from changeprog.programme.models import Role
from teams import board, digest, finders, panels, principles


def everything() -> None:
    """Register it all; called once, when the app is ready."""
    journal.register(
        Verb("victory.logged", "logged a small victory"),
        Verb("victory.promoted", "promoted a victory"),
        Verb("victory.taken_down", "took a promotion back"),
        Verb("barrier.logged", "logged a barrier"),
        Verb("barrier.taken", "took a barrier on"),
        Verb("barrier.handed", "handed a barrier over"),
        Verb("barrier.knocked_down", "knocked down a barrier"),
        Verb("barrier.stood_again", "found a barrier still standing"),
        Verb("seat.taken", "gave somebody a seat in a team"),
        Verb("seat.changed", "changed what a seat promises"),
        Verb("seat.handed_over", "handed a seat over"),
        Verb("seat.left", "ended a seat in a team"),
    )
    navigation.register(navigation.Item(60, "Victories & barriers", "trophy", "teams:board", "v"))
    navigation.register_quick("teams:log", Role.MEMBER)
    board.BOARD.open()
    home.register(home.Panel(30, panels.IN_THE_WAY))
    home.register(home.Panel(40, panels.WON))
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
    demo.register(30, "teams.demo.tell")
    register_evidence(PEOPLE, principles.barriers, "barrier.")
    register_evidence(BENEFIT, principles.victories, "victory.")
    communications_digest.register(digest.WON, digest.IN_THE_WAY)
    communications_digest.register_personal(digest.OWNED)
