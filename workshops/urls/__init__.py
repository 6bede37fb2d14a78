"""Addresses of workshops below the programme's: planning, leading, the wall, the record."""

from django.urls import include, path

from workshops.views import leading, workshops

app_name = "workshops"
urlpatterns = [
    path("", include("workshops.urls.parking")),
    path("", include("workshops.urls.committing")),
    path("", include("workshops.urls.following_up")),
    path("", include("workshops.urls.preparing")),
    path("", include("workshops.urls.notes")),
    path("", include("workshops.urls.rounds")),
    path("", include("workshops.urls.publishing")),
    path("", workshops.workshops, name="workshops"),
    path("<int:pk>/", workshops.workshop, name="workshop"),
    path("<int:pk>/opening/", leading.open_workshop, name="opening"),
    path("<int:pk>/lead/", leading.lead, name="lead"),
    path("<int:pk>/screen/", leading.screen, name="screen"),
    path("<int:pk>/turn/", leading.turn, name="turn"),
    path("<int:pk>/timer/", leading.timer, name="timer"),
]
