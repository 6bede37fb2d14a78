"""Debian's khal, a calendar program that somebody else wrote: what it makes of our files."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

MISSING = "khal is missing. Install it as root: apt-get install khal"
CONFIGURATION = """
[calendars]
[[programme]]
path = {folder}/calendar
type = calendar

[sqlite]
path = {folder}/khal.db

[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
local_timezone = {zone}
default_timezone = UTC

[default]
default_calendar = programme
"""
SEEN = "{uid}\t{title}\t{start}\t{end}\t{all-day}\t{status}\t{location}\t{organizer}"


@dataclass(frozen=True)
class Seen:
    """An event as khal lists it; the end of a day is that day."""

    uid: str
    title: str
    start: str
    end: str
    all_day: str
    status: str
    place: str
    organizer: str


class Khal:
    """One person's calendar in a ``folder``, in their time ``zone``."""

    def __init__(self, folder: Path, zone: str = "UTC") -> None:
        program = shutil.which("khal")
        assert program, MISSING
        self.program = program
        self.folder = folder
        (folder / "calendar").mkdir()
        self.configuration = folder / "config"
        self.configuration.write_text(CONFIGURATION.format(folder=folder, zone=zone))

    def take_in(self, file: bytes) -> None:
        """Import what came by mail, or what a feed gave."""
        path = self.folder / "file.ics"
        path.write_bytes(file)
        self._run("import", "--batch", "-a", "programme", str(path))

    def shows(self, since: str, until: str) -> list[Seen]:
        """Return what stands between two days, in order."""
        listed = self._run("list", "--day-format", "", "--once", "--format", SEEN, since, until)
        rows = [line.split("\t") for line in listed.splitlines() if line.strip()]
        return [Seen(*(cell.strip() for cell in row)) for row in rows]

    def _run(self, *arguments: str) -> str:
        home = {"HOME": str(self.folder), "LC_ALL": "C.UTF-8", "PATH": os.environ["PATH"]}
        done = subprocess.run(
            [self.program, "--config", str(self.configuration), *arguments],
            capture_output=True,
            text=True,
            check=False,
            env=home,
            timeout=60,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout
