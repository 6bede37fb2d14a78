"""What a review knows of people at work: victories, barriers, trials, criteria, commitments."""

from collections import Counter

from django.utils.dateformat import format as format_date
from django.utils.timezone import localdate, localtime

from changeprog.closing.chapters import Chapter, Fact, Known, count, joined
from changeprog.onboarding.models import Criterion, Trial
from changeprog.programme.models import Programme
from changeprog.programme.open_things import of_programme
from teams.models import Barrier, Victory
from workshops.deliveries import for_everybody, signed

FEWEST = 5
"""Commitments that must be counted before it is told how many were kept."""
OUTCOMES = {"kept": ("Kept", "is-good"), "dropped": ("Dropped", ""), "open": ("Open", "is-warn")}


def victories(programme: Programme) -> Known:
    """Tell how many there were, and those that were held up for all to see."""
    own = Victory.objects.filter(programme=programme)
    promoted, number = of_programme(programme, own.promoted()), own.count()
    facts = tuple(
        Fact(each.what, "", "", each.promoted_because, each.get_absolute_url()) for each in promoted
    )
    shown = f"{len(facts)} held up for all to see" if facts else ""
    logged = f"{count(number, 'victory', 'victories')} logged" if number else ""
    return Known(joined([logged, shown]), facts)


def barriers(programme: Programme) -> Known:
    """Tell how many were knocked down, and which never were."""
    own = Barrier.objects.filter(programme=programme)
    down = own.knocked_down().count()
    standing = of_programme(programme, own.standing())
    facts = tuple(
        Fact(
            each.what,
            f"{count(each.age, 'day', 'days')}",
            "is-bad",
            f"In the way since {format_date(localtime(each.logged_at), 'j F Y')}.",
            each.get_absolute_url(),
        )
        for each in standing
    )
    never = f"{count(len(facts), 'barrier was', 'barriers were')} never solved" if facts else ""
    return Known(joined([f"{down} knocked down" if down else "", never]), facts)


def trials(programme: Programme) -> Known:
    """Tell what each team tried, and what it kept of that."""
    own = Trial.objects.filter(programme=programme).exclude(begun_at=None)
    rows = list(own.select_related("programme", "team"))
    told = Counter(each.outcome for each in rows)
    facts = tuple(
        Fact(
            f"{each.team}: {each.task}",
            *OUTCOMES[each.outcome],
            each.purpose,
            each.get_absolute_url(),
        )
        for each in rows
    )
    parts = [f"{told[name]} {words.lower()}" for name, (words, _) in OUTCOMES.items() if told[name]]
    tried = f"{count(len(rows), 'trial', 'trials')}" if rows else ""
    return Known(joined([tried, *parts]), facts)


def criteria(programme: Programme) -> Known:
    """Tell what had to be true before it is business as usual, and who has accepted it."""
    own = Criterion.objects.filter(programme=programme).still()
    rows = list(own.select_related("programme", "team", "accepted_by"))
    accepted = sum(1 for each in rows if each.accepted_at)
    summary = f"{accepted} of {len(rows)} accepted." if rows else ""
    return Known(summary, tuple(_of_criterion(each) for each in rows))


def _of_criterion(criterion: Criterion) -> Fact:
    whose = criterion.team.name if criterion.team else "The whole programme"
    text = f"{whose}: {criterion.statement}"
    if criterion.accepted_at is None:
        return Fact(text, "Not accepted", "is-warn", "", criterion.get_absolute_url())
    on = format_date(localtime(criterion.accepted_at), "j F Y")
    who = criterion.accepted_by.name if criterion.accepted_by else "somebody who has left"
    detail = f"By {who} on {on}."
    return Fact(text, "Accepted", "is-good", detail, criterion.get_absolute_url())


def commitments(programme: Programme) -> Known:
    """Tell how many promises were kept, never whose.

    How they stand is between their authors and those in charge; so what is left out of the page
    over all workshops is left out here, and nothing is told of fewer than ``FEWEST``.
    """
    due = signed(programme).filter(due__lte=localdate()).count()
    told = for_everybody(programme) if due >= FEWEST else None
    words = f"{count(due, 'commitment', 'commitments')} due by now" if due else ""
    if told is None or told.of < FEWEST:
        return Known(joined([words]))
    which = "" if told.of == due else f" of {told.of} that can be told of"
    return Known(joined([words, f"{told.kept}{which} known to be kept"]))


def whole(programme: Programme) -> Known:
    """Tell how long it took and how many took part: the words are what matters here."""
    days = (localdate() - localtime(programme.created_at).date()).days
    people = programme.people.present().with_role().count()
    return Known(joined([f"{count(days, 'day', 'days')}, {count(people, 'person', 'people')}"]))


CHAPTERS = [
    Chapter(
        10,
        "whole",
        "What came of it",
        "In a few sentences: what is different now, and for whom?",
        "scroll-text",
        whole,
    ),
    Chapter(
        50,
        "victories",
        "What was won",
        "Which of these would you tell a colleague about?",
        "trophy",
        victories,
    ),
    Chapter(
        60,
        "barriers",
        "What was never solved",
        "Why not, and what should whoever comes next know?",
        "traffic-cone",
        barriers,
    ),
    Chapter(
        70,
        "trials",
        "What teams tried",
        "What became habit, and what did not take?",
        "flask-conical",
        trials,
    ),
    Chapter(
        80,
        "criteria",
        "What makes it business as usual",
        "What could still slip back?",
        "circle-check",
        criteria,
    ),
    Chapter(
        90,
        "commitments",
        "What people promised",
        "What did people's word carry?",
        "handshake",
        commitments,
    ),
]
