"""Reading files: what spreadsheets and network programs write, and what is refused in words."""

import io
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from stakeholders.reading import FILE_BYTES, ROWS, Refused, Table, paste, read

FILES = Path(__file__).parent.parent / "data" / "import"
HEADING = ["Name", "E-Mail", "Abteilung", "Einfluss", "Interesse", "Unterstützung", "Soll"]
LUDWIG = ["Weiß; Ludwig", "ludwig.weiss@example.org", "Vertrieb", "2", "2", "dagegen", "neutral"]
TIES = ["from", "from e-mail", "to", "to e-mail", "relation", "strength"]


def cells(table: Table) -> list[list[str]]:
    return [line for _, line in table.lines]


def refusal(content: bytes) -> str:
    with pytest.raises(Refused) as refused:
        read(content)
    return str(refused.value)


def workbook(*rows: list[object], title: str = "Sheet") -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    for row in rows:
        sheet.append(row)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def archive(**parts: bytes) -> bytes:
    """Return an archive of ``parts``, whose names are written with two underscores for a slash."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return kept.getvalue()


@pytest.mark.parametrize(
    "name",
    [
        "people.xlsx",
        "people-utf-8-commas.csv",
        "people-windows-1252-semicolons.csv",
        "people-utf-16-tabs.csv",
    ],
)
def test_a_file_that_a_spreadsheet_wrote_has_its_letters_and_cells(name: str) -> None:
    table = read((FILES / name).read_bytes())[0]
    assert (len(table.lines), table.lines[0][1], table.lines[3][1]) == (6, HEADING, LUDWIG)


def test_the_mark_before_utf_8_is_no_letter() -> None:
    content = b"\xef\xbb\xbf" + (FILES / "people-utf-8-commas.csv").read_bytes()
    assert read(content)[0].lines[0][1] == HEADING


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-16", "utf-8", "utf-8-sig"])
def test_unicode_is_known_with_its_mark_and_without(encoding: str) -> None:
    text = "Name;Function\nJörg Müller;Sales\n"
    assert cells(read(text.encode(encoding))[0])[1] == ["Jörg Müller", "Sales"]


def test_pasted_cells_are_parted_by_tabs() -> None:
    table = paste('Name\tFunction\n"Bob" Smith\tSales, North\n')[0]
    assert cells(table) == [["Name", "Function"], ['"Bob" Smith', "Sales, North"]]


def test_decimal_commas_do_not_part_cells() -> None:
    assert cells(paste("from;to;strength\nAna;Bo;0,5\nBo;Cy;0,7")[0])[1] == ["Ana", "Bo", "0,5"]


def test_excel_may_say_itself_what_parts_the_cells() -> None:
    assert paste("sep=|\r\nName|Note\r\nAna|a, b; c")[0].lines[1] == (3, ["Ana", "a, b; c"])


def test_rows_are_numbered_as_in_the_sheet() -> None:
    assert [number for number, _ in paste("Name\n\nAna\n\n\nBo")[0].lines] == [1, 3, 6]


def test_a_workbook_gives_numbers_as_they_were_typed() -> None:
    table = read(workbook(["Name", "Influence", "x"], ["Ana", 4.0, 0.5], [None], ["Bo", True]))[0]
    assert table.lines[1:] == [(2, ["Ana", "4", "0.5"]), (4, ["Bo", "yes"])]


def test_an_exported_workbook_that_a_spreadsheet_saved_again_still_has_its_texts() -> None:
    people, ties = read((FILES / "map-saved-again.xlsx").read_bytes())
    first = ["'=1+1", "eq@example.org", "Sales", "5", "4", "", "doubtful", "leading"]
    assert (cells(people)[1], cells(ties)[1][5]) == (first, "0.5")


def test_a_square_matrix_is_read_as_ties_from_the_row_to_the_column() -> None:
    table = read((FILES / "matrix.xlsx").read_bytes())[0]
    assert [(line[0], line[2], line[5]) for line in cells(table)[1:]] == [
        ("Ana", "Bo", "1"),
        ("Bo", "Ana", "0,5"),
        ("Cy", "Ana", "1"),
        ("Cy", "Bo", "1"),
    ]


def test_a_matrix_with_another_order_along_the_top_is_no_matrix() -> None:
    assert cells(paste(";Ana;Bo\nBo;0;1\nAna;1;0")[0])[0] == ["", "Ana", "Bo"]


GRAPHML = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
  <key id="d0" for="node" attr.name="label" attr.type="string"/>
  <key id="d1" for="node" attr.name="Influence" attr.type="int"><default>3</default></key>
  <key id="d2" for="edge" attr.name="weight" attr.type="double"/>
  <graph edgedefault="directed">
    <node id="n0"><data key="d0">Ana &amp; Co</data><data key="d1">5</data></node>
    <node id="n1"><data key="d0">Bo</data></node>
    <edge source="n0" target="n1"><data key="d2">0.5</data></edge>
    <edge source="n1" target="n0" directed="false"/>
    <edge source="n1" target="n9"/>
  </graph>
</graphml>"""


