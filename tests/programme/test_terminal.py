"""Long work in a terminal: a bar where somebody watches, lines where nobody does."""

from io import StringIO

import pytest
from django.core.management import CommandError
from django.core.management.base import OutputWrapper

from changeprog.programme import terminal
from changeprog.programme.terminal import bar


class Screen(StringIO):
    """What is written while somebody watches."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything is shown, however little time has passed."""
    monkeypatch.setattr(terminal, "REDRAWN", 0)
    monkeypatch.setattr(terminal, "TOLD", 0)


def work(out: StringIO, total: int) -> list[str]:
    with bar(OutputWrapper(out), "things", "Nothing is left.") as shown:
        step = shown.begin(total)
        for _ in range(2):
            step(1_000)
    return out.getvalue().splitlines()


def test_who_watches_sees_one_line_that_moves() -> None:
    assert work(Screen(), 2_000)[-1] == f"[{'#' * 40}] 2,000 of 2,000 things"
    screen = Screen()
    work(screen, 2_000)
    assert screen.getvalue().count("\n") == 1


def test_a_log_has_plain_lines() -> None:
    lines = ["0 of 2,000 things", "1,000 of 2,000 things", "2,000 of 2,000 things"]
    assert work(StringIO(), 2_000) == lines


def test_where_nobody_knows_how_many_there_are_what_is_done_is_counted() -> None:
    assert work(StringIO(), 0) == ["0 things", "1,000 things", "2,000 things"]
    assert work(Screen(), 0)[-1] == "… 2,000 things"


def test_what_takes_no_time_writes_no_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terminal, "TOLD", 60)
    assert work(StringIO(), 2_000) == []


def test_who_interrupts_it_is_told_what_comes_of_that() -> None:
    out = StringIO()
    with (
        pytest.raises(CommandError, match=r"^Stopped\. Nothing is left\.$") as stopped,
        bar(OutputWrapper(out), "things", "Nothing is left."),
    ):
        raise KeyboardInterrupt
    assert stopped.value.returncode == 130
