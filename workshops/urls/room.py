"""Addresses of participants, known people and guests: everything a phone in the room does."""

from django.urls import include, path

from workshops.views import positions, room

app_name = "workshop_room"
urlpatterns = [
    path("clock/", room.clock, name="clock"),
    path(
        "room/<str:programme>/<int:pk>/",
        include(
            [
                path("", room.room, name="room"),
                path("arrival/", room.arrive, name="arrival"),
                path(
                    "rounds/<int:number>/position/",
                    positions.take_position,
                    name="position",
                ),
            ]
        ),
    ),
]
