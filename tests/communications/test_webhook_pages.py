"""Pages on which champions add webhooks, try them, and see how they answered."""

from collections.abc import Callable
from ipaddress import ip_network
from typing import Any
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.test import Client

from changeprog.communications import webhooks
from changeprog.communications.models import Procedure, Webhook, WebhookDelivery
from changeprog.communications.tasks import send_webhooks
from changeprog.communications.webhook_page import ROOM
from changeprog.programme.models import Event, Person, Programme
from tests import factory
from tests.listener import Reply, listening

pytestmark = pytest.mark.django_db

Browse = Callable[[Person | None], Client]
LIST_QUERIES = 7
SECRET_URL = "https://hooks.example.org/services/T0/B0/very-secret"


def place(programme: Programme, what: str = "") -> str:
    return f"/p/{programme.key}/communications/webhooks/{what}"


def add(client: Client, programme: Programme, **said: str) -> Webhook:
    asked = {"name": "#crm", "kind": "slack", "url": SECRET_URL, "active": "on"} | said
    hidden = {"key": str(uuid4()), "revision": "0"}
    answer = client.post(place(programme, "new/"), asked | hidden)
    assert answer.status_code == 302, answer.content.decode()
    added: Webhook = Webhook.objects.latest("pk")
    return added


def shown(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def change(client: Client, webhook: Webhook, **said: str) -> Any:
    asked = {"name": webhook.name, "kind": webhook.kind, "url": "", "active": "on"}
    hidden = {"key": str(webhook.key), "revision": str(webhook.revision)}
    return client.post(f"{webhook.get_absolute_url()}change/", asked | said | hidden)


def test_the_first_step_is_on_the_empty_page(champion: Person, browse: Browse) -> None:
    page = shown(browse(champion), place(champion.programme))
    assert "There is none yet" in page
    assert place(champion.programme, "new/") in page


def test_an_address_is_never_shown_again(champion: Person, browse: Browse) -> None:
    client = browse(champion)
    webhook = add(client, champion.programme)
    url = webhook.get_absolute_url()
    assert (
        change(client, webhook, url="https://hooks.example.org/another-secret").status_code == 302
    )
    pages = [
        place(champion.programme),
        url,
        f"{url}change/",
        f"/p/{champion.programme.key}/journal/",
    ]
    for page in pages:
        words = shown(client, page)
        assert ("very-secret" in words, "another-secret" in words) == (False, False)
    assert "hooks.example.org/…" in shown(client, url)
    facts = str(list(Event.objects.filter(verb__startswith="webhook.").values_list("facts")))
    assert "secret" not in facts


def test_the_secret_of_a_system_is_shown_once(champion: Person, browse: Browse) -> None:
    client = browse(champion)
    webhook = add(client, champion.programme, kind="system")
    url, secret = webhook.get_absolute_url(), webhooks.shown_secret(webhook)
    first = client.get(url)
    assert secret in first.content.decode()
    assert "no-store" in first.headers["Cache-Control"]
    assert secret not in shown(client, url)
    assert client.post(f"{url}secret/").status_code == 302
    webhook.refresh_from_db()
    renewed = webhooks.shown_secret(webhook)
    assert renewed != secret
    assert renewed in shown(client, url)
    assert renewed not in shown(client, url)
    row = "".join(map(str, Webhook.objects.filter(pk=webhook.pk).values_list().get()))
    assert (secret in row, renewed in row, webhook.secret.hex() in row) == (False, False, False)


def test_a_chat_has_no_secret_to_show(champion: Person, browse: Browse) -> None:
    client = browse(champion)
    webhook = add(client, champion.programme)
    assert "whsec_" not in shown(client, webhook.get_absolute_url())


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("", "Paste the address."),
        ("http://hooks.example.org/", "It has to begin with https://."),
        ("https://127.0.0.1/hooks", "It leads to 127.0.0.1, which is not on the public internet"),
        ("https://169.254.169.254/", "which is not on the public internet"),
        ("hooks.example.org", "That is no address on the web."),
    ],
)
def test_a_bad_address_is_refused_in_words(
    champion: Person, browse: Browse, url: str, words: str
) -> None:
    said = {"name": "#crm", "kind": "slack", "url": url, "active": "on"}
    hidden = {"key": str(uuid4()), "revision": "0"}
    answer = browse(champion).post(place(champion.programme, "new/"), said | hidden)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Webhook.objects.exists()


