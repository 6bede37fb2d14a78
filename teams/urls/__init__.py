"""Addresses of the teams, below the programme's."""

from django.urls import include, path

app_name = "teams"
urlpatterns = [
    path("victories-and-barriers/", include("teams.urls.daily")),
]
