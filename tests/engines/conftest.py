"""Where engines keep their data."""

from pathlib import Path

import pytest


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A place for data in which paths have to be quoted and are too long for a socket."""
    return tmp_path / "it's a folder, with 100 % of what paths may hold" / ("long " * 20) / "data"
