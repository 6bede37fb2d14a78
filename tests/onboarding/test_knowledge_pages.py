"""The pages of what people need to know, opened by everybody who may."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from changeprog.programme.models import Person, Programme
from tests.onboarding import knowing

Browse = Callable[[Person | None], Client]
PAGES = ("knowledge", "gaps", "materials", "mentors")


@pytest.mark.parametrize("page", PAGES)
def test_everybody_opens_a_page_with_nothing_on_it(
    browse: Browse, programme: Programme, observer: Person, page: str
) -> None:
    answer = browse(observer).get(reverse(f"onboarding:{page}", args=[programme.key]))
    assert (answer.status_code, 'class="empty"' in answer.content.decode()) == (200, True)


@pytest.mark.parametrize("page", PAGES)
def test_everybody_opens_a_page_with_something_on_it(
    browse: Browse, programme: Programme, observer: Person, member: Person, page: str
) -> None:
    team = knowing.adopting(programme)
    knowing.seat(member, team)
    knowing.mentor(member, team)
    knowing.share(member)
    knowing.log(member, team=team, theme="Prices")
    answer = browse(observer).get(reverse(f"onboarding:{page}", args=[programme.key]))
    assert answer.status_code == 200
