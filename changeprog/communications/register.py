"""What communications adds to the ground: verbs, navigation, the direction's part of the digest."""

from datetime import datetime
from typing import Any

from changeprog import liveness
from changeprog.communications import (
    archiving,
    calendar,
    calendar_milestones,
    concerning,
    desk,
    digest,
    ledger_page,
    links,
    matters,
    measuring,
    milestone_reminders,
    moments,
    reminders,
    sections,
    webhook_page,
)
from changeprog.communications.models import ReminderRule
from changeprog.direction import undoing
from changeprog.programme import demo, journal, navigation
from changeprog.programme.journal import Verb
from changeprog.programme.models import Event, Programme
from changeprog.programme.signals import programme_started


def everything() -> None:
    """Register it all; called once, when the app is ready."""
    journal.register(
        Verb("mail.stopped", "stopped some of the mails"),
        Verb("mail.resumed", "wants mails again that were stopped"),
        Verb("preference.changed", "changed how they are told"),
        Verb("reminder_rule.changed", "changed when people are reminded"),
        Verb("edition.composed", "composed an edition of the digest"),
        Verb("procedure.changed", "changed a communication procedure"),
        Verb("procedure.agreed", "agreed on a communication procedure"),
        Verb("procedure.ended", "ended a communication procedure"),
        Verb("procedure.resumed", "took a communication procedure up again"),
    )
    journal.register(
        Verb("calendar.made", "made an address of their calendar"),
        Verb("calendar.renewed", "gave their calendar a new address"),
        Verb("calendar.revoked", "took the address of their calendar away"),
    )
    navigation.register(
        navigation.Item(70, "Communications", "mail", "communications:overview", "c")
    )
    demo.register(40, "changeprog.communications.demo.tell")
    demo.register(41, "changeprog.communications.demo_editions.tell")
    ledger_page.register()
    links.register()
    measuring.register()
    demo.register(90, "changeprog.communications.demo_reminders.tell")
    liveness.register("digests", owe_an_edition)
    liveness.register("deliveries", wait_for_the_post)
    liveness.register("notices", leave_somebody_untold)
    calendar.register(calendar_milestones.milestones)
    webhook_page.register()
    concerning.register()
    desk.register()
    archiving.register()
    matters.register()
    liveness.register("reminders", leave_somebody_unreminded)
    reminders.register(milestone_reminders.KIND)
    undoing.register({"reminder_rule.changed": undoing.Undoing(set_back, undoing.leads)})
    digest.register(*sections.SECTIONS)
    digest.register_personal(*sections.PERSONAL)
    moments.register("milestone", sections.milestones.days_of)
    programme_started.connect(give_procedure, dispatch_uid="communications.give_procedure")


def give_procedure(*, programme: Programme, **_: Any) -> None:
    """Give a new programme its weekly digest, in the transaction that starts the programme."""
    from changeprog.communications.models import Procedure  # noqa: PLC0415 -- apps must be ready

    began = programme.created_at
    Procedure.objects.create(programme=programme, starts_at=began, tells_from=began)


def owe_an_edition(since: datetime) -> bool:
    """Whether an edition that was owed by then is still not composed."""
    from changeprog.communications.models import Procedure  # noqa: PLC0415 -- apps must be ready

    return bool(Procedure.objects.due(since))


def wait_for_the_post(since: datetime) -> bool:
    """Whether a delivery that could have been sent by then is still waiting."""
    from changeprog.communications.models import Delivery  # noqa: PLC0415 -- apps must be ready

    return bool(Delivery.objects.due(since))


def leave_somebody_untold(since: datetime) -> bool:
    """Whether a notice that could have been sent by then is still waiting."""
    from changeprog.communications.models import Notice, NoticeMail  # noqa: PLC0415 -- as above

    return bool(Notice.objects.due(since) or NoticeMail.objects.due(since))


def leave_somebody_unreminded(since: datetime) -> bool:
    """Whether a reminder that somebody was to have by then has not been told."""
    return bool(reminders.owed(since))


def set_back(rule: ReminderRule, event: Event) -> None:
    """Undo a change of when people are reminded, unless it was changed again."""
    if Event.objects.of(rule).filter(pk__gt=event.pk).exists():
        raise undoing.TooLate
    rule.set(undoing.doer(event), **event.facts["undo"])
