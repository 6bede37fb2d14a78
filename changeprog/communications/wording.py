"""A communication procedure in words: whom it reaches, what with, when and by which way."""

from django.utils.dateformat import time_format

from changeprog.communications.models.procedure import Procedure, Weekday
from changeprog.communications.models.reminder_rule import ReminderRule
from changeprog.communications.models.terms import Cadence, Channel, Topic
from changeprog.communications.reminders import Kind
from changeprog.programme.models import Role
from changeprog.programme.words import days

ROUND = {
    Cadence.BEFORE_MILESTONE: "before each milestone",
    Cadence.AFTER_MILESTONE: "after each milestone",
    Cadence.BEFORE_WORKSHOP: "before each workshop",
    Cadence.AFTER_WORKSHOP: "after each workshop",
}
WAYS = {
    Channel.MAIL: "by mail",
    Channel.INBOX: "in the app’s inbox",  # noqa: RUF001 -- a typographer's apostrophe
    Channel.WEBHOOK: "in the chat",
}


def who(procedure: Procedure) -> str:
    """Say whom it reaches: "Everybody", or "Design, Sales, champions and Ruth Calder"."""
    if procedure.to_everyone:
        return "Everybody in the programme"
    parts = [
        *(team.name for team in procedure.to_teams.all()),
        *(function.name for function in procedure.to_functions.all()),
        *(f"{Role(role).label.lower()}s" for role in procedure.role_list),
        *(["ambassadors"] if procedure.to_ambassadors else []),
        *(person.name for person in procedure.to_people.all()),
    ]
    return _begun(listed(parts)) or "Nobody yet"


def what(procedure: Procedure) -> str:
    """Say what people need to know, the topics before the words."""
    topics = _begun(listed([Topic(topic).label.lower() for topic in procedure.topic_list]))
    if procedure.automatic and not topics:
        topics = "What was won, what is next, what is in the way, what was agreed"
    return ". ".join(part for part in (topics, procedure.words) if part)


def when(procedure: Procedure) -> str:
    """Say how often, and at which hour of each reader's own clock."""
    cadence = Cadence(procedure.cadence)
    if cadence is Cadence.AT_ONCE:
        return "at once, when it happens"
    at, weekday = time_format(procedure.at, "H:i"), Weekday(procedure.weekday).label
    often = {
        Cadence.DAILY: "every day",
        Cadence.WEEKLY: f"every {weekday}",
        Cadence.FORTNIGHTLY: f"every second {weekday}",
        Cadence.MONTHLY: f"on the first {weekday} of the month",
    }
    return f"{often.get(cadence) or f'{days(procedure.days)} {ROUND[cadence]}'} at {at}"


def way(procedure: Procedure) -> str:
    """Say by which way it comes."""
    return WAYS[Channel(procedure.channel)]


def sentence(procedure: Procedure) -> str:
    """Return the whole agreement in one or two sentences."""
    answers = f" {procedure.owner.name} answers for it." if procedure.owner else ""
    approval = " It is approved before it goes out." if procedure.needs_approval else ""
    words = what(procedure).rstrip(".")
    often = f"{when(procedure)}, {way(procedure)}."
    return f"{who(procedure)}, {often} {words}.{answers}{approval}"


def listed(parts: list[str]) -> str:
    """Return "a", "a and b" or "a, b and c"."""
    return " and ".join(part for part in (", ".join(parts[:-1]), *parts[-1:]) if part)


def _begun(text: str) -> str:
    """Return ``text`` with a capital first letter, and the others as they are."""
    return text[:1].upper() + text[1:]


def reminded(kind: Kind, rule: ReminderRule) -> str:
    """Say when people are reminded, and who: "14, 7 and 1 days before, on the day; its owner"."""
    if not rule.active:
        return "Nobody is reminded."
    before = [str(day) for day in rule.days if day]
    parts = [f"{listed(before)} {'day' if before == ['1'] else 'days'} before"] if before else []
    parts += ["on the day"] if 0 in rule.days else []
    parts += ["every week while it is late"] if rule.weekly_while_late else []
    people = [
        "whoever it belongs to" if rule.to_owner or kind.alone else "",
        "the chairs of its team" if rule.to_chair and not kind.alone else "",
        "the champions" if rule.to_champion and not kind.alone else "",
    ]
    who_hears = listed([each for each in people if each]) or "nobody"
    return f"{_begun(', '.join(parts) or 'Never')}: {who_hears}."
