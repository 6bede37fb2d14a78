"""A real HTTP server that listens to webhooks, answers as it is told, and remembers what it got."""

import ssl
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Reply:
    """How one request is answered; ``drip`` sends a byte of the body every so many seconds."""

    status: int = 200
    body: bytes = b"ok"
    headers: dict[str, str] = field(default_factory=dict)
    silent: float = 0
    drip: float = 0
    drop: bool = False


@dataclass(frozen=True)
class Heard:
    """One request as it came."""

    path: str
    headers: dict[str, str]
    body: bytes


class Listener:
    """What a server heard, and what it is going to say; it says ``ok`` once that is used up."""

    def __init__(self, server: ThreadingHTTPServer, scheme: str) -> None:
        self.heard: list[Heard] = []
        self.replies: deque[Reply] = deque()
        self.host, self.port = str(server.server_address[0]), int(server.server_address[1])
        self.scheme = scheme

    @property
    def url(self) -> str:
        return self.named(self.host)

    def named(self, host: str) -> str:
        """Return an address that calls it by another name."""
        return f"{self.scheme}://{host}:{self.port}/hooks/1?to=crm"

    def say(self, *replies: Reply) -> None:
        self.replies.extend(replies)


@contextmanager
def listening(
    host: str = "127.0.0.1", certificate: Any = None, port: int = 0
) -> Iterator[Listener]:
    """Serve on ``host``, with TLS if there is a ``certificate`` file."""
    server = ThreadingHTTPServer((host, port), BaseHTTPRequestHandler)
    server.daemon_threads = True
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    listener = Listener(server, "https" if certificate else "http")
    server.RequestHandlerClass = _handler(listener)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield listener
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(listener: Listener) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            listener.heard.append(Heard(self.path, dict(self.headers.items()), body))
            reply = listener.replies.popleft() if listener.replies else Reply()
            time.sleep(reply.silent)
            if reply.drop:
                self.connection.close()
            else:
                self._answer(reply)

        def _answer(self, reply: Reply) -> None:
            try:
                self.send_response(reply.status)
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(reply.body)))
                self.end_headers()
                for place in range(len(reply.body)) if reply.drip else ():
                    self.wfile.write(reply.body[place : place + 1])
                    time.sleep(reply.drip)
                if not reply.drip:
                    self.wfile.write(reply.body)
            except OSError:
                return  # whoever asked has gone

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    return Handler
