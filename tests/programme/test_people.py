from collections.abc import Callable

import pytest
from django.conf import LazySettings
from django.contrib.messages import get_messages
from django.test import Client

from changeprog.accounts.models import Invitation, User
from changeprog.programme.answers import A_PAGE
from changeprog.programme.forms import INVITATIONS_AN_HOUR
from changeprog.programme.models import Event, Person, Programme, Role
from changeprog.programme.models.person import LastChampion
from tests.factory import make_person

Browse = Callable[[Person | User | None], Client]


def people_url(programme: Programme, rest: str = "") -> str:
    return f"/p/{programme.key}/people/{rest}"


def test_a_champion_invites_by_mail(browse: Browse, champion: Person) -> None:
    functions = champion.programme.functions
    words = {
        "name": "Nia",
        "email": "Nia@Example.org",
        "role": "member",
        "function": functions.get(name="Sales").pk,
    }
    answer = browse(champion).post(people_url(champion.programme, "invitation/"), words)
    assert answer.status_code == 302
    person = Person.objects.get(email="nia@example.org")
    assert (person.name, person.role, str(person.function)) == ("Nia", "member", "Sales")
    assert person.invitation is not None


@pytest.mark.parametrize(
    ("server", "said"),
    [("smtp://mail.example.org", "is on its way"), ("", "its administrator has the link")],
)
def test_a_champion_is_told_how_the_link_leaves_the_server(
    browse: Browse, champion: Person, settings: LazySettings, server: str, said: str
) -> None:
    settings.EMAIL_URL = server
    url = people_url(champion.programme, "invitation/")
    form = {"name": "Ivy", "email": "ivy@example.org", "role": "member"}
    assert said in browse(champion).post(url, form, follow=True).content.decode()


def test_somebody_in_the_programme_is_not_invited_twice(
    browse: Browse, champion: Person, member: Person
) -> None:
    words = {"name": "Mo", "email": member.email.upper(), "role": "member"}
    answer = browse(champion).post(people_url(champion.programme, "invitation/"), words)
    assert "in the programme already" in answer.content.decode()
    assert Invitation.objects.count() == 0


def test_what_was_typed_stays_beside_the_refusal(browse: Browse, champion: Person) -> None:
    words = {"name": "<script>Nia", "email": "no address", "role": "member"}
    answer = browse(champion).post(people_url(champion.programme, "invitation/"), words)
    page = answer.content.decode()
    assert 'value="no address"' in page
    assert "&lt;script&gt;Nia" in page
    assert "<script>Nia" not in page


def test_a_function_of_another_programme_is_refused(
    browse: Browse, champion: Person, stranger: Person
) -> None:
    other = stranger.programme.functions.earliest("pk")
    words = {"name": "Nia", "email": "nia@example.org", "role": "member", "function": other.pk}
    answer = browse(champion).post(people_url(champion.programme, "invitation/"), words)
    assert answer.status_code == 422
    assert not Person.objects.filter(email="nia@example.org").exists()


def test_invitations_are_limited(browse: Browse, champion: Person) -> None:
    assert champion.user is not None
    for number in range(INVITATIONS_AN_HOUR):
        Invitation.make(f"{number}@example.org", "x", champion.user)
    words = {"name": "Nia", "email": "nia@example.org", "role": "member"}
    answer = browse(champion).post(people_url(champion.programme, "invitation/"), words)
    assert "within an hour" in answer.content.decode()
    assert not Person.objects.filter(email="nia@example.org").exists()


def test_a_programme_always_keeps_a_champion(champion: Person, programme: Programme) -> None:
    with pytest.raises(LastChampion):
        champion.remove(champion)
    with pytest.raises(LastChampion):
        champion.change(champion, role=Role.MEMBER, function=None)
    second = make_person(programme, "champion")
    champion.remove(second)
    with pytest.raises(LastChampion):
        second.remove(second)


def test_an_invited_champion_without_an_account_does_not_count(
    champion: Person, programme: Programme
) -> None:
    Person.objects.create(
        programme=programme, name="Absent", email="absent@example.org", role="champion"
    )
    with pytest.raises(LastChampion):
        champion.remove(champion)


def test_the_last_champion_reads_why_beside_the_field(browse: Browse, champion: Person) -> None:
    url = people_url(champion.programme, f"{champion.pk}/")
    answer = browse(champion).post(url, {"role": "member", "function": ""})
    assert "always keeps a champion" in answer.content.decode()
    champion.refresh_from_db()
    assert champion.role == "champion"


def test_removing_twice_is_one_event(champion: Person, member: Person) -> None:
    member.remove(champion)
    member.remove(champion)
    assert Event.objects.filter(verb="person.removed").count() == 1


