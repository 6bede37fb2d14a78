"""Addresses about unwritten ground rules."""

from django.urls import path

from stakeholders.views import ground_rules

urlpatterns = [
    path("", ground_rules.ground_rules, name="ground_rules"),
    path("new/", ground_rules.note_rule, name="note_rule"),
    path("<int:pk>/", ground_rules.change_rule, name="ground_rule"),
    path("<int:pk>/hearings/", ground_rules.hear_rule, name="ground_rule_heard"),
    path("<int:pk>/removal/", ground_rules.remove_rule, name="ground_rule_removal"),
]
