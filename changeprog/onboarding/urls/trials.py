"""Addresses of trials, their ticks, evaluations and notes."""

from django.urls import path

from changeprog.onboarding.views import evaluations, ticks, trial_notes, trials

urlpatterns = [
    path("", trials.trials, name="trials"),
    path("of/<int:pk>/new/", trials.plan, name="trial_plan"),
    path("<int:pk>/", trials.trial, name="trial"),
    path("<int:pk>/change/", trials.change, name="trial_change"),
    path("<int:pk>/beginning/", trials.begin, name="trial_beginning"),
    path("<int:pk>/removal/", trials.remove, name="trial_removal"),
    path("<int:pk>/tick/", ticks.tick, name="trial_tick"),
    path("<int:pk>/evaluation/", evaluations.evaluate, name="trial_evaluation"),
    path("<int:pk>/notes/new/", trial_notes.write, name="trial_note_new"),
    path("notes/<int:pk>/", trial_notes.change, name="trialnote"),
    path("notes/<int:pk>/removal/", trial_notes.remove, name="trialnote_removal"),
    path("notes/<int:pk>/more/", trial_notes.become, name="trialnote_more"),
]
