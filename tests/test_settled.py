"""A server keeps what it has loaded out of the garbage collector's sight."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

COUNTED = "import gc, importlib; importlib.import_module({!r}); print(gc.get_freeze_count())"


@pytest.mark.parametrize("program", ["changeprog.wsgi", "changeprog.live.asgi"])
def test_what_a_server_has_loaded_is_frozen_before_it_serves(program: str) -> None:
    asked = [sys.executable, "-c", COUNTED.format(program)]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "changeprog.settings"}
    told = subprocess.run(
        asked, cwd=settings.ROOT, env=environment, check=True, capture_output=True, text=True
    )
    assert int(told.stdout.splitlines()[-1]) > 100_000
