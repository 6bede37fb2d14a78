"""Addresses about ambassadors."""

from django.urls import path

from stakeholders.views import ambassadors

urlpatterns = [
    path("", ambassadors.ambassadors, name="ambassadors"),
]
