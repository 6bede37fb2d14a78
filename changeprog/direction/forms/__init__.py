"""What people type in about the direction, cleaned and bounded."""

from changeprog.direction.forms.benefit import BenefitForm, CorrectionForm, EntryForm
from changeprog.direction.forms.capability import CapabilityForm, LevelForm
from changeprog.direction.forms.difference import DifferenceForm
from changeprog.direction.forms.milestone import CallingOffForm, CompletionForm, MilestoneForm
from changeprog.direction.forms.objective import ObjectiveForm
from changeprog.direction.forms.reading import ReadingCorrectionForm, ReadingForm, SheetForm
from changeprog.direction.forms.resource import PromiseForm, ResourceForm
from changeprog.direction.forms.side_effect import SideEffectForm
from changeprog.direction.forms.size import JudgementForm
from changeprog.direction.forms.vision import VisionForm

__all__ = [
    "BenefitForm",
    "CallingOffForm",
    "CapabilityForm",
    "CompletionForm",
    "CorrectionForm",
    "DifferenceForm",
    "EntryForm",
    "JudgementForm",
    "LevelForm",
    "MilestoneForm",
    "ObjectiveForm",
    "PromiseForm",
    "ReadingCorrectionForm",
    "ReadingForm",
    "ResourceForm",
    "SheetForm",
    "SideEffectForm",
    "VisionForm",
]
