"""Five levels at which a capability can stand, each in words that anybody can hold against a day.

They follow the order of the maturity levels of CMMI (CMMI for Development, Version 1.3,
CMU/SEI-2010-TR-033, 2010, part one, chapter 3: initial, managed, defined, quantitatively managed,
optimizing), on which the capability levels of COBIT 2019 build too; the words are our own.
"""

from dataclasses import dataclass

LOWEST, HIGHEST = 1, 5


@dataclass(frozen=True)
class Level:
    """A level by its number, a name, and what one sees when it is reached."""

    number: int
    name: str
    words: str

    def __str__(self) -> str:
        return f"{self.number} · {self.name}"


LEVELS = {
    level.number: level
    for level in (
        Level(1, "By chance", "It works when the right person happens to be there."),
        Level(2, "Here and there", "Some teams can do it again, each in its own way."),
        Level(3, "One way for all", "The way is agreed, taught, and used by everybody."),
        Level(4, "Measured", "We know from numbers how well it works, and act on them."),
        Level(5, "Always improving", "Those who do it keep improving it as customers change."),
    )
}
CHOICES = [(number, str(level)) for number, level in LEVELS.items()]
