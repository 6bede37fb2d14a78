"""What the page of the web shows around its drawing, and the addresses on it."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import QueryDict

from changeprog.programme.models import Person, Programme
from stakeholders import survey, web_filling, web_focus, web_picture
from stakeholders.forms.web import TieForm, WebForm
from stakeholders.measures import MEANINGS, Measure, measured
from stakeholders.models import Chart, Relation, Stakeholder
from stakeholders.support import Support
from stakeholders.web import Wanted, Web
from stakeholders.web_room import REGION, stamp_of

A_PAGE = 50
"""Rows of the table."""
KINDS = {
    Relation.ADVICE: "seeks advice from",
    Relation.TRUST: "trusts",
    Relation.REPORTS_TO: "reports to",
}
"""How a tie is read from its source to its target."""


def context_of(programme: Programme, query: QueryDict) -> dict[str, Any]:
    """Return all that the page shows for what its address asks for."""
    form = WebForm(query)
    asked = form.sensible()
    missing = survey.incomplete(programme)
    wanted = Wanted(asked["ties"] or (), asked["focus"], asked["open"], brokers=missing is None)
    web = web_filling.look(programme, wanted)
    chart = web.chart if web else Chart.objects.filter(programme=programme).first()
    context = {
        "form": form,
        "region": REGION,
        "stamp": stamp_of(programme, chart),
        "missing": missing,
        "is_empty": not Stakeholder.objects.filter(programme=programme).exists(),
    }
    return context if web is None else {**context, **_drawn(web, query)}


def _drawn(web: Web, query: QueryDict) -> dict[str, Any]:
    """Return what there is to show once a chart was drawn."""
    to_person, to_group = (address(query, web, name) for name in ("focus", "open"))
    return {
        "web": web,
        "picture": web_picture.draw(web, to_person, to_group),
        "page": table(web, query.get("page")),
        "kinds": [(name, KINDS[Relation(name)]) for name in web.relations_there],
        "supports": list(reversed(Support)),
        "meanings": MEANINGS,
        "sides": web_focus.sides(web),
        "focus_row": web.row(web.focus) if web.focus else None,
        "measures": _measures(web),
        "to_all": address(query, web, ""),
        "to_person": to_person,
        "tie_form": TieForm(about=Person(pk=web.focus.person)) if web.focus else None,
        "late": sum(1 for person in web.everybody if person not in web.group_of),
    }


def _measures(web: Web) -> list[Measure]:
    """Return the figures of the person in focus, none while the ties tell too little for that."""
    if web.focus is None or not web.wanted.brokers:
        return []
    return measured(web.figures.get(str(web.focus.person)))


def address(query: QueryDict, web: Web, name: str) -> str:
    """Return the address of the same kinds of ties, with {} as the value of ``name``, if any."""
    kept = QueryDict(mutable=True)
    if web.relations != web.relations_there:
        kept.setlist("ties", list(web.relations))
    if name == "focus" and web.opened and not web.focus:
        kept["open"] = str(web.opened)
    shown = kept.urlencode()
    if not name:
        return f"?{shown}"
    return f"?{shown}&{name}={{}}" if shown else f"?{name}={{}}"


def table(web: Web, number: str | None) -> Page[Any]:
    """Return the page of the table: people, or groups where these are drawn."""
    rows: list[Any] = list(web.groups) if web.kind == "groups" else web.rows
    return Paginator(rows, A_PAGE).get_page(number)
