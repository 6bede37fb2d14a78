"""Who is in the teams, and the daily work: small victories and the barriers in the way."""

from teams.models.barrier import Barrier
from teams.models.seat import Seat
from teams.models.victory import Victory

__all__ = ["Barrier", "Seat", "Victory"]
