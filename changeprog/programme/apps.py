from typing import Any

from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    name = "changeprog.programme"
    label = "programme"
    verbose_name = "Programme"

    def ready(self) -> None:
        from allauth.account.signals import email_changed

        from changeprog.accounts.models import invitation_accepted
        from changeprog.programme import (
            archiving,
            bell,
            finders,
            home,
            journal,
            navigation,
            pace,
            search,
        )
        from changeprog.programme.journal import Verb
        from changeprog.programme.models import Role

        journal.register(
            Verb("programme.started", "started the programme"),
            Verb("programme.changed", "changed the programme's settings"),
            Verb("function.added", "added a function"),
            Verb("team.added", "added a team that adopts the change"),
            Verb("team.described", "changed a team's name or purpose"),
            Verb("team.retired", "retired a team"),
            Verb("team.returned", "brought a team back"),
            Verb("team.removed", "removed a team"),
            Verb("person.invited", "invited somebody"),
            Verb("person.joined", "joined"),
            Verb("person.renamed", "changed their name"),
            Verb("digest.paused", "paused their digest"),
            Verb("digest.resumed", "resumed their digest"),
            Verb("person.changed", "changed somebody's part"),
            Verb("person.removed", "removed somebody"),
            Verb("person.returned", "brought somebody back"),
        )
        navigation.register(navigation.Item(10, "Home", "house", "programme:home", "h"))
        navigation.register(navigation.Item(50, "People", "users", "programme:people", "p"))
        navigation.register(
            navigation.Item(90, "Settings", "settings", "programme:settings", "s", Role.CHAMPION)
        )
        navigation.register_under("programme:settings", "programme:journal")
        home.register_step(
            home.Step(
                order=40,
                label="Bring in the first people",
                help="Invite the people who will carry the change with you.",
                action="Invite somebody",
                url_name="programme:invite",
                taken=has_company,
            )
        )
        search.register(finders.PEOPLE)
        pace.register()
        home.HOME.open()
        bell.FRAME.open()
        archiving.register()
        email_changed.connect(follow_address, dispatch_uid="programme.follow_address")
        invitation_accepted.connect(bind_person, dispatch_uid="programme.bind_person")


def has_company(programme: Any) -> Any:
    """Ask whether anybody besides the champion has a part in the programme."""
    from django.db.models import Exists

    return Exists(programme.people.present().with_role()[1:])


def bind_person(sender: Any, invitation: Any, user: Any, **kwargs: Any) -> None:
    """An invitation was accepted: its person gets the account, unless it has a part already."""
    from changeprog.accounts.models import InvitationRefused
    from changeprog.programme.models import Person

    person = Person.objects.present().select_related("programme").filter(invitation=invitation)
    for found in person:
        if found.programme.people.filter(user=user).exclude(pk=found.pk).exists():
            raise InvitationRefused(f"You have a part in {found.programme} already.")
        if found.programme.closed_at:
            raise InvitationRefused(f"{found.programme} is closed. Ask whoever invited you.")
        found.join(user)


def follow_address(sender: Any, user: Any, to_email_address: Any, **kwargs: Any) -> None:
    """Somebody changed the address of their account: mail follows to it in every programme."""
    from changeprog.programme.models import Person

    for person in Person.objects.filter(user=user).select_related("programme"):
        person.follow_address(to_email_address.email)
