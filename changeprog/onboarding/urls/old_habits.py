"""Addresses of old habits with a new use."""

from django.urls import path

from changeprog.onboarding.views import old_habits as views

urlpatterns = [
    path("", views.old_habits, name="old_habits"),
    path("of/<int:pk>/new/", views.name, name="old_habit_new"),
    path("<int:pk>/", views.change, name="old_habit"),
    path("<int:pk>/removal/", views.remove, name="old_habit_removal"),
]
