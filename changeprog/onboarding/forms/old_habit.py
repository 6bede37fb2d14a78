"""What people do anyway, and what the new way can make of it."""

from typing import Any

from changeprog.direction.forms.revised import RevisedForm
from changeprog.onboarding.models import OldHabit
from changeprog.onboarding.models.old_habit import HABIT, USE
from changeprog.programme.fields import SentenceField
from changeprog.programme.models import Person, Team


class OldHabitForm(RevisedForm):
    """Two sentences."""

    habit = SentenceField(
        label="What do you do already, without thinking of it?",
        max_length=HABIT,
        missing="Say what you do already.",
        help_text="Such as “We write down who called on a yellow note”.",
    )
    use = SentenceField(
        label="What can the new way make of it?",
        max_length=USE,
        missing="Say how the new way uses it.",
        help_text="Such as “The note goes onto the shared page, and everybody sees it”.",
    )

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.team = team

    def make(self, by: Person) -> OldHabit:
        values = {**self.values(), "key": self.attempt()}
        old_habit = OldHabit(programme=self.programme, team=self.team, **values)
        old_habit.name_it(by)
        return old_habit
