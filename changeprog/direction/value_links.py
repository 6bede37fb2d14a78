"""The links of the chain below milestones: the resources they take, and what they make possible."""

from typing import TYPE_CHECKING, Any

from django.utils.timezone import localdate

from changeprog.direction.models import Benefit, CapabilityImprovement, Resource
from changeprog.programme import chain
from changeprog.programme.chain import Kind, Relation, Shown
from changeprog.programme.models import Person, Programme

if TYPE_CHECKING:
    from django.db.models import QuerySet


def resources(programme: Programme, _reader: Person) -> "QuerySet[Any]":
    return Resource.objects.needed().filter(programme=programme)


def capabilities(programme: Programme, _reader: Person) -> "QuerySet[Any]":
    return CapabilityImprovement.objects.filter(programme=programme)


def benefits(programme: Programme, _reader: Person) -> "QuerySet[Any]":
    return Benefit.objects.filter(programme=programme)


def resource_shown(resource: Resource) -> Shown:
    return Shown(resource.name, on=resource.needed_by)


def capability_shown(capability: CapabilityImprovement) -> Shown:
    return Shown(capability.name, *(("reached", "is-good") if capability.is_reached else ("", "")))


def benefit_shown(benefit: Benefit) -> Shown:
    ahead = benefit.starts_on > localdate()
    return Shown(benefit.name, "ahead" if ahead else "", on=benefit.starts_on)


RESOURCE = Kind(
    32,
    "resource",
    "Resource",
    "Resources",
    "package-open",
    Resource,
    "direction:resource",
    resources,
    resource_shown,
)
CAPABILITY = Kind(
    34,
    "capability",
    "Improvement",
    "Improvements",
    "sprout",
    CapabilityImprovement,
    "direction:capability",
    capabilities,
    capability_shown,
)
BENEFIT = Kind(
    36,
    "benefit",
    "Benefit",
    "Benefits",
    "coins",
    Benefit,
    "direction:benefit",
    benefits,
    benefit_shown,
)


def taken(programme: Programme) -> "QuerySet[Any]":
    """Return the resources that a milestone takes."""
    return Resource.objects.filter(programme=programme).exclude(milestone=None)


def improving(programme: Programme) -> "QuerySet[Any]":
    """Return which milestones improve which capability."""
    rows = CapabilityImprovement.milestones.through.objects
    return rows.filter(milestone__programme=programme)


def worth(programme: Programme) -> "QuerySet[Any]":
    """Return which capabilities bring which benefit."""
    return Benefit.capabilities.through.objects.filter(benefit__programme=programme)


def register() -> None:
    """Make them links of the chain."""
    chain.register(RESOURCE, CAPABILITY, BENEFIT)
    better, comes = "is improved by", "comes of"
    ends = ("milestone_id", "capabilityimprovement_id")
    chain.join(
        Relation("milestone", "resource", "is needed for", taken, "milestone_id"),
        Relation("milestone", "capability", better, improving, *ends),
        Relation("capability", "benefit", comes, worth, "capabilityimprovement_id", "benefit_id"),
    )
