"""Editions from before the chain say as well what they tell of, by the addresses of their lines."""

import re

from django.db import migrations

PAGES = {
    "workshop": "workshops",
    "proposal": "workshops/proposals",
    "objective": "direction/objectives",
    "milestone": "direction/milestones",
    "resource": "direction/resources",
    "capability": "direction/capabilities",
    "benefit": "direction/benefits",
    "action": "meetings/actions",
    "commitment": "workshops/commitments",
    "hand_off": "teams/hand-offs",
    "trial": "onboarding/trials",
    "barrier": "victories-and-barriers/barriers",
    "victory": "victories-and-barriers/victories",
    "criterion": "onboarding/criteria",
}
"""Where the pages of each kind are as this is written."""
PATH = re.compile(r"/p/[^/]+/([a-z/-]+)/(\d+)/?(?:[?#].*)?")
KINDS = {page: kind for kind, page in PAGES.items()}


def mentioned(sections):
    """Return the kind, number and visibility of what each line that is told is about."""
    told = (passage for passage in sections if not passage.get("left_out"))
    for line in (line for passage in told for line in passage["lines"]):
        found = PATH.fullmatch(line.get("path", ""))
        kind = KINDS.get(found[1]) if found else None
        if kind and not line.get("left_out"):
            yield kind, int(found[2]), line.get("visibility", "everyone")


def note(apps, schema_editor):
    """Write down what every edition tells of."""
    mention = apps.get_model("communications", "Mention")
    editions = apps.get_model("communications", "Edition").objects
    for number, sections in editions.values_list("pk", "sections").iterator():
        rows = [
            mention(edition_id=number, kind=kind, number=about, visibility=visibility)
            for kind, about, visibility in sorted(set(mentioned(sections)))
        ]
        mention.objects.bulk_create(rows, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("communications", "0007_mentions")]

    operations = [migrations.RunPython(note, migrations.RunPython.noop, elidable=True)]
