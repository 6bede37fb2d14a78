"""What the digest tells of what people need to know: new answers, and new things to learn from."""

from datetime import datetime

from django.urls import reverse

from changeprog.communications import digest
from changeprog.communications.digest import Line, Section, no_more_than
from changeprog.communications.models.terms import Topic
from changeprog.onboarding.models import Gap, Material
from changeprog.programme.models import Programme

TOLD = 6
"""Lines of one kind at most; a last line counts the others."""


def learnt(programme: Programme, since: datetime, until: datetime) -> list[Line]:
    """Tell what was resolved in [``since``, ``until``), and what was shared in it."""
    resolved = Gap.objects.filter(
        programme=programme, resolved_at__gte=since, resolved_at__lt=until
    )
    shared = Material.objects.filter(
        programme=programme, shared_at__gte=since, shared_at__lt=until
    ).offered()
    return [
        *no_more_than(
            TOLD,
            [_answer(gap) for gap in resolved.with_names().order_by("resolved_at", "pk")],
            reverse("onboarding:gaps", args=[programme.key]),
        ),
        *no_more_than(
            TOLD,
            [_piece(material) for material in shared.with_names().order_by("shared_at", "pk")],
            reverse("onboarding:materials", args=[programme.key]),
        ),
    ]


def _answer(gap: Gap) -> Line:
    team = gap.team.name if gap.team else ""
    return Line(f"Known now: {gap.what}", gap.told(), gap.get_absolute_url(), team)


def _piece(material: Material) -> Line:
    owner = material.present_owner
    detail = f"{material.get_form_display()} · {material.place}"
    words = f"To learn from: {material.title}"
    return Line(words, detail, material.get_absolute_url(), owner.name if owner else "")


LEARNT = Section("learnt", "What people need to know", 22, learnt, Topic.TEAMS)


def register() -> None:
    """Have the digest tell it."""
    digest.register(LEARNT)
