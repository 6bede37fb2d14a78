"""What has to be done before a workshop can close."""

import pytest

from workshops import closing
from workshops.models import Workshop


@pytest.fixture(autouse=True)
def only_those_of_the_test(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(closing, "_blockers", [])


def two_open(_workshop: Workshop) -> list[str]:
    return ["2 points of view are still open."]


def one_unread(_workshop: Workshop) -> list[str]:
    return ["1 commitment was not read out."]


def test_everybody_registered_is_asked_in_turn(workshop: Workshop) -> None:
    closing.register(two_open, one_unread)
    assert closing.blockers(workshop) == [
        "2 points of view are still open.",
        "1 commitment was not read out.",
    ]


def test_registering_twice_asks_once(workshop: Workshop) -> None:
    closing.register(two_open)
    closing.register(two_open)
    assert closing.blockers(workshop) == ["2 points of view are still open."]


def test_nothing_stands_in_the_way_of_a_workshop_without_open_ends(workshop: Workshop) -> None:
    assert closing.blockers(workshop) == []
