"""The command for analysts: two files in, one line of JSON for each person out."""

import csv
import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from stakeholders import choosing
from stakeholders.analysis_files import read_people, read_ties
from stakeholders.reach import Reach

WORDS = "against, doubtful, neutral, supportive, leading"
BOUNDS = "it is a number above 0, and 1 at most"
DATA = Path(__file__).parent.parent / "data"

PEOPLE = """person,group,support
Ann,Sales,supportive
Bo,Sales,leading
Cy,Service,Supportive
Dan,Sales,doubtful
Eve,Sales,against
Flo,Sales,neutral
Gus,Service,neutral
Hal,Service,doubtful
"""
TIES = """from,to,relation,strength
Dan,Ann,advice,
Eve,Ann,advice,1
Flo,Ann,trust,0.5
Dan,Bo,advice,1
Gus,Cy,,
Hal,Gus,advice,0.4
Ann,Dan,advice,1
Eve,Cy,reports_to,1
"""


class Asked:
    """What the command printed: the people, and what it said of them."""

    def __init__(self, folder: Path, people: str, ties: str, *options: str) -> None:
        (folder / "people.csv").write_text(people, encoding="utf-8")
        (folder / "ties.csv").write_text(ties, encoding="utf-8")
        lines, said = StringIO(), StringIO()
        call_command(
            "propose_ambassadors",
            str(folder / "people.csv"),
            str(folder / "ties.csv"),
            *options,
            stdout=lines,
            stderr=said,
        )
        self.rows = [json.loads(line) for line in lines.getvalue().splitlines()]
        self.names = [row["person"] for row in self.rows]
        self.said = said.getvalue()


def refusal(folder: Path, people: str, ties: str, *options: str) -> str:
    with pytest.raises(CommandError) as error:
        Asked(folder, people, ties, *options)
    assert error.value.returncode == 1
    return str(error.value)


def test_the_best_two_are_printed_in_order_one_line_each(tmp_path: Path) -> None:
    asked = Asked(tmp_path, PEOPLE, TIES, "-k", "2")
    assert asked.names == ["Ann", "Cy"]
    ann = asked.rows[0]
    assert (ann["reach"], ann["only"]) == (3, ["Eve", "Dan", "Flo"])
    assert ann["why"] == (
        "Reaches 3 people still to be won, who turn to them. "
        "Nobody else chosen reaches Eve, Dan and Flo. The only way into Sales."
    )
    assert asked.rows[1]["reaches"] == [
        {"person": "Gus", "strength": 1.0, "through": None},
        {"person": "Hal", "strength": 0.2, "through": "Gus"},
    ]
    assert asked.said == "2 people proposed. 5 of 5 people reached.\n"


def test_without_a_number_it_is_the_smallest_set_that_reaches_everybody(tmp_path: Path) -> None:
    asked = Asked(tmp_path, PEOPLE, TIES)
    assert asked.names == ["Ann", "Cy"]
    assert "Nobody reaches as many with fewer." in asked.said


def test_candidates_are_the_supportive_and_the_leading_or_everybody(tmp_path: Path) -> None:
    ties = "from,to\nDan,Gus\nEve,Gus\nFlo,Gus\nHal,Ann\n"
    assert Asked(tmp_path, PEOPLE, ties, "-k", "1").names == ["Ann"]
    names_only = "\n".join(line.split(",")[0] for line in PEOPLE.splitlines())
    assert Asked(tmp_path, names_only, ties, "-k", "1").names == ["Gus"]


def test_whoever_is_asked_reaches_unless_ties_have_no_direction(tmp_path: Path) -> None:
    people, ties = "person\nasks 1\nasks 2\nasked\n", "from,to\nasks 1,asked\nasks 2,asked\n"
    directed, undirected = (
        Asked(tmp_path, people, ties, *options) for options in ((), ("--undirected",))
    )
    assert [(row["person"], row["only"]) for row in directed.rows] == [
        ("asked", ["asks 1", "asks 2"])
    ]
    assert undirected.names == ["asked"]
    backwards = "from,to\nasked,asks 1\nasked,asks 2\n"
    assert Asked(tmp_path, people, backwards, "-k", "1").names != ["asked"]
    assert Asked(tmp_path, people, backwards, "-k", "1", "--undirected").names == ["asked"]


def test_reporting_to_somebody_is_no_way_for_words(tmp_path: Path) -> None:
    people, ties = "person\na\nb\n", "from,to,relation\na,b,reports_to\n"
    assert Asked(tmp_path, people, ties).names == []


def test_somebody_asked_counts_and_somebody_left_out_is_not_asked(tmp_path: Path) -> None:
    asked = Asked(tmp_path, PEOPLE, TIES, "--asked", "Cy", "--leave-out", "Ann")
    assert asked.names == ["Bo"]
    assert asked.said.endswith("Not reached: Eve and Flo.\n")


