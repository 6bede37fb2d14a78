"""What bringing teams on board keeps; one file for each noun."""

from changeprog.onboarding.models.adoption import Adoption, Stage

__all__ = ["Adoption", "Stage"]
