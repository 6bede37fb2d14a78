from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.test import Client
from django.utils.timezone import now
from time_machine import travel

from changeprog.accounts.models import Invitation, InvitationRefused, Letter, User
from changeprog.accounts.tasks import mail_invitations
from changeprog.programme.models import Event, Person, Role
from tests.factory import PASSWORD, make_user

Browse = Callable[[Person | User | None], Client]


@pytest.fixture
def newcomer(champion: Person) -> Person:
    person = Person.objects.create(
        programme=champion.programme, name="Nia Newcomer", email="nia@example.org"
    )
    person.invite(champion, Role.MEMBER)
    return person


def link(person: Person) -> str:
    assert person.invitation is not None
    return person.invitation.get_absolute_url()


def test_a_newcomer_joins_by_the_mailed_link(browse: Browse, newcomer: Person) -> None:
    client = browse(None)
    mail_invitations()
    (message,) = mail.outbox
    assert message.to == ["nia@example.org"]
    assert link(newcomer) in message.body
    assert message.body.startswith(f"Hello {newcomer.name},")

    page = client.get(link(newcomer))
    assert "Chris Champion invites you" in page.content.decode()
    assert not User.objects.filter(email="nia@example.org").exists()

    words = {"name": "Nia N.", "password": PASSWORD, "time_zone": "Asia/Kathmandu"}
    answer = client.post(link(newcomer), words, follow=True)
    assert answer.redirect_chain[-1] == (newcomer.programme.get_absolute_url(), 302)

    newcomer.refresh_from_db()
    assert newcomer.user is not None
    assert (newcomer.name, newcomer.time_zone) == ("Nia N.", "Asia/Kathmandu")
    assert newcomer.user.check_password(PASSWORD)
    assert Event.objects.filter(verb="person.joined", person=newcomer).count() == 1


def test_a_password_is_not_needed(browse: Browse, newcomer: Person) -> None:
    browse(None).post(link(newcomer), {"name": "Nia", "password": ""})
    assert not User.objects.get(email="nia@example.org").has_usable_password()


def test_a_link_works_once(browse: Browse, newcomer: Person) -> None:
    browse(None).post(link(newcomer), {"name": "Nia", "password": ""})
    again = browse(None).get(link(newcomer))
    assert again.status_code == 410
    assert "used already" in again.content.decode()


def test_a_used_link_leads_whoever_used_it_to_the_programme(
    browse: Browse, newcomer: Person, member: Person
) -> None:
    client = browse(None)
    client.post(link(newcomer), {"name": "Nia", "password": ""})
    assert client.get(link(newcomer)).headers["Location"] == "/"
    assert browse(member).get(link(newcomer)).status_code == 410


def test_an_expired_link_says_so(browse: Browse, newcomer: Person) -> None:
    with travel(now() + timedelta(days=15), tick=False):
        answer = browse(None).get(link(newcomer))
    assert answer.status_code == 410
    assert "has expired" in answer.content.decode()


def test_a_withdrawn_link_says_so(browse: Browse, newcomer: Person) -> None:
    assert newcomer.invitation is not None
    newcomer.invitation.revoke()
    answer = browse(None).get(link(newcomer))
    assert answer.status_code == 410
    assert "was withdrawn" in answer.content.decode()


@pytest.mark.parametrize("spoil", [lambda t: t[:-1], lambda t: t + "x", lambda _: "no-token"])
def test_a_spoilt_link_says_so(
    browse: Browse, newcomer: Person, spoil: Callable[[str], str]
) -> None:
    assert newcomer.invitation is not None
    answer = browse(None).get(f"/invitations/{spoil(newcomer.invitation.token)}/")
    assert answer.status_code == 410


def test_inviting_again_kills_the_old_link(champion: Person, newcomer: Person) -> None:
    old = newcomer.invitation
    assert old is not None
    newcomer.invite(champion, Role.MEMBER)
    with pytest.raises(InvitationRefused, match="withdrawn"):
        Invitation.from_token(old.token).refuse_unless_open()


def test_another_address_is_refused_kindly_and_loses_nothing(
    browse: Browse, newcomer: Person, outsider: User
) -> None:
    client = browse(outsider)
    for answer in (client.get(link(newcomer)), client.post(link(newcomer))):
        assert answer.status_code == 409
        assert "This invitation is for somebody else" in answer.content.decode()
    newcomer.refresh_from_db()
    assert newcomer.user is None
    assert Invitation.from_token(link(newcomer).split("/")[2]).state == "open"


def test_somebody_with_an_account_signs_in_first(browse: Browse, newcomer: Person) -> None:
    known = make_user("Nia", "nia@example.org")
    page = browse(None).get(link(newcomer)).content.decode()
    assert f"/accounts/login/?next={link(newcomer)}" in page
    answer = browse(known).post(link(newcomer))
    assert answer.status_code == 302
    newcomer.refresh_from_db()
    assert newcomer.user == known


def test_two_clicks_at_once_join_once(newcomer: Person) -> None:
    user = make_user("Nia", "nia@example.org")
    invitation = newcomer.invitation
    assert invitation is not None
    invitation.accept(user)
    with pytest.raises(InvitationRefused, match="used already"):
        Invitation.objects.get(pk=invitation.pk).accept(user)
    assert Event.objects.filter(verb="person.joined").count() == 1


def test_an_invitation_is_mailed_once(newcomer: Person) -> None:
    mail_invitations()
    mail_invitations()
    assert len(mail.outbox) == 1


def test_a_worker_that_died_while_mailing_is_followed_by_another(newcomer: Person) -> None:
    assert newcomer.invitation is not None
    assert newcomer.invitation.claim()
    mail_invitations()
    assert mail.outbox == []
    with travel(now() + timedelta(minutes=11), tick=False):
        mail_invitations()
    assert len(mail.outbox) == 1


def test_without_a_mail_server_the_mail_is_kept_for_the_administrator(
    browse: Browse, newcomer: Person, champion: Person, member: Person, settings: object
) -> None:
    settings.EMAIL_BACKEND = "changeprog.accounts.mail.KeptBackend"  # type: ignore[attr-defined]
    mail_invitations()
    letter = Letter.objects.get()
    assert link(newcomer) in letter.text
    assert champion.user is not None
    assert browse(champion).get(f"/outbox/{letter.pk}/").status_code == 403
    champion.user.is_administrator = True
    champion.user.save()
    assert link(newcomer) in browse(champion).get(f"/outbox/{letter.pk}/").content.decode()
    assert browse(member).get("/outbox/").status_code == 403


def test_a_name_with_line_breaks_cannot_break_the_mail(champion: Person) -> None:
    assert champion.user is not None
    champion.user.name = "Eve\r\nBcc: everybody@example.org"
    champion.user.save()
    Invitation.make("v@example.org", "=cmd\r\n<script>", champion.user)
    mail_invitations()
    (message,) = mail.outbox
    assert message.subject == "Eve Bcc: everybody@example.org invites you to =cmd <script>"
    assert isinstance(message, EmailMultiAlternatives)
    assert "&lt;script&gt;" in str(message.alternatives[0][0])
    assert message.message()["Bcc"] is None
