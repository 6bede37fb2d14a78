"""The page of a survey: its mail before it is sent, then the response; and what it registers."""

from typing import Any

from django.db.models import Count, Min
from django.urls import reverse

from changeprog import liveness
from changeprog.celery import hint
from changeprog.communications.letter import absolute
from changeprog.communications.models.posting import State
from changeprog.direction import undoing
from changeprog.direction.undoing import Undoing
from changeprog.programme import demo, journal
from changeprog.programme.journal import Verb
from changeprog.programme.models import Event, Person, Role
from changeprog.programme.object_rooms import ObjectRegion, ObjectRoom
from stakeholders import matching, named, own_record, survey_mailing, survey_record
from stakeholders.models import Naming, Respondent, Survey
from stakeholders.models.survey_mail import SHOWN
from stakeholders.survey import by_function, of_all

LEADING = "leading"
"""The one audience of the page: champions and facilitators."""
VERBS = [
    Verb("survey.planned", "wrote a survey"),
    Verb("survey.changed", "changed a survey"),
    Verb("survey.removed", "threw a survey away"),
    Verb("survey.restored", "brought a survey back"),
    Verb("survey.sent", "sent a survey"),
    Verb("survey.answered", "took an answer to a survey"),
    Verb("survey.reminded", "reminded those who have not answered a survey"),
    Verb("survey.closed", "closed a survey"),
    Verb("survey.reopened", "let a survey run on"),
    Verb("survey.cancelled", "cancelled a survey"),
    Verb("survey.put_back", "put a survey back to where it was"),
    Verb("survey.matched", "said who is meant in a survey"),
    Verb("survey.unmatched", "took back who is meant in a survey"),
    Verb("survey.put_on_map", "put those named in a survey on the map"),
    Verb("survey.taken_off_map", "took those named in a survey off the map again"),
]


def find(programme_key: str, number: int) -> Survey | None:
    """Return the survey with that number in the programme with that key, or nothing."""
    own = Survey.objects.filter(programme__key=programme_key).select_related("programme")
    found: Survey | None = own.filter(pk=number).first()
    return found


def audience(_: Survey, person: Person) -> str:
    """Only those see it who see the whole map."""
    return LEADING if person.may(Role.FACILITATOR) else ""


def response(survey: Survey, _audience: str) -> dict[str, Any]:
    """Return how many have answered, of which function, what became of the mails, and names."""
    survey = Survey.objects.select_related("programme").get(pk=survey.pk)
    parts = by_function(survey)
    rows = survey.respondents.select_related("person__function").prefetch_related("mails")
    unknown = Naming.objects.unknown().filter(respondent__survey=survey)
    typed = unknown.order_by("typed").values("typed").annotate(times=Count("pk"), number=Min("pk"))
    return {
        "survey": survey,
        "standing": survey.standing,
        "State": Survey.State,
        "total": of_all(parts),
        "parts": parts,
        "rows": [Row(each) for each in rows],
        "unknown": typed,
        "off_map": named.off_map(survey),
    }


class Row:
    """One respondent as the page shows them: who, whether they answered, and their last mail."""

    def __init__(self, respondent: Respondent) -> None:
        mails = list(respondent.mails.all())
        self.person, self.answered_at = respondent.person, respondent.answered_at
        self.mail = mails[-1] if mails else None
        self.is_failed = bool(self.mail and self.mail.state == State.FAILED)


def preview(survey: Survey, viewer: Person) -> dict[str, Any]:
    """Return, of a draft, who would be mailed what; the link in it is good for nobody."""
    if survey.state != Survey.State.DRAFT:
        return {}
    link = absolute(reverse("answer_survey", args=[SHOWN]))
    subject, text, _ = survey_mailing.letter(survey, viewer, link)
    people = list(survey.recipients())
    functions: dict[str, int] = {}
    for person in people:
        name = person.function.name if person.function else "Without a function"
        functions[name] = functions.get(name, 0) + 1
    return {
        "subject": subject,
        "text": text,
        "recipients": people,
        "functions": sorted(functions.items()),
    }


def hint_mails() -> None:
    """Have a worker look for mails to send now."""
    hint("stakeholders.tasks.mail_surveys")


def writes(_: Any, person: Person) -> bool:
    """Whether ``person`` may undo what they did to a survey."""
    return person.may(Role.FACILITATOR)


def put_state_back(survey: Survey, event: Event) -> None:
    """Undo a closing, a cancelling or running on; too late once anything of it happened since."""
    if Event.objects.of(survey).filter(verb__in=MOVES, pk__gt=event.pk).exists():
        raise undoing.TooLate
    survey.put_state_back(undoing.doer(event), event.facts["undo"])


MOVES = ["survey.closed", "survey.reopened", "survey.cancelled", "survey.put_back"]
ROOM = ObjectRoom("survey", find=find, audience=audience, admitting=("person.",))
ROOM.add(
    ObjectRegion("survey-response", "stakeholders/survey/_response.html", ("survey.",), response)
)


def register() -> None:
    """Name what can happen, open the room, say how it is undone, given to people, and erased."""
    journal.register(*VERBS)
    undoings = undoing.of_removable("survey", "planned", writes)
    undoings |= {verb: Undoing(put_state_back, writes) for verb in MOVES}
    undoings["survey.matched"] = Undoing(matching.take_back, writes, "Nobody is meant any more.")
    undoings["survey.put_on_map"] = Undoing(named.take_off, writes, "They are off the map again.")
    undoing.register(undoings)
    ROOM.open()
    liveness.register("surveys", survey_mailing.wait_for_the_post)
    own_record.register(survey_record.PART)
    demo.register(64, "stakeholders.demo_survey.tell")
