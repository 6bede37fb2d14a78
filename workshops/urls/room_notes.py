"""Addresses of participants while the room collects; which note is meant stands in the body."""

from django.urls import path

from workshops.views import room_notes

urlpatterns = [
    path("collections/<int:activity>/notes/", room_notes.write, name="note_writing"),
    path("collections/<int:activity>/rewriting/", room_notes.rewrite, name="note_rewriting"),
    path("collections/<int:activity>/withdrawal/", room_notes.withdraw, name="note_withdrawal"),
    path("collections/<int:activity>/giving-back/", room_notes.give_back, name="note_giving_back"),
    path("collections/<int:activity>/dots/", room_notes.dots, name="dots"),
]
