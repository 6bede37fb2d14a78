"""Whether the new way is the usual one: criteria, each accepted by the person named for it."""

from changeprog.onboarding.models.criterion import Criterion
from changeprog.programme.models import Team


def holds(team: Team) -> bool:
    """Whether ``team`` has criteria of business as usual and every one of them is accepted."""
    return Criterion.objects.filter(team=team).all_accepted()
