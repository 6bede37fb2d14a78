"""The demo's three rounds: a temperature without names, a round that fails, one that holds."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from changeprog.programme.demo import Story, happened
from workshops.demo_workshop import FACILITATOR, moment, on
from workshops.models import Activity, Participant, Proposal, Round

TITLE = "Consensus on the vision"
FIRST = (
    "From next summer on, every customer is known to us once, and nobody sends anything to "
    "anybody without having looked at what is known."
)
SECOND = (
    "By the end of next summer every customer is known to us once, in one record that sales, "
    "marketing and service write together, and we only send what fits what is known."
)
THIRD = (
    "By the end of next summer every customer is known to us once, in one record that sales, "
    "marketing and service write together. We only send what fits what is known, and nobody types "
    "anything twice for it."
)
Said = Mapping[int, tuple[int, str]]
USUAL = (2, "")

TEMPERATURE: Said = {
    2: (1, ""),
    18: (3, ""),
    21: (6, "Sounds like sales types and marketing reads."),
    14: (4, ""),
    10: (5, "Who is “us”? Service is not in it."),
    12: (3, ""),
    8: (5, "I do not know what it costs my people in the first half-year."),
    11: (7, "Without service this is half a record. I cannot stand behind it."),
    20: (6, "Operations gets the blame when the data is wrong."),
}
"""Level and reason by the number of the person; whoever is missing stands at 2."""
NAMED: Said = {
    2: (1, ""),
    18: (2, ""),
    21: (5, "Who types it in? My people already keep two lists."),
    14: (3, ""),
    10: (2, ""),
    8: (5, "Say that nobody types anything twice, and I am with you."),
    11: (3, ""),
    20: (4, ""),
}
AGREED: Said = {
    2: (1, ""),
    18: (1, ""),
    21: (3, ""),
    14: (2, ""),
    8: (2, ""),
    20: (4, ""),
}


def tell(story: Story) -> None:
    """Put the vision to consensus, in three rounds on three versions."""
    activity = on(story, TITLE)
    by = story.people[FACILITATOR]
    proposal = Proposal(programme=story.programme, activity=activity, key=_key("proposal"))
    with happened(moment(story, TITLE, 1)):
        proposal.propose(by, FIRST)
    _poll(story, proposal, TEMPERATURE, 3, anonymous=True)
    with happened(moment(story, TITLE, 9)):
        proposal.amend(by, SECOND, proposal.revision)
    _poll(story, proposal, NAMED, 11)
    with happened(moment(story, TITLE, 17)):
        proposal.amend(by, THIRD, proposal.revision)
    _poll(story, proposal, AGREED, 19)
    with happened(moment(story, TITLE, 24)):
        proposal.agree(by)
    Proposal.objects.filter(pk=proposal.pk).update(settled_at=moment(story, TITLE, 24))


def _poll(
    story: Story, proposal: Proposal, said: Said, minutes: int, *, anonymous: bool = False
) -> None:
    """Hold a round that is opened so many minutes into the activity and revealed five later."""
    by, starts = story.people[FACILITATOR], moment(story, TITLE, minutes)
    key = _key(f"round at {minutes}")
    with happened(starts):
        held = Round.open_on(proposal, by, key, anonymous=anonymous, scale="eight")
    numbers = {person.pk: number for number, person in story.people.items()}
    for participant in _voters(proposal.activity):
        held.take(participant, *said.get(numbers.get(participant.person_id or 0, 0), USUAL))
    ends = starts + timedelta(minutes=5)
    with happened(ends):
        held.reveal(by)
    Round.objects.filter(pk=held.pk).update(opened_at=starts, revealed_at=ends)


def _voters(activity: Activity) -> list[Participant]:
    here = activity.workshop.participants.arrived()
    return list(here.select_related("function").order_by("pk"))


def _key(name: str) -> UUID:
    return uuid5(NAMESPACE_URL, name)