def test_where_everybody_is_won_everybody_counts_alike(tmp_path: Path) -> None:
    people = "person,support\na,leading\nb,supportive\nc,supportive\n"
    assert Asked(tmp_path, people, "from,to\nb,a\nc,a\n").names == ["a"]


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_files_of_spreadsheets_are_read(tmp_path: Path, delimiter: str) -> None:
    people, ties = (text.replace(",", delimiter) for text in (PEOPLE, TIES))
    asked = Asked(tmp_path, "\ufeff" + people.replace("\n", "\r\n"), ties, "-k", "2")
    assert asked.names == ["Ann", "Cy"]


@pytest.mark.parametrize(
    ("people", "ties", "words"),
    [
        (
            "name\nAnn\n",
            TIES,
            "people.csv has no column “person”: it has name.",
        ),
        ("", TIES, "people.csv has no column “person”: it is empty."),
        (PEOPLE, "from\nAnn\n", "ties.csv has no column “to”: it has from."),
        (
            PEOPLE.replace("against", "keen"),
            TIES,
            f"people.csv, line 6: “keen” is no support: it is one of {WORDS}.",
        ),
        (
            PEOPLE + "Ann,Sales,neutral\n",
            TIES,
            "people.csv, line 10: Ann is there already, in line 2.",
        ),
        (PEOPLE + ",Sales,neutral\n", TIES, "people.csv, line 10: The person has no name."),
        (
            PEOPLE,
            "from,to\nAnn,Zoe\nYan,Ann\n",
            "\n".join(
                f"ties.csv, line {line} is not among the people." for line in ("2: Zoe", "3: Yan")
            ),
        ),
        (PEOPLE, "from,to\nAnn,\n", "ties.csv, line 2: There is nobody under “to”."),
        (PEOPLE, "from,to\nAnn,Ann\n", "ties.csv, line 2: Ann turns to themself."),
        *(
            (
                PEOPLE,
                f"from,to,strength\nAnn,Bo,{strength}\n",
                f"ties.csv, line 2: “{strength}” is no strength: {BOUNDS}.",
            )
            for strength in ("strong", "0", "-1", "1.5", "nan")
        ),
    ],
)
def test_bad_input_is_refused_in_words_with_its_line(
    tmp_path: Path, people: str, ties: str, words: str
) -> None:
    assert refusal(tmp_path, people, ties) == words


def test_of_many_bad_lines_the_first_are_named_and_the_rest_counted(tmp_path: Path) -> None:
    said = refusal(tmp_path, PEOPLE, "from,to\n" + "Ann,Zoe\n" * 12).splitlines()
    assert (len(said), said[-1]) == (11, "… and 2 more lines like these.")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("-k", "0"), "-k is how many people to propose, 1 or more, not “0”."),
        (("-k", "two"), "-k is how many people to propose, 1 or more, not “two”."),
        (("--fade", "2"), "--fade is a part between 0 and 1, not “2”."),
        (("--asked", "Zoe"), "Zoe is not among the people."),
    ],
)
def test_bad_options_are_refused_in_words(
    tmp_path: Path, options: tuple[str, ...], words: str
) -> None:
    assert refusal(tmp_path, PEOPLE, TIES, *options) == words


def test_files_that_are_not_there_or_not_in_utf_8_are_refused(tmp_path: Path) -> None:
    there = tmp_path / "people.csv"
    there.write_bytes("person\nJürgen\n".encode("cp1252"))
    for people, words in (
        (there, "people.csv is not in UTF-8: save it as “CSV UTF-8”."),
        (tmp_path / "none.csv", f"{tmp_path / 'none.csv'} cannot be read: No such file"),
    ):
        with pytest.raises(CommandError, match=words.split(":")[0]):
            call_command("propose_ambassadors", str(people), str(people))


def hightech(tmp_path: Path) -> tuple[Path, Path]:
    """The managers, with their department as group, and all their ties."""
    with (DATA / "hightech_ties.csv").open() as file:
        names = {row[end] for row in csv.DictReader(file) for end in ("from", "to")}
    people = tmp_path / "managers.csv"
    people.write_text("person\n" + "\n".join(sorted(names)), encoding="utf-8")
    return people, DATA / "hightech_ties.csv"


def test_among_the_high_tech_managers_whoever_is_sought_most_is_proposed_first(
    tmp_path: Path,
) -> None:
    """18 of the 20 others seek advice from Manager 02, one more names them as a friend."""
    lines = StringIO()
    paths = [str(path) for path in hightech(tmp_path)]
    call_command("propose_ambassadors", *paths, "-k", "2", stdout=lines, stderr=StringIO())
    rows: list[dict[str, Any]] = [json.loads(line) for line in lines.getvalue().splitlines()]
    assert (rows[0]["person"], rows[0]["reach"]) == ("Manager 02", 20)
    assert sum(each["through"] is None for each in rows[0]["reaches"]) == 19


def test_among_the_high_tech_managers_greedy_is_as_good_as_trying_all(tmp_path: Path) -> None:
    people, ties = hightech(tmp_path)
    everybody = read_people(people)
    reach = Reach(everybody, read_ties(ties, everybody, undirected=False))
    for number in (1, 2, 3):
        choice = choosing.best(reach, number)
        assert choice.heard.worth == choosing.best_of_all(reach, number)