def test_a_removal_can_be_undone_at_once(browse: Browse, champion: Person, member: Person) -> None:
    client, url = browse(champion), people_url(member.programme, f"{member.pk}/")
    page = client.post(f"{url}removal/", follow=True).content.decode()
    assert f'action="{url}return/"' in page
    assert browse(member).get(member.programme.get_absolute_url()).status_code == 404

    client.post(f"{url}return/")
    client.post(f"{url}return/")
    assert browse(member).get(member.programme.get_absolute_url()).status_code == 200
    assert Event.objects.filter(verb="person.returned").count() == 1


def test_who_had_not_joined_is_invited_anew(champion: Person, programme: Programme) -> None:
    invited = Person.objects.create(programme=programme, name="Ivy", email="ivy@example.org")
    old = invited.invite(champion, Role.MEMBER)
    invited.remove(champion)
    assert Invitation.objects.get(pk=old.pk).state == "revoked"
    Person.objects.get(pk=invited.pk).bring_back(champion)
    fresh = Person.objects.select_related("invitation").get(pk=invited.pk)
    assert fresh.invitation
    assert (fresh.invitation.pk == old.pk, fresh.invitation.state) == (False, "open")


def test_who_removes_themselves_is_offered_no_way_back(
    browse: Browse, champion: Person, programme: Programme
) -> None:
    make_person(programme, "champion")
    url = people_url(programme, f"{champion.pk}/removal/")
    (told,) = get_messages(browse(champion).post(url).wsgi_request)
    assert (told.message, told.extra_tags) == (f"{champion.name} no longer takes part.", "")


def test_members_see_no_addresses(browse: Browse, champion: Person, member: Person) -> None:
    page = browse(member).get(people_url(member.programme))
    assert champion.name in page.content.decode()
    assert champion.email not in page.content.decode()
    assert champion.email in browse(champion).get(people_url(member.programme)).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_the_same_queries_however_long(
    rows: int, browse: Browse, champion: Person, django_assert_num_queries: object
) -> None:
    for _ in range(rows):
        make_person(champion.programme, "member")
    client = browse(champion)
    client.get(people_url(champion.programme))
    with django_assert_num_queries(9):  # type: ignore[operator]
        client.get(people_url(champion.programme))


def test_one_person_may_be_in_many_programmes(browse: Browse, member: Person) -> None:
    assert member.user is not None
    other = Programme.start("A second one", member.user)
    page = browse(member).get("/").content.decode()
    assert member.programme.name in page
    assert other.name in page


def test_somebody_changes_their_own_name(browse: Browse, member: Person) -> None:
    words = {"name": "Mo\r\nNew"}
    assert browse(member).post(f"/p/{member.programme.key}/me/", words).status_code == 302
    member.refresh_from_db()
    assert (member.name, member.time_zone) == ("Mo New", "UTC")
    verbs = Event.objects.filter(person=member).order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["person.renamed"]


def test_what_one_does_with_ones_own_mail_is_private(champion: Person, member: Person) -> None:
    member.pause_digest()
    member.pause_digest()
    paused = Event.objects.filter(verb="digest.paused")
    assert paused.count() == 1
    assert list(paused.visible_to(member)) == list(paused)
    assert list(paused.visible_to(champion)) == []


def test_mail_follows_to_a_new_address_unless_it_is_taken(champion: Person, member: Person) -> None:
    member.follow_address("Mo.New@example.org")
    member.refresh_from_db()
    assert member.email == "mo.new@example.org"
    member.follow_address(champion.email.upper())
    member.refresh_from_db()
    assert member.email == "mo.new@example.org"


def test_a_long_list_has_pages_and_leads_to_the_one_that_somebody_is_on(
    browse: Browse, champion: Person
) -> None:
    programme = champion.programme
    crowd = Person.objects.bulk_create(
        Person(programme=programme, name=f"Nia {number:03}", role="member")
        for number in range(A_PAGE)
    )
    client = browse(champion)
    first = client.get(people_url(programme)).content.decode()
    theirs = client.get(crowd[-1].get_absolute_url()).content.decode()
    assert f'id="person-{crowd[0].pk}"' in first
    assert f'id="person-{crowd[-1].pk}"' not in first
    assert f'id="person-{crowd[-1].pk}"' in theirs
    assert f"1 to {A_PAGE} of {A_PAGE + 1} people" in first
    assert f'<span class="badge">{A_PAGE + 1}</span>' in first
    assert f'<span class="badge">{A_PAGE + 1}</span>' in theirs


@pytest.mark.parametrize(
    "asked", ["person=x", "person=-1", "person=9999999999", "page=x", "page=0"]
)
def test_a_page_of_people_that_is_not_there_is_another_one(
    asked: str, browse: Browse, champion: Person
) -> None:
    page = browse(champion).get(people_url(champion.programme) + "?" + asked)
    assert champion.name in page.content.decode()
