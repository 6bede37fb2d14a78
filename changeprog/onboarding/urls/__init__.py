"""Addresses of bringing teams on board, below the programme's."""

from django.urls import path

from changeprog.onboarding.views.board import board, team

app_name = "onboarding"
urlpatterns = [
    path("", board, name="board"),
    path("teams/<int:pk>/", team, name="team"),
]
