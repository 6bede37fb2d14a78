"""Consensus: what the room shows while people agree on words, round by round."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Sum
from django.template.loader import render_to_string
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from changeprog.direction.difference import difference
from changeprog.programme import demo, journal
from changeprog.programme.journal import Verb
from workshops import closing, distribution, kinds, revisions
from workshops.consensus import Rule
from workshops.gradients import Gradient, Scale, gradient
from workshops.kinds import FACILITATOR, Kind
from workshops.models import (
    Activity,
    ActivityKind,
    Participant,
    Position,
    Proposal,
    ProposalVersion,
    Round,
    Turnout,
    Workshop,
)
from workshops.movement import between
from workshops.outcomes import Outcome, reasons


def on_the_table(activity: Activity) -> Proposal | None:
    """Return the newest proposal of an activity, with what its pages ask first."""
    found = activity.proposals.order_by("pk").last()
    if found:
        found.activity, found.programme = activity, activity.programme
    return found


def stage(activity: Activity, audience: str) -> str:
    """Show the words, and the round on them: what can be chosen, or what came of it."""
    proposal = on_the_table(activity)
    context = {
        "activity": activity,
        "programme": activity.programme,
        "workshop": activity.workshop,
        "audience": audience,
        "leads": audience == FACILITATOR,
        **(of_proposal(proposal) if proposal else {}),
    }
    return render_to_string("workshops/consensus/_stage.html", context)


def of_proposal(proposal: Proposal) -> dict[str, Any]:
    """Return where a proposal stands, for a template."""
    held = list(proposal.rounds.select_related("version").order_by("number"))
    for each in held:
        each.proposal, each.programme = proposal, proposal.programme
    valid = [each for each in held if each.status != Round.Status.ANNULLED]
    last = valid[-1] if valid else None
    newest = proposal.newest()
    names = dict(proposal.programme.functions.values_list("pk", "name"))
    return {
        "proposal": proposal,
        "version": last.version if last and last.is_open else newest,
        "last": last,
        "annulled": held[-1] if held and held[-1] is not last else None,
        "number": len(held) + 1,
        "scales": Scale.choices,
        "usual": usual(proposal.activity, last),
        "clauses": rule_of(proposal, last).clauses(names),
        **_of_last(last, newest, [each for each in valid if each.is_shown]),
    }


def usual(activity: Activity, last: Round | None) -> dict[str, Any]:
    """Return how the next round is held unless somebody says otherwise: as the last one was."""
    if last:
        return {"anonymous": last.anonymous, "scale": last.scale}
    settings = activity.settings
    return {
        "anonymous": bool(settings.get("anonymous")),
        "scale": settings.get("scale", Scale.EIGHT),
    }


def rule_of(proposal: Proposal, last: Round | None) -> Rule:
    """Return the rule of the round that is open, or else of the next one."""
    if last and last.is_open:
        return last.consensus_rule
    return Rule.from_json(proposal.activity.workshop.rule)


def _of_last(last: Round | None, newest: ProposalVersion, shown: Sequence[Round]) -> dict[str, Any]:
    if last is None:
        return {}
    if last.is_open:
        return {"gradients": Scale(last.scale).gradients}
    earlier = [each for each in shown if each.number < last.number]
    return {
        **of_result(last),
        "movement": between(earlier[-1], last) if earlier else None,
        "is_amended": newest.number != last.version.number,
        "amended": difference(last.version.text, newest.text),
    }


def of_result(held: Round) -> dict[str, Any]:
    """Return what a revealed round shows, for a template."""
    outcome, level = Outcome.of(held), held.consensus_rule.level
    return {
        "held": held,
        "outcome": outcome,
        "bars": distribution.bars(outcome, Scale(held.scale)),
        "rows": distribution.rows(outcome, level),
        "level": level,
        "reasons": reasons(held),
    }


def history(proposal: Proposal) -> dict[str, Any]:
    """Return every round on a proposal that was shown or annulled, for its page."""
    held = list(proposal.rounds.select_related("version").order_by("number"))
    for each in held:
        each.proposal, each.programme = proposal, proposal.programme
    shown = [each for each in held if each.is_shown]
    before = dict(zip(shown[1:], shown, strict=False))
    told = [
        {
            "round": each,
            "movement": between(before[each], each) if each in before else None,
            "turnout": list(each.answers().values_list("participant__name", flat=True)),
            **(of_result(each) if each.is_shown else {}),
        }
        for each in held
        if not each.is_open
    ]
    return {
        "proposal": proposal,
        "workshop": proposal.activity.workshop,
        "newest": proposal.newest(),
        "told": told,
    }


def progress(activity: Activity, audience: str) -> str:
    """Show how many have answered, and to whoever leads also who."""
    newest = activity.proposals.order_by("-pk").values("pk")[:1]
    held = Round.objects.open().filter(proposal=newest).first()
    if held is None:
        return ""
    everybody = activity.workshop.participants.taking_part()
    if leads := audience == FACILITATOR:
        told: dict[str, Any] = _who(held, dict(everybody.values_list("pk", "name")))
    else:
        told = {"answered": held.answers().count(), "invited": everybody.count()}
    context = {**told, "leads": leads, "audience": audience}
    return render_to_string("workshops/consensus/_progress.html", context)


def _who(held: Round, everybody: Mapping[int, str]) -> dict[str, Any]:
    """Return who has answered and who has not, and how many, for those who lead."""
    answered = set(held.answers().values_list("participant", flat=True))
    return {
        "answered": len(answered),
        "invited": len(everybody),
        "numbers": " ".join(map(str, sorted(answered))),
        "done": _listed(name for number, name in everybody.items() if number in answered),
        "missing": _listed(name for number, name in everybody.items() if number not in answered),
    }


def _listed(names: Iterable[str]) -> SafeString:
    """Return the names one after another, drawn at once because there may be hundreds."""
    return format_html_join(", ", '<span dir="auto">{}</span>', ([name] for name in names))


@dataclass(frozen=True)
class Saying:
    """What one participant has said in a round, as far as anybody can know.

    ``chosen`` is missing once a position is sealed; ``error`` is why something is not taken.
    """

    chosen: Gradient | None = None
    reason: str = ""
    error: str = ""


def mine(activity: Activity, participant: Participant) -> str:
    """Show where the participant stands in the last round; of an anonymous one, only that."""
    proposal = on_the_table(activity)
    last = proposal.last_round() if proposal else None
    if last is None:
        return ""
    if last.anonymous:
        answered = last.turnout.filter(participant=participant).exists()
        return draw_mine(activity, last, Saying()) if answered else ""
    position = last.positions.filter(participant=participant).first()
    if position is None:
        return ""
    return draw_mine(activity, last, Saying(gradient(position.level), position.reason))


def draw_mine(activity: Activity, held: Round, saying: Saying) -> str:
    """Show what one participant said."""
    context = {
        "activity": activity,
        "workshop": activity.workshop,
        "programme": activity.programme,
        "round": held,
        "saying": saying,
    }
    return render_to_string("workshops/consensus/_mine.html", context)


def revision(number: int) -> str:
    """Return a text that differs after every vote; the rounds themselves are in the journal."""
    of_workshop = {"round__proposal__activity__workshop": number}
    counts = {"rows": Count("pk"), "changes": Sum("changes")}
    named = Position.objects.filter(**of_workshop).aggregate(**counts)
    sealed = Turnout.objects.filter(**of_workshop).aggregate(**counts)
    return f"{named['rows']}.{named['changes']}.{sealed['rows']}.{sealed['changes']}"


def blockers(workshop: Workshop) -> list[str]:
    """Return the rounds in which people are still answering."""
    still = Round.objects.open().filter(proposal__activity__workshop=workshop)
    return [f"Round {each.number} is open. Reveal it, or annul it." for each in still]


def register() -> None:
    """Make the kind and its verbs known."""
    journal.register(
        Verb("proposal.made", "put a proposal on the table"),
        Verb("proposal.amended", "changed the words of a proposal"),
        Verb("proposal.agreed", "took a proposal as agreed"),
        Verb("proposal.left", "left a proposal without consensus"),
        Verb("round.opened", "opened a round"),
        Verb("round.revealed", "revealed a round"),
        Verb("round.reopened", "reopened a round"),
        Verb("round.annulled", "annulled a round"),
    )
    demo.register(54, "workshops.demo_rounds.tell")
    closing.register(blockers)
    revisions.register(revision)
    kinds.register(
        Kind(
            name=ActivityKind.CONSENSUS,
            icon="scale",
            stage=stage,
            verbs=("proposal.", "round."),
            progress=progress,
            progress_verbs=("position.", "round.", "proposal.", "participant."),
            mine=mine,
        )
    )
