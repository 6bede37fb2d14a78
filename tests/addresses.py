"""Where programs that a test starts find each other: a free port, a database of the tests."""

import os
import socket
from urllib.parse import urlsplit, urlunsplit

from django.db import connection


def free_port() -> int:
    """Return a port of loopback that nobody listens on yet."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


def database_url(database: str | None = None, user: str | None = None) -> str:
    """Return the URL of a database of the tests' server; without a name, of this test's own."""
    parts = urlsplit(os.environ["DATABASE_URL"])
    if user:
        place = parts.netloc.rpartition("@")[2]
        parts = parts._replace(netloc=f"{user}@{place}")
    return urlunsplit(parts._replace(path=f"/{database or connection.settings_dict['NAME']}"))
