"""Forms of the teams."""

from teams.forms.daily import KnockDownForm, LogForm, OwnerForm, PromotionForm

__all__ = ["KnockDownForm", "LogForm", "OwnerForm", "PromotionForm"]
