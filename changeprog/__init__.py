"""Changeprog runs a CRM change programme: one place that keeps the whole chain."""

from changeprog.celery import app as celery_app

__all__ = ["celery_app"]
