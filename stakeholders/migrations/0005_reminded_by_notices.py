"""Who has been reminded of a conversation stands with the notices."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("stakeholders", "0004_proposal")]

    operations = [migrations.RemoveField("stakeholder", "reminded_for")]
