"""Procedures agreed before the app ran them begin now, so that an upgrade sends no old news.

The digest of every programme goes on where it left off: what its first edition would tell begins
with the programme.
"""

from django.db import migrations
from django.db.models import OuterRef, Subquery
from django.utils.timezone import now


def begin_now(apps, schema_editor):
    """Let agreed procedures count from this moment, and the digest from its programme's start."""
    procedures = apps.get_model("communications", "Procedure").objects.all()
    programmes = apps.get_model("programme", "Programme").objects.filter(pk=OuterRef("programme"))
    began = Subquery(programmes.values("created_at")[:1])
    procedures.filter(automatic=True).update(tells_from=began)
    moment = now()
    procedures.filter(automatic=False).update(starts_at=moment, tells_from=moment)


class Migration(migrations.Migration):
    dependencies = [("communications", "0004_editions_reminders_inbox")]

    operations = [migrations.RunPython(begin_now, migrations.RunPython.noop, elidable=True)]
