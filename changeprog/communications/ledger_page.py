"""What the ledger adds to the app: its verbs, and the mails that communications itself sends."""

from django.db.models import Exists, F, OuterRef, Q

from changeprog.communications import bounces, ledger
from changeprog.communications.ledger import Kind
from changeprog.communications.models import Delivery, Notice, NoticeMail, Proof
from changeprog.programme import journal
from changeprog.programme.journal import Verb


def register() -> None:
    """Register it all; called once, when the app is ready."""
    journal.register(
        Verb("posting.tried_again", "had a mail tried again"),
        Verb("address.trusted", "had an address tried again"),
    )
    private = Exists(Notice.objects.filter(mail=OuterRef("pk"), private=True))
    named = F("edition__procedure__name")
    ledger.register(
        Kind("digest", "Digest", Delivery, made=F("edition__composed_at"), about=named),
        Kind("notice", "Notice", NoticeMail, hidden=Q(private)),
        Kind("proof", "Digest, to try it", Proof, made=F("asked_at"), about=named),
    )
    bounces.listen()
