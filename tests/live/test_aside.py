"""Database work of the streams keeps no connection."""

from typing import Any

import pytest
from django.db import connection

from changeprog.live.aside import Aside


def ask() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return int(cursor.fetchone()[0])


def holds_a_connection() -> bool:
    return connection.connection is not None


def ask_and_fail() -> None:
    ask()
    assert holds_a_connection()
    raise RuntimeError("on purpose")


@pytest.mark.django_db(transaction=True)
async def test_no_connection_is_held_after_a_call_even_if_it_fails(run: Any) -> None:
    aside = Aside(1, "test")

    assert await aside.run(ask) == 1
    assert not await aside.run(holds_a_connection)
    with pytest.raises(RuntimeError, match="purpose"):
        await aside.run(ask_and_fail)
    assert not await aside.run(holds_a_connection)

    aside.close()
