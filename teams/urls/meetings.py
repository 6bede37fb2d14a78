"""Addresses of meetings: their agenda, who comes, and what comes out of them."""

from django.urls import path

from teams.views import agenda, attendances, meeting_room, meetings, outcomes

urlpatterns = [
    path("", meetings.meetings, name="meetings"),
    path("planning/", meetings.plan_meeting, name="plan_meeting"),
    path("<int:pk>/", meetings.meeting, name="meeting"),
    path("<int:pk>/editing/", meetings.change_meeting, name="meeting_change"),
    path("<int:pk>/guests/", meetings.invite_guests, name="meeting_guests"),
    path("<int:pk>/cancellation/", meetings.cancel_meeting, name="meeting_cancellation"),
    path("<int:pk>/opening/", meeting_room.open_meeting, name="meeting_opening"),
    path("<int:pk>/room/", meeting_room.meeting_room, name="meeting_room"),
    path("<int:pk>/screen/", meeting_room.meeting_screen, name="meeting_screen"),
    path("<int:pk>/closing/", meeting_room.close_meeting, name="meeting_closing"),
    path("<int:pk>/closing/end/", meeting_room.resume_meeting, name="meeting_closing_end"),
    path("<int:pk>/minutes/", meeting_room.meeting_minutes, name="meeting_minutes"),
    path("<int:pk>/presence/", attendances.arrive, name="meeting_presence"),
    path("<int:pk>/absence/", attendances.excuse, name="meeting_absence"),
    path("<int:pk>/parts/", agenda.new_part, name="meeting_new_part"),
    path("<int:pk>/decisions/", outcomes.decide, name="meeting_decisions"),
    path("<int:pk>/actions/", outcomes.agree_action, name="meeting_actions"),
    path("parts/<int:pk>/", agenda.part, name="part"),
    path("parts/<int:pk>/place/", agenda.move_part, name="part_place"),
    path("parts/<int:pk>/removal/", agenda.remove_part, name="part_removal"),
    path("parts/<int:pk>/turn/", meeting_room.turn, name="part_turn"),
    path("attendance/<int:pk>/", attendances.attendance, name="attendance"),
    path("attendance/<int:pk>/removal/", attendances.release_guest, name="attendance_removal"),
    path("decisions/<int:pk>/withdrawal/", outcomes.withdraw_decision, name="decision_withdrawal"),
    path(
        "decisions/<int:pk>/withdrawal/end/",
        outcomes.restore_decision,
        name="decision_withdrawal_end",
    ),
    path("actions/<int:pk>/", outcomes.action, name="action"),
    path("actions/<int:pk>/editing/", outcomes.change_action, name="action_change"),
    path("actions/<int:pk>/done/", outcomes.finish_action, name="action_done"),
    path("actions/<int:pk>/done/end/", outcomes.reopen_action, name="action_done_end"),
    path("actions/<int:pk>/removal/", outcomes.drop_action, name="action_removal"),
    path("actions/<int:pk>/removal/end/", outcomes.take_up_action, name="action_removal_end"),
]
