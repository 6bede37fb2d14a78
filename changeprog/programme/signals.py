"""What the ground tells the apps above it, inside the transaction that did it."""

from django.dispatch import Signal

programme_started = Signal()
"""Sent with ``programme`` and ``champion``."""
