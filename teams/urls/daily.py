"""Addresses of victories and barriers."""

from django.urls import path

from teams import views

urlpatterns = [
    path("", views.board, name="board"),
    path("log/", views.log, name="log"),
    path("barriers/", views.barriers, name="barriers"),
    path("barriers/<int:pk>/", views.barrier, name="barrier"),
    path("barriers/<int:pk>/taking/", views.take, name="barrier_taking"),
    path("barriers/<int:pk>/owner/", views.hand_over, name="barrier_owner"),
    path("barriers/<int:pk>/knock-down/", views.knock_down, name="barrier_knock_down"),
    path("barriers/<int:pk>/return/", views.stand_again, name="barrier_return"),
]
