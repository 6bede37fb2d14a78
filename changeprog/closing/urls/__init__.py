"""Addresses of closing a programme, below the programme's: one file for each noun."""

from django.urls import URLPattern, URLResolver, include, path

app_name = "closing"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("changeprog.closing.urls.ending")),
    path("", include("changeprog.closing.urls.archives")),
]