def test_the_same_form_sent_twice_adds_one(champion: Person, browse: Browse) -> None:
    client = browse(champion)
    said = {"name": "#crm", "kind": "slack", "url": SECRET_URL, "active": "on"}
    hidden = {"key": str(uuid4()), "revision": "0"}
    for _ in range(2):
        assert client.post(place(champion.programme, "new/"), said | hidden).status_code == 302
    assert Webhook.objects.count() == 1


def test_a_change_keeps_the_address_and_can_be_undone(champion: Person, browse: Browse) -> None:
    client = browse(champion)
    webhook = add(client, champion.programme)
    assert change(client, webhook, name="#all", active="").status_code == 302
    webhook.refresh_from_db()
    assert (webhook.name, webhook.active, webhook.url) == ("#all", False, SECRET_URL)
    assert "Switched off" in shown(client, place(champion.programme))
    assert client.post(f"{webhook.get_absolute_url()}change/undo/").status_code == 302
    webhook.refresh_from_db()
    assert (webhook.name, webhook.active, webhook.url) == ("#crm", True, SECRET_URL)


def test_who_was_slower_is_told_and_nothing_is_lost(champion: Person, browse: Browse) -> None:
    client = browse(champion)
    webhook = add(client, champion.programme)
    seen = Webhook.objects.get(pk=webhook.pk)
    assert change(client, webhook, name="#first").status_code == 302
    answer = change(client, seen, name="#second", url="https://hooks.example.org/third")
    assert answer.status_code == 422
    assert "Somebody else saved this while you were writing" in answer.content.decode()
    assert "very-secret" not in answer.content.decode()
    webhook.refresh_from_db()
    assert (webhook.name, webhook.url) == ("#first", SECRET_URL)


def test_it_is_taken_away_and_brought_back(champion: Person, browse: Browse) -> None:
    client = browse(champion)
    webhook = add(client, champion.programme)
    url = webhook.get_absolute_url()
    answer = client.post(f"{url}removal/", follow=True)
    assert f"{url}return/" in answer.content.decode()
    assert client.get(url).status_code == 404
    for _ in range(2):
        assert client.post(f"{url}return/").status_code == 302
    assert "#crm" in shown(client, place(champion.programme))


def test_a_test_is_answered_on_the_page(
    champion: Person, browse: Browse, settings: LazySettings
) -> None:
    settings.WEBHOOK_NETWORKS, settings.WEBHOOK_HTTP = [ip_network("127.0.0.1/32")], True
    client = browse(champion)
    with listening() as listener:
        listener.say(Reply(403, b"<b>invalid_token</b>"))
        webhook = add(client, champion.programme, url=listener.url)
        url = webhook.get_absolute_url()
        key = {"key": str(uuid4())}
        for _ in range(2):
            assert client.post(f"{url}test/", key).status_code == 302
        assert "None yet" in shown(client, url)
        before = ROOM.revision(f"{champion.programme.key}.{webhook.pk}")
        send_webhooks()
        page = shown(client, url)
    assert len(listener.heard) == 1
    assert "It answered 403" in page
    assert "&lt;b&gt;invalid_token&lt;/b&gt;" in page
    assert ROOM.revision(f"{champion.programme.key}.{webhook.pk}") != before
    assert ROOM.stale_after(webhooks.ANSWERED) == ["webhook-answers"]


def test_the_procedures_that_lead_there_are_named(champion: Person, browse: Browse) -> None:
    client = browse(champion)
    webhook = add(client, champion.programme)
    assert "no procedure leads to it yet" in shown(client, place(champion.programme))
    procedure = factory.agree_procedure(champion)
    Procedure.objects.filter(pk=procedure.pk).update(webhook=webhook, channel="webhook")
    for page in (place(champion.programme), webhook.get_absolute_url()):
        assert procedure.name in shown(client, page)


@pytest.mark.parametrize("role", ["observer", "member", "facilitator"])
def test_only_champions_see_them(
    role: str, request: pytest.FixtureRequest, champion: Person, browse: Browse
) -> None:
    webhook = add(browse(champion), champion.programme)
    person = request.getfixturevalue(role)
    for page in (place(champion.programme), webhook.get_absolute_url()):
        assert browse(person).get(page).status_code == 403
    assert ROOM.audience(webhook, person) == ""
    assert ROOM.audience(webhook, champion) == "champion"


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_number_of_questions_for_one_and_three(
    count: int,
    champion: Person,
    browse: Browse,
    django_assert_num_queries: Callable[..., Any],
) -> None:
    client = browse(champion)
    for number in range(count):
        webhook = add(client, champion.programme, name=f"#{number}")
        WebhookDelivery.test(webhook, champion, uuid4())
    shown(client, place(champion.programme))
    with django_assert_num_queries(LIST_QUERIES):
        shown(client, place(champion.programme))
