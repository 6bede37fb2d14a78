"""What single cells mean: levels, support, strengths, kinds of tie. Words say what is wrong."""

import math
import unicodedata
from datetime import datetime

from stakeholders.importing.fields import fold, folded
from stakeholders.models import Relation
from stakeholders.support import LEAST, MOST, Support

UNKNOWN = {"", "-", "–", "?", "unknown", "n/a", "na", "k.a.", "unbekannt", "none"}  # noqa: RUF001 -- as it is typed
LEVELS = {
    "very low": 1,
    "sehr niedrig": 1,
    "sehr gering": 1,
    "low": 2,
    "niedrig": 2,
    "gering": 2,
    "medium": 3,
    "middle": 3,
    "mittel": 3,
    "high": 4,
    "hoch": 4,
    "very high": 5,
    "sehr hoch": 5,
}
STANCES = {
    **{step.label: step for step in Support},
    "opposed": Support.AGAINST,
    "dagegen": Support.AGAINST,
    "gegner": Support.AGAINST,
    "ablehnend": Support.AGAINST,
    "sceptical": Support.DOUBTFUL,
    "skeptical": Support.DOUBTFUL,
    "skeptisch": Support.DOUBTFUL,
    "zweifelnd": Support.DOUBTFUL,
    "indifferent": Support.NEUTRAL,
    "unterstützend": Support.SUPPORTIVE,
    "dafür": Support.SUPPORTIVE,
    "supporter": Support.SUPPORTIVE,
    "führend": Support.LEADING,
    "treibend": Support.LEADING,
    "champion": Support.LEADING,
}
UNSEEN = {"Cc", "Cs", "Zl", "Zp"}
"""Categories of signs that no file keeps: control characters, halves of signs, line ends."""
_STANCES = {fold(word): int(step) for word, step in STANCES.items()}
RELATIONS = {
    Relation.ADVICE: "advice,seeks advice from,asks,asks advice,rat,fragt,fragt um rat,ratsuche",
    Relation.TRUST: "trust,trusts,friend,friendship,names as friend,vertraut,vertrauen,freund",
    Relation.REPORTS_TO: "reports to,reports,boss,line,berichtet an,vorgesetzter,führungskraft",
}
"""The spellings of each kind of tie; all of them read from the one who turns to the other."""
_RELATIONS = {
    folded(word): relation
    for relation, words in RELATIONS.items()
    for word in [*words.split(","), relation.value, relation.label]
}


def level(text: str) -> int | None:
    """Return the level from 1 to 5 that ``text`` says, None for an unknown one.

    Raises ``ValueError``, which says what would do.
    """
    return _step(text, LEVELS, "1 to 5, or low, medium or high")


def stance(text: str) -> int | None:
    """Return how somebody stands, 1 (against) to 5 (leading), None if that is unknown.

    Raises ``ValueError``, which says what would do.
    """
    return _step(text, _STANCES, "1 to 5, or against, doubtful, neutral, supportive or leading")


def _step(text: str, words: dict[str, int], allowed: str) -> int | None:
    known = fold(text)
    if known in UNKNOWN:
        return None
    if known in words:
        return words[known]
    number = _number(known)
    if number is None or not number.is_integer() or not LEAST <= number <= MOST:
        raise ValueError(f"“{text}” is not among {allowed}")
    return int(number)


DAYS = ("%Y-%m-%d", "%d.%m.%Y")
YES = {"yes", "y", "ja", "true", "1", "x"}
NO = {"no", "n", "nein", "false", "0"}


def day(text: str) -> str | None:
    """Return a day as ISO 8601 writes it, None for an unknown one; raises ``ValueError``."""
    if fold(text) in UNKNOWN:
        return None
    for form in DAYS:
        try:
            return datetime.strptime(text.strip(), form).date().isoformat()  # noqa: DTZ007 -- a day
        except ValueError:
            continue
    raise ValueError(f"“{text}” is no day such as 2027-03-31 or 31.3.2027")


def yes_or_no(text: str) -> bool | None:
    """Return whether ``text`` says yes, None for neither; raises ``ValueError``."""
    said = fold(text)
    if said in UNKNOWN:
        return None
    if said not in YES | NO:
        raise ValueError(f"“{text}” is neither yes nor no")
    return said in YES


def lines(text: str) -> str:
    """Return a text of several lines as it is kept: without control characters and blank ends."""
    whole = text.replace("\r\n", "\n").replace("\r", "\n")
    cleaned = (
        sign if sign == "\n" or unicodedata.category(sign) not in UNSEEN else " " for sign in whole
    )
    return "".join(cleaned).strip()


def strength(text: str) -> float:
    """Return how strong a tie is, over 0; 1 where nothing is said. Raises ``ValueError``."""
    if not text.strip():
        return 1.0
    number = _number(text)
    if number is None:
        raise ValueError(f"the strength “{text}” is no number")
    if number <= 0:
        raise ValueError("a tie needs a strength over 0")
    return number


def relation(text: str, otherwise: Relation) -> Relation:
    """Return the kind of tie that ``text`` names; ``otherwise`` if it is empty.

    Raises ``ValueError`` for a kind that the map does not have.
    """
    if not text.strip():
        return otherwise
    if folded(text) not in _RELATIONS:
        raise ValueError(f"“{text}” is neither advice nor trust nor reports to")
    return _RELATIONS[folded(text)]


def names_relation(text: str) -> bool:
    """Whether ``text``, such as the title of a sheet, is the name of a kind of tie."""
    return folded(text) in _RELATIONS


def _number(text: str) -> float | None:
    """Return the number that ``text`` is, with a dot or a comma before its decimals."""
    try:
        number = float(text.strip().replace(",", "."))
    except ValueError:
        return None
    return number if math.isfinite(number) else None
