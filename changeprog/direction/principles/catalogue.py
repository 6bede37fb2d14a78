"""The six principles: their sentences, their rules in words, and the first step towards each."""

from dataclasses import dataclass

from changeprog.direction.principles.rules import Rule, all_of, regular

DIMENSIONS = 5


@dataclass(frozen=True)
class Principle:
    """``first`` is what to do while nothing is known: words and the name of an address."""

    number: int
    sentence: str
    icon: str
    means: str
    """The rule in words, for everybody."""
    rule: Rule
    first: tuple[str, str]


DIRECTION = Principle(
    1,
    "Decision makers set the direction",
    "compass",
    "Somebody of senior management wrote the vision and leads the leadership team, most of them "
    "signed the newest version off, and they own more than half of the objectives.",
    all_of(3),
    ("Write the vision with those who decide", "direction:write_vision"),
)
SOLUTION = Principle(
    2,
    "Real influencers design the solution",
    "users",
    "Every function sits where the solution is worked out, and the people there are those whose "
    "word counts.",
    all_of(2),
    ("Bring in the people whose word counts", "programme:invite"),
)
WHOLE = Principle(
    3,
    "The whole business system is addressed",
    "layers",
    "A capability is being improved in each of its five dimensions: policies, people, processes, "
    "data and IT.",
    all_of(DIMENSIONS),
    ("Say which capability has to get better", "direction:new_capability"),
)
PEOPLE = Principle(
    4,
    "People are managed through the change",
    "heart-handshake",
    "Those who were invited take part, what goes from team to team arrives, what stands in "
    "people's way is knocked down, and nothing stands there for more than three weeks.",
    all_of(2),
    ("Invite those whom it touches", "programme:invite"),
)
BENEFIT = Principle(
    5,
    "Visible benefit arrives at regular intervals",
    "sparkles",
    "Benefit that people can see has arrived at least three times, and in the last year never "
    "more than 90 days, a quarter, went by without.",
    regular,
    ("Plan a milestone whose benefit people will see", "direction:new_milestone"),
)
USUAL = Principle(
    6,
    "It is not finished until it is business as usual",
    "flag",
    "Every criterion, of the programme and of each team, was accepted by the person named for it, "
    "and no figure has left its band since.",
    all_of(1),
    ("Plan the day when it is business as usual", "direction:new_milestone"),
)
PRINCIPLES = (DIRECTION, SOLUTION, WHOLE, PEOPLE, BENEFIT, USUAL)
