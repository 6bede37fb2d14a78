"""What part of their inbox somebody wants to see; a choice that makes no sense changes nothing."""

from typing import Any, cast

from django import forms
from django.db.models import Q

from changeprog.communications import inbox
from changeprog.communications.models import Notice
from changeprog.communications.models.notice import NoticeQuerySet
from changeprog.programme.models import Person


class InboxFilter(forms.Form):
    """The inbox of ``reader`` by what it is about, and whether it is read."""

    about = forms.ChoiceField(required=False)
    unread = forms.BooleanField(required=False, label="Unread only")

    def __init__(self, data: Any, reader: Person) -> None:
        super().__init__(data)
        self.own = Notice.objects.in_inbox().filter(person=reader)
        kinds = set(self.own.order_by().values_list("kind", flat=True).distinct())
        self.labels = {kind: inbox.kind_of(kind).label for kind in kinds}
        named = sorted(set(self.labels.values()))
        choices = [("", "Everything"), *((label, label) for label in named)]
        cast("forms.ChoiceField", self.fields["about"]).choices = choices
        self.is_valid()

    @property
    def is_narrow(self) -> bool:
        """Whether anything is asked for at all."""
        return any(self.cleaned_data.get(name) for name in ("about", "unread"))

    def notices(self) -> NoticeQuerySet:
        """Return what was asked for, newest first."""
        chosen, found = self.cleaned_data.get, self.own.newest_first()
        if about := chosen("about"):
            kinds = [kind for kind, label in self.labels.items() if label == about]
            found = found.filter(Q(kind__in=kinds))
        return found.unread() if chosen("unread") else found
