"""Addresses of preparing a workshop: planning, the agenda, who is asked, and who leads."""

from django.urls import path

from workshops.views import agenda, people, planning

urlpatterns = [
    path("planning/", planning.plan_workshop, name="plan"),
    path("<int:pk>/editing/", planning.change_workshop, name="change"),
    path("<int:pk>/invitations/", planning.invite, name="invite"),
    path("<int:pk>/cancellation/", planning.cancel_workshop, name="cancellation"),
    path("<int:pk>/cancellation/end/", planning.plan_again, name="cancellation_end"),
    path("<int:pk>/format/", planning.keep_format, name="keep_format"),
    path("formats/<int:pk>/removal/", planning.remove_format, name="format_removal"),
    path("formats/<int:pk>/removal/end/", planning.restore_format, name="format_removal_end"),
    path("<int:pk>/activities/", agenda.new_activity, name="new_activity"),
    path("activities/<int:pk>/", agenda.activity, name="activity"),
    path("activities/<int:pk>/place/", agenda.move_activity, name="activity_place"),
    path("activities/<int:pk>/removal/", agenda.remove_activity, name="activity_removal"),
    path("activities/<int:pk>/removal/end/", agenda.restore_activity, name="activity_removal_end"),
    path("<int:pk>/admissions/", people.admit_all, name="admissions"),
    path("<int:pk>/handover/", people.hand_over, name="handover"),
    path("<int:pk>/resumption/", people.resume, name="resumption"),
    path("participants/<int:pk>/admission/", people.admit, name="participant_admission"),
    path("participants/<int:pk>/removal/", people.remove, name="participant_removal"),
    path("participants/<int:pk>/removal/end/", people.readmit, name="participant_removal_end"),
    path("participants/<int:pk>/link/", people.link_guest, name="participant_link"),
]
