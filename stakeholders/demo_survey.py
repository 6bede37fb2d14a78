"""The demo's survey: closed a month ago, answered by 19 of the 21 managers.

It draws no tie of its own: what people answered is the advice that is on the map already, which
from then on is known to come from the survey. The two who did not answer are left as they were put
in by hand.
"""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from changeprog.communications.models.posting import State
from changeprog.programme.demo import Story, happened
from stakeholders import survey_mailing
from stakeholders.models import Relation, Respondent, Survey, SurveyMail, Tie
from stakeholders.models.stakeholder import Origin
from stakeholders.models.survey import MOST
from stakeholders.models.survey_mail import FIRST, without_link

if TYPE_CHECKING:
    from changeprog.programme.models import Person

SENT, CLOSED = 138, 152
"""Days of the story; 182 is today."""
CHAMPION = 18
SILENT = (9, 13)
"""Who has not answered; the mailbox of the second does not exist."""
REFUSAL = "The mail server said 550 5.1.1 This mailbox does not exist"
UNKNOWN = {12: "Hanna from the print shop", 17: "Hanna from the print shop"}
"""Whom two of them named besides, and nobody in the programme knows."""
REMINDED = {3, 9, 17}
"""Who answered only after the reminder, or not even then."""


def tell(story: Story) -> None:
    """Ask everybody on the map whose advice they seek, and file what they answered."""
    survey = _sent(story)
    for number in sorted(story.people.keys() - set(SILENT)):
        _answer(story, _respondent(story, survey, number), number)
    Survey.objects.filter(pk=survey.pk).update(closes_on=story.day(CLOSED))
    for number in sorted(story.people):
        _mail(story, _respondent(story, survey, number), number)


def _respondent(story: Story, survey: Survey, number: int) -> Respondent:
    own = survey.respondents.select_related("survey__programme", "person")
    return own.get(person=story.people[number])


def _sent(story: Story) -> Survey:
    survey = Survey(
        programme=story.programme, key=uuid5(NAMESPACE_URL, "survey of the demo"), names=MOST
    )
    with happened(story.moment(SENT)):
        survey.plan(story.people[CHAMPION])
        survey.send(story.people[CHAMPION])
    Survey.objects.filter(pk=survey.pk).update(sent_at=story.moment(SENT))
    survey.respondents.update(asked_at=story.moment(SENT))
    return survey


def _answer(story: Story, respondent: Respondent, number: int) -> None:
    """Have somebody name those whose advice they seek by the map, and draw nothing twice."""
    own = Tie.objects.filter(source=respondent.person, relation=Relation.ADVICE)
    named: list[tuple[str, Person | None]] = [
        (tie.target.name, tie.target) for tie in own.select_related("target").order_by("pk")
    ]
    if number in UNKNOWN:
        named.append((UNKNOWN[number], None))
    own.update(origin=Origin.SURVEY)
    at = story.moment(CLOSED - 2 if number in REMINDED else SENT + number % 9, 10 + number % 6)
    with happened(at):
        respondent.answer(named)
    Respondent.objects.filter(pk=respondent.pk).update(answered_at=at)


def _mail(story: Story, respondent: Respondent, number: int) -> None:
    _file(respondent, FIRST, story.moment(SENT), is_refused=number == SILENT[1])
    if number in REMINDED:
        occasion = f"{story.day(CLOSED).isoformat()}/3"
        _file(respondent, occasion, story.moment(CLOSED - 3), is_refused=False)


def _file(respondent: Respondent, occasion: str, at: datetime, *, is_refused: bool) -> None:
    """Keep a mail as it was sent, or refused."""
    kept = SurveyMail(respondent=respondent, person=respondent.person, occasion=occasion)
    sealed = survey_mailing.message(respondent, kept.message_id, reminds=kept.is_reminder)
    kept.source, kept.attempts, kept.made_at = without_link(sealed.source), 1, at
    kept.claimed_at = at + timedelta(seconds=5)
    if is_refused:
        kept.state, kept.reason = State.FAILED, REFUSAL
    else:
        kept.state, kept.sent_at = State.SENT, at + timedelta(seconds=6)
    kept.save()
