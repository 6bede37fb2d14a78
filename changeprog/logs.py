"""Logs: one line an event, readable in a terminal or as JSON, never with a secret in it."""

import logging
import logging.config
import re
from collections.abc import Callable
from time import perf_counter
from typing import Any

import structlog
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from changeprog import metrics

log = structlog.get_logger("changeprog.request")

_SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


PERSONAL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+|DETAIL: .*?(?=\\n|\n|$)")
"""Addresses of mail, and what PostgreSQL tells of a row that it refuses."""


def discreet(_logger: Any, _method: str, event: Any) -> Any:
    """Take out of every text what names somebody; failures bring it along in their messages."""
    return {
        key: PERSONAL.sub("…", value) if isinstance(value, str) else value
        for key, value in event.items()
    }


def configure(logging_settings: dict[str, str]) -> None:
    """Send structlog and the standard library's records through one formatter.

    ``logging_settings`` has ``format`` ("console" or "json") and ``level``.
    """
    renderer: Any = (
        structlog.processors.JSONRenderer()
        if logging_settings["format"] == "json"
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {
                "line": {
                    "()": structlog.stdlib.ProcessorFormatter,
                    "processors": [
                        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                        structlog.processors.format_exc_info,
                        discreet,
                        renderer,
                    ],
                    "foreign_pre_chain": _SHARED,
                }
            },
            "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
            "root": {"handlers": ["stderr"], "level": logging_settings["level"]},
            "loggers": {
                "uvicorn.access": {"level": "WARNING"},
                "django.request": {"level": "ERROR"},
            },
        }
    )
    structlog.configure(
        processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


class RequestLog:
    """Log every request by its *route*: a path may carry a token, a route cannot."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        started = perf_counter()
        response = self.get_response(request)
        match = request.resolver_match
        if match is not None:
            seconds = perf_counter() - started
            metrics.count(match.view_name, request.method or "", response.status_code, seconds)
            log.info(
                "request",
                method=request.method,
                route=match.route,
                status=response.status_code,
                milliseconds=round(seconds * 1000, 1),
            )
        return response
