"""What somebody outside answers: about each part, and each side effect, what would go wrong."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.template.loader import render_to_string

from changeprog.direction.forms.fields import TextField
from changeprog.direction.models import SideEffect
from changeprog.onboarding import reality_parts
from changeprog.onboarding.models import RealityCheck, Remark, Said
from changeprog.onboarding.models.remark import WORDS
from changeprog.onboarding.reality_parts import SIDE_EFFECTS, WHOLE, Part

NOTHING = "Say something about at least one part; “I would leave it as it is” is an answer too."
SAY_WHAT = "Say what would go wrong, or take back how sure you are."
SAY_HOW_SURE = "Say how sure you are of it."
SURENESS = [("", "Not said"), *Remark.Sureness.choices]
OF_SIDE_EFFECT = re.compile(rf"{SIDE_EFFECTS}-(\d+)-words")
SIDE_EFFECT = "onboarding/reality_check/parts/side_effect.html"


@dataclass(frozen=True)
class Question:
    """What is asked in one place: its fields begin with ``name``; ``drawn`` stands above them."""

    name: str
    part: str
    words: forms.BoundField
    sure: forms.BoundField | None = None
    drawn: str = ""
    side_effect: SideEffect | None = None


@dataclass(frozen=True)
class Block:
    """A part as it is shown, with what is asked in it."""

    part: Part
    drawn: str
    questions: list[Question] = field(default_factory=list)


class AnswerForm(forms.Form):
    """Words and how sure, for each of the parts; side effects are asked about one by one."""

    template_name_div = "onboarding/reality_check/_blocks.html"

    def __init__(self, data: Any = None, *, check: RealityCheck) -> None:
        super().__init__(data, auto_id="answer_%s")
        self.check = check
        self.parts = reality_parts.chosen(check.part_names)
        self.side_effects = self._asked_about()
        for part in self.parts:
            self._ask(part.name, "What would go wrong here?")
        for each in self.side_effects:
            self._ask(f"{SIDE_EFFECTS}-{each.pk}", "Will this happen, and what would it do?")
        if SIDE_EFFECTS in self.fields_of_parts:
            self.fields[f"{SIDE_EFFECTS}-words"].label = "What else could it be turned into?"
        self.fields[f"{WHOLE}-words"] = _words("Is there anything else?")

    @property
    def fields_of_parts(self) -> set[str]:
        """The names of the parts that are asked about."""
        return {part.name for part in self.parts}

    def _asked_about(self) -> list[SideEffect]:
        asked = SIDE_EFFECTS in self.fields_of_parts
        return reality_parts.open_side_effects(self.check.programme) if asked else []

    def _ask(self, name: str, label: str) -> None:
        self.fields[f"{name}-words"] = _words(label)
        self.fields[f"{name}-sure"] = forms.TypedChoiceField(
            label="How sure are you?",
            choices=SURENESS,
            coerce=int,
            empty_value=None,
            required=False,
        )

    @property
    def blocks(self) -> Iterator[Block]:
        """The parts in their order, each drawn once."""
        for part in self.parts:
            own = self._question(part.name, part.name)
            if part.name != SIDE_EFFECTS:
                yield Block(part, part.draw(self.check.programme), [own])
            else:
                yield Block(part, "", [*self._about_side_effects(), own])

    def _about_side_effects(self) -> Iterator[Question]:
        for each in self.side_effects:
            drawn = render_to_string(SIDE_EFFECT, {"side_effect": each})
            yield self._question(f"{SIDE_EFFECTS}-{each.pk}", SIDE_EFFECTS, drawn, each)

    def _question(
        self, name: str, part: str, drawn: str = "", about: SideEffect | None = None
    ) -> Question:
        return Question(name, part, self[f"{name}-words"], self[f"{name}-sure"], drawn, about)

    @property
    def whole(self) -> forms.BoundField:
        """The last question, which belongs to no part."""
        return self[f"{WHOLE}-words"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for part in self.parts:
            self._match(said, part.name, needs_words=True)
        for each in self.side_effects:
            self._match(said, f"{SIDE_EFFECTS}-{each.pk}", needs_words=False)
        if not self.errors and not any(self._said()):
            self.add_error(None, NOTHING)
        return said

    def _match(self, said: dict[str, Any], name: str, *, needs_words: bool) -> None:
        words, sure = said.get(f"{name}-words"), said.get(f"{name}-sure")
        if words and not sure:
            self.add_error(f"{name}-sure", SAY_HOW_SURE)
        if sure and not words and needs_words and f"{name}-words" not in self.errors:
            self.add_error(f"{name}-words", SAY_WHAT)

    def said(self) -> list[Said]:
        """Return what was said, in the order of the parts."""
        return list(self._said())

    def _said(self) -> Iterator[Said]:
        for part in self.parts:
            if part.name == SIDE_EFFECTS:
                for each in self.side_effects:
                    yield from self._one(f"{SIDE_EFFECTS}-{each.pk}", SIDE_EFFECTS, each)
                yield from self._of_settled()
            yield from self._one(part.name, part.name)
        yield from self._one(WHOLE, WHOLE)

    def _one(self, name: str, part: str, about: SideEffect | None = None) -> Iterator[Said]:
        words = self.cleaned_data.get(f"{name}-words") or ""
        sure = self.cleaned_data.get(f"{name}-sure")
        if words or sure:
            yield Said(part, words, sure, about)

    def _of_settled(self) -> Iterator[Said]:
        """Keep words about side effects that somebody settled while they were written."""
        asked = {each.pk for each in self.side_effects}
        for name in self.data:
            found = OF_SIDE_EFFECT.fullmatch(name)
            if found and int(found[1]) not in asked and (words := self.data[name].strip()):
                yield Said(SIDE_EFFECTS, words[:WORDS], None)


def _words(label: str) -> TextField:
    words = TextField(label=label, rows=3, required=False, longest=WORDS, help_text="")
    words.help_text = ""
    return words
