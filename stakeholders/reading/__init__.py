"""Reading files of people and ties: bytes or pasted text come in, tables of cells go out.

Nothing here knows the database, nor what the columns mean.
"""

from stakeholders.reading.formats import paste, read
from stakeholders.reading.table import (
    FILE_BYTES,
    ROWS,
    Line,
    Refused,
    Table,
)

__all__ = [
    "FILE_BYTES",
    "ROWS",
    "Line",
    "Refused",
    "Table",
    "paste",
    "read",
]
