"""The demo's collections: what leadership wrote, how it was grouped, and what it weighed most."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import cycle
from uuid import NAMESPACE_URL, uuid5

from changeprog.programme.demo import Story, happened
from changeprog.programme.models import Person
from workshops import drafting, grouping, phases
from workshops.demo_workshop import FACILITATOR, moment, on
from workshops.forms.drafts import kept_form, to_keep
from workshops.models import Activity, Dot, Group, Note, Participant
from workshops.phases import Phase

COLLECTED: dict[str, dict[str, list[str]]] = {
    "Where are we headed?": {
        "A customer is known, whoever picks up": [
            "Nobody has to say their order number twice",
            "Service sees what sales promised",
            "A complaint from Monday is known on Tuesday, in every office",
            "The customer hears one voice",
        ],
        "We write when there is an occasion": [
            "No mail without a reason that the customer would name too",
            "Three good letters instead of eleven",
            "Marketing starts from what customers did last week",
        ],
        "": ["People stop keeping lists of their own", "A new colleague is useful in week two"],
    },
    "Objectives": {
        "Answered, and answered quickly": [
            "Enquiries answered on the same day",
            "Complaints closed at the first call",
            "Nobody waits longer than four minutes",
        ],
        "Meetings that were prepared": [
            "Visits for which the record was opened beforehand",
            "Offers that begin with the customer's question",
        ],
        "": ["Fewer lists outside the CRM", "Colleagues who would not want to go back"],
    },
    "Milestones": {
        "The record is used where customers are met": [
            "First region prepares every visit from the CRM",
            "Fair contacts are in the record the same evening",
        ],
        "": [
            "Complaints are handled in the CRM alone",
            "The last private list is handed in, with cake",
            "Operations sees what was promised to whom",
        ],
    },
    "Barriers": {
        "Bonuses pull the other way": [
            "My people are paid for mails sent",
            "Regions are rewarded for keeping customers to themselves",
            "Nobody gets anything for a good record",
        ],
        "Nobody has the hours": [
            "Training always falls into the quarter's last week",
            "Two people carry everything that has to do with data",
        ],
        "": [
            "We said all this three years ago",
            "Some of us fear that the record is there to watch us",
        ],
    },
    "Resources": {
        "People who know both sides": [
            "Somebody of service in the design team, two days a week",
            "A data person for four months",
        ],
        "": ["Tablets for the fair team", "A room where three teams can sit together"],
    },
}
"""By the title of the activity: the groups by their names, and the notes in each and in none."""

DOTS = {
    "Where are we headed?": [8, 6, 3, 1],
    "Objectives": [7, 6, 4, 2],
    "Milestones": [6, 5, 4, 2],
    "Barriers": [8, 5, 3, 4],
    "Resources": [7, 5, 3],
}
"""Dots on groups and notes, in the order of the board."""

PARKED = {"Barriers": "We said all this three years ago"}
"""What was set aside, to be spoken about later."""

DRAFTS: dict[str, dict[str, dict[str, str]]] = {
    "Objectives": {
        "Answered, and answered quickly": {
            "measure": "Complaints closed at the first call",
            "unit": "%",
            "aim": "reach",
            "baseline": "46",
            "baseline_on": "150",
            "target": "75",
            "due": "365",
        },
    },
    "Milestones": {
        "Complaints are handled in the CRM alone": {
            "name": "Complaints are handled in the CRM alone",
            "due": "245",
            "visible_benefit": "on",
        },
    },
    "Barriers": {
        "Bonuses pull the other way": {
            "what": "Regions are rewarded for keeping customers to themselves"
        },
    },
    "Resources": {
        "People who know both sides": {
            "name": "Somebody of customer service in the design team",
            "kind": "time",
            "amount": "16",
            "needed_by": "200",
        },
    },
}
"""What was drafted, as it was typed; days are those of the programme."""
DAYS = {"baseline_on", "due", "needed_by"}


def tell(story: Story) -> None:
    """Let leadership collect, group, vote and draft, in five activities."""
    for title in COLLECTED:
        activity = on(story, title)
        with happened(moment(story, title)):
            _collect(story, activity)


def _collect(story: Story, activity: Activity) -> None:
    facilitator = story.people[FACILITATOR]
    people = list(activity.workshop.participants.arrived())
    written = _write(story, activity, cycle(people))
    _go(activity, facilitator, Phase.GROUP)
    _group(activity, written)
    _go(activity, facilitator, Phase.VOTE)
    _vote(activity, people)
    _go(activity, facilitator, Phase.DONE)
    _draft(story, activity)


def _write(story: Story, activity: Activity, people: Iterator[Participant]) -> dict[str, Note]:
    written = {}
    for name, texts in COLLECTED[activity.title].items():
        for text in texts:
            key = uuid5(NAMESPACE_URL, f"demo/{activity.title}/{name}/{text}")
            written[text] = Note.write(activity, next(people), key, text)
    begun = moment(story, activity.title, 1)
    for place, note in enumerate(written.values()):
        named = Note.objects.filter(pk=note.pk, anonymous=False)
        named.update(written_at=begun + timedelta(seconds=20 * place))
    return written


def _go(activity: Activity, by: Person, to: Phase) -> None:
    phases.go(activity, by, phases.phase_of(activity), to)


def _group(activity: Activity, written: dict[str, Note]) -> None:
    for name, texts in COLLECTED[activity.title].items():
        if name:
            key = uuid5(NAMESPACE_URL, f"demo/{activity.title}/{name}")
            grouping.gather(activity, [written[text].pk for text in texts], key, name)
    if parked := PARKED.get(activity.title):
        grouping.park(activity, [written[parked].pk])


def _named(activity: Activity) -> dict[str, Group | Note]:
    """Return what is put to the vote, by its words, in the order in which it was written."""
    groups = {str(group): group for group in Group.objects.filter(activity=activity)}
    loose = Note.objects.on_board().filter(activity=activity, group=None)
    order = COLLECTED[activity.title][""]
    notes = sorted(loose, key=lambda note: order.index(note.text))
    return {**groups, **{note.text: note for note in notes}}


def _vote(activity: Activity, people: list[Participant]) -> None:
    """Have people give their dots, one after another, as many as each has."""
    wanted = [
        target
        for target, dots in zip(_named(activity).values(), DOTS[activity.title], strict=False)
        for _ in range(dots)
    ]
    for target, who in zip(wanted, cycle(people), strict=False):
        if activity.dots.filter(participant=who).count() < phases.dots_each(activity):
            Dot.put(activity, who, target, 1, None)


def _draft(story: Story, activity: Activity) -> None:
    for name, said in DRAFTS.get(activity.title, {}).items():
        source = _named(activity)[name]
        source.activity = activity
        source.draft = {
            field: story.day(int(value)).isoformat() if field in DAYS else value
            for field, value in said.items()
        }
        drafting.keep(source, to_keep(kept_form(source, story.programme)))
