"""Addresses of the commitment of time, and of what else takes people's weeks."""

from django.urls import path

from teams.views import time as views

urlpatterns = [
    path("", views.time, name="time"),
    path("people/", views.time_people, name="time_people"),
    path("rule/", views.time_rule, name="time_rule"),
    path("duties/", views.say_duty, name="say_duty"),
    path("duties/<int:pk>/", views.change_duty, name="duty"),
    path("duties/<int:pk>/removal/", views.remove_duty, name="duty_removal"),
    path("substitutes/<int:pk>/", views.send_substitute, name="substitute"),
]
