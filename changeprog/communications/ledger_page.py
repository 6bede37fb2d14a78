"""What the ledger adds to the app: its verbs, and the mails that communications itself sends."""

from django.db.models import Exists, OuterRef, Q

from changeprog.communications import bounces, ledger
from changeprog.communications.ledger import Kind
from changeprog.communications.models import Delivery, Edition, Notice, NoticeMail, Proof
from changeprog.programme import journal
from changeprog.programme.journal import Verb


def register() -> None:
    """Register it all; called once, when the app is ready."""
    journal.register(
        Verb("posting.tried_again", "had a mail tried again"),
        Verb("address.trusted", "had an address tried again"),
    )
    private = Exists(Notice.objects.filter(mail=OuterRef("pk"), private=True))
    ledger.register(
        Kind("digest", "Digest", Delivery, waiting=Q(edition__status=Edition.Status.WAITING)),
        Kind("notice", "Notice", NoticeMail, hidden=Q(private)),
        Kind("proof", "Digest, to try it", Proof),
    )
    bounces.listen()
