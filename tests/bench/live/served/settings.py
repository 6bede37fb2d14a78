"""Django's settings for the programs that are compared: as little of it as they need."""

import os
from urllib.parse import urlsplit

SECRET_KEY = "of one benchmark"
ALLOWED_HOSTS = ["127.0.0.1"]
INSTALLED_APPS = ["django_eventstream"]
ROOT_URLCONF = "tests.bench.live.served.events"

_parts = urlsplit(os.environ["BENCH_REDIS"])
EVENTSTREAM_REDIS: dict[str, str | int | None] = (
    {"unix_socket_path": _parts.path, "db": _parts.query.removeprefix("db=")}
    if _parts.scheme == "unix"
    else {"host": _parts.hostname, "port": _parts.port, "db": _parts.path.strip("/")}
)
