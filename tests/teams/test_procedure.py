"""Communication procedures: who needs to know what, how often, agreed on by those who lead."""

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate, now

from changeprog.accounts.models import User
from changeprog.communications import audience, wording
from changeprog.communications.models import Procedure
from changeprog.communications.models.terms import Cadence
from changeprog.direction.models import Overtaken
from changeprog.programme.models import Event, Function, Person, Programme
from teams.procedures import PROCEDURES, agreed_lines
from tests import factory

Browse = Callable[[Person | User | None], Client]
NAME = "Barriers to the leadership"


@pytest.fixture
def procedure(champion: Person) -> Procedure:
    return factory.agree_procedure(champion)


def to(name: str, subject: Programme | Procedure) -> str:
    if isinstance(subject, Programme):
        return reverse(f"teams:{name}", args=[subject.key])
    return reverse(f"teams:{name}", args=[subject.programme.key, subject.pk])


def typed(**changes: Any) -> dict[str, Any]:
    """What a browser sends for a procedure that reaches everybody."""
    return {
        "key": str(uuid4()),
        "revision": "0",
        "name": NAME,
        "to_everyone": "on",
        "topics": ["barriers", "victories"],
        "words": "",
        "cadence": "weekly",
        "weekday": "0",
        "days": "1",
        "at": "07:30",
        "channel": "mail",
        "owner": "",
        "until": "",
        **changes,
    }


def test_champions_and_chairs_agree_on_a_procedure_once(
    browse: Browse, programme: Programme, champion: Person, member: Person
) -> None:
    team, path = factory.core_team(programme), to("new_procedure", programme)
    sent = typed(to_everyone="", to_teams=[team.pk], to_roles=["champion"], owner=member.pk)
    assert browse(member).post(path, sent).status_code == 403
    factory.seat(member, team, chair=True)
    for _ in range(2):
        assert browse(member).post(path, sent).status_code == 302
    agreed = Procedure.objects.get(automatic=False)
    assert (agreed.topic_list, agreed.role_list) == (["barriers", "victories"], ["champion"])
    assert (list(agreed.to_teams.all()), agreed.owner) == ([team], member)
    assert Event.objects.about("procedure.agreed").count() == 1


@pytest.mark.parametrize(
    ("sent", "errors"),
    [
        ({"name": ""}, ["name"]),
        ({"name": "weekly digest"}, ["name"]),
        ({"to_everyone": ""}, ["to_everyone"]),
        ({"topics": []}, ["words"]),
        ({"topics": ["weather"]}, ["topics", "words"]),
        ({"cadence": "hourly"}, ["cadence"]),
        ({"at": "25:00"}, ["at"]),
        ({"days": "61"}, ["days"]),
        ({"until": "2020-01-01"}, ["until"]),
        ({"to_people": ["999999"]}, ["to_people"]),
    ],
)
def test_bad_input_is_answered_in_words(
    browse: Browse,
    programme: Programme,
    champion: Person,
    sent: dict[str, Any],
    errors: list[str],
) -> None:
    answer = browse(champion).post(to("new_procedure", programme), typed(**sent))
    assert (answer.status_code, sorted(answer.context["form"].errors)) == (422, errors)
    assert not Procedure.objects.filter(automatic=False).exists()


def test_people_and_teams_of_elsewhere_cannot_be_chosen(
    browse: Browse, programme: Programme, champion: Person, stranger: Person
) -> None:
    theirs = {"to_people": [stranger.pk], "to_teams": [factory.core_team(stranger.programme).pk]}
    answer = browse(champion).post(to("new_procedure", programme), typed(**theirs))
    assert sorted(answer.context["form"].errors) == ["to_people", "to_teams"]


