"""Addresses that lead into a room: the code typed, or read from the wall, and the door."""

from django.urls import path

from workshops.views import joining

urlpatterns = [
    path("join/", joining.join, name="join"),
    path("join/<str:code>/", joining.join_code, name="join_code"),
    path("join/<str:code>/door/", joining.door, name="door"),
]
