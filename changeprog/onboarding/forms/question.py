"""A question of the first days, and its answer."""

from uuid import uuid5

from django import forms

from changeprog.direction.forms.fields import TextField
from changeprog.onboarding import questions
from changeprog.onboarding.models import Question
from changeprog.onboarding.models.question import ANSWER, QUESTION
from changeprog.programme.fields import AttemptField, SentenceField
from changeprog.programme.models import Person, Team


class AskForm(forms.Form):
    """What somebody would like to know."""

    key = AttemptField()
    words = SentenceField(
        label="What would you like to know?",
        max_length=QUESTION,
        missing="Write your question.",
        help_text="Only those whom you ask read it, and you.",
    )

    def put(self, by: Person, team: Team) -> Question:
        """Ask it, once however often the same words arrive in the same attempt."""
        words = self.cleaned_data["words"]
        key = uuid5(self.cleaned_data["key"], words)
        question = Question(programme=team.programme, team=team, asker=by, key=key, words=words)
        questions.put(question)
        return question


class ReplyForm(forms.Form):
    """The answer, or nothing where it was given face to face."""

    answer = TextField(
        label="Your answer",
        required=False,
        longest=ANSWER,
        rows=4,
        help_text="Leave it empty if you have talked: then it only counts as answered.",
    )
