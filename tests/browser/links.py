"""The links out of mails, and every other address that belongs to no programme."""

from typing import TYPE_CHECKING, Any

from django.core import signing
from django.urls import reverse

from changeprog.accounts.demo import SALT
from changeprog.accounts.models import Invitation, Letter
from changeprog.communications import unsubscribing
from changeprog.onboarding.models import Pulse, Slip
from changeprog.programme.models import Person, Role
from stakeholders.models.respondent import token_of
from tests import objects, survey_factory
from tests.onboarding import outside as sceptics
from tests.test_access import ALL, stated_access

if TYPE_CHECKING:
    from stakeholders.models import Respondent


def outside(champion: Person) -> list[str]:
    """Return every address that belongs to no programme."""
    arguments: dict[str, list[Any]] = {
        "demo_sign_in": [signing.dumps(champion.user_id, salt=SALT)],
        "invitation": [objects.invited(champion.programme).invitation.token],  # type: ignore[union-attr]
        "letter": [Letter.objects.latest("pk").pk],
        "resume_digest": [token(champion)],
        "unsubscribe": [token(champion)],
        "answer_survey": [personal_link(champion)],
        "answer_pulse": [last_part(pulse_link(champion))],
        "answer_reality_check": [last_part(sceptics.some_check(champion.programme).path)],
    }
    stated = [name for name, _, pattern in ALL if stated_access(pattern) not in Role.values]
    no_pages = ("workshop_room:", "survey_names", "calendar_feed")
    names = [name for name in stated if not name.startswith(no_pages)]
    return [
        reverse("workshop_room:join"),
        *(reverse(name, args=arguments.get(name, [])) for name in names),
    ]


def personal_link(champion: Person) -> str:
    """Return the token of somebody's link to a survey that runs."""
    held: Respondent | None = survey_factory.running(champion).respondents.first()
    assert held
    return token_of(held.seed)


def pulse_link(champion: Person) -> str:
    """Return the path of a link to a pulse of the demo programme that nobody has answered yet."""
    running = Pulse.objects.open().filter(programme=champion.programme)
    return Slip.objects.filter(pulse__in=running, box=b"").latest("pk").path


def invitation(email: str, by: Person) -> str:
    """Return the path of a new invitation for ``email``."""
    assert by.user
    return Invitation.make(email, by.programme.name, by.user).get_absolute_url()


def token(person: Person) -> str:
    return last_part(unsubscribing.path_for(person))


def last_part(path: str) -> str:
    """Return what stands behind the last slash but one."""
    return path.rstrip("/").rpartition("/")[2]
