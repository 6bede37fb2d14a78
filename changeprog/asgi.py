"""Pages and streams on one port: ``/live/`` to the streams, everything else to Django's WSGI.

Two programs in one process. Pages run in threads, streams on the event loop, and neither
can use up what the other needs.
"""

from typing import Any

from a2wsgi import WSGIMiddleware

from changeprog.live.asgi import application as streams
from changeprog.live.stream import Message, Receive, Send
from changeprog.wsgi import application as django_pages

PAGE_THREADS = 16
"""Pages drawn at a time; more wait in line. Streams take none of them."""

wsgi: Any = django_pages  # Django's types and a2wsgi's name the same protocol differently
pages: Any = WSGIMiddleware(wsgi, workers=PAGE_THREADS)


async def application(scope: Message, receive: Receive, send: Send) -> None:
    """Hand the request to the program it is for; the server's life is the streams' to follow."""
    if scope["type"] == "lifespan" or scope["path"].startswith("/live/"):
        await streams(scope, receive, send)
    else:
        await pages(scope, receive, send)
