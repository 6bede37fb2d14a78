"""The pages of reality checks: what they show, live where people wait, and what they register."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model

from changeprog import liveness
from changeprog.celery import hint
from changeprog.communications import inbox, ledger
from changeprog.communications.inbox import About, Kind, Word
from changeprog.direction import undoing
from changeprog.direction.models import SideEffect
from changeprog.direction.undoing import Undoing
from changeprog.onboarding import reality_mailing, reality_parts, reality_record
from changeprog.onboarding.models import RealityCheck, RealityMail, Remark
from changeprog.programme import demo, journal, origins
from changeprog.programme.journal import Verb
from changeprog.programme.models import Event, Person, Programme, Role
from changeprog.programme.origins import Origin
from changeprog.programme.rooms import ProgrammeRegion, ProgrammeRoom
from stakeholders import own_record
from teams.models import Barrier

LEAST = Role.FACILITATOR
"""Who asks people outside, and reads what they say."""
SHOWN = 100
"""Checks on the page that lists them, the newest."""
VERBS = [
    Verb("reality_check.invited", "asked somebody outside for a reality check"),
    Verb("reality_check.changed", "changed a reality check"),
    Verb("reality_check.withdrawn", "withdrew the link of a reality check"),
    Verb("reality_check.renewed", "let the link of a reality check be good again"),
    Verb("reality_check.mailed_again", "mailed the link of a reality check again"),
    Verb("reality_check.answered", "was told by somebody outside what would go wrong"),
    Verb("remark.settled", "did something with a remark from outside"),
    Verb("remark.reopened", "took back what was done with a remark from outside"),
]


@dataclass(frozen=True)
class Answered:
    """What was said about one part."""

    title: str
    remarks: list[Remark]


def checks(programme: Programme, _: Role) -> dict[str, Any]:
    """Return who was asked, the newest first, with how many remarks wait for an answer."""
    own = RealityCheck.objects.filter(programme=programme).with_names().with_counts()
    rows = list(own[:SHOWN])
    return {"checks": rows, "waiting": sum(row.yet for row in rows)}


def answered(check: RealityCheck) -> dict[str, Any]:
    """Return what was said about each part in the order of the parts, and the newest mail."""
    rows = list(Remark.objects.filter(reality_check=check).with_names().order_by("pk"))
    for row in rows:
        if isinstance(row.became, SideEffect | Barrier):
            row.became.programme = check.programme
    by_part = groupby(rows, key=attrgetter("part"))
    return {
        "answers": [Answered(reality_parts.title_of(name), list(said)) for name, said in by_part],
        "parts": reality_parts.chosen(check.part_names),
        "mail": RealityMail.objects.filter(reality_check=check).last(),
    }


def find(numbers: Collection[int]) -> Mapping[int, RealityCheck]:
    return RealityCheck.objects.with_names().with_counts().in_bulk(numbers)


def told(event: Event, check: RealityCheck) -> Iterable[Word]:
    """Tell whoever asked that there is an answer."""
    if check.invited_by_id:
        text = f"{check.person.name} has answered your reality check"
        path = check.get_absolute_url()
        yield Word(event, check.invited_by_id, text, path, private=True)


def origin_of(subject: Model, reader: Person) -> list[Origin]:
    """Say of a side effect or barrier that it was made of a remark from outside, and of whose."""
    if not isinstance(subject, SideEffect | Barrier):
        return []
    kind = ContentType.objects.get_for_model(subject)
    made = Remark.objects.filter(became_type=kind, became_id=subject.pk)
    return [
        Origin("A reality check from outside")
        if not reader.may(LEAST)
        else Origin(str(each.reality_check), f"“{each}”", each.get_absolute_url())
        for each in made.with_names().prefetch_related(None)
    ]


def writes(_: Any, person: Person) -> bool:
    return person.may(LEAST)


def undoings() -> Iterator[tuple[str, Undoing]]:
    """Yield how each act is undone."""
    ends = "The link in their mail leads nowhere any more."
    good = "The link is good again."
    yield "reality_check.invited", Undoing(_withdraw, writes, ends)
    yield "reality_check.changed", Undoing(undoing.put_back, writes)
    yield "reality_check.withdrawn", Undoing(_renew, writes, good)
    yield "reality_check.renewed", Undoing(_withdraw, writes, ends)
    yield "remark.settled", Undoing(_reopen, writes, "It waits for an answer again.")


def _withdraw(check: RealityCheck, event: Event) -> None:
    if not check.withdraw(undoing.doer(event)):
        raise undoing.TooLate


def _renew(check: RealityCheck, event: Event) -> None:
    if not check.renew(undoing.doer(event)):
        raise undoing.TooLate


def _reopen(remark: Remark, event: Event) -> None:
    later = Event.objects.of(remark).filter(pk__gt=event.pk)
    if later.exists() or not remark.reopen(undoing.doer(event)):
        raise undoing.TooLate


def hint_mails() -> None:
    """Have a worker look for mails to send now."""
    hint("changeprog.onboarding.tasks.mail_reality_checks")


def hint_inboxes() -> None:
    """Have whoever asked told now that there is an answer."""
    hint("changeprog.communications.tasks.fill_inboxes")


ROOM = ProgrammeRoom("reality-checks", least=LEAST)
CHECKS = ProgrammeRegion(
    "reality-checks-asked",
    "onboarding/reality_check/_checks.html",
    ("reality_check.", "remark."),
    checks,
    least=LEAST,
)


def register() -> None:
    """Name what can happen, open the room, say how it is undone, who is told, what is kept."""
    journal.register(*VERBS)
    reality_parts.register_own()
    ROOM.add(CHECKS)
    ROOM.open()
    undoing.register(dict(undoings()))
    inbox.register(About(find, told), "reality_check.answered")
    inbox.describe(Kind("reality_check", "Reality checks", "scan-eye"))
    ledger.register(ledger.Kind("reality", "Reality check", RealityMail))
    liveness.register("reality checks", reality_mailing.wait_for_the_post)
    origins.register(origin_of)
    own_record.register(reality_record.PART)
    demo.register(87, "changeprog.onboarding.demo_reality.tell")