def test_graphml_gives_people_and_ties() -> None:
    people, ties = read(GRAPHML.encode())
    assert cells(people) == [["name", "influence"], ["Ana & Co", "5"], ["Bo", "3"]]
    assert cells(ties) == [
        TIES,
        ["Ana & Co", "", "Bo", "", "", "0.5"],
        ["Bo", "", "Ana & Co", "", "", ""],
        ["Ana & Co", "", "Bo", "", "", ""],
        ["Bo", "", "", "", "", ""],
    ]


PAJEK = """% by hand
*Vertices 3
1 "Ana B" 0.1 0.2 ic Red
2 Bo
3 "C &#252;"
*Arcs :1 "trust"
1 2 0.5
*Arcs :2 "advice"
1: 2 3
2: 3 1 2
*Edges
1 3
"""


def test_pajek_gives_people_and_ties_with_their_relations() -> None:
    people, ties = read(PAJEK.encode())
    assert cells(people) == [["name"], ["Ana B"], ["Bo"], ["C ü"]]
    assert cells(ties)[1:] == [
        ["Ana B", "", "Bo", "", "trust", "0.5"],
        ["Bo", "", "C ü", "", "trust", ""],
        ["C ü", "", "Ana B", "", "advice", "2"],
        ["Ana B", "", "C ü", "", "", ""],
        ["C ü", "", "Ana B", "", "", ""],
    ]


