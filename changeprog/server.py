"""One of several web servers that share a port: ``python -m changeprog.server APP HOST PORT``.

Python computes on one processor at a time, so there are as many servers as should compute at once.
The system hands each its share of the connections. All serve pages and streams alike, since nothing
is kept in a process.
"""

import socket
import sys
from contextlib import suppress

import uvicorn

GRACE = 5
"""Seconds that answers under way may take once the server is told to stop."""


def main(application: str, host: str, port: str) -> None:
    """Serve the ASGI application, given as ``module:name``, until told to stop."""
    config = uvicorn.Config(
        application,
        timeout_graceful_shutdown=GRACE,
        server_header=False,
        log_level="warning",
        proxy_headers=False,  # Django reads them, where TRUSTED_PROXIES says so
    )
    with suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[shared(host, int(port))])


def shared(host: str, port: int) -> socket.socket:
    """Return a socket that is bound there beside those of the other servers.

    It listens only once the application is ready, so nobody is kept waiting for that.
    """
    bound = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    for option in (socket.SO_REUSEADDR, socket.SO_REUSEPORT):
        bound.setsockopt(socket.SOL_SOCKET, option, 1)
    bound.bind((host, port))
    return bound


if __name__ == "__main__":
    main(*sys.argv[1:])