def test_it_is_changed_on_top_of_what_was_seen(
    browse: Browse, champion: Person, procedure: Procedure
) -> None:
    path = to("procedure", procedure)
    sent = typed(revision="1", cadence="daily", at="16:00")
    assert browse(champion).post(path, sent).status_code == 302
    procedure.refresh_from_db()
    assert (procedure.cadence, procedure.at) == (Cadence.DAILY, time(16, 0))
    late = browse(champion).post(path, {**sent, "cadence": "monthly"})
    assert late.status_code == 409
    assert "Somebody else saved this while you were writing" in late.content.decode()
    procedure.refresh_from_db()
    assert procedure.cadence == Cadence.DAILY
    with pytest.raises(Overtaken):
        procedure.change(champion, 1, cadence="monthly")


def test_it_is_ended_and_taken_up_again_once(
    browse: Browse, champion: Person, procedure: Procedure
) -> None:
    client = browse(champion)
    for name, active in (("end", False), ("end", False), ("return", True), ("return", True)):
        client.post(to(f"procedure_{name}", procedure))
        procedure.refresh_from_db()
        assert procedure.active == active
    told = Event.objects.of(procedure).values_list("verb", flat=True)
    assert list(told) == ["procedure.resumed", "procedure.ended", "procedure.agreed"]


def test_a_member_reads_and_does_not_decide(
    browse: Browse, member: Person, procedure: Procedure
) -> None:
    page = browse(member).get(to("procedures", procedure.programme)).content.decode()
    assert (NAME in page, "Agree on a procedure" in page) == (True, False)
    for path in (to("procedure", procedure), to("procedure_end", procedure)):
        assert browse(member).post(path, typed()).status_code == 403


def test_the_digest_is_listed_and_is_not_changed_here(
    browse: Browse, programme: Programme, champion: Person
) -> None:
    digest = Procedure.objects.get()
    page = browse(champion).get(to("procedures", programme)).content.decode()
    assert ("Weekly digest" in page, "Sent by the app" in page) == (True, True)
    assert browse(champion).get(to("procedure", digest)).status_code == 404
    assert not digest.end(champion)


def test_the_page_says_which_agreements_are_kept_by_hand(
    browse: Browse, champion: Person, member: Person, procedure: Procedure
) -> None:
    path = to("procedures", procedure.programme)
    assert "Kept by hand" not in browse(member).get(path).content.decode()
    factory.agree_procedure(champion, "In words", topics="", words="How the week was")
    assert "Kept by hand" in browse(member).get(path).content.decode()


def test_an_agreement_in_words_only_is_never_composed(champion: Person) -> None:
    for name, topics in (("In words", ""), ("With topics", "victories")):
        factory.agree_procedure(champion, name, topics=topics, words="x", to_everyone=True)
    Procedure.objects.update(starts_at=now() - timedelta(days=30))
    due = Procedure.objects.due(now())
    assert [each.name for each in due] == ["Weekly digest", "With topics"]


def test_the_digest_still_reaches_everybody(member: Person, observer: Person) -> None:
    digest = Procedure.objects.get()
    assert {person.name for person in digest.readers()} == {
        "Chris Champion",
        "Mo Member",
        "Ola Observer",
    }


def test_the_parts_of_an_audience_add_up(
    programme: Programme, champion: Person, member: Person, facilitator: Person, observer: Person
) -> None:
    sales = Function.objects.get(programme=programme, name="Sales")
    buyer = factory.make_person(programme, name="Sara Sales", function=sales)
    factory.seat(member, factory.core_team(programme, "design"))
    parts: list[tuple[dict[str, Any], set[str]]] = [
        ({"to_teams": [factory.core_team(programme, "design")]}, {member.name}),
        ({"to_functions": [sales]}, {buyer.name}),
        ({"to_roles": "observer,champion", "to_people": []}, {observer.name, champion.name}),
        ({"to_people": [facilitator]}, {facilitator.name}),
    ]
    everything: dict[str, Any] = {}
    for number, (terms, names) in enumerate(parts):
        only = factory.agree_procedure(champion, f"Part {number}", **({"to_people": []} | terms))
        assert {person.name for person in only.readers()} == names
        everything |= terms
    all_of_them = factory.agree_procedure(
        champion, "All", **everything | {"to_people": [facilitator]}
    )
    assert {person.name for person in all_of_them.readers()} == set().union(
        *(names for _, names in parts)
    )


