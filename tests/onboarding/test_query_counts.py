"""Pages of bringing on board and of closing ask the database as often for many teams as for one."""

from collections.abc import Callable

import pytest
from django.test import Client

from changeprog.onboarding.models import Stage
from changeprog.programme.models import Person, Programme
from tests.bench.onboarding import of_all
from tests.counting import address, queries_of
from tests.onboarding.crowd import crowd

COUNTS = {
    "onboarding:board": 11,
    "onboarding:table": 12,
    "onboarding:team": 27,
    "onboarding:team_stage": 6,
    "onboarding:team_invitation": 5,
    "onboarding:team_arrangement": 7,
    "onboarding:usual": 7,
    "onboarding:usual_new": 6,
    "onboarding:usual_beginning": 6,
    "onboarding:team_criterion": 7,
    "onboarding:team_criteria": 7,
    "onboarding:criterion": 9,
    "onboarding:criterion_editing": 7,
    "onboarding:criterion_taking_back": 5,
    "onboarding:criterion_evidence": 5,
    "onboarding:knowledge": 12,
    "onboarding:gaps": 8,
    "onboarding:log_gap": 7,
    "onboarding:gap": 6,
    "onboarding:gap_editing": 9,
    "onboarding:gap_resolution": 7,
    "onboarding:gap_reopening": 5,
    "onboarding:gap_removal": 5,
    "onboarding:materials": 7,
    "onboarding:share_material": 7,
    "onboarding:material": 6,
    "onboarding:material_editing": 8,
    "onboarding:material_checking": 5,
    "onboarding:material_withdrawal": 5,
    "onboarding:material_offering": 5,
    "onboarding:material_removal": 5,
    "onboarding:mentors": 9,
    "onboarding:name_mentor": 7,
    "onboarding:mentorship": 6,
    "onboarding:mentorship_ending": 5,
    "onboarding:mentorship_removal": 5,
    "onboarding:questions": 10,
    "onboarding:ask_question": 7,
    "onboarding:question": 5,
    "onboarding:question_removal": 5,
    "onboarding:readiness": 8,
    "onboarding:pulses_of": 8,
    "onboarding:pulses_new": 6,
    "onboarding:pulse_call_off": 5,
    "onboarding:pulse_sharing": 7,
    "onboarding:reality_checks": 5,
    "onboarding:new_reality_check": 4,
    "onboarding:reality_check": 8,
    "onboarding:reality_check_preview": 13,
    "onboarding:reality_check_change": 5,
    "onboarding:remark_note": 6,
    "onboarding:trials": 9,
    "onboarding:trial_plan": 9,
    "onboarding:trial": 14,
    "onboarding:trial_change": 9,
    "onboarding:trial_beginning": 7,
    "onboarding:trial_evaluation": 7,
    "onboarding:trial_note_new": 7,
    "onboarding:trialnote": 5,
    "onboarding:trialnote_removal": 5,
    "onboarding:old_habits": 7,
    "onboarding:old_habit_new": 6,
    "onboarding:old_habit": 6,
    "onboarding:old_habit_removal": 6,
    "closing:overview": 27,
    "closing:review": 17,
    "closing:chapter": 7,
    "closing:handovers": 22,
    "closing:hand_over": 8,
    "closing:handover": 5,
    "closing:prepare_edition": 4,
    "closing:no_edition": 4,
    "closing:close": 25,
    "closing:archives": 5,
    "closing:archive": 5,
    "closing:archive_progress": 4,
    "closing:handovers ?kind=barrier": 7,
    "closing:review ?chapter=barriers": 8,
}
"""How many queries every page that answers a GET makes for a champion."""
NARROWED = ["closing:handovers ?kind=barrier", "closing:review ?chapter=barriers"]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_number_of_teams_makes_no_query(
    browse: Callable[[Person], Client], programme: Programme, champion: Person, rows: int
) -> None:
    """``rows`` says how many teams there are at each stage."""
    crowd(programme, rows * len(Stage), people=5)
    every = [(page.name, page.url) for page in of_all(programme, champion)]
    narrowed = [(name, address(name, programme)) for name in NARROWED]
    assert queries_of(browse(champion), [*every, *narrowed]) == COUNTS
