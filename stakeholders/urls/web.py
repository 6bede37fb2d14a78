"""Addresses of the web."""

from django.urls import path

from stakeholders.views import web

urlpatterns = [
    path("", web.web, name="web"),
    path("people/", web.people, name="web_people"),
    path("people/<int:pk>/ties/", web.ties, name="ties"),
    path("ties/<int:pk>/removal/", web.tie_removal, name="tie_removal"),
    path("ties/<int:pk>/return/", web.tie_return, name="tie_return"),
]
