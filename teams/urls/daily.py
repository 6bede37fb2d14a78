"""Addresses of victories and barriers."""

from django.urls import path

from teams import views

urlpatterns = [
    path("", views.board, name="board"),
    path("log/", views.log, name="log"),
]
