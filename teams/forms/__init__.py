"""Forms of the teams."""

from teams.forms.daily import KnockDownForm, OwnerForm
from teams.forms.log import LogForm
from teams.forms.victory import PromotionForm, VictoryForm

__all__ = ["KnockDownForm", "LogForm", "OwnerForm", "PromotionForm", "VictoryForm"]
