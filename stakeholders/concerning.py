"""Whom it concerns what happens on the map: told privately, and without the name of anybody."""

from collections.abc import Collection, Iterable, Mapping

from django.db.models import Prefetch

from changeprog.communications import inbox
from changeprog.communications.inbox import About, Kind, Word
from changeprog.programme.models import Event, Visibility
from stakeholders.ambassadors import own_page
from stakeholders.models import Ambassador, Charge, Conversation

TO_THEMSELF = {
    "charged": "Who your people are as an ambassador has changed",
    "changed": "What supports you as an ambassador has changed",
}
TO_WHO_ASKED = {
    "accepted": "Somebody you asked to be an ambassador has said yes",
    "declined": "Somebody you asked to be an ambassador has said no",
    "ended": "An ambassador you asked has ended it",
}


def ambassadors(numbers: Collection[int]) -> Mapping[int, Ambassador]:
    return Ambassador.objects.standing().select_related("programme").in_bulk(numbers)


def of_ambassador(event: Event, ambassador: Ambassador) -> Iterable[Word]:
    """Tell an ambassador, who has said yes, what has changed for them."""
    if ambassador.state == Ambassador.State.ACCEPTED:
        text = TO_THEMSELF[event.verb.partition(".")[2]]
        yield Word(
            event,
            ambassador.person_id,
            text,
            own_page(ambassador),
            private=True,
            visibility=Visibility.EVERYONE,
        )


def answered(numbers: Collection[int]) -> Mapping[int, Ambassador]:
    return Ambassador.objects.select_related("programme").in_bulk(numbers)


def of_answer(event: Event, ambassador: Ambassador) -> Iterable[Word]:
    """Tell whoever asked what the answer is."""
    if ambassador.asked_by_id:
        text = TO_WHO_ASKED[event.verb.partition(".")[2]]
        path = ambassador.get_absolute_url()
        yield Word(event, ambassador.asked_by_id, text, path, private=True)


def conversations(numbers: Collection[int]) -> Mapping[int, Conversation]:
    """Return these conversations with who keeps the relationship, and who carries the change."""
    accepted = Charge.objects.filter(ambassador__in=Ambassador.objects.accepted())
    carried = Prefetch("stakeholder__charges", accepted.select_related("ambassador"))
    rows = Conversation.objects.select_related("stakeholder__programme")
    return rows.prefetch_related(carried).in_bulk(numbers)


def of_conversation(event: Event, talk: Conversation) -> Iterable[Word]:
    """Tell whoever keeps the relationship, if they see the map, and those who carry the change."""
    text = "Somebody noted a conversation with one of the people you look after"
    thing, path = f"stakeholder/{talk.stakeholder_id}", talk.get_absolute_url()
    if owner := talk.stakeholder.owner_id:
        yield Word(event, owner, text, path, thing=thing, private=True)
    carriers = {charge.ambassador.person_id for charge in talk.stakeholder.charges.all()}
    for person in carriers - {owner}:
        everyone = Visibility.EVERYONE
        yield Word(event, person, text, path, thing=thing, private=True, visibility=everyone)


def register() -> None:
    """Register it all."""
    own = About(ambassadors, of_ambassador)
    inbox.register(own, *(f"ambassador.{act}" for act in TO_THEMSELF))
    inbox.register(About(answered, of_answer), *(f"ambassador.{act}" for act in TO_WHO_ASKED))
    inbox.register(About(conversations, of_conversation), "conversation.noted")
    inbox.describe(
        Kind("ambassador", "The map", "map"),
        Kind("conversation", "The map", "map"),
        Kind("stakeholder", "The map", "map"),
    )
