"""Addresses of the end of a workshop: what goes to the programme, and the record."""

from django.urls import path

from workshops.views import publishing, record

urlpatterns = [
    path("<int:pk>/publishing/", publishing.preview, name="publishing"),
    path("<int:pk>/publishing/left-out/", publishing.leave_out, name="left_out"),
    path("<int:pk>/publication/", publishing.publish, name="publication"),
    path("<int:pk>/record/", record.record_page, name="record"),
    path("<int:pk>/record.csv", record.record_csv, name="record_csv"),
    path("<int:pk>/record.json", record.record_json, name="record_json"),
]
