"""Mailing a survey: who is owed a mail, and what it says.

The question that beat asks is "who has not been asked in a survey yet?". A mail is a row, made once
for its occasion and claimed just before it leaves; what was never claimed and is of no use any more
is not sent, and says why.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.timezone import now

from changeprog.communications.delivering import send_all
from changeprog.communications.letter import absolute
from changeprog.communications.models.posting import State
from changeprog.communications.sealing import Sealed
from changeprog.communications.to_one import Words, to_one, words_of
from changeprog.programme.models import Person
from stakeholders import reminding
from stakeholders.models import Respondent, Survey, SurveyMail
from stakeholders.models.survey_mail import FIRST

ANSWERED = "Has answered before this was sent"
OVER = "The survey ended before this was sent"


def mail_due() -> None:
    """Ask everybody who was not asked yet, and remind who is due; one mail to each."""
    at, mails = now(), SurveyMail.objects
    surveys = running(at)
    SurveyMail.objects.bulk_create(owed(surveys, at), ignore_conflicts=True)
    mails.drop_unwanted(at)
    waiting = mails.ready(at)
    over = waiting.exclude(respondent__survey__in=surveys)
    over.update(state=State.SUPPRESSED, reason=OVER)
    answered = waiting.exclude(occasion=FIRST).exclude(respondent__answered_at=None)
    answered.update(state=State.SUPPRESSED, reason=ANSWERED)
    rows = mails.defer("source").select_related("person", "respondent__survey__programme")
    send_all(rows.order_by("pk"), list(waiting.values_list("pk", flat=True)), written)


def running(at: datetime) -> list[Survey]:
    """Return the surveys that take answers at the moment ``at``."""
    near = Survey.objects.near(at).select_related("programme")
    return [survey for survey in near if survey.is_running(at)]


def owed(surveys: Iterable[Survey], at: datetime) -> list[SurveyMail]:
    """Return the mails, not saved yet, that are due at ``at`` and have no row."""
    return [
        SurveyMail(respondent=respondent, person=respondent.person, occasion=occasion)
        for respondent in _to_mail(surveys)
        if (occasion := due_occasion(respondent, at))
        and occasion not in {mail.occasion for mail in respondent.mails.all()}
    ]


def due_occasion(respondent: Respondent, at: datetime) -> str:
    """Return which mail somebody should have by ``at``: the first one, or a reminder."""
    survey, mailed = respondent.survey, {mail.occasion for mail in respondent.mails.all()}
    if FIRST not in mailed:
        return FIRST
    if respondent.answered_at:
        return ""
    days, zone = survey.reminder_days, respondent.person.zone
    return reminding.occasion(survey.closes_on, days, respondent.asked_at, zone, at)


def _to_mail(surveys: Iterable[Survey]) -> QuerySet[Respondent]:
    rows = Respondent.objects.filter(survey__in=surveys, person__removed_at=None)
    related = rows.exclude(person__email="").select_related("survey__programme", "person")
    return related.prefetch_related("mails").order_by("pk")


def remind(survey: Survey, by: Person, key: UUID) -> int:
    """Remind everybody who has not answered, now; once per ``key``. Return how many it is."""
    waiting = _to_mail([survey] if survey.is_running() else []).filter(answered_at=None)
    mails = [
        SurveyMail(respondent=each, person=each.person, occasion=f"now/{key}") for each in waiting
    ]
    known = SurveyMail.objects.filter(respondent__survey=survey, occasion=f"now/{key}").exists()
    SurveyMail.objects.bulk_create(mails, ignore_conflicts=True)
    if mails and not known:
        survey.record("reminded", by, count=len(mails))
    return len(mails)


def written(mail: SurveyMail) -> Sealed | None:
    """Return the message, or None when there is nothing to ask any more."""
    respondent = mail.respondent
    if mail.is_reminder and Respondent.objects.answered().filter(pk=respondent.pk).exists():
        return None
    return message(respondent, mail.message_id, reminds=mail.is_reminder)


def message(respondent: Respondent, message_id: str, *, reminds: bool = False) -> Sealed:
    """Return what ``respondent`` is written, with their personal link."""
    survey, person = respondent.survey, respondent.person
    words = letter(survey, person, absolute(respondent.path), reminds=reminds)
    return to_one(person, message_id, words)


def letter(survey: Survey, person: Person, link: str, *, reminds: bool = False) -> Words:
    """Return what it says, by the clock of the programme, which closes the survey."""
    about = f"Reminder: {survey.question}" if reminds else survey.question
    context = {
        "survey": survey,
        "programme": survey.programme,
        "person": person,
        "reminds": reminds,
        "link": link,
    }
    return words_of(about, "stakeholders/mail/survey", context, survey.zone)


def wait_for_the_post(since: datetime) -> bool:
    """Whether somebody should have been mailed by then and was not."""
    surveys = running(now())
    unwritten = [mail for mail in owed(surveys, since) if mail.respondent.asked_at <= since]
    ready = SurveyMail.objects.ready(since).filter(respondent__survey__in=surveys)
    return bool(unwritten) or ready.filter(made_at__lte=since).exists()
