"""The verbs of the journal, and who wants to hear of them once they are committed.

An app registers its verbs and listeners in ``AppConfig.ready()``, as the admin does.
"""

from collections.abc import Callable
from dataclasses import dataclass

import structlog

log = structlog.get_logger(__name__)

Listener = Callable[[str, str], None]
"""Takes a programme's key and a verb."""


@dataclass(frozen=True)
class Verb:
    """A thing that can happen: ``name`` like "milestone.reached", ``words`` like "reached"."""

    name: str
    words: str


_verbs: dict[str, Verb] = {}
_listeners: list[Listener] = []
_companions: list[Listener] = []


def register(*verbs: Verb) -> None:
    """Make verbs known; registering one twice changes nothing."""
    _verbs.update({verb.name: verb for verb in verbs})


def verb(name: str) -> Verb:
    """Return the verb called ``name``; raise ``KeyError`` for one nobody registered."""
    return _verbs[name]


def groups() -> list[tuple[str, str]]:
    """Return the kinds of things that verbs are about, such as ("side_effect", "Side effect")."""
    names = {name.partition(".")[0] for name in _verbs}
    return sorted((name, name.replace("_", " ").capitalize()) for name in names)


def verbs_of(group: str) -> list[str]:
    """Return the names of the verbs in ``group``."""
    return [name for name in _verbs if name.partition(".")[0] == group]


def listen(listener: Listener) -> None:
    """Have ``listener`` called after every commit that wrote an event."""
    if listener not in _listeners:
        _listeners.append(listener)


def accompany(companion: Listener) -> None:
    """Have ``companion`` called as an event is written, within its transaction.

    It can ask for something that shall be done once after the commit, however many events there
    were; what it raises undoes the verb.
    """
    if companion not in _companions:
        _companions.append(companion)


def written(programme_key: str, verb_name: str) -> None:
    """Call the companions of an event that was just written."""
    for companion in _companions:
        companion(programme_key, verb_name)


def tell(programme_key: str, verb_name: str) -> None:
    """Call the listeners; a failing one is logged and harms neither request nor others."""
    for listener in _listeners:
        try:
            listener(programme_key, verb_name)
        except Exception:
            log.exception("journal.listener_failed", verb=verb_name)
