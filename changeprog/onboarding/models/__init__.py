"""What bringing teams on board keeps; one file for each noun."""

from changeprog.onboarding.models.adoption import Adoption, Stage
from changeprog.onboarding.models.criterion import Criterion
from changeprog.onboarding.models.evaluation import Evaluation
from changeprog.onboarding.models.evidence import Evidence
from changeprog.onboarding.models.gap import Gap
from changeprog.onboarding.models.material import Material
from changeprog.onboarding.models.mentorship import AlreadyMentor, Mentorship
from changeprog.onboarding.models.old_habit import OldHabit
from changeprog.onboarding.models.pulse import CannotAsk, Finding, Pulse
from changeprog.onboarding.models.pulse_mail import PulseMail
from changeprog.onboarding.models.question import Question
from changeprog.onboarding.models.reality_check import CheckOver, RealityCheck, Said
from changeprog.onboarding.models.reality_mail import RealityMail
from changeprog.onboarding.models.remark import Remark
from changeprog.onboarding.models.slip import PulseOver, Slip
from changeprog.onboarding.models.tick import Tick
from changeprog.onboarding.models.trial import Trial
from changeprog.onboarding.models.trial_note import TrialNote

__all__ = [
    "Adoption",
    "AlreadyMentor",
    "CannotAsk",
    "CheckOver",
    "Criterion",
    "Evaluation",
    "Evidence",
    "Finding",
    "Gap",
    "Material",
    "Mentorship",
    "OldHabit",
    "Pulse",
    "PulseMail",
    "PulseOver",
    "Question",
    "RealityCheck",
    "RealityMail",
    "Remark",
    "Said",
    "Slip",
    "Stage",
    "Tick",
    "Trial",
    "TrialNote",
]
