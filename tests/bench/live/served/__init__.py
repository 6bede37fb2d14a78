"""The programs that are measured, each an ASGI application for a server of its own.

``BENCH_REDIS`` is the URL of the Redis database in which they find what to show.
"""
