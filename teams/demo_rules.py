"""The demo's agreements: working rules, who hears what, who gave their word, and one newcomer."""

from datetime import datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.urls import reverse

from changeprog.communications.models import Notice, NoticeMail, Procedure
from changeprog.programme.demo import Story, happened
from changeprog.programme.demo.people import CHAMPION
from changeprog.programme.models import Function, Person, Team
from teams.acknowledging import KIND
from teams.demo_meeting import DAY
from teams.models import (
    Acknowledgement,
    AgreedSet,
    RuleAnswer,
    RuleComment,
    RuleVersion,
    Welcome,
    WorkingRule,
)
from teams.models.voice import on_teams
from teams.starters import STARTERS

MEETING = "Organizational meeting"
SECOND = 121
"""The day of the second edition of what was agreed."""
ADOPTED = [
    (18, STARTERS[0].text, STARTERS[0].reason),
    (16, "Whoever is annoyed says so within two working days.", STARTERS[1].reason),
    (10, STARTERS[2].text, STARTERS[2].reason),
    (6, STARTERS[3].text, STARTERS[3].reason),
    (21, "A promise to another team has a name and a day, or it is none.",
     "“Somebody will look at it soon” cost us the spring."),
]  # fmt: skip
"""Who proposed it, the rule, the reason; all adopted in the meeting."""
REWRITTEN = (16, 120, STARTERS[1].text, "Two of us read the same mail as an attack.")
"""Who wrote better words for the second rule, on which day, the words, and why."""
PROPOSED = (3, 176, "Who misses a meeting sends somebody who may decide.",
            "Twice we met and could not decide, because the one who could was away.")  # fmt: skip
DOUBT = (13, "In service nobody else may decide on overtime. I would have to send my boss.")
AGREEING = [20, 11, 5]
REMARK = (15, "Could it be somebody who may decide on what is on the agenda that day?")
PROCEDURES: list[tuple[int, str, int, dict[str, Any]]] = [
    (DAY, "Barriers to the leadership", 21, {
        "to_teams": ["leadership"], "topics": "barriers,commitments", "weekday": 3, "at": "16:00",
        "words": "What has stood for more than a week, and what they can do about it on Friday."}),
    (DAY, "What changes at the front line", 20, {
        "to_teams": ["rollout"], "to_functions": ["Customer service", "Sales"],
        "topics": "milestones,vision", "cadence": "before_milestone", "days": 5, "at": "09:00",
        "words": "What will be different on that day, and whom to call when it is not."}),
    (96, "A customer is angry", 16, {
        "to_functions": ["Customer service"], "to_people": [18], "cadence": "at_once",
        "channel": "webhook", "words": "Who it is, what was promised, who calls back today."}),
    (118, "Figures for those who pay for it", 18, {
        "to_roles": "observer,champion", "topics": "milestones,victories,map", "at": "10:00",
        "cadence": "monthly", "needs_approval": True}),
]  # fmt: skip
"""Day, name, who answers for it, terms."""
SILENT = {4, 13, 17}
"""Who on the teams has not acknowledged the second edition; the first of them came later."""
NEWCOMER, STEP = 4, 3


def tell(story: Story) -> None:
    """Agree on five rules and four procedures, issue them twice, and let one person come later."""
    met = story.moment(DAY, 15) + timedelta(minutes=58)
    versions = [_adopt(story, met, *said) for said in ADOPTED]
    _agree(story, [row for row in PROCEDURES if row[0] == DAY], met)
    _issue(story, met + timedelta(minutes=50), {NEWCOMER})
    _agree(story, [row for row in PROCEDURES if row[0] != DAY], None)
    _rewrite(story, versions[1])
    second = _issue(story, story.moment(SECOND, 10), SILENT)
    _ask(story, second)
    _propose(story)
    Welcome.take(story.people[NEWCOMER], STEP - 1)
    Welcome.objects.filter(person=story.people[NEWCOMER]).update(begun_at=story.moment(180))


def _adopt(story: Story, at: datetime, by: int, text: str, reason: str) -> RuleVersion:
    champion, author = story.people[CHAMPION], story.people[by]
    with happened(at):
        version = WorkingRule.propose(author, _key(story, text, reason), text, reason).newest()
        for number in {CHAMPION, by, *AGREEING}:
            RuleAnswer.give(version, story.people[number], can_live=True)
        version.adopt(champion)
    RuleVersion.objects.filter(pk=version.pk).update(proposed_at=at, adopted_at=at)
    return version


