"""The map: stakeholders, what stands behind them, who turns to whom, and who carries the change."""

from stakeholders.models.ambassador import Ambassador, Charge
from stakeholders.models.chart import Chart, ChartFigures
from stakeholders.models.conversation import Conversation
from stakeholders.models.conviction import Belief, Conviction, Guarantee, Reconsidered
from stakeholders.models.ground_rule import GroundRule, Hearing
from stakeholders.models.imports import Import, ImportPage, ImportProgress, ImportSource
from stakeholders.models.overview_look import OverviewLook
from stakeholders.models.proposal import Proposal
from stakeholders.models.proposal_rule import ProposalRule
from stakeholders.models.respondent import Naming, Respondent, SurveyOver
from stakeholders.models.stakeholder import (
    Assessment,
    Look,
    NeedsConversation,
    Origin,
    Stakeholder,
)
from stakeholders.models.survey import Survey
from stakeholders.models.survey_mail import SurveyMail
from stakeholders.models.tie import Relation, Tie

__all__ = [
    "Ambassador",
    "Assessment",
    "Belief",
    "Charge",
    "Chart",
    "ChartFigures",
    "Conversation",
    "Conviction",
    "GroundRule",
    "Guarantee",
    "Hearing",
    "Import",
    "ImportPage",
    "ImportProgress",
    "ImportSource",
    "Look",
    "Naming",
    "NeedsConversation",
    "Origin",
    "OverviewLook",
    "Proposal",
    "ProposalRule",
    "Reconsidered",
    "Relation",
    "Respondent",
    "Stakeholder",
    "Survey",
    "SurveyMail",
    "SurveyOver",
    "Tie",
]
