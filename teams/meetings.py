"""What meetings add to the ground: verbs, rooms, a home panel, search, the digest, evidence."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, Q
from django.urls import reverse
from django.utils.timezone import localdate, now

from changeprog import liveness
from changeprog.communications import digest
from changeprog.communications.digest import Line, PersonalSection, Section
from changeprog.communications.models.terms import Topic
from changeprog.direction import undoing
from changeprog.direction.principles import Evidence, Kind, Moment, Step, register_evidence
from changeprog.direction.principles.catalogue import DIRECTION
from changeprog.direction.principles.leadership import leads, most
from changeprog.programme import demo, home, journal, search
from changeprog.programme.journal import Verb
from changeprog.programme.models import Person, Programme, Role
from changeprog.programme.rooms import ProgrammeRegion
from changeprog.programme.search import Finder, Hit, Words
from changeprog.programme.words import away
from teams import meeting_room, middles, opening, procedures, rules
from teams.models import Action, Attendance, Decision, Meeting, MeetingMail, PartKind
from teams.models.attendance import HERE

SOON = timedelta(days=14)
"""The home page shows a meeting that begins within this time."""
VERBS = [
    Verb("meeting.planned", "planned a meeting"),
    Verb("meeting.changed", "changed a meeting"),
    Verb("meeting.invited", "invited people to a meeting"),
    Verb("meeting.released", "took somebody off the invitation to a meeting"),
    Verb("meeting.cancelled", "cancelled a meeting"),
    Verb("meeting.opened", "opened a meeting"),
    Verb("meeting.opening_taken_back", "took the opening of a meeting back"),
    Verb("meeting.turned", "went on to another part of the agenda"),
    Verb("meeting.closed", "closed a meeting"),
    Verb("meeting.resumed", "went on with a meeting that had been closed"),
    Verb("part.added", "added a part to an agenda"),
    Verb("part.changed", "changed a part of an agenda"),
    Verb("part.moved", "moved a part of an agenda"),
    Verb("part.removed", "took a part off an agenda"),
    Verb("attendance.said", "said who is at a meeting"),
    Verb("decision.made", "wrote a decision down"),
    Verb("decision.withdrawn", "took a decision off the minutes"),
    Verb("decision.restored", "put a decision back into the minutes"),
    Verb("action.agreed", "agreed on an action"),
    Verb("action.changed", "changed an action"),
    Verb("action.done", "did what was agreed"),
    Verb("action.reopened", "found an action still open"),
    Verb("action.dropped", "took an action back"),
    Verb("action.taken_up", "put an action back onto the list"),
]


def coming(programme: Programme, _role: Role) -> dict[str, Any]:
    """Return the meeting that is going on, or the next one that begins soon."""
    ahead = Meeting.objects.filter(programme=programme).ahead()
    near = ahead.filter(Q(status=Meeting.Status.OPEN) | Q(starts_at__lt=now() + SOON))
    found = near.with_names().first()
    return {"meeting": found, "day": localdate(found.starts_at) if found else None}


COMING = ProgrammeRegion("home-meeting", "teams/meeting/_home.html", ("meeting.",), coming)


def has_met(programme: Programme) -> Exists:
    """Ask whether a meeting has been held, or is going on."""
    held = Q(status=Meeting.Status.OPEN) | Q(status=Meeting.Status.CLOSED)
    return Exists(Meeting.objects.filter(held, programme=programme))


def decided(programme: Programme, since: datetime, until: datetime) -> list[Line]:
    """Tell what was decided in the meetings that were closed in the window."""
    made = Decision.objects.standing().filter(
        programme=programme,
        meeting__status=Meeting.Status.CLOSED,
        meeting__closed_at__gte=since,
        meeting__closed_at__lt=until,
    )
    return [
        Line(decision.text, decision.meeting.title, decision.get_absolute_url())
        for decision in made.select_related("meeting", "programme")
    ]


def promised(person: Person) -> list[Line]:
    """Remind ``person`` of the open actions they own, the one due first at the top."""
    today = localdate()
    mine = Action.objects.filter(owner=person).open().with_names()
    return [
        Line(
            action.text,
            (f"Agreed in “{action.meeting}”" if action.meeting else "Agreed")
            + (f", due {away(action.due, today)}" if action.due else ""),
            action.get_absolute_url(),
        )
        for action in mine
    ]


def promisers(people: Collection[int]) -> Collection[int]:
    """Return who among ``people`` owns an open action."""
    return Action.objects.filter(owner__in=people).open().values_list("owner", flat=True)


def find_meetings(programme: Programme, _: Person, words: Words) -> list[Hit]:
    """Find meetings by their name."""
    rows = Meeting.objects.filter(programme=programme).select_related("programme")
    return [
        Hit(found.title, found.get_absolute_url(), found.get_status_display())
        for found in words.among(rows, "title")
    ]


def find_decisions(programme: Programme, _: Person, words: Words) -> list[Hit]:
    """Find what meetings decided."""
    rows = Decision.objects.standing().filter(programme=programme)
    related = rows.select_related("programme", "meeting")
    return [
        Hit(found.text, found.get_absolute_url(), found.meeting.title)
        for found in words.among(related, "text")
    ]


def find_actions(programme: Programme, _: Person, words: Words) -> list[Hit]:
    """Find what people took on in meetings."""
    rows = Action.objects.kept().filter(programme=programme).with_names()
    return [
        Hit(found.text, found.get_absolute_url(), found.owner.name if found.owner else "")
        for found in words.among(rows, "text")
    ]


def came(programme: Programme, _: Moment) -> list[Evidence]:
    """Tell how many of senior management were at the last meeting themselves."""
    last = Meeting.objects.closed().filter(programme=programme).first()
    if last is None:
        return []
    leaders = Attendance.objects.filter(leads("person__"), meeting=last)
    count = leaders.aggregate(all=Count("pk"), here=Count("pk", filter=Q(state__in=HERE)))
    page = reverse("teams:meeting_minutes", args=[programme.key, last.pk])
    step = Step(
        "Ask those who decide to be at the next meeting",
        reverse("teams:meetings", args=[programme.key]),
        Role.OBSERVER,
    )
    if not count["all"]:
        words = "Nobody of senior management was asked to the last meeting"
        return [Evidence(words, Kind.MISSING, page, step)]
    words = f"{count['here']} of {count['all']} in senior management were at the last meeting"
    kind = most(count["here"], count["all"])
    return [Evidence(words, kind, page, None if kind is Kind.MET else step)]


def wait_for_the_post(since: datetime) -> bool:
    """Whether a mail about a coming meeting could have been sent by then and was not."""
    return MeetingMail.objects.ready(since).filter(meeting__starts_at__gt=now()).exists()


def register() -> None:
    """Register it all; called after those who show something in the middle of a meeting."""
    journal.register(*VERBS)
    undoing.register({"meeting.opened": opening.UNDOING})
    middles.show(PartKind.PROCESS, meeting_room.PROCESS)
    middles.show(PartKind.RULES, rules.RULES)
    middles.show(PartKind.PROCEDURES, procedures.PROCEDURES)
    middles.minute("Working rules that were adopted", rules.adopted_lines)
    middles.minute("Communication procedures that were agreed", procedures.agreed_lines)
    meeting_room.open_rooms()
    home.register(home.Panel(15, COMING))
    home.register_step(
        home.Step(
            order=48,
            label="Hold the organizational meeting",
            help="Everybody on the teams, once: what happens when, and how you work together.",
            action="Plan or open the meeting",
            url_name="teams:meetings",
            taken=has_met,
        )
    )
    search.register(
        Finder(60, "Meetings", "calendar", find_meetings),
        Finder(61, "Decisions", "gavel", find_decisions),
        Finder(62, "Actions", "list-checks", find_actions),
    )
    digest.register(Section("decided", "What was decided", 15, decided, Topic.DECISIONS))
    digest.register_personal(
        PersonalSection("promised", "What you promised", 15, promised, promisers, Topic.DECISIONS)
    )
    register_evidence(DIRECTION, came, "meeting.closed", "meeting.resumed", "attendance.")
    liveness.register("meetings", wait_for_the_post)
    demo.register(35, "teams.demo_meeting.tell")
