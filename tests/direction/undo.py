"""Pressing "Undo", and what the journal tells of it."""

from typing import Any

from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from changeprog.programme.models import Event, Programme


def to(name: str, subject: Any) -> str:
    programme = getattr(subject, "programme", None) or subject.objective.programme
    return reverse(f"direction:{name}", args=[programme.key, subject.pk])


def undo_of(answer: Any) -> str:
    """Return the address behind the button of the message that the answer leaves."""
    *_, message = get_messages(answer.wsgi_request)
    return message.extra_tags or ""


def undone(client: Client, answer: Any) -> Any:
    """Press "Undo"; the answer has to offer it."""
    address = undo_of(answer)
    assert address
    return client.post(address)


def verbs(programme: Programme) -> list[str]:
    return list(Event.objects.filter(programme=programme).values_list("verb", flat=True)[:2])


def newest(programme: Programme) -> int:
    """Return the number of the last thing that happened."""
    return Event.objects.filter(programme=programme).latest("pk").pk
