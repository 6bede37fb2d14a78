"""The usual agenda of a meeting with everybody: good enough to be used as it stands."""

from teams.models import AgendaPart, Meeting, PartKind

TITLE = "Organizational meeting"
MINUTES = 90

WELCOME = """\
Welcome. This is the meeting in which the three teams begin to be one.

We are here because the way we work with customers is going to change, and because the people \
in this room will carry that change to everybody else. The system is the smaller part of it. \
The larger part is what each of us does differently on a Monday morning.

At the end of this meeting everybody knows where we are headed, who does what, how we deal with \
one another when it gets difficult, and who hears what, when.

Who is leading is on the screen. Questions are welcome at any time; long ones are parked, written \
down, and come back."""

ATTENDANCE = """\
Please say that you are here: one tap on your own screen.

Then one sentence each, no more: your name, the function you speak for, and one thing about \
customers that you would never want us to lose.

Whoever speaks for somebody who could not come says for whom, and takes what is agreed back to \
them today."""

PROCESS = """\
Where we are headed. The vision above is the direction, and it is settled by those who decide. \
How we get there is not settled: that is the work of the teams.

Who does what. Leadership sets the direction, from the top down, and clears the way. Design works \
out the solution, with the people whose word counts, so that what is decided can be lived with. \
Rollout carries it to the front line, from the bottom up, and says early what does not work. None \
of the three can do it alone, and none is a higher court for the others.

What happens when. First we agree on objectives one can measure and on milestones one can see. \
Then the leadership team commits itself in workshops, each person in their own words. From then on \
everybody logs what was won and what is in the way: a barrier has an owner within a day. A digest \
tells everyone else, in regular intervals, what has changed for them. One task at a time is tried \
the new way for at least a month before the next one follows.

How we know that it is done. Not when a system is switched on, but when the new way is simply how \
we work and those who live with it have said so."""

HANDOFFS = """\
Most of what goes wrong goes wrong between teams, not within them.

Leadership hands Design a direction and limits: what has to come out, what must not happen, what \
it may cost. Design hands Rollout something people can try, with the reasons for it. Rollout hands \
both of them what it hears: complaints, feedback, what people do instead.

Let us go through them one by one. What is handed over, in what state, by when? Who notices when \
it does not arrive? What could fall through?"""

RULES = """\
There will be conflict. There should be: people who want different things for good reasons are why \
we have three teams. Rules for it are easier to agree on before the first quarrel than during it.

Anybody may propose a rule. We keep those that everybody can live with, and write down why. A rule \
is short, and says what we do, not what we are like.

Questions that help: what do we do when two of us disagree and neither moves? How do we speak of \
somebody who is not in the room? Who decides when the three teams do not agree? What happens when \
somebody does not keep what they promised?"""

PROCEDURES = """\
People fill silence with rumours. So we decide now who needs to know what, how often, by which \
channel, and who answers for it.

Begin with those who are touched most and hear least. For each group: what do they need to know \
to do their work next week? Who do they believe? How do they answer back?

Then our own: where do we look first, how quickly do we answer, and what is never sent by mail?"""

DECISIONS = """\
What have we decided, in one sentence each? Who does what by when?

An action without a name is a wish, and one without a day is a hope. Open actions come along to \
the next meeting until they are done."""

CLOSE = """\
One round, one sentence each: what will you tell your own people tomorrow?

The minutes are there as soon as this meeting is closed. Please read them, and say that you have \
read the rules and procedures. The next meeting starts from them.

Thank you for your time. It is the scarcest thing we have, and we will ask for it with care."""

USUAL: list[tuple[str, str, int, str]] = [
    (PartKind.WELCOME, "Why we are here", 5, WELCOME),
    (PartKind.ATTENDANCE, "Who we are", 5, ATTENDANCE),
    (PartKind.PROCESS, "How this change works", 20, PROCESS),
    (PartKind.HANDOFFS, "How the teams work with one another", 10, HANDOFFS),
    (PartKind.RULES, "How we handle conflict", 20, RULES),
    (PartKind.PROCEDURES, "Who hears what, and when", 15, PROCEDURES),
    (PartKind.DECISIONS, "What we have decided, and who does what", 10, DECISIONS),
    (PartKind.CLOSE, "Close", 5, CLOSE),
]
"""Kind, title, minutes and text of each part."""


def agenda_after(meeting: Meeting | None) -> list[tuple[str, str, int, str]]:
    """Return the agenda that a meeting starts with: that of the one before, or the usual one."""
    parts = AgendaPart.objects.filter(meeting=meeting) if meeting else []
    return [part.copied() for part in parts] or USUAL
