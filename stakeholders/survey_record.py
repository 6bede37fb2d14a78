"""What surveys keep about one person: given to them, and erased.

Whom they named is theirs to read. Who named *them* was said in confidence, so they are told how
often that was; the names go when they are erased, from everybody's answers.
"""

from collections.abc import Iterator

from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime

from changeprog.programme.models import Person
from stakeholders.importing.fields import fold
from stakeholders.models import Naming, Respondent, SurveyMail
from stakeholders.own_record import Part, Row


def rows(person: Person) -> list[Row]:
    """Return what they were asked, were mailed and answered, and how often they were named."""
    asked = Respondent.objects.filter(person=person).select_related("survey__programme")
    told = [row for each in asked.prefetch_related("mails").order_by("pk") for row in _asked(each)]
    count = Naming.objects.filter(person=person).count()
    times = "once" if count == 1 else f"{count} times"
    return [*told, {"Named by others": times}] if count else told


def _asked(respondent: Respondent) -> Iterator[Row]:
    answered = respondent.answered_at
    names = ", ".join(named.typed for named in respondent.named) or "Nobody"
    yield {
        "Question": respondent.survey.question,
        "Answered": _moment(answered) if answered else "Not answered",
        "Names": names if answered else "",
    }
    for mail in respondent.mails.all():
        when = _moment(mail.sent_at) if mail.sent_at else mail.state_in_words
        yield {
            "Question": respondent.survey.question,
            "Mail": when,
            "Sent to": person_address(mail),
        }


def person_address(mail: SurveyMail) -> str:
    """Return the address that a mail went to, as the kept copy has it."""
    return str(mail.message["To"] or "") if mail.was_handed_over else ""


def _moment(at: object) -> str:
    return date_format(localtime(at), "j F Y, H:i")  # type: ignore[arg-type]


@transaction.atomic
def erase(person: Person) -> None:
    """Delete their answers and mails, and their name from the answers of others."""
    SurveyMail.objects.filter(person=person).delete()
    Respondent.objects.filter(person=person).delete()
    Naming.objects.filter(person=person).delete()
    own = Naming.objects.filter(respondent__survey__programme=person.programme, person=None)
    name = fold(person.name)
    same = [naming.pk for naming in own if fold(naming.typed) == name]
    Naming.objects.filter(pk__in=same).delete()


PART = Part(60, "Surveys", rows, erase)
