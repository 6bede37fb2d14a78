"""The functions of an organisation, four of which every programme has."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from changeprog.programme.models.programme import Programme

CORE = [
    ("Senior management", "L", "diamond"),
    ("Sales", "S", "circle"),
    ("Marketing", "M", "triangle"),
    ("Operations", "O", "square"),
]
"""Name, letter and shape; L stands for those who lead the house."""

FURTHER_SHAPES = ["hexagon", "pentagon"]
HUES = 6


class Function(models.Model):
    """A function has a letter and a shape as well as a hue, so that colour is never needed."""

    programme = models.ForeignKey(
        "programme.Programme", on_delete=models.CASCADE, related_name="functions"
    )
    name = models.CharField(max_length=60)
    letter = models.CharField(max_length=1)
    shape = models.CharField(max_length=10)
    hue = models.PositiveSmallIntegerField(help_text="1 to 6, an index into the palette.")
    core = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "name"], name="function_once_a_programme"),
            models.CheckConstraint(
                condition=models.Q(hue__gte=1, hue__lte=HUES), name="function_hue_in_palette"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def core_of(cls, programme: "Programme") -> list["Function"]:
        """Return the four functions that always exist, unsaved."""
        return [
            cls(programme=programme, name=name, letter=letter, shape=shape, hue=hue, core=True)
            for hue, (name, letter, shape) in enumerate(CORE, start=1)
        ]

    @classmethod
    def add_to(cls, programme: "Programme", name: str) -> "Function":
        """Add a function named ``name`` with the next shape and hue, or return the one there is."""
        taken = list(programme.functions.values_list("letter", flat=True))
        function, _ = programme.functions.get_or_create(
            name=name,
            defaults={
                "letter": free_letter(name, taken),
                "shape": FURTHER_SHAPES[len(taken) % len(FURTHER_SHAPES)],
                "hue": len(taken) % HUES + 1,
            },
        )
        return function


def free_letter(name: str, taken: Collection[str]) -> str:
    """Return the first letter of ``name`` that no other function has, or its first letter."""
    letters = [letter for letter in name.upper() if letter.isalpha()] or ["?"]
    return next((letter for letter in letters if letter not in taken), letters[0])
