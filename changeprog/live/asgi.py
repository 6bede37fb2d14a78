"""The stream program alone, for replicas that serve nothing but ``/live/``."""

import os

import django
from django.conf import settings

from changeprog.live.program import Program
from changeprog.settled import settle

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "changeprog.settings")
django.setup()

application = Program(
    settings.LIVE_REDIS_URL,
    cookie=settings.SESSION_COOKIE_NAME,
    limit=settings.LIVE_MAX_CONNECTIONS,
    token=settings.METRICS_TOKEN,
)
settle()
