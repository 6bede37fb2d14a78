"""When people are reminded, as champions set it."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from changeprog.communications import reminders
from changeprog.communications.models import ReminderRule
from changeprog.programme.models import Event, Person, Programme

Browse = Callable[[Person | None], Client]
USUAL = {"active": "on", "offsets": ["14", "7", "1", "0"], "to_owner": "on"}


def rules(programme: Programme) -> str:
    return reverse("communications:reminders", args=[programme.key])


def page(programme: Programme, kind: str = "milestone.due") -> str:
    return reverse("communications:reminder", args=[programme.key, kind])


def test_the_page_says_of_every_kind_what_holds(browse: Browse, champion: Person) -> None:
    shown = browse(champion).get(rules(champion.programme)).content.decode()
    for kind in reminders.kinds():
        assert kind.title in shown
    usual = (
        "14, 7 and 1 days before, on the day, every week while it is late: whoever it belongs to"
    )
    assert usual in shown


def test_a_champion_changes_it_and_takes_that_back(browse: Browse, champion: Person) -> None:
    client, programme = browse(champion), champion.programme
    said = {"active": "on", "offsets": ["30", "3"], "to_owner": "on", "to_champion": "on"}
    answer = client.post(page(programme), said, follow=True)
    assert "30 and 3 days before: whoever it belongs to and the champions" in (
        answer.content.decode()
    )
    rule = ReminderRule.objects.get(programme=programme)
    assert (rule.days, rule.weekly_while_late) == ([30, 3], False)
    event = Event.objects.about("reminder_rule.changed").get()
    undo = reverse("direction:undoing", args=[programme.key, event.pk])
    assert undo in answer.content.decode()
    client.post(undo)
    rule.refresh_from_db()
    assert (rule.days, rule.weekly_while_late, rule.to_champion) == ([14, 7, 1, 0], True, False)


def test_nothing_new_is_no_event(browse: Browse, champion: Person) -> None:
    said = USUAL | {"weekly_while_late": "on"}
    browse(champion).post(page(champion.programme), said)
    assert Event.objects.about("reminder_rule.changed").count() == 0


def test_what_is_kept_alone_cannot_be_told_to_others(browse: Browse, champion: Person) -> None:
    there = page(champion.programme, "conversation.due")
    shown = browse(champion).get(there).content.decode()
    assert "The champions" not in shown
    browse(champion).post(there, USUAL | {"to_champion": "on"})
    rule = ReminderRule.objects.get(kind="conversation.due")
    assert (rule.to_owner, rule.to_champion, rule.days) == (True, False, [14, 7, 1, 0])


@pytest.mark.parametrize("kind", ["nothing.due", "milestone"])
def test_an_unknown_kind_is_not_found(browse: Browse, champion: Person, kind: str) -> None:
    assert browse(champion).get(page(champion.programme, kind)).status_code == 404


def test_it_is_for_champions(browse: Browse, facilitator: Person) -> None:
    for there in (rules(facilitator.programme), page(facilitator.programme)):
        assert browse(facilitator).get(there).status_code == 403
