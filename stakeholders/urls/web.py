"""Addresses of the web."""

from django.urls import path

from stakeholders.views import web

urlpatterns = [
    path("", web.web, name="web"),
    path("drawing/", web.web_drawing, name="web_drawing"),
    path("drawing/stopping/", web.web_stopping, name="web_stopping"),
    path("people/", web.people, name="web_people"),
    path("people/<int:pk>/ties/", web.ties, name="ties"),
    path("ties/<int:pk>/removal/", web.tie_removal, name="tie_removal"),
    path("ties/<int:pk>/return/", web.tie_return, name="tie_return"),
]
