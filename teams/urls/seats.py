"""Addresses of the teams, their seats, and the agreement of their chairs."""

from django.urls import path

from teams.views import agreement, seats, teams, undoing

urlpatterns = [
    path("", teams.teams, name="teams"),
    path("representation/", teams.representation, name="representation"),
    path("adopting/", teams.adopting, name="adopting"),
    path("new/", teams.new_team, name="new_team"),
    path("<int:pk>/", teams.team, name="team"),
    path("<int:pk>/words/", teams.describe_team, name="team_words"),
    path("<int:pk>/functions/", teams.require_functions, name="team_functions"),
    path("<int:pk>/retirement/", teams.retire_team, name="team_retirement"),
    path("<int:pk>/return/", teams.bring_team_back, name="team_return"),
    path("<int:pk>/removal/", teams.remove_team, name="team_removal"),
    path("<int:pk>/seats/", seats.give_seat, name="team_seats"),
    path("seats/<int:pk>/", seats.change_seat, name="seat"),
    path("seats/<int:pk>/successor/", seats.hand_seat_over, name="seat_successor"),
    path("seats/<int:pk>/end/", seats.leave_seat, name="seat_end"),
    path("<int:pk>/agreement/", agreement.agreement, name="agreement"),
    path("<int:pk>/agreement/words/", agreement.write_agreement, name="agreement_words"),
    path("<int:pk>/agreement/confirmation/", agreement.confirm, name="agreement_confirmation"),
    path("undoing/<int:pk>/", undoing.undo, name="undoing"),
]
