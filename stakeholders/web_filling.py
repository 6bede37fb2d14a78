"""How each view of the web is filled: with whom, where, and with which ties."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from changeprog.programme.models import Programme
from stakeholders import web_marks
from stakeholders.layout import NAMED, lay_out
from stakeholders.models import Chart, Tie
from stakeholders.network import Link, Network
from stakeholders.spacing import Point
from stakeholders.web import Someone, Wanted, Web
from stakeholders.web_marks import NO_FUNCTION, GroupMark, Mark

Ends = tuple[int, int, str]
"""The two people of a tie, and its relation."""
NEAREST = 60
"""People of one neighbourhood that are drawn, where not everybody is."""
LEADING_NAMES = 12
"""People that are written with their names where there is no room for all."""


def look(programme: Programme, wanted: Wanted) -> Web | None:
    """Return the view that is ``wanted``, or None while there is no chart."""
    chart = Chart.objects.filter(programme=programme).exclude(drawn_at=None).first()
    if chart is None:
        return None
    web = Web(programme, chart, wanted)
    FILLED[web.kind](web)
    return web


def _people(web: Web) -> None:
    """Draw everybody who is on the chart and still on the map."""
    places = {int(person): (x, y) for person, (_, x, y) in web.chart.places.items()}
    web.width, web.height = web.chart.outline["width"], web.chart.outline["height"]
    _draw(web, {person: places[person] for person in web.everybody if person in places})


def _one_group(web: Web) -> None:
    """Draw the people of the group that is opened."""
    web.width, web.height = web.chart.outline["boxes"][str(web.opened)]
    places = {
        int(person): (x, y)
        for person, (group, x, y) in web.chart.places.items()
        if group == web.opened and int(person) in web.everybody
    }
    _draw(web, places)


def _near(web: Web) -> None:
    """Draw somebody and those they are tied with, laid out for this view alone."""
    assert web.focus is not None  # noqa: S101 -- what kind says
    me = web.focus.person
    mine = _ties(web).filter(source=me) | _ties(web).filter(target=me)
    around = {each for ends in mine.values_list("source_id", "target_id") for each in ends} - {me}
    first = sorted(around & web.everybody.keys(), key=lambda each: (-web.asked(each), each))
    shown = [me, *first[:NEAREST]]
    ends = _ends(web, shown)
    network = Network.of(shown, [Link(*each) for each in ends])
    picture = lay_out(network, {each: web.group_of.get(each) for each in shown})
    web.width, web.height = round(picture.width), round(picture.height)
    _draw(web, {each: picture.places[each] for each in shown}, ends)


def _groups(web: Web) -> None:
    """Draw groups as discs, with the strongest lines between them."""
    outline = web.chart.outline
    web.width, web.height = outline["width"], outline["height"]
    members: dict[int, list[Someone]] = defaultdict(list)
    for person, group in web.group_of.items():
        if person in web.everybody:
            members[group].append(web.everybody[person])
    web.groups = [
        _group_mark(web, disc, members[disc["number"]])
        for disc in outline["discs"]
        if members[disc["number"]]
    ]


def _group_mark(web: Web, disc: Mapping[str, Any], members: Sequence[Someone]) -> GroupMark:
    supports = Counter(each.support for each in members)
    functions = Counter(each.function.name for each in members if each.function is not NO_FUNCTION)
    usual = functions.most_common(1)[0][0] if functions else ""
    ordered = tuple((level, supports[level]) for level in range(6) if supports[level])
    place = disc["x"], disc["y"]
    bridges = tuple(each.name for each in members if str(each.person) in web.bridges)
    return GroupMark(disc["number"], place, disc["radius"], len(members), ordered, usual, bridges)


FILLED = {"people": _people, "group": _one_group, "near": _near, "groups": _groups}


def _ties(web: Web) -> Any:
    there = Tie.objects.of_present().filter(programme=web.programme)
    return there.filter(relation__in=web.relations)


def _ends(web: Web, people: Sequence[int]) -> list[Ends]:
    """Return the ties between these people: source, target, relation."""
    ties = _ties(web)
    if web.is_aggregated:
        ties = ties.filter(source__in=people, target__in=people)
    found = ties.order_by("pk").values_list("source_id", "target_id", "relation")
    known = set(people)
    return [each for each in found if each[0] in known and each[1] in known]


def _draw(web: Web, places: Mapping[int, Point], ends: list[Ends] | None = None) -> None:
    """Put a mark for everybody in ``places`` on the view, and the ties between them."""
    web.ends = _ends(web, list(places)) if ends is None else ends
    most = max(map(web.asked, places), default=0) if web.wanted.brokers else 0
    named = _named(web, list(places))
    web.marks = [
        _mark(web, person, place, web_marks.radius_of(web.asked(person), most), named)
        for person, place in places.items()
    ]


def _named(web: Web, people: Sequence[int]) -> set[int]:
    """Return who is written with their name: all of few; else who is near, or most turned to."""
    if len(people) <= NAMED:
        return set(people)
    by_asked = sorted(web.near or people, key=lambda each: (-web.asked(each), each))
    if web.focus:
        return {*by_asked[:NAMED], web.focus.person}
    return set(by_asked[:LEADING_NAMES]) if web.wanted.brokers else set()


def _mark(web: Web, person: int, place: Point, radius: float, named: set[int]) -> Mark:
    someone = web.everybody[person]
    in_focus = web.focus is not None and person == web.focus.person
    far = web.near is not None and person not in web.near
    return Mark(
        person=person,
        stakeholder=someone.stakeholder,
        name=someone.name,
        place=place,
        radius=radius,
        support=someone.support,
        function=someone.function,
        group=web.group_of.get(person, 0),
        asked_by=web.asked(person),
        is_bridge=str(person) in web.bridges,
        state="focus" if in_focus else "far" if far else "",
        is_named=person in named,
    )
