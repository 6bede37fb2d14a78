"""A form of words that somebody else may be writing at the same time."""

from http import HTTPStatus
from typing import TYPE_CHECKING, cast

from django import forms

if TYPE_CHECKING:
    from django.http import QueryDict


class SharedForm(forms.Form):
    """Says what somebody else has saved while it was being filled in, and keeps what was typed.

    The field that ``stands_on`` names holds what its words were written on top of.
    """

    stands_on = "revision"
    overtaken = False

    def yield_to(self, current: int | str, words: str, field: str | None = None) -> None:
        """Say ``words`` at ``field``; sending it once more puts it on top of ``current``."""
        typed = cast("QueryDict", self.data).copy()
        typed[self.stands_on] = str(current)
        self.data = typed
        self.overtaken = True
        self.add_error(field, words)

    def show_both(self, current: int | str, theirs: str) -> None:
        """Show what somebody else saved, ``theirs``, above what was typed."""
        self.yield_to(
            current,
            f"Somebody else saved this while you were writing. Theirs says: {theirs} "
            "Yours is below; save again to put it in its place.",
        )


def refusal_of(form: forms.BaseForm) -> HTTPStatus:
    """Return the status that refuses ``form``: 409 where somebody else was quicker, else 422."""
    overtaken = getattr(form, "overtaken", False)
    return HTTPStatus.CONFLICT if overtaken else HTTPStatus.UNPROCESSABLE_ENTITY
