import re
from collections.abc import Callable

import pytest
from django.core import mail
from django.test import Client

from changeprog.accounts.demo import sign_in_link
from changeprog.accounts.models import User
from changeprog.programme.models import Person, Programme
from tests.factory import PASSWORD, make_person, make_user

Browse = Callable[[Person | User | None], Client]
SIGN_UP = {"name": "Ada", "email": "ada@example.org", "password1": PASSWORD, "time_zone": ""}


@pytest.mark.django_db
def test_a_fresh_copy_asks_for_the_first_champion(client: Client) -> None:
    answer = client.get("/", follow=True)
    assert answer.redirect_chain[-1] == ("/accounts/signup/", 302)
    assert "You have one already?" not in answer.content.decode()


@pytest.mark.django_db
def test_the_first_to_sign_up_is_the_administrator_and_starts_a_programme(client: Client) -> None:
    answer = client.post("/accounts/signup/", SIGN_UP, follow=True)
    assert answer.redirect_chain[-1] == ("/new/", 302)
    user = User.objects.get()
    assert (user.email, user.name, user.is_administrator) == ("ada@example.org", "Ada", True)
    home = client.post("/new/", {"name": "Onward", "time_zone": "Europe/Vienna"}, follow=True)
    programme = Programme.objects.get()
    assert home.redirect_chain[-1] == (programme.get_absolute_url(), 302)
    assert programme.time_zone == "Europe/Vienna"


@pytest.mark.django_db
def test_nobody_else_signs_up_uninvited(client: Client) -> None:
    make_user("First")
    answer = client.post("/accounts/signup/", SIGN_UP)
    assert answer.status_code == 200
    assert not User.objects.filter(email="ada@example.org").exists()


def test_signing_in_by_password_in_any_case(client: Client, member: Person) -> None:
    words = {"login": member.email.upper(), "password": PASSWORD}
    answer = client.post("/accounts/login/", words, follow=True)
    assert answer.redirect_chain[-1] == (member.programme.get_absolute_url(), 302)


def test_signing_in_by_a_mailed_code(client: Client, member: Person) -> None:
    client.post("/accounts/login/code/", {"email": member.email})
    (message,) = mail.outbox
    found = re.search(r"^\s*([A-Z0-9-]{6,12})\s*$", str(message.body), re.MULTILINE)
    assert found is not None
    answer = client.post("/accounts/login/code/confirm/", {"code": found[1]}, follow=True)
    assert answer.redirect_chain[-1] == (member.programme.get_absolute_url(), 302)


def test_guessing_passwords_is_limited(client: Client, member: Person) -> None:
    wrong = {"login": member.email, "password": "not-the-password"}
    answers = [client.post("/accounts/login/", wrong) for _ in range(6)]
    assert "Too many failed tries" in answers[-1].content.decode()
    right = client.post("/accounts/login/", {"login": member.email, "password": PASSWORD})
    assert right.status_code == 200


def test_asking_for_codes_is_limited_by_account(member: Person) -> None:
    for _ in range(5):
        Client().post("/accounts/login/code/", {"email": member.email})
    assert len(mail.outbox) == 3


def test_a_session_that_ended_sends_the_whole_page_to_sign_in(
    client: Client, programme: Programme
) -> None:
    answer = client.get(programme.get_absolute_url(), headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (200, "/")


def test_signing_out_takes_a_post(browse: Browse, member: Person) -> None:
    client = browse(member)
    client.get("/accounts/logout/")
    assert client.get(member.programme.get_absolute_url()).status_code == 200
    client.post("/accounts/logout/")
    assert client.get(member.programme.get_absolute_url()).status_code == 302


def test_demo_links_are_dead_on_a_real_copy(client: Client, member: Person) -> None:
    assert member.user is not None
    path = sign_in_link(member.user).split("8000", 1)[1]
    assert client.post(path).status_code == 404
    assert client.get("/").status_code == 302


def test_demo_links_sign_in_with_a_button(client: Client, member: Person, settings: object) -> None:
    settings.DEMO = True  # type: ignore[attr-defined]
    assert member.user is not None
    path = sign_in_link(member.user).split("8000", 1)[1]
    assert "Sign in as Mo Member" in client.get(path).content.decode()
    assert client.get(member.programme.get_absolute_url()).status_code == 302
    client.post(path)
    assert client.get(member.programme.get_absolute_url()).status_code == 200


def test_a_demo_token_of_another_make_is_refused(client: Client, settings: object) -> None:
    settings.DEMO = True  # type: ignore[attr-defined]
    assert client.get("/demo/forged/").status_code == 404


def test_a_whole_room_behind_one_address_gets_in(programme: Programme) -> None:
    people = [make_person(programme, "member") for _ in range(25)]
    for person in people:
        Client().post("/accounts/login/code/", {"email": person.email})
    assert [message.to for message in mail.outbox] == [[person.email] for person in people]


def test_the_mailed_code_comes_without_a_word_of_machines(client: Client, member: Person) -> None:
    client.post("/accounts/login/code/", {"email": member.email})
    (message,) = mail.outbox
    assert message.subject == "Your code for signing in"
    assert str(message.body).startswith("Hello,\n\nHere is your code.")
    assert "testserver" not in message.body


@pytest.mark.parametrize("path", ["login", "login/code", "password/reset"])
def test_an_address_is_called_the_same_everywhere(
    client: Client, member: Person, path: str
) -> None:
    assert "E-mail address" in client.get(f"/accounts/{path}/").content.decode()


def test_a_new_password_is_asked_for_in_one_line(browse: Browse, member: Person) -> None:
    page = browse(member).get("/accounts/password/change/").content.decode()
    assert "At least 10 characters, and nothing that others would guess." in page
    assert "Current password" in page
    assert "too similar" not in page


def test_signing_in_says_nothing_more_than_the_page_does(client: Client, member: Person) -> None:
    words = {"login": member.email, "password": PASSWORD}
    answer = client.post("/accounts/login/", words, follow=True)
    assert list(answer.context["messages"]) == []
    assert "Successfully" not in answer.content.decode()


def test_a_code_that_did_not_arrive_is_mailed_again(client: Client, member: Person) -> None:
    answer = client.post("/accounts/login/code/", {"email": member.email}, follow=True)
    assert "Mail me a new code" in answer.content.decode()
    client.post("/accounts/login/code/confirm/", {"action": "resend"})
    assert len(mail.outbox) == 2
