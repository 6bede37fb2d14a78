"""Publishing: what a workshop gives goes to the programme with one action, all of it or nothing."""

from collections import Counter
from collections.abc import Iterable, Sequence

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model
from django.utils.timezone import now

from changeprog.direction.models import Vision
from changeprog.programme.models import Person
from workshops import closing, harvest
from workshops.harvest import Piece
from workshops.models import Output, OutputKind, Position, Round, Workshop

BEHIND = 3
"""Up to this level of the gradients somebody stands behind a vision, and so signs it off."""
TOO_LONG = "The end state becomes too long. Leave something of it out."
CHANGED = "The preview has changed meanwhile. Look at it again, then publish."


class NotYet(Exception):  # noqa: N818 -- a rule of the workshop, told in words
    """Something has to be done before the workshop can publish."""


@transaction.atomic
def publish(workshop: Workshop, by: Person, seen: str) -> bool:
    """Give to the programme what the preview shows, and close the workshop.

    Say whether this call did it: a second one, also at the same moment, changes nothing. Raises
    ``NotYet`` while something has to be placed first, or when the preview is no longer what was
    ``seen``.
    """
    locked = Workshop.objects.select_for_update(of=("self",)).get(pk=workshop.pk)
    if locked.published_at or locked.status not in {"open", "closed"}:
        workshop.refresh_from_db()
        return False
    found = _ready(workshop, seen)
    outputs = _make(workshop, by, [piece for piece in found if piece.goes])
    Output.objects.bulk_create(outputs)
    Workshop.objects.filter(pk=workshop.pk).update(published_at=now())
    workshop.refresh_from_db()
    workshop.record("published", by, **Counter(output.kind for output in outputs))
    if workshop.is_open:
        workshop.close(by)
    return True


def _ready(workshop: Workshop, seen: str) -> list[Piece]:
    if words := closing.blockers(workshop):
        raise NotYet(" ".join(words))
    found = harvest.pieces(workshop)
    if harvest.digest(workshop, found) != seen:
        raise NotYet(CHANGED)
    return found


def _make(workshop: Workshop, by: Person, going: Sequence[Piece]) -> list[Output]:
    """Make what is ``going``, and return a row for each that says what came from what."""
    made: list[tuple[Piece, Model]] = []
    in_vision = [piece for piece in going if piece.make is None]
    if in_vision:
        vision = _write_vision(workshop, by, in_vision)
        made += [(piece, vision) for piece in in_vision]
    made += [(piece, piece.make(by)) for piece in going if piece.make]
    return [_output(workshop, by, piece, thing) for piece, thing in made]


def _output(workshop: Workshop, by: Person, piece: Piece, made: Model) -> Output:
    return Output(
        programme=workshop.programme,
        workshop=workshop,
        kind=piece.kind,
        words=piece.words,
        source_type=ContentType.objects.get_for_model(piece.source),
        source_id=piece.source.pk,
        activity=piece.activity,
        round=piece.held,
        made_type=ContentType.objects.get_for_model(made),
        made_id=made.pk,
        by=by,
    )


def _write_vision(workshop: Workshop, by: Person, going: Iterable[Piece]) -> Vision:
    """Write the next version, and sign it off for those who stood behind it in a named round."""
    rows = list(going)
    current = Vision.current(workshop.programme)
    texts = {name: getattr(current, name) if current else "" for name in Vision.TEXTS}
    statement = next((row.words for row in rows if row.kind == OutputKind.VISION), None)
    if statement is not None:
        texts["statement"] = statement
    if ends := [row for row in rows if row.kind == OutputKind.END_STATE]:
        texts["end_state"] = _end_state(ends)
    based_on = current.version if current else 0
    vision = Vision.write(workshop.programme, by, texts, based_on)
    for held in _rounds(rows):
        for person in supporters(held):
            vision.sign_off(person, workshop.title)
    return vision


def _end_state(rows: Sequence[Piece]) -> str:
    """Return the words agreed in a round, or what was collected, each on its own line."""
    words = "\n".join(row.words for row in rows)
    if len(words) > Vision.CASE_LENGTH:
        raise NotYet(TOO_LONG)
    return words


def _rounds(rows: Sequence[Piece]) -> list[Round]:
    """Return the round on the vision itself, or else that on its end state."""
    held = [(row.kind != OutputKind.VISION, row.held) for row in rows if row.held]
    held.sort(key=lambda pair: pair[0])
    return [found for _, found in held[:1] if found]


def supporters(held: Round) -> list[Person]:
    """Return who stood behind the words of a round, by name; nobody if it was anonymous.

    An abstention signs nothing off, and neither does a vow to go along in spite of a "no".
    """
    rows = Position.objects.filter(round=held, level__lte=BEHIND, participant__person__isnull=False)
    present = rows.filter(participant__person__removed_at=None).exclude(
        participant__state="removed"
    )
    return [
        row.participant.person
        for row in present.select_related("participant__person").order_by("participant__name", "pk")
        if row.participant.person
    ]
