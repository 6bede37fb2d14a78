"""Benefits: expected as a range, realised by entries, corrected with everything kept."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate
from pytest_django import DjangoAssertNumQueries

from changeprog.direction.models import Benefit, BenefitEntry, Overtaken
from changeprog.programme.models import Event, Person, Programme
from tests import factory

Browse = Callable[[Person], Client]
THIN, BREAKLESS = "\u202f", "\u00a0"


@pytest.fixture
def new(programme: Programme) -> str:
    return reverse("direction:new_benefit", args=[programme.key])


@pytest.fixture
def benefit(programme: Programme) -> Benefit:
    return factory.make_benefit(programme)


@pytest.fixture
def entry(benefit: Benefit, champion: Person) -> BenefitEntry:
    return benefit.realise(champion, uuid4(), Decimal("20000.00"), date(2026, 5, 1), "First")


def to(name: str, benefit: Benefit) -> str:
    return reverse(f"direction:benefit_{name}", args=[benefit.programme.key, benefit.pk])


def correction(entry: BenefitEntry) -> str:
    return reverse("direction:entry_correction", args=[entry.benefit.programme.key, entry.pk])


def typed(**changes: Any) -> dict[str, Any]:
    """A complete benefit."""
    return {
        "key": str(uuid4()),
        "revision": "0",
        "name": "Fewer customers leave",
        "kind": "less lost",
        "low": "180000",
        "likely": "240 000,50",
        "high": "310.000,00",
        "starts_on": "2026-03-01",
        "capabilities": [],
        "owner": "",
        **changes,
    }


def came(**changes: str) -> dict[str, str]:
    return {
        "key": str(uuid4()),
        "amount": "12,500.50",
        "on": localdate().isoformat(),
        "note": "",
        **changes,
    }


def test_a_champion_says_what_a_benefit_is_worth(
    browse: Browse, new: str, programme: Programme, champion: Person, member: Person
) -> None:
    capability = factory.make_capability(programme)
    sent = typed(owner=member.pk, capabilities=[capability.pk])
    answer = browse(champion).post(new, sent)
    benefit = Benefit.objects.get(programme=programme)
    assert answer.headers["Location"] == benefit.get_absolute_url()
    assert (benefit.low, benefit.likely, benefit.high, benefit.owner) == (
        Decimal(180_000),
        Decimal("240000.50"),
        Decimal(310_000),
        member,
    )
    assert benefit.held("capabilities") == [capability]
    assert Event.objects.about("benefit.expected").get().subject == benefit


def test_a_double_click_adds_it_once(browse: Browse, new: str, champion: Person) -> None:
    client, sent = browse(champion), typed()
    assert client.post(new, sent).headers["Location"] == client.post(new, sent).headers["Location"]
    assert (Benefit.objects.count(), Event.objects.about("benefit.expected").count()) == (1, 1)


HUGE = f"Numbers below 100{THIN}000{THIN}000{THIN}000 fit. Choose a larger unit, such as thousands."


@pytest.mark.parametrize(
    ("field", "text", "words"),
    [
        ("name", "", "Say it in a few words."),
        ("kind", "", "Choose where the money comes from."),
        ("low", "", "Write what you would still bet on, such as 180000."),
        (
            "low",
            "240001",
            f"This is more than what is likely, 240{THIN}000.50{BREAKLESS}EUR.",
        ),
        (
            "high",
            "240000.49",
            f"This is less than what is likely, 240{THIN}000.50{BREAKLESS}EUR.",
        ),
        ("low", "-1", "Below nothing it would be a cost. Write what it brings, or 0."),
        (
            "low",
            "1.005",
            "“1.005” can be read in two ways. Write 1005 if you mean thousands, 1.0050 if not.",
        ),
        (
            "likely",
            "240,000",
            (
                "“240,000” can be read in two ways. "
                "Write 240000 if you mean thousands, 240,0000 if not."
            ),
        ),
        ("low", "10,1,1", "That is not a number yet. Write only the number, such as 180000."),
        ("low", "0.0005", "At most 2 digits after the decimal sign are kept."),
        (
            "likely",
            "much",
            "That is not a number yet. Write only the number, such as 240000.",
        ),
        (
            "likely",
            "NaN",
            "That is not a number yet. Write only the number, such as 240000.",
        ),
        (
            "likely",
            "1e9",
            "That is not a number yet. Write only the number, such as 240000.",
        ),
        ("high", "9" * 12, HUGE),
        ("high", "9" * 400, HUGE),
        ("starts_on", "soon", "Write the day as year-month-day, such as 2027-03-31."),
    ],
)
def test_bad_input_is_answered_in_words_beside_the_field(  # noqa: PLR0917
    browse: Browse, new: str, champion: Person, field: str, text: str, words: str
) -> None:
    answer = browse(champion).post(new, typed(**{field: text}))
    assert (answer.status_code, answer.context["form"].errors) == (422, {field: [words]})
    assert not Benefit.objects.exists()


def test_improvements_of_another_programme_are_no_choice(
    browse: Browse, new: str, champion: Person, stranger: Person
) -> None:
    theirs = factory.make_capability(stranger.programme)
    answer = browse(champion).post(new, typed(capabilities=[theirs.pk]))
    assert list(answer.context["form"].errors) == ["capabilities"]


def test_it_is_changed_on_top_of_what_was_seen(
    browse: Browse, benefit: Benefit, champion: Person
) -> None:
    client = browse(champion)
    sent = typed(revision="1", likely="250000", high="310000")
    assert client.post(to("editing", benefit), sent).status_code == 302
    notes = client.get(benefit.get_absolute_url()).context["history"][0].notes
    assert notes == [f"likely: 240{THIN}000 → 250{THIN}000"]
    late = client.post(to("editing", benefit), typed(revision="1", likely="1", low="0"))
    assert late.status_code == 409
    assert "250" in late.context["form"].errors["__all__"][0]
    benefit.refresh_from_db()
    assert benefit.likely == Decimal(250_000)


def test_its_owner_records_what_came_of_it(
    browse: Browse, programme: Programme, member: Person, observer: Person
) -> None:
    benefit = factory.make_benefit(programme, owner=member)
    answer = browse(member).post(to("entries", benefit), came(note="Ten contracts"))
    assert answer.headers["Location"] == benefit.get_absolute_url()
    entry = benefit.entries.get()
    assert (entry.amount, entry.on, entry.by) == (Decimal("12500.50"), localdate(), member)
    assert Event.objects.about("benefit.realised").get().subject == benefit
    content = browse(observer).get(benefit.get_absolute_url()).content.decode()
    assert content.count(f"12{THIN}500.50{BREAKLESS}EUR") == 2
    assert "Record what came of it" not in content


def test_a_double_click_records_it_once_other_words_twice(
    browse: Browse, benefit: Benefit, champion: Person
) -> None:
    client, sent = browse(champion), came()
    client.post(to("entries", benefit), sent)
    client.post(to("entries", benefit), sent)
    assert benefit.entries.count() == 1
    client.post(to("entries", benefit), sent | {"amount": "7"})
    assert benefit.entries.count() == 2


@pytest.mark.parametrize(
    ("sent", "errors"),
    [
        ({"amount": ""}, {"amount": ["Write the amount, such as 20000."]}),
        (
            {"amount": "0"},
            {"amount": ["Write what came of it; nothing need not be recorded."]},
        ),
        (
            {"amount": "-5"},
            {"amount": ["Below nothing it would be a cost. Write what it brings, or 0."]},
        ),
        (
            {"on": "2100-01-01"},
            {"on": ["This day is still to come. Choose today or an earlier one."]},
        ),
        ({"key": "x"}, {"key": ["Enter a valid UUID."]}),
    ],
)
def test_a_bad_entry_is_answered_in_words(
    browse: Browse,
    benefit: Benefit,
    champion: Person,
    sent: dict[str, str],
    errors: dict[str, list[str]],
) -> None:
    answer = browse(champion).post(to("entries", benefit), came(**sent))
    assert (answer.status_code, answer.context["form"].errors) == (422, errors)
    assert not benefit.entries.exists()


def test_a_correction_counts_and_what_it_corrects_stays_readable(
    browse: Browse, benefit: Benefit, entry: BenefitEntry, champion: Person
) -> None:
    client = browse(champion)
    sent = {"amount": "2000", "on": "2026-05-01", "note": "A nought too many"}
    assert client.post(correction(entry), sent).status_code == 302
    page = client.get(benefit.get_absolute_url())
    assert page.context["worth"].realised == Decimal(2_000)
    assert "<del>" in page.content.decode()
    assert page.context["history"][0].notes == [
        f"2{THIN}000 EUR on 1 May 2026, instead of 20{THIN}000"
    ]
    assert BenefitEntry.objects.get(pk=entry.pk).amount == Decimal(20_000)


def test_an_entry_is_taken_back_by_nothing(benefit: Benefit, entry: BenefitEntry) -> None:
    assert entry.by is not None
    benefit.correct(entry.by, entry, Decimal(0), entry.on)
    assert Benefit.objects.with_realised(localdate()).get().realised == 0


def test_a_correction_that_says_the_same_is_none(benefit: Benefit, entry: BenefitEntry) -> None:
    assert entry.by is not None
    assert benefit.correct(entry.by, entry, entry.amount, entry.on, entry.note) == entry
    first = benefit.correct(entry.by, entry, Decimal(1), entry.on)
    assert benefit.correct(entry.by, entry, Decimal(1), entry.on) == first
    assert (benefit.entries.count(), Event.objects.about("benefit.corrected").count()) == (2, 1)


def test_who_corrects_after_somebody_else_is_told(
    browse: Browse, benefit: Benefit, entry: BenefitEntry, champion: Person
) -> None:
    benefit.correct(champion, entry, Decimal(1), entry.on)
    with pytest.raises(Overtaken):
        benefit.correct(champion, entry, Decimal(2), entry.on)
    sent = {"amount": "2", "on": "2026-05-01", "note": ""}
    answer = browse(champion).post(correction(entry), sent)
    assert answer.status_code == 422
    assert answer.context["form"].errors == {
        "__all__": ["Somebody else corrected this entry while you were writing. Look at theirs."]
    }
    assert benefit.entries.count() == 2


@pytest.mark.parametrize("role", ["member", "facilitator"])
def test_who_neither_owns_it_nor_leads_is_told_who_decides(
    browse: Browse, programme: Programme, member: Person, role: str
) -> None:
    benefit = factory.make_benefit(programme, owner=member)
    entry = benefit.realise(member, uuid4(), Decimal(5), date(2026, 5, 1))
    client = browse(factory.make_person(programme, role))
    words = "Mo Member, who owns it, or a champion records what comes of it."
    for address in (to("entries", benefit), correction(entry)):
        assert words in client.post(address, came(), follow=True).content.decode()
    assert benefit.entries.get() == entry


@pytest.mark.parametrize("role", ["observer", "member", "facilitator"])
def test_only_champions_expect_and_change(
    browse: Browse, programme: Programme, benefit: Benefit, new: str, role: str
) -> None:
    client = browse(factory.make_person(programme, role))
    assert client.get(benefit.get_absolute_url()).status_code == 200
    assert client.post(new, typed()).status_code == 403
    assert client.post(to("editing", benefit), typed(revision="1")).status_code == 403


@pytest.mark.parametrize(
    "wrong", [{"low": Decimal(240_001)}, {"high": Decimal(239_999)}, {"low": Decimal(-1)}]
)
def test_the_database_holds_low_likely_high_in_order(
    benefit: Benefit, wrong: dict[str, Decimal]
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Benefit.objects.filter(pk=benefit.pk).update(**wrong)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_as_much_for_three_rows_as_for_one(
    browse: Browse,
    programme: Programme,
    champion: Person,
    rows: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    capabilities = [factory.make_capability(programme, f"Skill {n}") for n in range(rows)]
    benefit = factory.make_benefit(programme, capabilities=tuple(capabilities), owner=champion)
    for _ in range(rows):
        entry = benefit.realise(champion, uuid4(), Decimal(5), date(2026, 5, 1))
        benefit.correct(champion, entry, Decimal(6), entry.on)
    client = browse(champion)
    with django_assert_num_queries(12):
        client.get(benefit.get_absolute_url())
    with django_assert_num_queries(8):
        client.get(to("editing", benefit))
