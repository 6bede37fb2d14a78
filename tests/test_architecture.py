"""Arrows point one way: imports are held by import-linter, relations and rooms by these tests."""

import re
from pathlib import Path

import pytest
from celery import Task
from django.apps import apps
from django.db.models import ForeignKey, Model, OneToOneField
from django.utils.module_loading import import_string

from changeprog import settings
from tests import layers

ROOMS = [
    "accounts",
    "programme",
    "direction",
    "communications",
    "teams",
    "stakeholders",
    "workshops",
    "onboarding",
    "closing",
    "chain",
]
"""From the ground up; a room points only at itself and at rooms before it."""

OURS = [model for label in ROOMS for model in apps.get_app_config(label).get_models()]


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_relations_point_down(model: type[Model]) -> None:
    height = ROOMS.index(model._meta.app_label)
    pointed_at = {
        field.related_model._meta.app_label
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey | OneToOneField) and not field.auto_created
    }
    above = {label for label in pointed_at & set(ROOMS) if ROOMS.index(label) > height}
    assert above == set()


def test_every_job_that_is_named_in_a_hint_is_a_task() -> None:
    root = Path(settings.ROOT)
    folders = ("changeprog", "teams", "stakeholders", "workshops")
    files = [path for folder in folders for path in (root / folder).glob("**/*.py")]
    named = {name for path in files for name in re.findall(r'hint\("([\w.]+)"', path.read_text())}
    assert named
    assert {name for name in named if not isinstance(import_string(name), Task)} == set()


def test_no_file_is_longer_than_one_room() -> None:
    root = Path(settings.ROOT)
    files = [
        path
        for pattern in (
            "changeprog/**/*.py",
            "teams/**/*.py",
            "stakeholders/**/*.py",
            "workshops/**/*.py",
            "tests/**/*.py",
            "templates/**/*.*",
            "static/**/*.js",
            "static/**/*.css",
        )
        for path in root.glob(pattern)
        if "migrations" not in path.parts
    ]
    assert files
    lines = {str(path.relative_to(root)): path.read_text().count("\n") for path in files}
    long = {name for name, count in lines.items() if count > 350}
    assert long == set()


def test_no_room_for_odds_and_ends() -> None:
    root = Path(settings.ROOT)
    names = {"services.py", "utils.py", "helpers.py", "common.py", "misc.py"}
    ours = [
        path
        for top in ("changeprog", "teams", "stakeholders", "workshops")
        for path in (root / top).rglob("*.py")
    ]
    assert ours
    assert {path for path in ours if path.name in names} == set()


def test_the_drawing_is_true_today() -> None:
    drawn = (layers.PICTURE.read_text(), layers.PAGE.read_text())
    assert drawn == (layers.drawing(), layers.page()), "bin/pictures layers draws it anew"


def test_every_room_says_what_it_is() -> None:
    assert [room for room in layers.rooms() if not layers.title(room)] == []


def test_no_arrow_of_the_drawing_points_up() -> None:
    order = layers.rooms()
    assert {room: used for room, used in layers.uses().items() if used}, "the premise: there are"
    up = [(a, b) for a in order for b in layers.uses()[a] if order.index(b) < order.index(a)]
    assert up == []
