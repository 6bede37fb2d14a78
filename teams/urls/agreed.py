"""Addresses of the agreed set and of the walk of those who came later."""

from django.urls import path

from teams.views import agreed as views

urlpatterns = [
    path("agreed/", views.agreed, name="agreed"),
    path("agreed/acknowledgement/", views.acknowledge, name="acknowledgement"),
    path("agreed/editions/", views.issue, name="issue_agreed"),
    path("welcome/", views.walk, name="welcome"),
]
