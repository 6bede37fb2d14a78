"""Undoing an import: what it changed is put back, what it made is taken away.

What somebody has built on since stays, and it is said what and why.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models

from changeprog.programme.models import Function, Person
from stakeholders.importing.applying import chunks
from stakeholders.importing.progress import Step
from stakeholders.models import Assessment, Import, Look, Origin, Stakeholder, Tie

WORDS = {
    "conversation": "a conversation was noted since",
    "conviction": "it was noted since what they believe",
    "guarantee": "they were promised something since",
    "charge": "they are among an ambassador's people since",
    "ambassador": "they were asked to be an ambassador since",
    "tie": "a tie was drawn since",
    "stakeholder": "they own the relationship to somebody since",
}
"""Why somebody stays, by what refers to them."""
OTHERWISE = "something else refers to them since"
TAKES_PART = "they take part in the programme since"
CHANGED = "what the map says of them was changed since"
Reasons = dict[int, str]
"""Why people stay, by their numbers."""


@dataclass
class Undoing:
    """Takes an import back; ``kept`` is why somebody, or something of theirs, stays."""

    of: Import
    at: datetime
    """When it was confirmed, which is the moment of all the history that it wrote."""
    kept: Reasons = field(default_factory=dict)

    def run(self, step: Step) -> list[list[Any]]:
        """Put everything back, and return what stays: numbers of people, and words."""
        made, changed = self.of.outcome, self.of.outcome["changed"]
        for keys in chunks(made["ties"]):
            Tie.objects.filter(pk__in=keys, origin=Origin.IMPORT).delete()
            step(len(keys))
        self.put_back(Tie.objects.all(), changed["tie"])
        self.put_back(Stakeholder.everything(), changed["stakeholder"])
        self.put_back(Person.objects.all(), changed["person"])
        for keys in chunks(made["stakeholders"] + made["restored"]):
            self.take_off_map(keys, set(made["restored"]))
            step(len(keys))
        for keys in chunks(made["people"]):
            self.take_away(keys)
            step(len(keys))
        unused = Function.objects.filter(pk__in=made["functions"], people=None)
        unused.exclude(pk__in=_referred(Function, made["functions"], {Person})).delete()
        return [[pk, words] for pk, words in sorted(self.kept.items())]

    def put_back(self, rows: models.QuerySet[Any], changes: Iterable[list[Any]]) -> None:
        """Give fields what they held before, where they still hold what the import wrote."""
        by_row = defaultdict(list)
        for pk, name, before, after in changes:
            by_row[pk].append((name, before, after))
        for keys in chunks([*by_row]):
            for pk, row in rows.select_for_update().in_bulk(keys).items():
                restored = [each[0] for each in by_row[pk] if self.restore(row, *each)]
                self.save(row, restored)

    def restore(self, row: Any, name: str, before: Any, after: Any) -> bool:
        """Give one field what it held before; False if it is another one by now."""
        column = row._meta.get_field(name).attname  # noqa: SLF001 -- Django's documented name
        if getattr(row, column) != after:
            self.kept[_person_of(row)] = CHANGED
            return False
        setattr(row, column, before)
        return True

    def save(self, row: Any, restored: list[str]) -> None:
        if isinstance(row, Stakeholder):
            row.revision += 1
            of_import = self.assessments().filter(stakeholder=row, field__in=restored)
            of_import.delete()
            row.save(update_fields=[*restored, "revision"])
        elif restored:
            row.save(update_fields=restored)

    def assessments(self) -> models.QuerySet[Assessment]:
        """Return the history that the import wrote."""
        return Assessment.objects.filter(origin=Origin.IMPORT, at=self.at)

    def take_off_map(self, keys: list[int], restored: set[int]) -> None:
        """Take people off the map on whose profile nothing was built since."""
        rows = Stakeholder.everything().select_for_update().in_bulk(keys)
        made = {pk: row.person_id for pk, row in rows.items() if pk not in restored}
        reasons = self.built_on(rows, set(made))
        reasons |= _referring(Person, [row.person_id for row in rows.values()], only={Tie})
        gone = [pk for pk, row in rows.items() if row.person_id not in reasons]
        self.kept |= reasons
        Stakeholder.everything().filter(pk__in=[pk for pk in gone if pk in made]).delete()
        again = Stakeholder.everything().filter(pk__in=[pk for pk in gone if pk in restored])
        again.update(removed_at=self.at)

    def built_on(self, rows: dict[int, Stakeholder], made: set[int]) -> Reasons:
        """Return who of ``made`` stays because of something on their profile."""
        referring = _referring(Stakeholder, made, aside={Assessment, Look})
        assessed = Assessment.objects.filter(stakeholder__in=made)
        moved = set(assessed.exclude(at=self.at).values_list("stakeholder", flat=True))
        moved |= {pk for pk in made if rows[pk].revision > 1 or rows[pk].removed_at}
        reasons = {**dict.fromkeys(moved, CHANGED), **referring}
        return {rows[pk].person_id: words for pk, words in reasons.items()}

    def take_away(self, keys: list[int]) -> None:
        """Delete the people whom the import made, unless something refers to them by now."""
        part = Person.objects.filter(pk__in=keys).exclude(role="", user=None, invitation=None)
        taking_part = part.values_list("pk", flat=True)
        reasons = _referring(Person, keys, aside={Stakeholder}) | dict.fromkeys(
            taking_part, TAKES_PART
        )
        on_map = Stakeholder.everything().filter(person__in=keys)
        staying = {*reasons, *on_map.values_list("person", flat=True)}
        self.kept |= {pk: words for pk, words in reasons.items() if pk not in self.kept}
        Person.objects.filter(pk__in=set(keys) - staying).delete()


def _person_of(row: Any) -> int:
    """Return the number of the person a row is about."""
    if isinstance(row, Stakeholder):
        return row.person_id
    return int(row.source_id if isinstance(row, Tie) else row.pk)


def _referring(
    model: type[models.Model],
    keys: Collection[int],
    aside: Collection[type[models.Model]] = (),
    only: Collection[type[models.Model]] = (),
) -> Reasons:
    """Return in words what refers to the rows of ``model`` with these numbers."""
    found: Reasons = {}
    for relation in _relations(model):
        other = relation.related_model
        if other in aside or (only and other not in only):
            continue
        name = relation.field.name
        rows = other._base_manager.filter(**{f"{name}__in": keys})  # noqa: SLF001 -- Django's documented name
        words = WORDS.get(other._meta.model_name, OTHERWISE)  # noqa: SLF001 -- as above
        found |= dict.fromkeys(rows.values_list(name, flat=True), words)
    return found


def _referred(
    model: type[models.Model], keys: Collection[int], aside: Collection[type[models.Model]]
) -> list[int]:
    return [*_referring(model, keys, aside)]


def _relations(model: type[models.Model]) -> Iterator[Any]:
    """Yield what can refer to ``model``, also what has no name from this side."""
    for relation in model._meta.get_fields(include_hidden=True):  # noqa: SLF001 -- Django's documented name
        if relation.one_to_many or (relation.one_to_one and relation.auto_created):
            yield relation
