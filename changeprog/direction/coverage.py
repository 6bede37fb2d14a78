"""Which dimensions of the business system the programme addresses."""

from django.db.models import Count

from changeprog.direction.models.capability import CapabilityImprovement, Dimension
from changeprog.programme.models import Programme


def covered_dimensions(programme: Programme) -> dict[Dimension, int]:
    """Return how many improvements each of the five dimensions has, none included, in one query."""
    improvements = CapabilityImprovement.objects.filter(programme=programme).order_by()
    rows = improvements.values_list("dimension").annotate(Count("pk"))
    counted = dict(rows)
    return {dimension: counted.get(dimension.value, 0) for dimension in Dimension}
