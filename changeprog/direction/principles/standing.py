"""How a programme stands to the six principles."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.timezone import localdate

from changeprog.direction.principles.catalogue import PRINCIPLES, Principle
from changeprog.direction.principles.evidence import Evidence, Moment, State, Step
from changeprog.direction.principles.sources import evidence_of
from changeprog.programme.models import Programme, Role


@dataclass(frozen=True)
class Standing:
    """One principle of one programme: the state, what shows it, and what to do next."""

    principle: Principle
    state: State
    evidence: tuple[Evidence, ...]
    step: Step | None
    may_take: bool
    """Whether the viewer may take the step."""


def standings(programme: Programme, role: Role) -> list[Standing]:
    """Return where the six principles stand, as somebody in ``role`` sees them."""
    moment = Moment(localdate(programme.created_at), localdate())
    return [_standing(principle, programme, moment, role) for principle in PRINCIPLES]


def _standing(principle: Principle, programme: Programme, moment: Moment, role: Role) -> Standing:
    """Weigh the evidence that the viewer may see; the state must not betray that there is more."""
    known = evidence_of(principle, programme, moment)
    verdict = principle.rule([piece for piece in known if role.includes(piece.least)], moment)
    steps = [piece.step for piece in verdict.shown if piece.step]
    step = steps[0] if steps else None
    if step is None and verdict.state is not State.HOLDS:
        words, url_name = principle.first
        step = Step(words, reverse(url_name, args=[programme.key]))
    may_take = step is not None and role.includes(step.least)
    return Standing(principle, verdict.state, verdict.shown, step, may_take)
