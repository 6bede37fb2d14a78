"""What pulses keep about one person: that they were asked, and mailed. Never what they said."""

from django.utils.formats import date_format
from django.utils.timezone import localtime

from changeprog.onboarding.models import Pulse, PulseMail, Slip
from changeprog.programme.models import Person
from stakeholders.own_record import Part, Row


def rows(person: Person) -> list[Row]:
    """Return in which pulses they were asked, and their mails; whether they answered is unknown."""
    asked = Pulse.objects.with_names().filter(people=person).order_by("pk")
    mails = PulseMail.objects.filter(person=person).select_related("pulse__team").order_by("pk")
    return [
        *(
            {"Team asked": pulse.team.name, "Until": date_format(pulse.closes_on, "j F Y")}
            for pulse in asked
        ),
        *({"Team asked": mail.pulse.team.name, "Mail": _when(mail)} for mail in mails),
    ]


def _when(mail: PulseMail) -> str:
    at = mail.sent_at
    return date_format(localtime(at), "j F Y, H:i") if at else mail.state_in_words


def erase(person: Person) -> None:
    """Delete their slips and mails, and that they were asked; sealed answers go with the slips."""
    PulseMail.objects.filter(person=person).delete()
    Slip.objects.filter(person=person).delete()
    person.pulses_asked.clear()


PART = Part(70, "Pulses", rows, erase)
