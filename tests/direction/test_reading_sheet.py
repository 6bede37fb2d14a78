"""Many readings at once: shown first, recorded when they were seen, told of once."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from changeprog.direction.models import Objective, Reading
from changeprog.programme.models import Event, Person, Programme
from tests import factory

Browse = Callable[[Person], Client]
SHEET = "2026-03-01;50\n2026-03-02;55;weekly\n2026-03-03;55\n2026-03-03;56\nsoon;57"


@pytest.fixture
def objective(programme: Programme) -> Objective:
    return factory.make_objective(programme)


@pytest.fixture
def url(objective: Objective) -> str:
    return reverse("direction:objective_sheet", args=[objective.programme.key, objective.pk])


def stored() -> list[tuple[date, Decimal, str]]:
    return [*Reading.objects.values_list("on", "value", "note")]


def confirmed(page: Any) -> dict[str, str]:
    """What the button that records sends from a page."""
    form = page.context["form"]
    return {"text": form["text"].value(), "seen": form["seen"].value(), "confirm": "on"}


def test_nothing_changes_until_it_was_seen_and_then_exactly_that(
    browse: Browse, url: str, objective: Objective, member: Person, champion: Person
) -> None:
    objective.read(champion, Decimal(40), date(2026, 3, 1))
    objective.read(champion, Decimal(55), date(2026, 3, 2), "weekly")
    client = browse(member)
    page = client.post(url, {"text": SHEET})
    assert page.status_code == 200
    assert [(each.row.number, each.state) for each in page.context["preview"].shown] == [
        (5, "refused"),
        (3, "overruled"),
        (1, "replaces"),
        (4, "new"),
        (2, "known"),
    ]
    assert len(stored()) == 2
    answer = client.post(url, confirmed(page))
    assert answer.headers["Location"] == objective.get_absolute_url()
    assert stored() == [
        (date(2026, 3, 1), Decimal(50), ""),
        (date(2026, 3, 2), Decimal(55), "weekly"),
        (date(2026, 3, 3), Decimal(56), ""),
    ]
    event = Event.objects.about("objective.read_many").get()
    assert (event.person, event.facts["count"]) == (member, 2)
    assert event.facts["replaced"] == [["2026-03-01", "40.0000", "50"]]
    assert "50 % on 1 Mar 2026, instead of 40" in client.get(answer.headers["Location"]).text


def test_confirming_twice_records_once(
    browse: Browse, url: str, objective: Objective, member: Person
) -> None:
    client = browse(member)
    sent = confirmed(client.post(url, {"text": SHEET}))
    assert client.post(url, sent).status_code == 302
    assert client.post(url, sent).status_code == 422
    assert Event.objects.about("objective.read_many").count() == 1


def test_what_is_not_what_was_shown_is_shown_again(
    browse: Browse, url: str, objective: Objective, member: Person, champion: Person
) -> None:
    client = browse(member)
    sent = confirmed(client.post(url, {"text": SHEET}))
    objective.read(champion, Decimal(1), date(2026, 3, 1))
    again = client.post(url, sent)
    assert (again.status_code, len(stored())) == (422, 1)
    assert "This is not what was shown before. Look at it once more." in again.text
    assert client.post(url, {**sent, "text": "2026-03-01;99"}).status_code == 422
    assert client.post(url, {**sent, "seen": ""}).status_code == 422
    assert len(stored()) == 1
    assert client.post(url, confirmed(again)).status_code == 302
    assert len(stored()) == 3


def test_a_file_comes_back_as_text_to_be_confirmed(
    browse: Browse, url: str, objective: Objective, member: Person
) -> None:
    file = SimpleUploadedFile("x.csv", "Tag;Wert;Notiz\n1.3.2026;62,5;Büro".encode("cp1252"))
    client = browse(member)
    page = client.post(url, {"file": file, "text": ""})
    assert page.context["form"]["text"].value() == "Tag;Wert;Notiz\n1.3.2026;62,5;Büro"
    assert client.post(url, confirmed(page)).status_code == 302
    assert stored() == [(date(2026, 3, 1), Decimal("62.5"), "Büro")]


@pytest.mark.parametrize(
    ("sent", "field", "words"),
    [
        ({"text": ""}, "text", "Paste rows such as “2026-01-31; 41”, or choose a file."),
        ({"text": "Date;Value"}, "text", "Paste rows such as “2026-01-31; 41”, or choose a file."),
        ({"text": "1\n" * 10_002}, "text", "At most 10\u202f000 rows fit. Send them in parts."),
        (
            {"file": SimpleUploadedFile("x.xlsx", b"PK\x03\x04\x00")},
            "file",
            "This is no text. Save the sheet as CSV, or copy its cells and paste them.",
        ),
        (
            {"file": SimpleUploadedFile("x.csv", b"1" * 1_000_001)},
            "file",
            "The file is larger than a megabyte. Send it in parts.",
        ),
    ],
)
def test_what_is_no_sheet_is_refused_in_words(  # noqa: PLR0917
    browse: Browse, url: str, member: Person, sent: dict[str, Any], field: str, words: str
) -> None:
    answer = browse(member).post(url, sent)
    assert (answer.status_code, answer.context["form"].errors) == (422, {field: [words]})


def test_an_observer_records_no_sheet(
    browse: Browse, url: str, observer: Person, member: Person
) -> None:
    assert browse(member).get(url).status_code == 200
    assert browse(observer).get(url).status_code == 403
    assert browse(observer).post(url, {"text": SHEET}).status_code == 403


@pytest.mark.parametrize("rows", [1, 3, 300])
def test_a_sheet_costs_the_same_however_long_it_is(
    browse: Browse, url: str, member: Person, rows: int, django_assert_num_queries: Any
) -> None:
    text = "\n".join(f"{date(2025, 1, 1) + timedelta(days=n)};{n}" for n in range(rows))
    client = browse(member)
    page = client.post(url, {"text": text})
    with django_assert_num_queries(9):
        client.post(url, {"text": text})
    assert client.post(url, confirmed(page)).status_code == 302
    assert Reading.objects.count() == rows


def test_a_reading_is_corrected_and_its_history_shown(
    browse: Browse, objective: Objective, member: Person, champion: Person
) -> None:
    reading = objective.read(champion, Decimal(50), date(2026, 3, 1))
    url = reverse("direction:reading_editing", args=[objective.programme.key, reading.pk])
    client = browse(member)
    shown = client.get(url).context["form"]
    assert (shown["value"].value(), shown["seen"].value()) == ("50", "50")
    assert client.post(url, {"seen": "50", "value": "52,5", "note": "recounted"}).status_code == 302
    assert stored() == [(date(2026, 3, 1), Decimal("52.5"), "recounted")]
    assert "52.5 % on 1 Mar 2026, instead of 50" in client.get(url).text


def test_the_second_of_two_who_correct_is_told_of_the_first(
    browse: Browse, objective: Objective, member: Person, champion: Person
) -> None:
    reading = objective.read(champion, Decimal(50), date(2026, 3, 1))
    url = reverse("direction:reading_editing", args=[objective.programme.key, reading.pk])
    objective.read(champion, Decimal(60), date(2026, 3, 1))
    client = browse(member)
    answer = client.post(url, {"seen": "50", "value": "55", "note": ""})
    assert answer.status_code == 422
    assert "Somebody else corrected this to 60 while you were writing." in answer.text
    again = {"seen": answer.context["form"]["seen"].value(), "value": "55", "note": ""}
    assert client.post(url, again).status_code == 302
    assert stored() == [(date(2026, 3, 1), Decimal(55), "")]


def test_a_reading_taken_away_is_remembered_and_gone_once(
    browse: Browse, objective: Objective, member: Person
) -> None:
    reading = objective.read(member, Decimal(50), date(2026, 3, 1))
    url = reverse("direction:reading_withdrawal", args=[objective.programme.key, reading.pk])
    client = browse(member)
    answer = client.post(url)
    assert (stored(), client.post(url).status_code) == ([], 404)
    objective.withdraw(member, date(2026, 3, 1))
    assert Event.objects.about("objective.withdrawn").count() == 1
    assert "50 % on 1 Mar 2026" in client.get(answer.headers["Location"]).text


def test_a_reading_of_another_programme_is_out_of_reach(
    browse: Browse, objective: Objective, member: Person, stranger: Person
) -> None:
    reading = objective.read(member, Decimal(50), date(2026, 3, 1))
    url = reverse("direction:reading_editing", args=[stranger.programme.key, reading.pk])
    assert browse(stranger).get(url).status_code == 404
