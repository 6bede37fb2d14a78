"""Addresses of the board and of a team's way."""

from django.urls import path

from changeprog.onboarding.views import board, stages

urlpatterns = [
    path("", board.board, name="board"),
    path("table/", board.table, name="table"),
    path("teams/<int:pk>/", board.team, name="team"),
    path("teams/<int:pk>/stage/", stages.move, name="team_stage"),
    path("teams/<int:pk>/next/", stages.move_on, name="team_next"),
    path("teams/<int:pk>/invitation/", stages.invite, name="team_invitation"),
    path("teams/<int:pk>/arrangement/", stages.arrange, name="team_arrangement"),
    path("undoing/<int:pk>/", stages.undo, name="undoing"),
]
