"""Addresses of whoever leads a collection: its phases, its board, its drafts."""

from django.urls import path

from workshops.views import drafts, notes

urlpatterns = [
    path("collections/<int:pk>/phase/", notes.phase, name="collection_phase"),
    path("collections/<int:pk>/arrangement/", notes.arrangement, name="collection_arrangement"),
    path("collections/<int:pk>/undoing/<uuid:key>/", notes.undo, name="collection_undoing"),
    path("notes/<int:pk>/", notes.note, name="note"),
    path("notes/<int:pk>/splitting/", notes.note_splitting, name="note_splitting"),
    path("notes/<int:pk>/return/", notes.note_return, name="note_return"),
    path("notes/<int:pk>/draft/", drafts.note_draft, name="note_draft"),
    path("notes/<int:pk>/draft/removal/", drafts.note_undrafting, name="note_undrafting"),
    path("groups/<int:pk>/", notes.group, name="group"),
    path("groups/<int:pk>/removal/", notes.group_removal, name="group_removal"),
    path("groups/<int:pk>/draft/", drafts.group_draft, name="group_draft"),
    path("groups/<int:pk>/draft/removal/", drafts.group_undrafting, name="group_undrafting"),
]
