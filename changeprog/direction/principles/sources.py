"""The register of evidence: who knows something about a principle, and when that gets stale."""

from collections.abc import Callable
from dataclasses import dataclass

from changeprog.direction.principles.catalogue import Principle
from changeprog.direction.principles.evidence import Evidence, Moment
from changeprog.programme.models import Programme

Provider = Callable[[Programme, Moment], list[Evidence]]
"""Tells what it knows of a programme at a moment, in as many queries for one row as for many."""


@dataclass(frozen=True)
class Source:
    principle: Principle
    provider: Provider
    verbs: tuple[str, ...]


_sources: list[Source] = []


def register_evidence(principle: Principle, provider: Provider, *verbs: str) -> None:
    """Have ``provider`` asked about ``principle``, again after every verb that begins so."""
    source = Source(principle, provider, verbs)
    if source not in _sources:
        _sources.append(source)


def evidence_of(principle: Principle, programme: Programme, moment: Moment) -> list[Evidence]:
    """Return all that is known about ``principle`` in ``programme``."""
    asked = [source.provider for source in _sources if source.principle == principle]
    return [piece for provider in asked for piece in provider(programme, moment)]


def verbs() -> tuple[str, ...]:
    """Return the beginnings of the verbs after which a principle may stand differently."""
    return tuple({verb for source in _sources for verb in source.verbs})
