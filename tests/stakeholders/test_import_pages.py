"""The pages of imports and exports, and who may see them."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from changeprog.accounts.models import User
from changeprog.programme.models import Person
from stakeholders.forms.importing import UploadForm
from stakeholders.importing import running, source, working
from stakeholders.models import Import, ImportSource, Look, Stakeholder, Tie
from stakeholders.reading.formats import TOO_LARGE
from tests import map_factory
from tests.bench import counted

pytestmark = pytest.mark.django_db
Browse = Callable[[Person | User | None], Client]
FILES = Path(__file__).parent.parent / "data" / "import"
PEOPLE = "Name;E-mail;Wohin\nAna;ana@example.org;Sales\nBo;;\n"


def url(name: str, person: Person, *arguments: Any) -> str:
    return reverse(f"stakeholders:{name}", args=[person.programme.key, *arguments])


def send(client: Client, person: Person, **said: Any) -> Any:
    return client.post(url("imports", person), {"key": uuid4(), "text": "", **said})


def upload(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, (FILES / name).read_bytes())


def newest() -> Import:
    return Import.objects.latest("pk")


def text_of(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_from_the_file_to_the_map_and_back(facilitator: Person, browse: Browse) -> None:
    client = browse(facilitator)
    answer = send(client, facilitator, file=upload("people-windows-1252-semicolons.csv"))
    begun = newest()
    assert answer["Location"] == begun.get_absolute_url()
    shown = text_of(client.get(begun.get_absolute_url()))
    assert "There is no function called Vertrieb" in shown
    client.post(url("import_decisions", facilitator, begun.pk), {"add_functions": "on"})
    page = client.get(begun.get_absolute_url())
    assert "Import 5 new people" in text_of(page)
    seen = page.context["seen"]["seen"].initial
    confirmed = client.post(
        url("import_confirmation", facilitator, begun.pk), {"seen": seen}, follow=True
    )
    assert "It is on the map." in text_of(confirmed)
    assert sorted(row.person.name for row in Stakeholder.objects.all()) == [
        "Ana „Chefin“ García",
        "Bo Åkesson",
        "Jörg Müller",
        "Weiß; Ludwig",
        "Zoë Ünal",
    ]
    client.post(url("import_undoing", facilitator, begun.pk))
    assert (Stakeholder.objects.count(), newest().state) == (0, Import.State.UNDONE)


def test_columns_are_put_right_by_hand(facilitator: Person, browse: Browse) -> None:
    client = browse(facilitator)
    send(client, facilitator, text=PEOPLE)
    begun = newest()
    fields = client.get(url("import_columns", facilitator, begun.pk)).context["form"]
    assert [fields[f"column-0-{n}"].initial for n in range(3)] == ["name", "email", "-"]
    said = {"headed-0": "on", "column-0-0": "name", "column-0-1": "email", "relation": "advice"}
    where = url("import_columns", facilitator, begun.pk)
    client.post(where, {**said, "column-0-2": "function"})
    planned = source.plan_of(newest())
    assert [each.person.function for each in planned.people] == ["Sales", ""]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"column-0-0": "name", "column-0-1": "name"}, "Another column holds this already."),
        ({}, "This field is required."),
        ({"column-0-0": "name", "column-0-1": "to"}, "Some columns are about people and some"),
        ({"column-0-0": "from"}, "Say which column holds who turns to somebody"),
        ({"column-0-0": "influence"}, "Say which column holds the name"),
        ({}, "Say of at least one column what it holds."),
        ({"column-0-0": "nonsense"}, "Select a valid choice"),
    ],
)
def test_columns_that_make_no_sense_are_refused_in_words(
    facilitator: Person, browse: Browse, said: dict[str, str], words: str
) -> None:
    client = browse(facilitator)
    send(client, facilitator, text=PEOPLE)
    where = url("import_columns", facilitator, newest().pk)
    answer = client.post(where, {"headed-0": "on", "relation": "advice", **said})
    assert (answer.status_code, words in text_of(answer)) == (422, True)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({}, "Choose a file, or paste some cells below."),
        ({"text": "  \n "}, "Choose a file, or paste some cells below."),
        ({"file": SimpleUploadedFile("x.csv", b"\x00\x01\x02\x03")}, "This is no text."),
        ({"file": SimpleUploadedFile("x.csv", b"a" * 10_000_001)}, "larger than 10 MB"),
    ],
)
def test_what_cannot_be_read_is_refused_beside_the_field(
    facilitator: Person, browse: Browse, said: dict[str, Any], words: str
) -> None:
    if file := said.get("file"):
        file.seek(0)
    answer = send(browse(facilitator), facilitator, **said)
    assert (answer.status_code, words in text_of(answer)) == (422, True)
    assert not Import.objects.exists()


class Unread(SimpleUploadedFile):
    """An upload that lies on the disk, and whose reading would be noticed."""

    def read(self, *_: Any) -> bytes:
        raise AssertionError("it was read")


def test_fifty_megabytes_are_refused_without_being_read(facilitator: Person) -> None:
    file = Unread("x.csv", b"Name\n")
    file.size = 50_000_000
    form = UploadForm({"key": uuid4(), "text": ""}, {"file": file}, by=facilitator)
    assert not form.is_valid()
    assert form.errors["file"] == [TOO_LARGE]
    file.size = 9_000_000
    with pytest.raises(AssertionError, match="it was read"):
        _begun(UploadForm({"key": uuid4(), "text": ""}, {"file": file}, by=facilitator))


def _begun(form: UploadForm) -> Import | None:
    assert form.is_valid()
    return form.begin()


def test_a_matrix_may_be_pasted_with_its_empty_corner(facilitator: Person, browse: Browse) -> None:
    send(browse(facilitator), facilitator, text="\tAna\tBo\nAna\t0\t1\nBo\t0\t0\n")
    running.choose(newest(), add_people=True)
    planned = source.plan_of(newest())
    assert [(tie.source.name, tie.target.name) for tie in planned.ties] == [("Ana", "Bo")]


def test_what_would_happen_otherwise_is_shown_again(facilitator: Person, browse: Browse) -> None:
    client = browse(facilitator)
    send(client, facilitator, text="Name\nAna\n")
    begun = newest()
    answer = client.post(
        url("import_confirmation", facilitator, begun.pk), {"seen": "old"}, follow=True
    )
    assert "The map has changed since you looked." in text_of(answer)
    assert (Stakeholder.objects.count(), newest().state) == (0, Import.State.PREVIEWED)


def test_importing_nothing_forgets_the_rows(facilitator: Person, browse: Browse) -> None:
    client = browse(facilitator)
    send(client, facilitator, text=PEOPLE)
    client.post(url("import_discarding", facilitator, newest().pk))
    assert (newest().state, ImportSource.objects.count()) == (Import.State.DISCARDED, 0)


def test_bad_rows_are_shown_first_and_paged(facilitator: Person, browse: Browse) -> None:
    client = browse(facilitator)
    rows = "".join(f"Person {n};7\n" for n in range(60))
    send(client, facilitator, text=f"Name;Influence\nAna;3\n{rows}")
    first = client.get(newest().get_absolute_url())
    second = client.get(f"{newest().get_absolute_url()}?show=bad&page=2")
    assert [first.context["shown"], len(first.context["page"])] == ["bad", 50]
    assert [entry.number for entry in second.context["page"]] == [*range(53, 63)]


def test_a_large_import_is_read_and_done_by_jobs_that_say_how_far_they_are(
    facilitator: Person, browse: Browse
) -> None:
    client = browse(facilitator)
    rows = "".join(f"Person {n};p{n}@example.org;4\n" for n in range(4_000))
    send(
        client,
        facilitator,
        file=SimpleUploadedFile("x.csv", f"Name;E-mail;Influence\n{rows}".encode()),
    )
    begun = newest()
    assert begun.state == Import.State.READING
    assert "Being read" in text_of(client.get(begun.get_absolute_url()))
    assert "Being read" in text_of(client.get(url("import_progress", facilitator, begun.pk)))
    working.work()
    seen = source.plan_of(newest()).fingerprint
    client.post(url("import_confirmation", facilitator, begun.pk), {"seen": seen})
    shown = text_of(client.get(begun.get_absolute_url()))
    assert "Being imported" in shown
    working.work()
    assert (newest().state, Stakeholder.objects.count()) == (Import.State.CONFIRMED, 4_000)
    over = client.get(url("import_progress", facilitator, begun.pk))
    assert over["HX-Refresh"] == "true"
    client.post(url("import_undoing", facilitator, begun.pk))
    assert newest().state == Import.State.UNDOING
    working.work()
    assert (newest().state, Stakeholder.objects.count()) == (Import.State.UNDONE, 0)


def test_a_job_that_finds_its_file_unreadable_says_why(facilitator: Person, browse: Browse) -> None:
    client = browse(facilitator)
    send(client, facilitator, file=SimpleUploadedFile("x.xlsx", b"PK" + b"x" * 200_000))
    working.work()
    assert "This file cannot be read as XLSX." in text_of(client.get(newest().get_absolute_url()))
    assert not ImportSource.objects.exists()


def test_a_job_that_never_ends_is_given_up(facilitator: Person, browse: Browse) -> None:
    send(browse(facilitator), facilitator, file=SimpleUploadedFile("x.csv", b"Name\n" * 50_000))
    newest().progress.__class__.objects.update(attempts=3)
    working.work()
    assert (newest().state, newest().refusal) == (Import.State.REFUSED, working.GIVEN_UP)


@pytest.mark.parametrize("name", ["imports", "exports", "export_people", "export_workbook"])
def test_a_member_never_learns_of_it(member: Person, browse: Browse, name: str) -> None:
    assert browse(member).get(url(name, member)).status_code == 403


def test_an_import_of_another_programme_does_not_exist(
    facilitator: Person, stranger: Person, browse: Browse
) -> None:
    begun = running.begin(stranger, uuid4(), PEOPLE)
    assert browse(facilitator).get(url("import", facilitator, begun.pk)).status_code == 404


def exported(client: Client, person: Person, name: str) -> bytes:
    return bytes(client.get(url(name, person)).content)


def test_every_export_is_in_the_access_log_of_every_profile(
    facilitator: Person, champion: Person, browse: Browse
) -> None:
    ana, bo = (
        map_factory.stakeholder(champion, map_factory.someone(champion.programme, name))
        for name in ("Ana", "Bo")
    )
    alone = map_factory.stakeholder(champion, map_factory.someone(champion.programme, "Cy"))
    Tie.add(champion, ana.person, bo.person, "trust")
    client = browse(facilitator)
    for name in ("export_people", "export_ties", "export_workbook", "export_graph"):
        exported(client, facilitator, name)
    looks = [Look.objects.filter(stakeholder=row, person=facilitator) for row in (ana, bo, alone)]
    assert [look.count() for look in looks] == [4, 4, 3]
    assert {*Look.objects.values_list("what", flat=True)} == {"export"}


def test_no_cell_of_an_export_is_run_by_a_spreadsheet(
    facilitator: Person, champion: Person, browse: Browse
) -> None:
    map_factory.stakeholder(champion, map_factory.someone(champion.programme, "=1+1"))
    client = browse(facilitator)
    rows = list(csv.reader(io.StringIO(exported(client, facilitator, "export_people").decode())))
    book = load_workbook(io.BytesIO(exported(client, facilitator, "export_workbook")))
    cell = book["People"]["A2"]
    assert (rows[1][0], cell.value, cell.data_type) == ("'=1+1", "'=1+1", "s")


def test_the_list_of_imports_asks_the_same_for_one_and_for_three(
    facilitator: Person, browse: Browse
) -> None:
    client = browse(facilitator)
    where = url("imports", facilitator)
    running.begin(facilitator, uuid4(), PEOPLE)
    client.get(where)
    with counted() as one:
        client.get(where)
    for _ in range(2):
        running.begin(facilitator, uuid4(), PEOPLE)
    with counted() as three:
        client.get(where)
    assert (len(one), len(three)) == (6, 6)
