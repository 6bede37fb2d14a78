"""Closing a programme and opening it again: the verbs over everything that hangs on them."""

from django.db import transaction
from django.urls import reverse

from changeprog.accounts.lines import one_line
from changeprog.closing import review
from changeprog.closing.models import Closing
from changeprog.closing.steps import steps
from changeprog.communications.counting import announce
from changeprog.communications.models import Notice
from changeprog.communications.models.notice import TEXT
from changeprog.programme.models import Person

CLOSED, REOPENED = "closing.closed", "closing.reopened"
"""Kinds of notices, and the verbs of what they tell."""


class NotReady(Exception):  # noqa: N818 -- a rule of closing, told in words
    """Something has to be done before; ``missing`` says what."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__("; ".join(missing))
        self.missing = missing


@transaction.atomic
def close(by: Person, outcome: str) -> bool:
    """Close the programme of ``by`` with its review as it stands; say whether this call did it.

    Everybody in it is told. Raises ``NotReady`` while one of the steps is missing.
    """
    closing = Closing.begun(by.programme, by)
    if closing.closed_at:
        return False
    if missing := steps(closing).missing:
        raise NotReady(missing)
    done = closing.close(by, outcome, [each.as_json() for each in review.told(closing)])
    path = reverse("closing:review", args=[by.programme.key])
    words = "It can be read from now on. What came of it stands in the review."
    said = {"text": f"{by.programme} is closed", "detail": words, "path": path}
    tell_everybody(closing, by, kind=CLOSED, **said)
    return done


@transaction.atomic
def reopen(by: Person, why: str) -> bool:
    """Open the programme of ``by`` again; say whether this call did it. Everybody is told why."""
    closing = Closing.of(by.programme)
    if not closing.reopen(by, why):
        return False
    path = by.programme.get_absolute_url()
    said = {"text": f"{by.programme} is open again", "detail": why, "path": path}
    tell_everybody(closing, by, kind=REOPENED, **said)
    return True


def tell_everybody(closing: Closing, by: Person, **said: str) -> None:
    """Put what is ``said`` into the inbox of everybody but ``by``, in one statement.

    Nothing is mailed: for that there is the last edition.
    """
    people = Person.objects.present().with_role().filter(programme=closing.programme_id)
    said |= {"occasion": str(closing.pk), "text": one_line(said["text"])[:TEXT]}
    told = [Notice(person=person, mailed=False, **said) for person in people.exclude(pk=by.pk)]
    Notice.objects.bulk_create(told, ignore_conflicts=True)
    announce([each.person_id for each in told])
