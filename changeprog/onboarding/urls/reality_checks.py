"""Addresses of reality checks, and of what is done with their answers."""

from django.urls import path

from changeprog.onboarding.views import reality_checks, remarks

urlpatterns = [
    path("", reality_checks.reality_checks, name="reality_checks"),
    path("new/", reality_checks.new_reality_check, name="new_reality_check"),
    path("<int:pk>/", reality_checks.reality_check, name="reality_check"),
    path("<int:pk>/preview/", reality_checks.preview, name="reality_check_preview"),
    path("<int:pk>/change/", reality_checks.change, name="reality_check_change"),
    path("<int:pk>/withdrawal/", reality_checks.withdraw, name="reality_check_withdrawal"),
    path("<int:pk>/renewal/", reality_checks.renew, name="reality_check_renewal"),
    path("<int:pk>/posting/", reality_checks.post_again, name="reality_check_posting"),
    path("remarks/<int:pk>/side-effect/", remarks.become_side_effect, name="remark_side_effect"),
    path("remarks/<int:pk>/barrier/", remarks.become_barrier, name="remark_barrier"),
    path("remarks/<int:pk>/note/", remarks.note, name="remark_note"),
    path("remarks/<int:pk>/reopening/", remarks.reopen, name="remark_reopening"),
]
