"""Addresses of closing a programme, below the programme's."""

from django.urls import URLPattern

app_name = "closing"
urlpatterns: list[URLPattern] = []
