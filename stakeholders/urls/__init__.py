"""Addresses of the map; each noun has a file of its own."""

from django.urls import include, path

from stakeholders.views import overview

app_name = "stakeholders"
urlpatterns = [
    path("", include("stakeholders.urls.grid")),
    path("ambassadors/", include("stakeholders.urls.ambassadors")),
    path("<int:pk>/", overview.profile, name="profile"),
]
