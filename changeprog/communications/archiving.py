"""What communications put into archives: procedures, editions as they were read, and the ledger."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from changeprog.communications import ledger
from changeprog.communications.approving import works_on
from changeprog.communications.letter import write
from changeprog.communications.models import (
    AddressTrouble,
    CalendarFeed,
    Delivery,
    Edition,
    InboxCursor,
    Mention,
    Mute,
    Notice,
    NoticeMail,
    Preference,
    Procedure,
    Proof,
    ReminderRule,
    Unsubscription,
    Webhook,
    WebhookDelivery,
)
from changeprog.communications.models.posting import State
from changeprog.communications.running import may_read
from changeprog.communications.unsubscribing import without_way_out
from changeprog.direction.archiving import of
from changeprog.programme import archive
from changeprog.programme.archive import Column, File, Kept, Names, Row, Table
from changeprog.programme.archive.models import of_model
from changeprog.programme.models import Person, Role

if TYPE_CHECKING:
    from changeprog.communications.models.edition import EditionQuerySet

CHAPTER = "Communications"
OWN = "What somebody set for themself is theirs alone."
LINES = "What an edition tells of is in the letters, line by line."
NOTICES = "What single people were told; the things themselves are in the archive."
COPY = "It belongs to this copy of the app, or is kept only so that the app works."
LEDGER = (
    Column("kind", "Kind"),
    Column("name", "To whom"),
    Column("address", "Address"),
    Column("about", "About"),
    Column("shown", "What became of it", "choice", dict(State.choices)),
    Column("reason", "Why"),
    Column("attempts", "Attempts", "number"),
    Column("sent_at", "Sent", "moment"),
)


def _editions(person: Person) -> "EditionQuerySet":
    """Return the editions whose text the person may read: see ``running.may_read``."""
    own = Procedure.objects.filter(programme=person.programme).select_related("owner")
    read: list[int] = []
    for procedure in own:
        of_it = Edition.objects.filter(procedure=procedure)
        if works_on(person, procedure):
            read += of_it.values_list("pk", flat=True)
        elif procedure.readers().filter(pk=person.pk).exists():
            approved = of_it.filter(status=Edition.Status.APPROVED)
            read += approved.values_list("pk", flat=True)
    return Edition.objects.filter(pk__in=read)


def _letters(person: Person) -> Iterator[File]:
    """Yield each edition as the person reads it, without the link by which it is stopped."""
    for edition in _editions(person).with_names().order_by("pk"):
        letter = write(edition, person) if may_read(person, edition) else None
        html = without_way_out(letter.html) if letter else "<p>It told you nothing.</p>"
        yield File(_path(edition.pk), html.encode())


def _path(number: int) -> str:
    return f"editions/edition-{number}.html"


def _mails(person: Person, names: Names) -> Iterator[Row]:
    wanted = [column.name for column in LEDGER]
    for row in _ledger(person).iterator():
        yield {name: row[name] for name in wanted}


def _ledger(person: Person) -> Any:
    return ledger.rows(person.programme, person, ledger.Wanted())


def register() -> None:
    """Put the tables, the letters and the ledger into archives."""
    archive.register(
        of_model(
            200,
            CHAPTER,
            Procedure,
            of(Procedure),
            without=("looked_until", "reminded_on", "word", "word_by"),
        ),
        of_model(
            210,
            CHAPTER,
            Edition,
            _editions,
            without=("sections",),
            also={"letter": lambda row: Kept(f"files/{_path(row['id'])}")},
            note="What you may read of them, each as a letter to you.",
        ),
        of_model(220, CHAPTER, ReminderRule, of(ReminderRule), least=Role.CHAMPION),
        of_model(
            230,
            CHAPTER,
            Webhook,
            of(Webhook),
            without=("url", "seed"),
            least=Role.CHAMPION,
            note="Without addresses and secrets.",
        ),
        Table(
            order=240,
            chapter=CHAPTER,
            name="mails",
            title="Mails and what became of them",
            covers=(Delivery, NoticeMail),
            columns=LEDGER,
            rows=_mails,
            count=lambda person: _ledger(person).count(),
            note="The ledger. Messages themselves are not in it: they carry links for one person.",
            least=Role.CHAMPION,
        ),
    )
    archive.register_files(_letters)
    archive.leave_out(OWN, CalendarFeed, Mute, Preference, Unsubscription)
    archive.leave_out(NOTICES, Notice)
    archive.leave_out(LINES, Mention)
    archive.leave_out(COPY, AddressTrouble, InboxCursor, Proof, WebhookDelivery)
