"""Addresses of the map; each noun has a file of its own."""

from django.urls import include, path

app_name = "stakeholders"
urlpatterns = [
    path("", include("stakeholders.urls.grid")),
    path("web/", include("stakeholders.urls.web")),
    path("", include("stakeholders.urls.importing")),
    path("surveys/", include("stakeholders.urls.surveys")),
    path("rules/", include("stakeholders.urls.ground_rules")),
    path("ambassadors/", include("stakeholders.urls.ambassadors")),
    path("", include("stakeholders.urls.profiles")),
]
