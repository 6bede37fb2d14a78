"""An upgrade to a version that runs agreed procedures sends nobody old news."""

from datetime import UTC, datetime, timedelta
from importlib import import_module

import time_machine
from django.apps import apps

from changeprog.communications import tasks
from changeprog.communications.models import Edition, Procedure
from changeprog.programme.models import Person
from tests import factory

MONDAY = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)


def test_agreed_procedures_begin_now_and_the_digest_goes_on(
    clock: time_machine.Traveller, procedure: Procedure, champion: Person
) -> None:
    factory.agree_procedure(champion, topics="victories", to_everyone=True)
    factory.log_victory(champion, "Old news")
    clock.move_to(MONDAY + timedelta(hours=1))
    Procedure.objects.update(tells_from=MONDAY + timedelta(hours=1))
    upgrade = import_module("changeprog.communications.migrations.0005_tell_no_old_news")
    upgrade.begin_now(apps, None)
    tasks.compose_due()
    edition = Edition.objects.get()
    assert (edition.procedure, edition.since) == (procedure, procedure.programme.created_at)
    clock.move_to(MONDAY + timedelta(days=7))
    tasks.compose_due()
    agreed = Edition.objects.get(procedure__automatic=False)
    assert (agreed.since, agreed.sections) == (MONDAY + timedelta(hours=1), [])
