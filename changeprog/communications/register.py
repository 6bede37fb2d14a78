"""What communications adds to the ground: verbs, navigation, steps of the road."""

from changeprog.programme import journal, navigation
from changeprog.programme.journal import Verb


def everything() -> None:
    """Called once, when the app is ready."""
    journal.register(
        Verb("edition.composed", "composed an edition of the digest"),
        Verb("edition.sent", "sent an edition of the digest"),
    )
    navigation.register(
        navigation.Item(70, "Communications", "mail", "communications:overview", "c")
    )
