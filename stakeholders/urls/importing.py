"""Addresses about imports and exports."""

from django.urls import path

from stakeholders.views import exporting, importing

urlpatterns = [
    path("import/", importing.imports, name="imports"),
    path("import/<int:pk>/", importing.import_page, name="import"),
    path("import/<int:pk>/columns/", importing.import_columns, name="import_columns"),
    path("import/<int:pk>/decisions/", importing.import_decisions, name="import_decisions"),
    path(
        "import/<int:pk>/confirmation/", importing.import_confirmation, name="import_confirmation"
    ),
    path("import/<int:pk>/undoing/", importing.import_undoing, name="import_undoing"),
    path("import/<int:pk>/discarding/", importing.import_discarding, name="import_discarding"),
    path("import/<int:pk>/cancelling/", importing.import_cancelling, name="import_cancelling"),
    path(
        "import/<int:pk>/left-out/<int:place>.csv",
        importing.import_left_out,
        name="import_left_out",
    ),
    path("import/<int:pk>/progress/", importing.import_progress, name="import_progress"),
    path("export/", exporting.exports, name="exports"),
    path("export/people.csv", exporting.export_people, name="export_people"),
    path("export/ties.csv", exporting.export_ties, name="export_ties"),
    path("export/map.xlsx", exporting.export_workbook, name="export_workbook"),
    path("export/map.graphml", exporting.export_graph, name="export_graph"),
]
