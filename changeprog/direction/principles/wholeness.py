"""Evidence for the third principle: which dimensions of the business system are addressed."""

from collections.abc import Mapping

from django.urls import reverse

from changeprog.direction.coverage import covered_dimensions
from changeprog.direction.models import Dimension
from changeprog.direction.principles.evidence import Evidence, Kind, Moment, Step
from changeprog.direction.principles.rhythm import QUARTER
from changeprog.programme.models import Programme


def dimensions(programme: Programme, moment: Moment) -> list[Evidence]:
    """Tell for each of the five dimensions whether a capability in it is being improved."""
    page = reverse("direction:value", args=[programme.key])
    begin = reverse("direction:new_capability", args=[programme.key])
    step = Step("Say what has to get better in the dimensions left out", begin)
    return addressed(covered_dimensions(programme), moment, page, step)


def addressed(
    improvements: Mapping[Dimension, int], moment: Moment, page: str, step: Step
) -> list[Evidence]:
    """Return what the number of ``improvements`` in each dimension says; ``page`` lists them.

    While there is none at all, a programme younger than a quarter has nothing to tell.
    """
    if not any(improvements.values()) and moment.age <= QUARTER:
        return []
    return [_dimension(each, improvements[each], page, step) for each in Dimension]


def _dimension(dimension: Dimension, count: int, page: str, step: Step) -> Evidence:
    if not count:
        return Evidence(f"{dimension.label}: nothing is improved", Kind.MISSING, page, step)
    capabilities = "1 capability is" if count == 1 else f"{count} capabilities are"
    return Evidence(f"{dimension.label}: {capabilities} being improved", Kind.MET, page)
