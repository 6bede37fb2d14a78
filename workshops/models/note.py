"""Notes: what participants write on one question, and what becomes of it.

**Notes without a name.** Where an activity is anonymous its notes have no author and no time. Their
numbers are drawn at random, so neither number nor order tells who wrote when. The browser makes a
secret for each note; the database keeps a hash of it as the note's ``key``, and the secret itself
stays in a cookie of the author's browser (``workshops.keepsake``). Whoever shows the secret may
change the note or withdraw it; the address of such a request names the activity only, so that no
log names the note beside the person.

What that does not hide: while people write, the count on the wall rises, and whoever watches both
the room and the count may guess; words and style can give somebody away; PostgreSQL's own files
keep rows about in the order of writing until they are rewritten; and whoever runs the server could
change the program. A person on another device, or after clearing cookies, cannot change their
notes any more. Votes are not notes: see ``workshops.models.dot``.
"""

from hashlib import sha256
from secrets import randbelow
from typing import Self
from uuid import UUID

from django.db import models, transaction
from django.db.models import F
from django.urls import reverse
from django.utils.timezone import now

from changeprog.direction.models.revised import Revised
from changeprog.programme.models import Person
from workshops import phases
from workshops.models.activity import Activity
from workshops.models.group import Group
from workshops.models.participant import Participant
from workshops.phases import NotNow, Phase

TEXT = 500
"""Characters of a note."""
NUMBERS = 2**53
"""Numbers are drawn below this, which a script in a browser still reads exactly."""
OVER = "The collecting is over. Your words are kept here; tell the facilitator, who can go back."
SHOWN = "The room has gone on to grouping, and the notes are shown. Tell the facilitator."
FULL = "There are as many notes as one wall can hold."
MOST = 1_000
"""Notes of one activity."""


def new_number() -> int:
    """Return a number that tells nothing about when it was drawn."""
    return randbelow(NUMBERS)


def sealed(secret: UUID) -> UUID:
    """Return what is kept of the secret of a note without a name."""
    return UUID(bytes=sha256(secret.bytes).digest()[:16])


class NoteQuerySet(models.QuerySet["Note"]):
    def standing(self) -> Self:
        """Not withdrawn by whoever wrote them."""
        return self.filter(withdrawn=False)

    def heads(self) -> Self:
        """Standing, and not merged into another."""
        return self.standing().filter(merged_into=None)

    def on_board(self) -> Self:
        """Heads that are not parked."""
        return self.heads().filter(parked_at=None)

    def by(self, participant: Participant) -> Self:
        """What one participant wrote, with their name or from this very browser."""
        secrets = [sealed(each) for each in participant.secrets]
        return self.filter(models.Q(author=participant) | models.Q(anonymous=True, key__in=secrets))


class Note(Revised):
    """One thought. ``original`` is as it was written, once the facilitator has edited it.

    A note that was merged has ``merged_into``, its head; notes merged at once share ``merged_at``.
    ``draft`` is what it would become in the programme, as ``workshops.drafting`` reads it.
    """

    NOUN = "note"

    id = models.BigIntegerField(primary_key=True, default=new_number, editable=False)
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(
        Participant, on_delete=models.CASCADE, null=True, blank=True, related_name="notes"
    )
    anonymous = models.BooleanField(default=False)
    text = models.CharField(max_length=TEXT)
    original = models.CharField(max_length=TEXT, blank=True)
    withdrawn = models.BooleanField(default=False)
    group = models.ForeignKey(
        Group, on_delete=models.SET_NULL, null=True, blank=True, related_name="notes"
    )
    merged_into = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="parts"
    )
    merged_at = models.DateTimeField(null=True, blank=True)
    parked_at = models.DateTimeField(null=True, blank=True)
    draft = models.JSONField(default=dict, blank=True)
    written_at = models.DateTimeField(null=True, blank=True)

    objects = NoteQuerySet.as_manager()

    class Meta:
        ordering = ["written_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "key"], name="note_written_once"),
            models.CheckConstraint(
                condition=models.Q(anonymous=False) | models.Q(author=None, written_at=None),
                name="note_without_name_has_no_trace",
            ),
            models.CheckConstraint(
                condition=~models.Q(merged_into=F("id")), name="note_not_merged_into_itself"
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def target(self) -> str:
        """How pages and votes name it."""
        return f"note-{self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("workshops:workshop", args=[self.programme.key, self.activity.workshop_id])

    @classmethod
    @transaction.atomic
    def write(cls, activity: Activity, author: Participant, key: UUID, text: str) -> "Note":
        """Write a note once per ``key``; raises ``NotNow`` when the collecting is over."""
        phase = phases.require(activity, set(Phase) - {Phase.DONE}, OVER)
        note = cls(programme=activity.programme, activity=activity, key=key, text=text)
        if phases.is_anonymous(activity):
            note.anonymous, note.key = True, sealed(key)
        else:
            note.author, note.written_at = author, now()
        if cls.objects.filter(activity=activity).count() >= MOST:
            raise NotNow(FULL)
        if note.save_once():
            activity.workshop.announce("noted." if phase == Phase.WRITE else "note.")
        return note

    @transaction.atomic
    def rewrite(self, text: str) -> None:
        """Let whoever wrote it change it; raises ``NotNow`` once the notes are being grouped."""
        self._revise(text=text)

    @transaction.atomic
    def withdraw(self, back: bool = False) -> None:
        """Let whoever wrote it take it back, or return it; raises ``NotNow`` as ``rewrite``."""
        self._revise(withdrawn=not back)

    def _revise(self, **values: str | bool) -> None:
        phases.require(self.activity, {Phase.WRITE}, SHOWN)
        Note.objects.filter(pk=self.pk).update(revision=F("revision") + 1, **values)
        self.activity.workshop.announce("noted.")

    @transaction.atomic
    def reword(self, by: Person, based_on: int, text: str) -> None:
        """Let the facilitator edit the text; raises ``Overtaken`` when there is a newer revision.

        What was written first stays as ``original``. Raises ``NotNow`` while notes are written.
        """
        after = set(Phase) - {Phase.WRITE}
        phases.require(self.activity, after, "Notes are edited once they have been written.")
        if facts := self.replace(based_on, {"text": text}):
            written = facts["changes"]["text"][0]
            Note.objects.filter(pk=self.pk, original="").update(original=written)
            self.refresh_from_db(fields=["original"])
            self.activity.workshop.announce("note.")