def test_who_left_the_team_or_the_programme_is_not_reached(
    programme: Programme, champion: Person, member: Person
) -> None:
    team = factory.core_team(programme)
    seat = factory.seat(member, team)
    procedure = factory.agree_procedure(champion)
    assert list(procedure.readers()) == [member]
    seat.leave(champion)
    assert list(procedure.readers()) == []


def test_a_part_is_registered_once() -> None:
    before = len(audience._parts)
    audience.register(audience._parts[-1])
    assert len(audience._parts) == before


@pytest.mark.parametrize(
    ("terms", "words"),
    [
        ({"cadence": "at_once"}, "at once, when it happens"),
        ({"cadence": "daily"}, "every day at 07:30"),
        ({"cadence": "weekly", "weekday": 4}, "every Friday at 07:30"),
        ({"cadence": "fortnightly"}, "every second Monday at 07:30"),
        ({"cadence": "monthly"}, "on the first Monday of the month at 07:30"),
        ({"cadence": "before_milestone", "days": 2}, "2 days before each milestone at 07:30"),
        ({"cadence": "after_workshop"}, "1 day after each workshop at 07:30"),
    ],
)
def test_it_says_when(terms: dict[str, Any], words: str) -> None:
    assert wording.when(Procedure(at=time(7, 30), **terms)) == words


def test_every_cadence_can_be_said() -> None:
    said = [wording.when(Procedure(cadence=cadence, at=time(7, 30))) for cadence in Cadence]
    assert len(set(said)) == len(Cadence)


def test_the_whole_agreement_is_one_sentence(champion: Person, member: Person) -> None:
    procedure = factory.agree_procedure(champion, owner=member, to_roles="champion")
    assert wording.sentence(procedure) == (
        "Leadership and champions, every Monday at 07:30, by mail. Barriers. "
        "Mo Member answers for it."
    )


def test_what_is_over_stands_among_the_earlier_ones(champion: Person) -> None:
    factory.agree_procedure(champion, "Over", until=localdate() - timedelta(days=1))
    factory.agree_procedure(champion, "Today still", until=localdate())
    assert PROCEDURES.personal_context
    context = PROCEDURES.personal_context(champion)
    assert [row.procedure.name for row in context["ended"]] == ["Over"]
    assert [row.procedure.name for row in context["holding"]] == ["Weekly digest", "Today still"]


def test_minutes_tell_what_was_agreed_between_two_moments(
    champion: Person, procedure: Procedure
) -> None:
    at = procedure.agreed_at
    assert at is not None
    told = agreed_lines(champion.programme, at, at + timedelta(hours=1))
    assert [line.text for line in told] == [f"Communication procedure: {NAME}"]
    assert agreed_lines(champion.programme, at - timedelta(hours=1), at) == []


@pytest.mark.parametrize("who", ["champion", "member", "observer"])
def test_as_pushed_equals_as_loaded(
    browse: Browse, request: pytest.FixtureRequest, procedure: Procedure, who: str
) -> None:
    person: Person = request.getfixturevalue(who)
    page = browse(person).get(to("procedures", person.programme)).content.decode()
    assert PROCEDURES.render_personally(person) in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_however_much_there_is(
    browse: Browse, champion: Person, member: Person, rows: int, django_assert_num_queries: Any
) -> None:
    for number in range(rows):
        factory.agree_procedure(
            champion,
            f"Agreed {number}",
            to_teams=[factory.core_team(champion.programme)],
            to_people=[member],
            owner=member,
            until=date(2099, 1, 1),
        )
    client, path = browse(member), to("procedures", champion.programme)
    client.get(path)
    with django_assert_num_queries(10):
        assert client.get(path).status_code == 200
