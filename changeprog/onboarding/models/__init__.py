"""What bringing teams on board keeps; one file for each noun."""

from changeprog.onboarding.models.adoption import Adoption, Stage
from changeprog.onboarding.models.criterion import Criterion
from changeprog.onboarding.models.evidence import Evidence

__all__ = ["Adoption", "Criterion", "Evidence", "Stage"]
