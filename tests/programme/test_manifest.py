"""A programme on a home screen: its name, its icons, and shortcuts to what the person may do."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from PIL import Image

from changeprog.accounts.models import User
from changeprog.programme.manifest import ICONS, manifest
from changeprog.programme.models import Person, Programme
from tests import factory

Browse = Callable[[Person | User | None], Client]


def test_a_page_leads_to_the_manifest_of_its_programme(browse: Browse, member: Person) -> None:
    client, home = browse(member), member.programme.get_absolute_url()
    assert f'href="{home}manifest.webmanifest"' in client.get(home).content.decode()
    answer = client.get(f"{home}manifest.webmanifest")
    assert answer.headers["Content-Type"] == "application/manifest+json"
    assert "manifest-src 'self'" in answer.headers["Content-Security-Policy"]
    told = answer.json()
    assert (told["start_url"], told["short_name"]) == (home, member.programme.name)


@pytest.mark.parametrize(
    ("role", "names"), [("observer", []), ("member", ["Log a victory", "Log a barrier"])]
)
def test_shortcuts_are_those_that_one_may_use(
    role: str, names: list[str], browse: Browse, programme: Programme
) -> None:
    person = factory.make_person(programme, role)
    shortcuts = manifest(person)["shortcuts"]
    assert [shortcut["name"] for shortcut in shortcuts] == names
    log = reverse("teams:log", args=[programme.key])
    assert [shortcut["url"] for shortcut in shortcuts] == [
        f"{log}?what={kind}" for kind in ("victory", "barrier") if names
    ]
    assert {browse(person).get(shortcut["url"]).status_code for shortcut in shortcuts} <= {200}


def test_the_icons_are_as_large_as_it_says() -> None:
    for file, sizes, kind, _ in ICONS:
        path = Path(settings.ROOT) / "static" / file
        assert path.exists()
        if kind == "image/png":
            with Image.open(path) as icon:
                assert "{}x{}".format(*icon.size) == sizes


def test_a_page_of_no_programme_has_no_manifest(browse: Browse, outsider: User) -> None:
    assert "webmanifest" not in browse(outsider).get(reverse("new_programme")).content.decode()
