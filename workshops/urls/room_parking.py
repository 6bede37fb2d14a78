"""Addresses of what participants park and ask."""

from django.urls import path

from workshops.views import room_parking

urlpatterns = [
    path("points/", room_parking.park, name="park"),
    path("points/<int:point>/", room_parking.change, name="point"),
    path("points/<int:point>/withdrawal/", room_parking.withdraw, name="point_withdrawal"),
    path("questions/", room_parking.ask, name="ask"),
]
