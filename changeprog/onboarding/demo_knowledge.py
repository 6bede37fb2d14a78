"""The demo's mentors, what there is to learn from, what somebody did not know, and questions."""

from datetime import timedelta
from decimal import Decimal
from uuid import NAMESPACE_URL, uuid5

from changeprog.onboarding.models import Gap, Material, Mentorship, Question
from changeprog.programme.demo import Story, happened
from changeprog.programme.models import Team

DESKS, PUNE, FAIR = "Eleven service desks", "Pune sales office", "Trade fair team"
QUOTES, FINDING, PHONE = "Quotes and discounts", "Finding a customer", "On the phone"

MENTORS = [
    (86, PUNE, 6, "3", 21, "Quotes: I did them by hand for ten years"),
    (106, DESKS, 17, "2", 21, "How Pune got through its first month"),
    (118, DESKS, 13, "4", 14, "Anything, as long as you ask before the third complaint"),
]
"""Day, team, who, hours a week, who sets them aside, what they can be asked about."""

MATERIAL = [
    (90, "A quote in six clicks", "recording", QUOTES, "https://intranet.example/quotes-in-six", 6,
     90, 200),
    (95, "Who may give which discount", "page", QUOTES, "https://intranet.example/discounts", 18,
     90, 179),
    (110, "Is this the same customer?", "drawing", FINDING,
     "On the wall between the two call rooms, second floor", 13, 0, 230),
    (124, "What to type while somebody talks", "workshop", PHONE,
     "Desk 4, every second Tuesday at 16:00", 13, 160, 260),
    (131, "Why we send less", "talk", "", "Kai, ten minutes, wherever you are. Call him", 16, 0,
     290),
    (66, "Exporting lists to a spreadsheet", "page", FINDING, "https://intranet.example/lists", 8,
     0, 240),
]  # fmt: skip
"""Day, title, form, theme, where, whose, day of its last check (0: none yet), day of the next."""
WITHDRAWN = (150, "Exporting lists to a spreadsheet")

GAPS = [
    (92, "Which discount needs whose word", QUOTES, PUNE, 17, 96,
     ("Who may give which discount", 0, "")),
    (99, "How to copy the quote of last year", QUOTES, PUNE, 6, 103,
     ("A quote in six clicks", 6, "")),
    (112, "Whether a customer with two addresses is one or two", FINDING, DESKS, 19, 119,
     ("Is this the same customer?", 13, "One, unless they have two tax numbers.")),
    (126, "What to do when the caller hangs up halfway", PHONE, DESKS, 13, 127,
     ("", 0, "Save it as a draft. It waits for you under “Unfinished” for a week.")),
    (139, "How to see what marketing has sent somebody", FINDING, DESKS, 4, 141, ("", 16, "")),
    (144, "How to find a customer who only gives a first name", FINDING, DESKS, 13, 0, None),
    (170, "Who takes over a quote when somebody is on leave", QUOTES, PUNE, 17, 0, None),
    (177, "How to stop a reminder that is already answered", PHONE, DESKS, 19, 0, None),
    (180, "Whether a badge scan counts as a contact", "", FAIR, 8, 0, None),
]  # fmt: skip
"""Day, what, theme, team, who logged it, day of the answer (0: none), and what it was."""

QUESTIONS = [
    (128, 4, 2, "Do I have to fill in the second page when it is only a complaint?",
     "No. Only when they say they want to buy something. The second page is for that."),
    (130, 13, 5, "Who sees what I write about a customer?",
     "All eleven desks and sales. Write it as if the customer read it too."),
    (137, 19, 1, "Where did the button for call-backs go?", ""),
    (146, 4, 26, "The old list had a column for the age of the machine. Where is that now?",
     "Under “Equipment”, third tab. I did not find it on my first day either."),
    (158, 19, 3, "What if I pick the wrong customer by mistake?",
     "“Move to another customer”, below the three dots. Nobody is cross; it happens to me too."),
    (181, 4, 0, "Can I see on one page what my callers of yesterday ordered?", ""),
]  # fmt: skip
"""Day, who asks, hours until the answer (0: none yet), the question, the answer in writing."""
ANSWERS = 13
"""Who answers."""


