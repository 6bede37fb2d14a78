"""Addresses of profiles, and of what stands behind them."""

from django.urls import path

from stakeholders.models import Guarantee
from stakeholders.views import conversations, guarantees, own_record, profile, undoing

urlpatterns = [
    path("new/", profile.put_on_map, name="adding"),
    path("undoing/<int:pk>/", undoing.undo, name="undoing"),
    path("<int:pk>/", profile.profile, name="profile"),
    path("<int:pk>/standing/", profile.standing, name="standing"),
    path("<int:pk>/identity/", profile.identity, name="identity"),
    path("<int:pk>/motives/", profile.motives, name="motives"),
    path("<int:pk>/convictions/<slug:belief>/", profile.conviction, name="conviction"),
    path("<int:pk>/looks/", profile.looks, name="looks"),
    path("<int:pk>/removal/", profile.take_off_map, name="removal"),
    path("<int:pk>/conversations/", conversations.note, name="note"),
    path("conversations/<int:pk>/", conversations.change_conversation, name="conversation"),
    path(
        "conversations/<int:pk>/removal/",
        conversations.take_conversation_back,
        name="conversation_removal",
    ),
    path("<int:pk>/guarantees/", guarantees.give, name="give"),
    path("guarantees/<int:pk>/", guarantees.change_guarantee, name="guarantee"),
    path(
        "guarantees/<int:pk>/kept/",
        guarantees.settle,
        {"outcome": Guarantee.Outcome.KEPT},
        name="guarantee_kept",
    ),
    path(
        "guarantees/<int:pk>/broken/",
        guarantees.settle,
        {"outcome": Guarantee.Outcome.BROKEN},
        name="guarantee_broken",
    ),
    path("guarantees/<int:pk>/removal/", guarantees.take_back, name="guarantee_removal"),
    path("<int:pk>/record/", own_record.record, name="record"),
    path("<int:pk>/record/json/", own_record.record_json, name="record_json"),
    path("<int:pk>/record/csv/", own_record.record_csv, name="record_csv"),
    path("<int:pk>/erasure/", own_record.erase, name="erasure"),
]
