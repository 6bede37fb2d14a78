"""Forms of the teams."""

from teams.forms.barrier import BarrierForm, EscalationForm, KnockDownForm, OwnerForm
from teams.forms.log import LogForm
from teams.forms.victory import PromotionForm, VictoryForm

__all__ = [
    "BarrierForm",
    "EscalationForm",
    "KnockDownForm",
    "LogForm",
    "OwnerForm",
    "PromotionForm",
    "VictoryForm",
]
