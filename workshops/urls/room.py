"""Addresses of participants, known people and guests: everything a phone in the room does."""

from django.urls import include, path

from workshops.views import positions, publishing, room

app_name = "workshop_room"
urlpatterns = [
    path("", include("workshops.urls.joining")),
    path("clock/", room.clock, name="clock"),
    path(
        "room/<str:programme>/<int:pk>/",
        include(
            [
                path("", room.room, name="room"),
                path("arrival/", room.arrive, name="arrival"),
                path("feedback/", publishing.give_feedback, name="feedback"),
                path("", include("workshops.urls.room_notes")),
                path("", include("workshops.urls.room_parking")),
                path("", include("workshops.urls.room_committing")),
                path(
                    "rounds/<int:number>/position/",
                    positions.take_position,
                    name="position",
                ),
            ]
        ),
    ),
]
