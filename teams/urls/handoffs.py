"""Addresses of the hand-offs between teams."""

from django.urls import path

from teams.views import handoffs as views

urlpatterns = [
    path("", views.hand_offs, name="hand_offs"),
    path("new/", views.name_hand_off, name="name_hand_off"),
    path("<int:pk>/", views.change_hand_off, name="hand_off"),
    path("<int:pk>/check/", views.check_hand_off, name="hand_off_check"),
    path("<int:pk>/removal/", views.remove_hand_off, name="hand_off_removal"),
    path("<int:pk>/barrier/", views.become_barrier, name="hand_off_barrier"),
]
