"""A program that runs an engine until its input ends: ``hold.py postgres FOLDER``."""

import sys
from pathlib import Path

from changeprog import embedded

if __name__ == "__main__":
    _, name, folder = sys.argv
    with getattr(embedded, name)(Path(folder)) as url:
        sys.stdout.write(f"{url}\n")
        sys.stdout.flush()
        sys.stdin.read()
