"""What the map puts into archives: for champions and facilitators alone, who see all of it.

Each archive is in the access log of every profile in it, as each export is.
"""

from typing import Any

from changeprog.direction.archiving import of
from changeprog.programme import archive
from changeprog.programme.archive.models import Visible, of_model
from changeprog.programme.models import Person, Role
from stakeholders.models import (
    Ambassador,
    Assessment,
    Charge,
    Chart,
    ChartFigures,
    Conversation,
    Conviction,
    GroundRule,
    Guarantee,
    Hearing,
    Import,
    ImportPage,
    ImportProgress,
    ImportSource,
    Look,
    Naming,
    OverviewLook,
    Proposal,
    ProposalRule,
    Respondent,
    Stakeholder,
    Survey,
    SurveyMail,
    Tie,
)

CHAPTER = "The map"
WORKED_OUT = "The app works it out from people and ties, and can do so again."
FILES = "Files that were imported are kept until they are confirmed; what came of them is here."
MAILS = "The ledger of mails has each of them, without the message."
LEAST = Role.FACILITATOR


def _of_profiles(model: Any) -> Visible:
    """Return what finds the rows of ``model`` about people who are on the map."""
    return of(model, "stakeholder", stakeholder__removed_at=None)


def _ties(person: Person) -> Any:
    return Tie.objects.filter(programme=person.programme).of_present()


def _note(person: Person) -> None:
    """Note in the access log of every profile that it went into a file."""
    profiles = Stakeholder.objects.filter(programme=person.programme)
    Look.note(person, "archive", profiles.values_list("pk", flat=True))


def register() -> None:
    """Put the tables of the map into archives."""
    archive.register(*_profiles(), *_carriers(), *_surveys())
    archive.leave_out(WORKED_OUT, Chart, ChartFigures, Proposal)
    archive.leave_out(FILES, ImportSource, ImportPage, ImportProgress)
    archive.leave_out(MAILS, SurveyMail)


def _profiles() -> list[archive.Table]:
    return [
        of_model(
            400,
            CHAPTER,
            Stakeholder,
            of(Stakeholder),
            called="person__name",
            least=LEAST,
            noted=_note,
            note="Confidential to those who work with it.",
        ),
        of_model(405, CHAPTER, Assessment, _of_profiles(Assessment), least=LEAST),
        of_model(410, CHAPTER, Conversation, _of_profiles(Conversation), least=LEAST),
        of_model(415, CHAPTER, Conviction, _of_profiles(Conviction), least=LEAST),
        of_model(420, CHAPTER, Guarantee, _of_profiles(Guarantee), least=LEAST),
        of_model(425, CHAPTER, Tie, _ties, least=LEAST),
        of_model(430, CHAPTER, Look, _of_profiles(Look), title="Access log", least=LEAST),
        of_model(
            432,
            CHAPTER,
            OverviewLook,
            of(OverviewLook),
            title="Access log of pages about everybody",
            least=LEAST,
        ),
    ]


def _carriers() -> list[archive.Table]:
    rule_there = {"rule__removed_at": None}
    both = {"ambassador__removed_at": None, "stakeholder__removed_at": None}
    return [
        of_model(440, CHAPTER, Ambassador, of(Ambassador), called="person__name", least=LEAST),
        of_model(445, CHAPTER, Charge, of(Charge, "ambassador", **both), least=LEAST),
        of_model(446, CHAPTER, ProposalRule, of(ProposalRule), least=LEAST),
        of_model(
            450,
            CHAPTER,
            GroundRule,
            of(GroundRule),
            title="Unwritten ground rules",
            least=LEAST,
        ),
        of_model(455, CHAPTER, Hearing, of(Hearing, "rule", **rule_there), least=LEAST),
    ]


def _surveys() -> list[archive.Table]:
    asked = {"survey__removed_at": None}
    return [
        of_model(460, CHAPTER, Survey, of(Survey), least=LEAST),
        of_model(
            465,
            CHAPTER,
            Respondent,
            of(Respondent, "survey", **asked),
            without=("seed", "digest"),
            least=LEAST,
        ),
        of_model(
            470,
            CHAPTER,
            Naming,
            of(Naming, "respondent__survey", respondent__survey__removed_at=None),
            title="Who named whom",
            called="typed",
            least=LEAST,
        ),
        of_model(
            480,
            CHAPTER,
            Import,
            of(Import),
            called="file_name",
            without=("columns", "overview", "seen", "outcome", "kept", "compared_at"),
            least=LEAST,
        ),
    ]
