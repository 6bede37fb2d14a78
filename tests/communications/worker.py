"""A worker that delivers what is due, run by a test in a process of its own, to be killed."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "changeprog.settings")
django.setup()

from changeprog.communications.tasks import deliver_due  # noqa: E402 -- after the settings

deliver_due()
