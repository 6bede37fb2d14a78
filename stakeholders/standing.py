"""The standing proposals: worked out by a job, so that their page need not.

A proposal is kept under the fingerprint of everything that it was made from. A page shows it only
while the map still has that fingerprint, and otherwise works it out, and keeps it, itself: so what
is shown is never older than the map. The job works out anew what has been asked for before, and the
smallest set of every map that has a drawing.
"""

from collections.abc import Collection
from dataclasses import asdict

from django.db.models import Q

from changeprog.celery import hint
from changeprog.programme import journal
from changeprog.programme.models import Programme
from stakeholders import choosing, proposing
from stakeholders.choosing import Choice
from stakeholders.findings import Findings, find
from stakeholders.models.proposal import SMALLEST, Proposal
from stakeholders.proposing import Basis
from stakeholders.reach import Reach

CHANGED_BY = (
    "stakeholder.",
    "conversation.",
    "tie.",
    "import.",
    "survey.",
    "ambassador.",
    "proposal_rule.",
    "person.re",
)
"""What a proposal can change by; verbs by their beginnings. What is missed, beat finds."""


def look(programme: Programme, basis: Basis, number: int) -> Findings:
    """Return what holds now for the best ``number`` people, or the smallest set."""
    fingerprint = proposing.fingerprint(programme, basis)
    if kept := Proposal.kept(programme, number, fingerprint):
        return Findings.kept(kept)
    return _work_out(programme, basis, {number}, fingerprint)[number]


def choose(reach: Reach, number: int) -> Choice:
    """Return the best ``number`` people, or the smallest set."""
    return choosing.best(reach, number) if number else choosing.smallest(reach)


def work_out_due() -> None:
    """Work out anew every proposal that was made from something else than there is now."""
    known = Q(chart__drawn_at__isnull=False) | Q(ambassador_proposals__isnull=False)
    for programme in Programme.objects.filter(known).distinct():
        basis = proposing.basis(programme)
        fingerprint = proposing.fingerprint(programme, basis)
        if stale := Proposal.stale(programme, fingerprint):
            _work_out(programme, basis, stale, fingerprint)


def _work_out(
    programme: Programme, basis: Basis, numbers: Collection[int], fingerprint: str
) -> dict[int, Findings]:
    """Return the proposals of these numbers, kept if nothing changed while they were made."""
    read = proposing.read(programme, basis)
    found = {}
    for number in numbers:
        choice = choose(read.reach, number)
        found[number] = find(read, choice, choice.heard, smallest=number == SMALLEST)
    if proposing.fingerprint(programme, proposing.basis(programme)) == fingerprint:
        kept = {number: asdict(each) for number, each in found.items()}
        Proposal.keep(programme, fingerprint, kept)
    return found


def hint_after(programme_key: str, verb: str) -> None:
    """Have a worker work out proposals as soon as a change of the map is committed."""
    if verb.startswith(CHANGED_BY):
        hint("stakeholders.tasks.work_out_proposals")


def register() -> None:
    """Listen to what changes proposals."""
    journal.accompany(hint_after)
