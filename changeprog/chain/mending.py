"""Where something that hangs on nothing is hung on something: the page where it is changed."""

from django.urls import NoReverseMatch, reverse

from changeprog.programme.chain import Link
from changeprog.programme.models import Programme

CHANGES = ("_editing", "_change")
"""How the views are named where something is changed, after the view of its own page."""


def mended_at(programme: Programme, link: Link) -> str:
    """Return the page where ``link`` is changed; its own where there is none, or it does that."""
    for change in CHANGES:
        try:
            return reverse(f"{link.kind.page}{change}", args=[programme.key, link.ref.number])
        except NoReverseMatch:
            continue
    return link.url
