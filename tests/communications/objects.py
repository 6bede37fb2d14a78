"""Which object an address of communications is about, in the walk of all addresses."""

from django.utils.timezone import now

from changeprog.communications.models import Delivery, Edition, Mute, Notice, Procedure, Webhook
from changeprog.communications.notices import tell
from changeprog.programme.models import Event, Person, Programme, Role
from tests import factory
from tests.subjects import Maker, first


def digest(programme: Programme, viewer: Person | None = None) -> Procedure:
    """The weekly digest that every programme has."""
    return Procedure.objects.digests().get(programme=programme)


def edition(programme: Programme, viewer: Person | None = None) -> Edition:
    """The newest edition of the digest, composed just now if there is none."""
    at, procedure = now(), digest(programme)
    newest = Edition.objects.filter(procedure=procedure).first()
    return newest or Edition.objects.create(
        procedure=procedure, occurrence=at.date(), since=at, until=at
    )


def own_procedure(programme: Programme, viewer: Person | None = None) -> Procedure:
    """A procedure that the viewer answers for, or else the champion."""
    mine = viewer and viewer.programme == programme and viewer.may(Role.MEMBER)
    owner = viewer if viewer and mine else factory.champion_of(programme)
    name = f"Victories from {owner.pk}"
    found = Procedure.objects.filter(programme=programme, name=name).first()
    return found or factory.agree_procedure(
        owner, name, topics="victories", to_everyone=True, owner=owner, needs_approval=True
    )


def on_the_desk(programme: Programme, viewer: Person | None = None) -> Edition:
    """An edition that waits for the viewer, or else for the champion."""
    procedure = own_procedure(programme, viewer)
    found = procedure.prepare(procedure.owner or factory.champion_of(programme))
    assert found
    return found


def desk_event(programme: Programme, viewer: Person | None = None) -> Event:
    """That somebody put a word on top of their edition."""
    found = on_the_desk(programme, viewer)
    by = found.procedure.owner or factory.champion_of(programme)
    found.put(by, found.revision, f"Word {found.revision}")
    return Event.objects.about("edition.worded").of(found).filter(person=by)[0]


def delivery(programme: Programme, viewer: Person | None = None) -> Delivery:
    """What the viewer was sent; what the champion was sent where the viewer is a stranger."""
    person = viewer if viewer and viewer.programme == programme else None
    found, _ = Delivery.objects.get_or_create(
        edition=edition(programme),
        person=person or factory.champion_of(programme),
        defaults={"state": "sent", "sent_at": now(), "source": b"Subject: x\r\n\r\nHello\r\n"},
    )
    return found


def first_webhook(programme: Programme, viewer: Person | None = None) -> Webhook:
    """A webhook, added now if there is none."""
    known: Webhook | None = Webhook.objects.filter(programme=programme).first()
    if known is None:
        known = Webhook(programme=programme, name="#crm", url="https://hooks.example.org/1")
        known.add(factory.champion_of(programme))
    return known


def own_notice(programme: Programme, viewer: Person | None = None) -> Notice:
    """Something the viewer was told; the champion where the viewer is a stranger."""
    own = viewer if viewer and viewer.programme == programme else factory.champion_of(programme)
    return tell(
        own,
        "barrier.waits",
        "1",
        text="A barrier waits",
        path=programme.get_absolute_url(),
        thing="barrier/1",
        mailed=False,
    )


def own_mute(programme: Programme, viewer: Person | None = None) -> Mute:
    """What the viewer does not want to hear of; the champion where the viewer is a stranger."""
    return Mute.begin(own_notice(programme, viewer))


SUBJECTS: dict[str, Maker] = {
    "communications:webhook": first_webhook,
    "communications:word": own_procedure,
    "communications:prepare": own_procedure,
    "communications:procedure": digest,
    "communications:schedule": digest,
    "communications:preview": digest,
    "communications:edition": edition,
    "communications:edition_word": on_the_desk,
    "communications:posting": delivery,
    "communications:address_again": first(Person),
    "inbox:": own_notice,
    "inbox:hear_again": own_mute,
    "inbox:mute_again": own_mute,
    **dict.fromkeys(
        (
            f"communications:{name}"
            for name in (
                *("desk", "arrange", "renew", "approve", "skip", "postpone", "proof"),
                *("sending", "stop", "go_on"),
            )
        ),
        on_the_desk,
    ),
}
