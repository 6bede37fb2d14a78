"""Addresses of archives."""

from django.urls import path

from changeprog.closing.views import archives

urlpatterns = [
    path("archives/", archives.archives, name="archives"),
    path("archives/<int:pk>/", archives.archive, name="archive"),
    path("archives/<int:pk>/progress/", archives.archive_progress, name="archive_progress"),
    path("archives/<int:pk>/cancelling/", archives.archive_cancelling, name="archive_cancelling"),
    path("archives/<int:pk>/archive.zip", archives.archive_file, name="archive_file"),
]