def _key(story: Story, text: str, reason: str) -> UUID:
    """Return the key of the rule to begin with that has this reason, or one of its own."""
    begun = [each.key(story.programme) for each in STARTERS if each.reason == reason]
    return begun[0] if begun else uuid5(NAMESPACE_URL, text)


def _rewrite(story: Story, version: RuleVersion) -> None:
    """Put better words in the place of those of ``version``."""
    by, day, text, reason = REWRITTEN
    at = story.moment(day)
    with happened(at):
        better = version.rule.rewrite(story.people[by], text, reason, version.number)
        for number in [by, *AGREEING]:
            RuleAnswer.give(better, story.people[number], can_live=True)
        better.adopt(story.people[CHAMPION])
    RuleVersion.objects.filter(pk=version.pk).update(ended_at=at)
    RuleVersion.objects.filter(pk=better.pk).update(proposed_at=at, adopted_at=at)


def _propose(story: Story) -> None:
    """Leave one rule open, with a doubt and a remark."""
    by, day, text, reason = PROPOSED
    with happened(story.moment(day)):
        rule = WorkingRule.propose(story.people[by], uuid5(NAMESPACE_URL, text), text, reason)
        version = rule.newest()
        for number in [by, *AGREEING]:
            RuleAnswer.give(version, story.people[number], can_live=True)
        who, because = DOUBT
        RuleAnswer.give(version, story.people[who], can_live=False, because=because)
        who, words = REMARK
        RuleComment.make(version, story.people[who], uuid5(NAMESPACE_URL, words), words)
    version.comments.update(at=story.moment(day + 1))
    RuleVersion.objects.filter(pk=version.pk).update(proposed_at=story.moment(day))


def _agree(
    story: Story, rows: list[tuple[int, str, int, dict[str, Any]]], met: datetime | None
) -> None:
    """Agree on the procedures of ``rows``, in the meeting that ``met`` then or outside one."""
    for day, name, owner, terms in rows:
        at = met or story.moment(day)
        many = {key: _rows(story, key, value) for key, value in terms.items() if _is_many(value)}
        said = {key: value for key, value in terms.items() if key not in many}
        procedure = Procedure(
            programme=story.programme,
            key=uuid5(NAMESPACE_URL, name),
            name=name,
            owner=story.people[owner],
            to_everyone=False,
            agreed_in=MEETING if met else "",
            **said,
        )
        with happened(at):
            procedure.agree(story.people[CHAMPION], **many)
        Procedure.objects.filter(pk=procedure.pk).update(agreed_at=at, starts_at=at)


def _is_many(value: object) -> bool:
    return isinstance(value, list)


def _rows(story: Story, name: str, wanted: list[Any]) -> list[Any]:
    """Return the teams of these kinds, the functions of these names, or the people by number."""
    if name == "to_people":
        return [story.people[number] for number in wanted]
    if name == "to_teams":
        return list(Team.objects.filter(programme=story.programme, kind__in=wanted))
    return list(Function.objects.filter(programme=story.programme, name__in=wanted))


def _issue(story: Story, at: datetime, silent: set[int]) -> AgreedSet:
    """Issue what is agreed; all on the teams acknowledge it within days, but the ``silent``."""
    with happened(at):
        issued = AgreedSet.issue(story.programme, story.people[CHAMPION])
    if issued is None:
        raise AssertionError("There is always something new.")
    AgreedSet.objects.filter(pk=issued.pk).update(issued_at=at)
    waiting = {story.people[number].pk for number in silent}
    for place, person in enumerate(on_teams(story.programme).exclude(pk__in=waiting)):
        said = at + timedelta(hours=3 * place + 1)
        with happened(said):
            issued.acknowledge(person)
        Acknowledgement.objects.filter(agreed_set=issued, person=person).update(at=said)
    return issued


def _ask(story: Story, issued: AgreedSet) -> None:
    """File that the silent were asked by mail, so that a copy mails nobody."""
    at = story.moment(SECOND + 2)
    for number in SILENT:
        person: Person = story.people[number]
        mail = NoticeMail.objects.create(
            person=person, state=NoticeMail.State.SENT, sent_at=at, attempts=1
        )
        Notice.objects.create(
            person=person,
            kind=KIND,
            occasion=issued.occasion,
            text="Please read and acknowledge what the teams have agreed",
            path=reverse("teams:agreed", args=[story.programme.key]),
            told_at=at,
            mail=mail,
        )
