"""Addresses of the teams, below the programme's."""

from django.urls import include, path

app_name = "teams"
urlpatterns = [
    path("teams/", include("teams.urls.seats")),
    path("teams/rules/", include("teams.urls.rules")),
    path("teams/procedures/", include("teams.urls.procedures")),
    path("teams/", include("teams.urls.agreed")),
    path("teams/time/", include("teams.urls.time")),
    path("teams/hand-offs/", include("teams.urls.handoffs")),
    path("meetings/", include("teams.urls.meetings")),
    path("victories-and-barriers/", include("teams.urls.daily")),
    path("victories-and-barriers/barriers/", include("teams.urls.barriers")),
    path("victories-and-barriers/", include("teams.urls.conflicts")),
    path("victories-and-barriers/victories/", include("teams.urls.victories")),
]
