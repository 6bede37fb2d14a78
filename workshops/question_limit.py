"""How many questions without a name one browser may send, without keeping who sent any.

What is counted is a number under a digest of the session, the workshop and the hour. It is in Redis
alone and ends with the hour, so it tells neither who it was nor when within the hour. Without Redis
nothing is counted, and questions are taken.
"""

from datetime import UTC, datetime, timedelta

from django.utils.crypto import salted_hmac
from django.utils.timezone import now
from redis import RedisError

from workshops import round_keys
from workshops.models import Workshop

AN_HOUR = 5
"""Questions that one browser may send to one workshop within an hour of the clock."""


def counts(session_key: str, workshop: Workshop) -> bool:
    """Count one more question; say whether it is still within the limit."""
    hour = now().astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    name = _name(session_key, workshop, hour)
    try:
        with round_keys.store().pipeline() as pipe:
            pipe.incr(name)
            pipe.expireat(name, hour + timedelta(hours=1))
            count, _ = pipe.execute()
    except (RedisError, OSError):
        return True
    return int(count) <= AN_HOUR


def _name(session_key: str, workshop: Workshop, hour: datetime) -> str:
    told = f"{session_key} {workshop.pk} {hour.isoformat()}"
    digest = salted_hmac("workshops.question_limit", told, algorithm="sha256").hexdigest()
    return f"questions:{digest}"