def test_a_pajek_project_names_its_networks_and_says_what_it_leaves_aside() -> None:
    text = """*Network advice
*Vertices 2
1 Ana
2 Bo
*Matrix
0 1
0 0
*Network reports to
*Vertices 2
1 Ana
2 Bo
*Arcslist
2 1
*Partition sex
*Vertices 2
1
2
"""
    people, ties = read(text.encode())
    assert cells(people) == [["name"], ["Ana"], ["Bo"]]
    assert [[line[0], line[2], line[4]] for line in cells(ties)[1:]] == [
        ["Ana", "Bo", "advice"],
        ["Bo", "Ana", "reports to"],
    ]
    assert people.notes == [
        "Partitions, vectors and other parts beside the networks are left aside."
    ]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "There is nothing in it"),
        (b"\n;;\n", "There is nothing in it"),
        (b"\x00\x01\x02\x03", "This is no text"),
        (b"\x89PNG\r\n\x1a\n", "This is no text"),
        (b"%PDF-1.7", "This is a PDF"),
        (b"<html><body>Ana</body></html>", "This is XML or a web page"),
        (b"<graphml><graph><node id='1'>", "This file is no whole GraphML"),
        (b'Name;Function\n"Ana;Sales\n', "In line 2 a quotation mark"),
        (b"PK\x03\x04 and no more", "This file cannot be read as XLSX"),
        (b"*Vertices many", "“*Vertices” needs how many there are"),
        (b"*Vertices 1\n1 Ana\n*Arcs\n1", "Line 4 names no two vertices"),
        (archive(word__document_xml=b"<w/>"), "This archive is no XLSX workbook"),
        (archive(xl__workbook_xml=b"<a/>"), "This file cannot be read as XLSX"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(content: bytes, words: str) -> None:
    assert refusal(content).startswith(words)


@pytest.mark.parametrize(
    ("name", "words"), [("ties.ods", "OpenDocument"), ("ties.xls", "old Excel file")]
)
def test_other_formats_of_spreadsheets_are_told_what_to_do(name: str, words: str) -> None:
    assert words in refusal((FILES / name).read_bytes())


ENTITIES = b"""<?xml version="1.0"?>
<!DOCTYPE lolz [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<graphml><graph><node id="&b;"/></graph></graphml>"""


@pytest.mark.parametrize(
    "content", [ENTITIES, archive(xl__workbook_xml=b"<a/>", xl__worksheets__sheet1_xml=ENTITIES)]
)
def test_no_file_may_define_entities(content: bytes) -> None:
    assert refusal(content).startswith("This file defines entities")


def test_fifty_megabytes_are_refused_without_being_read() -> None:
    content = b"Ana;Sales\n" * 5_000_000
    tracemalloc.start()
    words = refusal(content)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (words, peak < 1_000_000) == (
        "The file is larger than 10 MB. Send it in parts, or only its cells.",
        True,
    )


@pytest.mark.parametrize("part", ["xl__worksheets__sheet1_xml", "xl__sharedStrings_xml"])
def test_a_bomb_dressed_as_xlsx_is_refused_before_it_is_unpacked(part: str) -> None:
    bomb = archive(**{"xl__workbook_xml": b"<a/>", part: b" " * 300_000_000})
    assert len(bomb) < 400_000
    tracemalloc.start()
    words = refusal(bomb)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (words[:27], peak < 2_000_000) == ("Unpacked, this file is far ", True)


def test_a_bomb_that_lies_about_its_size_is_not_unpacked_either() -> None:
    size = 200_000_000
    whole = archive(xl__workbook_xml=b"<a/>", xl__worksheets__sheet1_xml=b" " * size)
    lying = whole.replace(size.to_bytes(4, "little"), (1_000).to_bytes(4, "little"))
    assert lying != whole
    tracemalloc.start()
    words = refusal(lying)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (words[:27], peak < 2_000_000) == ("This file cannot be read as", True)


def test_an_archive_of_very_many_files_is_refused() -> None:
    many = archive(**{"xl__workbook_xml": b"<a/>", **{f"xl__{n}": b"" for n in range(1_001)}})
    assert refusal(many).startswith("This file cannot be read as XLSX")


def test_a_sheet_that_says_to_have_a_row_far_down_ends_soon() -> None:
    content = workbook(["Name"], ["Ana"])
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(kept, "w") as new:
        for part in old.infolist():
            text = old.read(part)
            if part.filename.endswith("sheet1.xml"):
                text = text.replace(b'<row r="2">', b'<row r="99999999999">')
            new.writestr(part.filename, text)
    assert refusal(kept.getvalue()).startswith("Unpacked, this file is far larger")


def test_ten_thousand_rows_are_read() -> None:
    rows = [[f"Person {n}", f"p{n}@example.org", "Sales", 3, 4, 2, 4] for n in range(10_000)]
    table = read(workbook([*HEADING], *rows))[0]
    assert (len(table.lines), table.lines[-1][1][0]) == (10_001, "Person 9999")


def test_more_rows_than_the_limit_are_refused() -> None:
    assert refusal(b"Ana\n" * (ROWS + 1)) == (
        "There are more than 100,000 rows. Send them in parts."
    )


def test_more_cells_than_the_limit_are_refused() -> None:
    assert refusal(b"1;1;1;1;1;1;1;1;1;1;1;1\n" * 90_000).startswith(
        "There are more than 1,000,000"
    )


def outcome(content: bytes) -> str:
    """Return why the bytes are refused, or that they were read."""
    try:
        return "read" if all(table.lines for table in read(content)) else ""
    except Refused as refused:
        return str(refused)


@given(st.binary(max_size=200) | st.text(alphabet='*<";,\t\n 1ab', max_size=80).map(str.encode))
def test_any_bytes_are_read_or_refused_in_words(content: bytes) -> None:
    assert outcome(content)


@given(st.binary(min_size=1, max_size=300), st.integers(0, 4_000))
def test_a_spoilt_workbook_is_read_or_refused_in_words(noise: bytes, place: int) -> None:
    whole = (FILES / "ties.xlsx").read_bytes()
    assert outcome(whole[:place] + noise + whole[place + len(noise) :])


def test_the_limit_is_that_of_the_words() -> None:
    assert FILE_BYTES == 10_000_000
