"""Which functions a team has to have, beyond those that every core team needs."""

from collections.abc import Collection
from typing import Any

from django.db import models, transaction

from changeprog.programme.models import Event, Function, Person, Team


class RequiredFunction(models.Model):
    """A function that the champion requires in a team, besides those it needs anyway.

    A core team needs the four core functions without any row; ``teams.representation`` knows.
    """

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="required_functions")
    function = models.ForeignKey(Function, on_delete=models.CASCADE, related_name="required_in")

    class Meta:
        ordering = ["team", "function"]
        constraints = [
            models.UniqueConstraint(fields=["team", "function"], name="function_required_once")
        ]

    def __str__(self) -> str:
        return f"{self.function} in {self.team}"

    @classmethod
    @transaction.atomic
    def require(cls, by: Person, team: Team, functions: Collection[Function]) -> None:
        """Require exactly ``functions`` in ``team`` beyond what it needs anyway."""
        Team.objects.select_for_update().get(pk=team.pk)
        known = cls.objects.filter(team=team)
        before = {each.function for each in known.select_related("function")}
        if before == set(functions):
            return
        known.exclude(function__in=functions).delete()
        for new in set(functions) - before:
            cls.objects.create(team=team, function=new)
        names = sorted(function.name for function in functions)
        undo = [function.pk for function in before]
        facts: dict[str, Any] = {"title": team.name, "functions": names, "undo": undo}
        Event.record(team.programme, "team.required", by=by, subject=team, **facts)
