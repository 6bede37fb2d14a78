"""The chapters of the record that every workshop has, whatever its activities are."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.template.loader import render_to_string
from django.utils.timezone import localtime

from workshops import drafting, ending, record
from workshops.board import Candidate, board_of, result_of
from workshops.models import Activity, Note, Output, Participant, Workshop
from workshops.record import Chapter, Row

ALONE, UNNAMED = "In no group", "without a name"
CAME = {Participant.State.IN: "came", Participant.State.INVITED: "was invited"}


def agenda(workshop: Workshop) -> list[Row]:
    """Return what was planned and how long it really took, in minutes."""
    return [
        {
            "Activity": row.title,
            "Planned to begin": _moment(planned),
            "Began": _moment(row.started_at),
            "Planned minutes": row.minutes,
            "Took minutes": took(row),
        }
        for row, planned in planned_times(workshop)
    ]


def planned_times(workshop: Workshop) -> Iterator[tuple[Activity, datetime]]:
    """Yield the activities, each with when it was planned to begin."""
    begins = workshop.starts_at
    for row in workshop.activities.all():
        yield row, begins
        begins += timedelta(minutes=row.minutes)


def took(activity: Activity) -> int | None:
    """Return how many minutes an activity took; nothing while that is not known."""
    if activity.started_at is None or activity.ended_at is None:
        return None
    return round((activity.ended_at - activity.started_at).total_seconds() / 60)


def draw_agenda(workshop: Workshop) -> str:
    """Draw the agenda with its planned and its real times."""
    rows = [
        {"activity": row, "planned": planned, "took": took(row)}
        for row, planned in planned_times(workshop)
    ]
    real = [row["took"] for row in rows if isinstance(row["took"], int)]
    context = {"rows": rows, "planned": workshop.minutes, "took": sum(real)}
    return render_to_string("workshops/record/_agenda.html", context)


def attendance(workshop: Workshop) -> list[Row]:
    """Return who came and who was only invited, with their functions."""
    rows = workshop.participants.filter(state__in=CAME).with_names()
    return [
        {
            "Who": row.name,
            "Function": row.function.name if row.function else "",
            "As": "guest" if row.is_guest else "of the programme",
            "State": CAME[Participant.State(row.state)],
            "Arrived": _moment(row.arrived_at),
            "Word": row.word,
        }
        for row in rows.order_by("state", "name", "pk")
    ]


def draw_attendance(workshop: Workshop) -> str:
    """Draw who came, and who did not."""
    rows = list(workshop.participants.filter(state__in=CAME).with_names())
    context = {
        "here": [row for row in rows if row.state == Participant.State.IN],
        "invited": [row for row in rows if row.state == Participant.State.INVITED],
        "workshop": workshop,
    }
    return render_to_string("workshops/record/_attendance.html", context)


def collected(workshop: Workshop) -> list[Row]:
    """Return the notes that the room has seen, by activity, group and dots."""
    rows: list[Row] = []
    for activity in drafting.collections(workshop):
        board = board_of(activity)
        for ranked in result_of(activity, board):
            rows += [_note(activity, *pair, ranked.dots) for pair in _of(ranked.what)]
        for card in board.parked:
            rows.append(_note(activity, "Parked", card.note, 0))
    return rows


def draw_collected(workshop: Workshop) -> str:
    """Draw what was collected, by activity and group."""
    activities: dict[str, dict[str, Any]] = {}
    for row in collected(workshop):
        title, name = str(row["Activity"]), str(row["Group"]) or ALONE
        of_group, of_note = (row["Dots"], 0) if row["Group"] else (0, row["Dots"])
        note = {"text": row["Note"], "who": row["Said by"], "dots": of_note}
        shown = activities.setdefault(title, {"title": title, "groups": {}})
        fresh: dict[str, Any] = {"name": name, "dots": of_group, "notes": []}
        shown["groups"].setdefault(name, fresh)["notes"].append(note)
    context = {"activities": activities.values()}
    return render_to_string("workshops/record/_collected.html", context)


def _of(candidate: Candidate) -> Iterator[tuple[str, Note]]:
    """Yield the notes of a group with its name, or a note in no group."""
    grouped = not isinstance(candidate.source, Note)
    for card in candidate.cards if grouped else [candidate]:
        name = candidate.title if grouped else ""
        yield name, card.source  # type: ignore[misc]
        for part in card.all_parts:  # type: ignore[union-attr]
            yield name, part


def _note(activity: Activity, group: str, note: Note, dots: int) -> Row:
    return {
        "Activity": activity.title,
        "Group": group,
        "Note": note.text,
        "Said by": note.author.name if note.author else UNNAMED,
        "Dots": dots,
    }


def outputs(workshop: Workshop) -> list[Row]:
    """Return what went to the programme, and from what it came."""
    return [
        {
            "Became": each.get_kind_display(),
            "What": each.words,
            "Came from": came_from(each),
            "Published": _moment(each.at),
        }
        for each in _published(workshop)
    ]


def _published(workshop: Workshop) -> list[Output]:
    return list(workshop.outputs.select_related("round", "activity", "by"))


def came_from(output: Output) -> str:
    """Say which activity something was published from, and in which round it was agreed."""
    if output.activity is None:
        return "The parking lot"
    held = f", round {output.round.number}" if output.round else ""
    return f"“{output.activity.title}”{held}"


def draw_outputs(workshop: Workshop) -> str:
    """Draw what went to the programme, each with the way there."""
    rows = workshop.outputs.select_related("round", "activity").prefetch_related("made")
    shown: list[dict[str, Any]] = []
    for each in rows:
        url = getattr(each.made, "get_absolute_url", None)
        shown.append({"output": each, "came": came_from(each), "url": url() if url else ""})
    return render_to_string("workshops/record/_outputs.html", {"rows": shown})


def feedback(workshop: Workshop) -> list[Row]:
    """Return how the answers are spread, from three on, and the words once it is over."""
    bars: list[Row] = [
        {"Score": bar.score, "Meaning": bar.label, "Answers": bar.count, "Words": ""}
        for bar in ending.spread(workshop)
    ]
    said: list[Row] = [
        {"Score": None, "Meaning": "", "Answers": None, "Words": word}
        for word in ending.words(workshop)
    ]
    return bars + said


def draw_feedback(workshop: Workshop) -> str:
    """Draw how the answers are spread, with the words."""
    context = {
        "question": ending.QUESTION,
        "bars": ending.spread(workshop),
        "words": ending.words(workshop),
        "answered": workshop.feedback.count(),
    }
    return render_to_string("workshops/record/_feedback.html", context)


def _moment(at: datetime | None) -> str:
    """Return a moment in the reader's zone, to the minute."""
    return localtime(at).isoformat(" ", "minutes") if at else ""


def register() -> None:
    """Add the chapters to every record."""
    record.register(
        Chapter(10, "agenda", "Agenda", agenda, draw_agenda),
        Chapter(20, "attendance", "Who was there", attendance, draw_attendance),
        Chapter(40, "collected", "What was collected", collected, draw_collected),
        Chapter(70, "outputs", "What went to the programme", outputs, draw_outputs),
        Chapter(80, "feedback", ending.QUESTION, feedback, draw_feedback),
    )
