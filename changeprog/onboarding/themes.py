"""What gaps and material are about: themes in people's own words, spelt in one way."""

from dataclasses import dataclass

from django.db.models import Count, F, Min, Q
from django.db.models.functions import Lower

from changeprog.onboarding.models import Gap, Material
from changeprog.programme.models import Programme

SUGGESTED = 40
"""Themes that a form suggests, those with the most first."""


@dataclass(frozen=True)
class Theme:
    """How much people did not know about one thing, and what has resolved it."""

    name: str
    open: int
    resolved: int
    by_material: int
    by_person: int
    by_words: int

    @property
    def all(self) -> int:
        return self.open + self.resolved

    @property
    def share(self) -> int:
        """Per cent that is resolved."""
        return round(100 * self.resolved / self.all)


def by_theme(programme: Programme) -> list[Theme]:
    """Return the themes of all gaps, those with the most open ones first; one query."""
    resolved = Q(resolved_at__isnull=False)
    counted = (
        Gap.objects.filter(programme=programme)
        .order_by()
        .values(name=F("theme"))
        .annotate(
            open=Count("pk", filter=~resolved),
            resolved=Count("pk", filter=resolved),
            by_material=Count("pk", filter=Q(material__isnull=False)),
            by_person=Count("pk", filter=Q(helper__isnull=False)),
            by_words=Count("pk", filter=~Q(words="")),
        )
    )
    rows = [Theme(**row) for row in counted]
    return sorted(rows, key=lambda row: (-row.open, -row.resolved, row.name))


def known(programme: Programme) -> list[str]:
    """Return the themes that gaps and material of the programme have; two queries."""
    counts: dict[str, int] = {}
    for rows in (Gap.objects, Material.objects):
        named = rows.filter(programme=programme).exclude(theme="").order_by()
        for theme, count in named.values_list("theme").annotate(count=Count("pk")):
            counts[theme] = counts.get(theme, 0) + count
    return sorted(counts, key=lambda theme: (-counts[theme], theme))[:SUGGESTED]


def spelt(programme: Programme, said: str) -> str:
    """Return ``said`` as others have spelt it before: "Prices" and "prices" are one theme."""
    if not said:
        return ""
    for rows in (Gap.objects, Material.objects):
        same = rows.filter(programme=programme).annotate(small=Lower("theme"))
        first = same.filter(small=said.lower()).order_by().aggregate(theme=Min("theme"))
        if first["theme"]:
            return str(first["theme"])
    return said