def tell(story: Story) -> None:
    """Name three mentors, share six things, log nine gaps, ask six questions."""
    for mentor in MENTORS:
        _name(story, *mentor)
    for piece in MATERIAL:
        _share(story, *piece)
    for gap in GAPS:
        _log(story, *gap)
    for question in QUESTIONS:
        _ask(story, *question)
    day, title = WITHDRAWN
    with happened(story.moment(day, 11)):
        old = Material.objects.get(programme=story.programme, title=title)
        old.withdraw(story.people[8])
    Material.objects.filter(pk=old.pk).update(withdrawn_at=story.moment(day, 11))


def _name(  # noqa: PLR0913, PLR0917 -- a row of the table
    story: Story, day: int, team: str, number: int, hours: str, word: int, about: str
) -> None:
    mentorship = Mentorship(
        programme=story.programme,
        key=uuid5(NAMESPACE_URL, f"mentor {number}"),
        team=_team(story, team),
        person=story.people[number],
        hours=Decimal(hours),
        granted_by=story.people[word],
        about=about,
        since=story.day(day),
    )
    with happened(story.moment(day, 10)):
        mentorship.name_it(story.people[word])


def _share(  # noqa: PLR0913, PLR0917 -- a row of the table
    story: Story,
    day: int,
    title: str,
    form: str,
    theme: str,
    place: str,
    number: int,
    checked: int,
    again: int,
) -> None:
    owner = story.people[number]
    material = Material(
        programme=story.programme,
        key=uuid5(NAMESPACE_URL, title),
        title=title,
        form=form,
        theme=theme,
        place=place,
        owner=owner,
        check_on=story.day(checked or again),
        shared_at=story.moment(day, 14),
    )
    with happened(story.moment(day, 14)):
        material.share(owner)
    if checked:
        with happened(story.moment(checked, 14)):
            material.check_it(owner, story.day(again))
        Material.objects.filter(pk=material.pk).update(checked_on=story.day(checked))


def _log(  # noqa: PLR0913, PLR0917 -- a row of the table
    story: Story,
    day: int,
    what: str,
    theme: str,
    team: str,
    number: int,
    answered: int,
    how: tuple[str, int, str] | None,
) -> None:
    by = story.people[number]
    gap = Gap(
        programme=story.programme,
        key=uuid5(NAMESPACE_URL, what),
        what=what,
        theme=theme,
        team=_team(story, team),
        logged_by=by,
        logged_at=story.moment(day, 15),
    )
    with happened(story.moment(day, 15)):
        gap.log()
    if how:
        title, helper, words = how
        material = Material.objects.filter(programme=story.programme, title=title).first()
        with happened(story.moment(answered, 16)):
            gap.resolve(
                by,
                material=material,
                helper=story.people.get(helper),
                words=words,
                at=story.moment(answered, 16),
            )


def _ask(  # noqa: PLR0913, PLR0917 -- a row of the table
    story: Story, day: int, number: int, hours: int, words: str, answer: str
) -> None:
    asked = story.moment(day, 8)
    question = Question(
        programme=story.programme,
        key=uuid5(NAMESPACE_URL, words),
        team=_team(story, DESKS),
        asker=story.people[number],
        words=words,
        asked_at=asked,
    )
    with happened(asked):
        question.put()
    if hours:
        at = asked + timedelta(hours=hours)
        with happened(at):
            question.reply(story.people[ANSWERS], answer)
        Question.objects.filter(pk=question.pk).update(answered_at=at)


def _team(story: Story, name: str) -> Team:
    return Team.objects.get(programme=story.programme, name=name)
