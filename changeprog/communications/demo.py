"""The demo's fourth chapter: nine weeks of digests, as each person got them."""

from datetime import date, timedelta

from django.db.models import F
from django.utils.timezone import now

from changeprog.communications import clock
from changeprog.communications.letter import seal, write
from changeprog.communications.models import AddressTrouble, Delivery, Edition, Mention, Procedure
from changeprog.communications.models.address_trouble import REFUSED
from changeprog.programme.demo import Story
from changeprog.programme.models import Person

WEEKS = 9
PAUSED = 9
UNREACHABLE = 13
REFUSAL = "550 5.1.1 This mailbox does not exist"
WORDS = {
    1: "Four weeks without the newsletter, and the telephone rings more, not less. "
    "Thank you to everybody who sat with service this month.",
    5: "Seven lists became one this summer. Look at what the plant and sales did with it.",
}
"""What the champion put on top of the edition so many weeks ago."""


def tell(story: Story) -> None:
    """Compose an edition for each of the last Mondays and file what everybody was sent."""
    digests = Procedure.objects.digests().select_related("programme")
    procedure = digests.get(programme=story.programme)
    own = Procedure.objects.filter(programme=story.programme)
    own.filter(pk=procedure.pk).update(starts_at=story.moment(0))
    own.update(tells_from=F("starts_at"))
    procedure.refresh_from_db()
    Person.objects.filter(pk=story.people[PAUSED].pk).update(digest_paused=True)
    zone = story.people[18].zone
    newest = clock.latest_occurrence(story.moment(182), procedure.weekday, procedure.at, zone)
    for weeks_ago in reversed(range(WEEKS)):
        file(story, procedure, newest - timedelta(weeks=weeks_ago), WORDS.get(weeks_ago, ""))


def file(story: Story, procedure: Procedure, occurrence: date, word: str = "") -> Edition:
    """Compose the edition of a day that is past, and file what everybody was sent."""
    until = clock.instant(occurrence, procedure.at, story.people[18].zone)
    edition = procedure.draft(occurrence, until)
    edition.composed_at, edition.word = until, word
    edition.word_by = story.people[18] if word else None
    edition.status = Edition.Status.APPROVED
    edition.save()
    Mention.note(edition)
    people = procedure.readers().select_related("programme", "function")
    deliveries = edition.deliveries_for(people)
    for delivery in deliveries:
        if delivery.state == Delivery.State.DUE:
            _send(story, edition, delivery)
    Delivery.objects.bulk_create(deliveries)
    return edition


def _send(story: Story, edition: Edition, delivery: Delivery) -> None:
    person = delivery.person
    letter = write(edition, person)
    at = clock.instant(edition.occurrence, edition.procedure.at, person.zone)
    if letter is None or at > now():
        return
    if AddressTrouble.objects.of(person.email).exists():
        delivery.state, delivery.reason = Delivery.State.SUPPRESSED, REFUSED
        return
    delivery.source, delivery.subject = seal(letter, delivery).source, letter.subject
    delivery.attempts, delivery.claimed_at = 1, at
    if person == story.people[UNREACHABLE]:
        delivery.state, delivery.reason = Delivery.State.FAILED, REFUSAL
        AddressTrouble.note(person.email, REFUSAL, at)
    else:
        delivery.state, delivery.sent_at = Delivery.State.SENT, at
