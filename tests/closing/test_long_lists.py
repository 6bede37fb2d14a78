"""What is long at the end of a programme is bounded, and can be read to its end all the same."""

from collections.abc import Callable

from django.test import Client

from changeprog.accounts.models import User
from changeprog.closing import chapters, steps
from changeprog.programme.answers import A_PAGE
from changeprog.programme.models import Person
from teams.models import Barrier
from tests import factory

Browse = Callable[[Person | User | None], Client]
OF_KIND, SECOND_PAGE = "?kind=barrier", "?kind=barrier&page=2"


def many_barriers(by: Person) -> list[Barrier]:
    """As many as stand on two pages of one kind, in the order in which they are told."""
    for number in range(A_PAGE + 1):
        factory.log_barrier(by, f"Price list {number:02}")
    return list(Barrier.objects.standing().filter(programme=by.programme))


def test_of_many_open_things_some_are_shown_and_all_stand_page_by_page(
    browse: Browse, champion: Person
) -> None:
    own = many_barriers(champion)
    url = f"/p/{champion.programme.key}/closing/open/"
    client = browse(champion)
    pages = [client.get(url + asked).content.decode() for asked in ("", OF_KIND, SECOND_PAGE)]
    rows = [[each.pk for each in own if f'id="open-barrier-{each.pk}"' in page] for page in pages]
    order = [each.pk for each in own]
    assert rows == [order[: steps.SHOWN], order[:A_PAGE], order[A_PAGE:]]
    assert f'href="{url}{OF_KIND}">All {A_PAGE + 1}<' in pages[0]


def test_what_is_undecided_comes_first_and_deciding_leads_back_to_its_page(
    browse: Browse, champion: Person
) -> None:
    own = many_barriers(champion)
    url = f"/p/{champion.programme.key}/closing/open/"
    client = browse(champion)
    htmx = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{url}{OF_KIND}"}
    said = {"to": "", "words": "Not ours."}
    answer = client.post(f"{url}barrier/{own[0].pk}/", said, headers=htmx)
    assert answer["HX-Redirect"] == url + OF_KIND
    assert f'id="open-barrier-{own[0].pk}"' not in client.get(url + OF_KIND).content.decode()
    assert f'id="open-barrier-{own[0].pk}"' in client.get(url + SECOND_PAGE).content.decode()


def test_an_unknown_kind_is_the_whole_list(browse: Browse, champion: Person) -> None:
    barrier = factory.log_barrier(champion, "Two price lists")
    page = browse(champion).get(f"/p/{champion.programme.key}/closing/open/?kind=nonsense")
    assert f'id="open-barrier-{barrier.pk}"' in page.content.decode()


def test_a_long_chapter_says_how_many_more_and_has_a_page_of_its_own(
    browse: Browse, champion: Person
) -> None:
    own = many_barriers(champion)
    url = f"/p/{champion.programme.key}/closing/review/"
    client = browse(champion)
    whole, alone = (client.get(url + asked).content.decode() for asked in ("", "?chapter=barriers"))
    assert f'href="{url}?chapter=barriers">and {len(own) - chapters.SHOWN} more<' in whole
    shown = [sum(f">{each.what}<" in page for each in own) for page in (whole, alone)]
    assert shown == [chapters.SHOWN, A_PAGE]
    assert "title-victories" in whole
    assert "title-victories" not in alone


def test_nobody_else_reads_a_chapter_before_the_programme_is_closed(
    browse: Browse, champion: Person, member: Person
) -> None:
    factory.log_barrier(champion, "Two price lists")
    url = f"/p/{champion.programme.key}/closing/review/?chapter=barriers"
    assert "Two price lists" in browse(champion).get(url).content.decode()
    assert "Two price lists" not in browse(member).get(url).content.decode()
