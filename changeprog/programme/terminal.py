"""Long work in a terminal: a bar with counts that moves, plain lines where nobody watches."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

from django.core.management.base import CommandError, OutputWrapper

from changeprog.programme.steps import Step

WIDTH = 40
"""Characters of the bar."""
REDRAWN, TOLD = 0.1, 5.0
"""Seconds between two looks of the bar, and between two lines in a log."""
INTERRUPTED = 130
"""What a shell expects of a program that was interrupted from the keyboard."""


class Bar:
    """Tells ``out``, standard error as a rule, how many ``things`` of how many are done."""

    def __init__(self, out: OutputWrapper, things: str) -> None:
        self.out, self.things, self.moves = out, things, out.isatty()
        self.done, self.total, self.shown = 0, 0, 0
        self.last = monotonic()

    def begin(self, total: int) -> Step:
        """Say of how many it will be, 0 if nobody knows, and return what counts them."""
        self.total = total
        self.tell(0, total)
        return self.step

    def step(self, count: int) -> None:
        """Count what is done."""
        self.tell(self.done + count, self.total)

    def tell(self, done: int, total: int) -> None:
        """Say that ``done`` of ``total`` are done, unless that was said just now."""
        self.done, self.total = done, total
        wait = REDRAWN if self.moves else TOLD
        if monotonic() - self.last >= wait:
            self.show()

    def show(self) -> None:
        """Say it now."""
        self.last = monotonic()
        if self.moves:
            line = f"{self._drawn()} {self}"
            self.out.write(f"\r{line:<{self.shown}}", ending="")
            self.out.flush()
            self.shown = len(line)
        else:
            self.out.write(str(self))

    def close(self) -> None:
        """Leave the bar as it came to stand, on a line of its own."""
        if self.moves and self.done:
            self.show()
            self.out.write("")

    def _drawn(self) -> str:
        part = min(self.done / self.total, 1.0) if self.total else 0.0
        return f"[{'#' * round(part * WIDTH):<{WIDTH}}]" if self.total else "…"

    def __str__(self) -> str:
        of = f" of {self.total:,}" if self.total else ""
        return f"{self.done:,}{of} {self.things}"


@contextmanager
def bar(out: OutputWrapper, things: str, after: str) -> Iterator[Bar]:
    """Show a bar meanwhile; whoever interrupts the work is told ``after``, what comes of that."""
    shown = Bar(out, things)
    try:
        yield shown
    except KeyboardInterrupt:
        raise CommandError(f"Stopped. {after}", returncode=INTERRUPTED) from None
    finally:
        shown.close()
