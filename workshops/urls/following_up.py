"""Addresses of what comes after a workshop."""

from django.urls import path

from workshops.views import following_up

urlpatterns = [
    path("follow-ups/<int:pk>/", following_up.follow_up, name="follow_up"),
    path("follow-through/", following_up.over_all, name="follow_through_over_all"),
    path("<int:pk>/follow-through/", following_up.what_became, name="follow_through"),
]
