"""What is said when a team becomes business as usual by an acceptance, or is so no more."""

from changeprog.onboarding.models import Adoption, Stage
from changeprog.programme.models import Team


def stage_of(team: Team | None) -> str:
    """Return the stage of ``team``; of the programme as a whole there is none."""
    return Adoption.of(team).stage if team else ""


def risen(words: str, team: Team | None, before: str) -> str:
    """Return ``words``, and that ``team`` has come to business as usual if it has by them."""
    if team and before != Stage.USUAL and stage_of(team) == Stage.USUAL:
        return f"{words} It was the last one: {team} is business as usual."
    return words


def fallen(words: str, team: Team | None, before: str) -> str:
    """Return ``words``, and that ``team`` is not business as usual any more if that is so."""
    if team and before == Stage.USUAL and stage_of(team) != Stage.USUAL:
        return f"{words} So {team} is not business as usual any more: it is using the new way."
    return words
