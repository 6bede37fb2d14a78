"""Addresses of closing a programme, below the programme's: one file for each noun."""

from django.urls import URLPattern, URLResolver

app_name = "closing"
urlpatterns: list[URLPattern | URLResolver] = []
