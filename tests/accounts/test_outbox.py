from collections.abc import Callable
from email.utils import formataddr

import pytest
from django.core.mail import EmailMessage
from django.test import Client

from changeprog.accounts.mail import keep
from changeprog.accounts.models import Letter, User
from changeprog.accounts.views import LETTERS_A_PAGE
from changeprog.programme.models import Person
from tests.factory import make_user

Browse = Callable[[Person | User | None], Client]


def keep_letters(count: int) -> None:
    Letter.objects.bulk_create(
        Letter(to="ada@example.org", subject=f"Letter {number}", text="Come in.")
        for number in range(count)
    )


@pytest.fixture
def administrator(browse: Browse, db: None) -> Client:
    return browse(make_user("Ada", is_administrator=True))


@pytest.mark.parametrize("count", [0, 1, LETTERS_A_PAGE + 1])
def test_the_administrator_reads_the_mail_that_is_kept(administrator: Client, count: int) -> None:
    keep_letters(count)
    answer = administrator.get("/outbox/")
    assert answer.status_code == 200
    assert len(answer.context["letters"].object_list) == min(count, LETTERS_A_PAGE)


@pytest.mark.parametrize(
    ("name", "shown"),
    [("Milan Kovač", "Milan Kovač"), ("=?none?q?Ada?=", "=?none?q?Ada?=")],
)
@pytest.mark.django_db
def test_a_name_is_kept_as_people_write_it(name: str, shown: str) -> None:
    keep(EmailMessage("Come in", "Hello", to=[formataddr((name, "milan@example.org"))]))
    assert Letter.objects.get().to == f"{shown} <milan@example.org>"


def test_more_letters_than_a_page_holds_are_a_page_further(administrator: Client) -> None:
    keep_letters(LETTERS_A_PAGE + 1)
    assert 'href="?page=2"' in administrator.get("/outbox/").content.decode()
    assert len(administrator.get("/outbox/?page=2").context["letters"].object_list) == 1


def test_one_letter_is_read_as_text(administrator: Client) -> None:
    keep_letters(1)
    answer = administrator.get(f"/outbox/{Letter.objects.get().pk}/")
    assert "Come in." in answer.content.decode()
