"""Forms of imports: the file or the cells, what the columns hold, and what is decided of them."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError

from changeprog.programme.fields import AttemptField
from changeprog.programme.forms import WordsField
from changeprog.programme.models import Person
from stakeholders.importing import running, source
from stakeholders.importing.columns import Columns, choices, columns_of
from stakeholders.importing.fields import Kind
from stakeholders.models import Import, Relation
from stakeholders.reading import FILE_BYTES, Refused, Table
from stakeholders.reading.formats import TOO_LARGE

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    Upload = UploadedFile[bytes]

ASKED = 60
"""Columns of a table that are asked about; what is further right is left out."""
LEAVE_OUT = "-"
EXAMPLE = "Name\tE-mail\tFunction\tSupport now\nAna Silva\tana@example.org\tSales\tdoubtful"
ENDINGS = ".csv,.tsv,.txt,.xlsx,.graphml,.xml,.net,.paj"


class UploadForm(forms.Form):
    """A file, or cells that were copied from a spreadsheet."""

    key = AttemptField()
    file = forms.FileField(
        label="A file",
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ENDINGS}),
        help_text="CSV or XLSX, GraphML, or Pajek; up to 10 MB and 100,000 rows.",
    )
    text = WordsField(
        label="Or cells, copied from a spreadsheet",
        rows=6,
        required=False,
        strip=False,
        widget=forms.Textarea(
            attrs={"rows": 6, "dir": "auto", "spellcheck": "false", "placeholder": EXAMPLE}
        ),
    )

    def __init__(self, *args: Any, by: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by

    def clean_file(self) -> "Upload | None":
        file: Upload | None = self.cleaned_data["file"]
        if file and (file.size or 0) > FILE_BYTES:
            raise ValidationError(TOO_LARGE)
        return file

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if not self.errors and not said.get("file") and not said["text"].strip():
            self.add_error("file", "Choose a file, or paste some cells below.")
        return said

    def begin(self) -> Import | None:
        """Return the import, or nothing where the file was refused, with the reason in the form."""
        file: Upload | None = self.cleaned_data["file"]
        key, by = self.cleaned_data["key"], self.by
        try:
            if file:
                return running.begin(by, key, file.read(), file.name or "")
            return running.begin(by, key, self.cleaned_data["text"])
        except Refused as refused:
            self.add_error("file" if file else "text", str(refused))
            return None


class ColumnsForm(forms.Form):
    """What each column of each table holds; tables without any are left out."""

    relation = forms.ChoiceField(
        label="Ties that do not say what kind they are",
        choices=Relation.choices,
        help_text="From the first to the second: who turns to whom.",
    )

    def __init__(self, *args: Any, of: Import, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.of = of
        self.tables = source.tables_of(of)
        self.initial["relation"] = of.relation
        if all(said.kind == Kind.PEOPLE for _, said in self.tables):
            del self.fields["relation"]
        offered = [(LEAVE_OUT, "Leave out"), *choices()]
        for number, (table, said) in enumerate(self.tables):
            self._ask_about(number, table, said, offered)

    def _ask_about(self, number: int, table: Table, said: Columns, offered: list[Any]) -> None:
        self.fields[f"headed-{number}"] = forms.BooleanField(
            label="The first row names the columns", required=False, initial=said.headed
        )
        held = {place: name for name, place in said.places.items()}
        for column in columns_of(table, said)[:ASKED]:
            self.fields[f"column-{number}-{column.place}"] = forms.ChoiceField(
                label=column.heading or f"Column {column.place + 1}",
                choices=offered,
                initial=held.get(column.place, LEAVE_OUT),
                help_text=" · ".join(column.examples),
            )

    def sections(self) -> list[dict[str, Any]]:
        """Return the tables with their fields, for the template."""
        return [
            {
                "table": table,
                "kind": said.kind,
                "headed": self[f"headed-{number}"],
                "columns": [self[name] for name in self._names(number)],
                "number": number + 1,
            }
            for number, (table, said) in enumerate(self.tables)
        ]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        columns = [self._columns(number) for number in range(len(self.tables))]
        if not any(each.places for each in columns):
            self.add_error(None, "Say of at least one column what it holds.")
        for number, each in enumerate(columns):
            if each.misfit and (names := self._names(number)):
                self.add_error(names[0], each.misfit)
        said["columns"] = [each.as_json() for each in columns]
        return said

    def _columns(self, number: int) -> Columns:
        places: dict[str, int] = {}
        for name in self._names(number):
            held = self.cleaned_data.get(name, LEAVE_OUT)
            if held in places:
                self.add_error(name, "Another column holds this already.")
            elif held != LEAVE_OUT:
                places[held] = int(name.rpartition("-")[2])
        return Columns(places, bool(self.cleaned_data.get(f"headed-{number}")))

    def _names(self, number: int) -> list[str]:
        return [name for name in self.fields if name.startswith(f"column-{number}-")]

    def save(self) -> None:
        """Keep what the columns hold."""
        said = self.cleaned_data
        relation = said.get("relation", self.of.relation)
        running.choose(self.of, columns=said["columns"], relation=relation)


class DecisionsForm(forms.Form):
    """What may be added beside the people and ties themselves."""

    add_functions = forms.BooleanField(
        label="Add functions that the programme does not have yet", required=False
    )
    add_people = forms.BooleanField(
        label="Put people on the map whom only ties name", required=False
    )

    def __init__(self, *args: Any, of: Import, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.of = of
        self.initial = {"add_functions": of.add_functions, "add_people": of.add_people}

    def save(self) -> None:
        running.choose(self.of, **self.cleaned_data)


class SeenForm(forms.Form):
    """The fingerprint of what was looked at before it is confirmed."""

    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)
