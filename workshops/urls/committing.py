"""Addresses of commitments: reading them out, and one's own."""

from django.urls import path

from workshops.views import committing

urlpatterns = [
    path("<int:pk>/reading/", committing.read, name="reading"),
    path("commitments/<int:pk>/", committing.commitment, name="commitment"),
    path("commitments/<int:pk>/objective/", committing.serve, name="commitment_objective"),
    path("commitments/<int:pk>/calendar/", committing.entry, name="commitment_calendar"),
]
