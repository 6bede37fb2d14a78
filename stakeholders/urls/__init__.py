"""Addresses of the map; each noun has a file of its own."""

from django.urls import include, path

from stakeholders.views import overview

app_name = "stakeholders"
urlpatterns = [
    path("", overview.map_page, name="map"),
    path("table/", overview.table, name="table"),
    path("ambassadors/", include("stakeholders.urls.ambassadors")),
    path("<int:pk>/", overview.profile, name="profile"),
]
