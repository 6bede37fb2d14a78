"""What the suite counts is printed at the end of the run, whether it was asked for or not."""

from collections.abc import Callable

import pytest

Counted = Callable[[str], None]


@pytest.fixture
def counted(record_property: Callable[[str, object], None]) -> Counted:
    """Return what keeps a line for the end of the run."""
    return lambda words: record_property("counted", words)
