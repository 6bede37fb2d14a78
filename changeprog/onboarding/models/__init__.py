"""What bringing teams on board keeps; one file for each noun."""

from changeprog.onboarding.models.adoption import Adoption, Stage
from changeprog.onboarding.models.criterion import Criterion
from changeprog.onboarding.models.evidence import Evidence
from changeprog.onboarding.models.gap import Gap
from changeprog.onboarding.models.material import Material
from changeprog.onboarding.models.mentorship import AlreadyMentor, Mentorship
from changeprog.onboarding.models.question import Question

__all__ = [
    "Adoption",
    "AlreadyMentor",
    "Criterion",
    "Evidence",
    "Gap",
    "Material",
    "Mentorship",
    "Question",
    "Stage",
]
