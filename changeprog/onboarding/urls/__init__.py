"""Addresses of bringing teams on board, below the programme's: one line for each kind of thing."""

from django.urls import include, path

app_name = "onboarding"
urlpatterns = [
    path("", include("changeprog.onboarding.urls.teams")),
    path("", include("changeprog.onboarding.urls.criterion")),
    path("knowledge/", include("changeprog.onboarding.urls.knowledge")),
    path("", include("changeprog.onboarding.urls.pulse")),
    path("reality-checks/", include("changeprog.onboarding.urls.reality_checks")),
    path("trials/", include("changeprog.onboarding.urls.trials")),
    path("old-habits/", include("changeprog.onboarding.urls.old_habits")),
]
