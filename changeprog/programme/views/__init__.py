"""Pages of the ground."""

from changeprog.programme.views.home import (
    home_page,
    new_programme,
    start,
    whole_programme,
)
from changeprog.programme.views.journal import journal_page
from changeprog.programme.views.manifest import web_manifest
from changeprog.programme.views.people import (
    invite,
    invite_again,
    people,
    person,
    remove_person,
    return_person,
)
from changeprog.programme.views.search import search_page, suggestions
from changeprog.programme.views.settings import add_function, me, settings_page

__all__ = [
    "add_function",
    "home_page",
    "invite",
    "invite_again",
    "journal_page",
    "me",
    "new_programme",
    "people",
    "person",
    "remove_person",
    "return_person",
    "search_page",
    "settings_page",
    "start",
    "suggestions",
    "web_manifest",
    "whole_programme",
]
