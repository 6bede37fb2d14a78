"""What somebody chooses about their own calendar."""

from typing import Self

from django import forms

from changeprog.communications.models import CalendarFeed

EVERY = "all"


class MilestonesForm(forms.Form):
    """Whose milestones stand in it."""

    milestones = forms.ChoiceField(
        label="Which milestones?",
        choices=[("mine", "Mine and my teams’"), (EVERY, "All of the programme")],  # noqa: RUF001
        widget=forms.RadioSelect,
    )

    @classmethod
    def of(cls, feed: CalendarFeed) -> Self:
        """Return the form with what is chosen now."""
        return cls(initial={"milestones": EVERY if feed.every_milestone else "mine"})

    def save(self, feed: CalendarFeed) -> None:
        """Keep the choice."""
        feed.choose(every_milestone=self.cleaned_data["milestones"] == EVERY)
