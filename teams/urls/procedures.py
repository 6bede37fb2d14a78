"""Addresses of the communication procedures, as the teams agree on them."""

from django.urls import path

from teams.views import procedures as views

urlpatterns = [
    path("", views.procedures, name="procedures"),
    path("new/", views.new_procedure, name="new_procedure"),
    path("<int:pk>/", views.change_procedure, name="procedure"),
    path("<int:pk>/end/", views.end_procedure, name="procedure_end"),
    path("<int:pk>/return/", views.resume_procedure, name="procedure_return"),
]
