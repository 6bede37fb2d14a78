"""Addresses of the grid, the table, and support over time."""

from django.urls import path

from stakeholders.views import grid, support_over_time, table

urlpatterns = [
    path("", grid.map_page, name="map"),
    path("table/", table.table, name="table"),
    path("support/", support_over_time.support, name="support"),
    path("<int:pk>/placing/", grid.placing, name="placing"),
    path("placing/undoing/<int:pk>/", grid.undo_placing, name="placing_undoing"),
]
