"""The days that can be planned with and read on; forms and database hold the same bounds."""

from datetime import date

FIRST = date(2000, 1, 1)
LAST = date(2100, 12, 31)
