"""Undoing an import: what it changed is put back, what it made is taken away.

What somebody has built on since stays, and it is said what and why.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django.db import models
from django.db.models.expressions import RawSQL
from django.utils.timezone import now

from changeprog.programme.models import Function, Person
from changeprog.programme.steps import Step
from stakeholders.importing.applying import chunks
from stakeholders.models import Assessment, Import, Look, Origin, Stakeholder, Tie

WORDS = {
    "conversation": "a conversation was noted since",
    "conviction": "it was noted since what they believe",
    "guarantee": "they were promised something since",
    "charge": "they are among an ambassador's people since",
    "ambassador": "they were asked to be an ambassador since",
    "tie": "a tie was drawn since",
    "stakeholder.owner": "they own the relationship to somebody since",
    "stakeholder.mentor": "they are somebody's mentor since",
}
"""Why somebody stays, by what refers to them: a model, or a field of one."""
OTHERWISE = "something else refers to them since"
TAKES_PART = "they take part in the programme since"
CHANGED = "what the map says of them was changed since"
Reasons = dict[int, str]
"""Why people stay, by their numbers."""


class Undoing:
    """Takes an import back; ``kept`` is why somebody, or something of theirs, stays."""

    def __init__(self, of: Import) -> None:
        self.outcome = of.outcome
        self.at = of.confirmed_at or now()
        """When it was confirmed, which is the moment of all the history that it wrote."""
        self.kept: Reasons = {}

    @property
    def rows(self) -> int:
        """How many rows the undoing counts."""
        return sum(len(self.outcome[name]) for name in ("ties", "stakeholders", "people"))

    def run(self, step: Step) -> list[list[Any]]:
        """Put everything back, and return what stays: numbers of people, and words."""
        made, changed = self.outcome, self.outcome["changed"]
        Tie.objects.filter(pk__in=listed(made["ties"]), origin=Origin.IMPORT).delete()
        step(len(made["ties"]))
        self.put_back(Tie.objects.all(), changed["tie"])
        self.put_back(Stakeholder.everything(), changed["stakeholder"])
        self.put_back(Person.objects.all(), changed["person"])
        self.take_off_map(made["stakeholders"], made["restored"])
        step(len(made["stakeholders"]))
        self.take_away(made["people"])
        step(len(made["people"]))
        functions = Function.objects.filter(pk__in=made["functions"])
        functions.exclude(pk__in=[*_referring(Function, made["functions"])]).delete()
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
        field = row._meta.get_field(name)  # noqa: SLF001 -- Django's documented name
        if getattr(row, field.attname) != field.to_python(after):
            self.kept[_person_of(row)] = CHANGED
            return False
        setattr(row, field.attname, field.to_python(before))
        if name == "next_on":
            row.withdraw_reminders()
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

    def take_off_map(self, made: list[int], restored: list[int]) -> None:
        """Take people off the map on whose profile nothing was built since."""
        profiles = Stakeholder.everything()
        of_person = dict(profiles.filter(pk__in=listed(made)).values_list("pk", "person"))
        of_restored = dict(profiles.filter(pk__in=restored).values_list("pk", "person"))
        reasons = self.built_on(of_person)
        everybody = [*of_person.values(), *of_restored.values()]
        reasons |= _referring(Person, everybody, only={Tie})
        self.kept |= reasons
        gone = listed([pk for pk, person in of_person.items() if person not in reasons])
        Assessment.objects.filter(stakeholder__in=gone).delete()
        Look.objects.filter(stakeholder__in=gone).delete()
        delete(profiles.filter(pk__in=gone))
        again = [pk for pk, person in of_restored.items() if person not in reasons]
        profiles.filter(pk__in=again).update(removed_at=self.at)

    def built_on(self, of_person: dict[int, int]) -> Reasons:
        """Return who stays because of something on their profile, of profiles and their people."""
        made = listed([*of_person])
        assessed = Assessment.objects.filter(stakeholder__in=made).exclude(at=self.at)
        touched = Stakeholder.everything().filter(pk__in=made)
        changed = touched.filter(models.Q(revision__gt=1) | models.Q(removed_at__isnull=False))
        reasons = dict.fromkeys(assessed.values_list("stakeholder", flat=True), CHANGED)
        reasons |= dict.fromkeys(changed.values_list("pk", flat=True), CHANGED)
        reasons |= _referring(Stakeholder, [*of_person], aside={Assessment, Look})
        return {of_person[pk]: words for pk, words in reasons.items()}

    def take_away(self, made: list[int]) -> None:
        """Delete the people whom the import made, unless something refers to them by now."""
        people = Person.objects.filter(pk__in=listed(made))
        part = people.exclude(role="", user=None, invitation=None).values_list("pk", flat=True)
        reasons = _referring(Person, made, aside={Stakeholder}) | dict.fromkeys(part, TAKES_PART)
        on_map = Stakeholder.everything().filter(person__in=listed(made))
        staying = {*reasons, *on_map.values_list("person", flat=True)}
        self.kept |= {pk: words for pk, words in reasons.items() if pk not in self.kept}
        delete(Person.objects.filter(pk__in=listed([pk for pk in made if pk not in staying])))


def listed(keys: Collection[int]) -> RawSQL:
    """Return ``keys`` as one parameter, as thousands of them take the database no time so."""
    return RawSQL("SELECT unnest(%s::bigint[])", [list(keys)])


def delete(rows: models.QuerySet[Any]) -> None:
    """Delete ``rows`` that nothing refers to, without looking for what does once more.

    Should something refer to them after all, the database refuses it, and all of the undoing.
    """
    rows._raw_delete(rows.db)  # noqa: SLF001 -- what Django uses itself


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
        rows = other._base_manager.filter(**{f"{name}__in": listed(keys)})  # noqa: SLF001 -- Django's documented name
        model_name = other._meta.model_name  # noqa: SLF001 -- as above
        words = WORDS.get(model_name) or WORDS.get(f"{model_name}.{name}", OTHERWISE)
        found |= dict.fromkeys(rows.values_list(name, flat=True), words)
    return found


def _relations(model: type[models.Model]) -> Iterator[Any]:
    """Yield what can refer to ``model``, also what has no name from this side."""
    for relation in model._meta.get_fields(include_hidden=True):  # noqa: SLF001 -- Django's documented name
        if relation.one_to_many or (relation.one_to_one and relation.auto_created):
            yield relation
