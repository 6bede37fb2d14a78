"""Choosing somebody out of many: the list is written as Django writes it, only quicker."""

from typing import Any

import pytest
from django import forms
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.safestring import mark_safe
from hypothesis import given
from hypothesis import strategies as st

from changeprog.programme.choosing import LongSelect
from changeprog.programme.forms import PersonChoice
from changeprog.programme.models import Person, Programme
from workshops.forms.joining import OneOfUsField

LETTERS = st.text(alphabet="ab<>&\"'é \n", max_size=6)
OPTION = st.tuples(st.one_of(st.integers(0, 9), LETTERS), LETTERS)
GROUP = st.tuples(LETTERS, st.lists(OPTION, max_size=3))
CHOICES = st.lists(st.one_of(OPTION, GROUP, st.tuples(st.none(), LETTERS)), max_size=6)
CHOSEN = st.one_of(st.none(), st.integers(0, 9), LETTERS)


def written(widget: forms.Select, value: Any) -> str:
    return widget.render("who", value, {"id": "id_who", "required": True, "disabled": False})


@given(CHOICES, CHOSEN)
def test_every_list_is_written_as_django_writes_it(choices: Any, chosen: Any) -> None:
    there = written(forms.Select(choices=choices), chosen)
    assert written(LongSelect(choices=choices), chosen) == there


def test_a_label_that_is_markup_already_stays_so() -> None:
    choices = [(1, mark_safe("A&amp;B"))]
    there = written(forms.Select(choices=choices), 1)
    assert "A&amp;B" in there
    assert written(LongSelect(choices=choices), 1) == there


class Asking(forms.Form):
    def __init__(self, programme: Programme, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.fields["who"] = PersonChoice(programme)
        self.fields["us"] = OneOfUsField(queryset=programme.people.select_related("function"))


@pytest.fixture
def spoilt(member: Person) -> Person:
    """Somebody whose name would be markup."""
    Person.objects.filter(pk=member.pk).update(name="<b>Ana & Co</b>")
    return Person.objects.get(pk=member.pk)


def test_people_are_offered_by_name_and_the_chosen_one_is_marked(
    programme: Programme, champion: Person, spoilt: Person
) -> None:
    form = Asking(programme, initial={"who": spoilt})
    plain = forms.Select(choices=[("", "Nobody yet"), *programme.people.values_list("pk", "name")])
    assert str(form["who"]) == plain.render("who", spoilt.pk, {"id": "id_who"})
    assert f'<option value="{spoilt.pk}" selected>&lt;b&gt;Ana &amp; Co&lt;/b&gt;' in str(
        form["who"]
    )


def test_a_list_is_one_query_and_a_label_of_its_own_is_kept(
    programme: Programme, champion: Person
) -> None:
    Person.objects.filter(pk=champion.pk).update(function=programme.functions.first())
    form = Asking(programme)
    with CaptureQueriesContext(connection) as queries:
        who = str(form["who"])
    assert len(queries) == 1
    assert f">{champion.name}</option>" in who
    assert f">{champion.name} · {programme.functions.first()}</option>" in str(form["us"])


def test_whoever_is_not_offered_is_refused(programme: Programme, champion: Person) -> None:
    stranger = Person.objects.create(programme=programme, name="Without a part")
    form = Asking(programme, data={"who": stranger.pk, "us": champion.pk})
    assert list(form.errors) == ["who"]
