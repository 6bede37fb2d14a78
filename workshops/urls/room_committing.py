"""Addresses of what participants commit to."""

from django.urls import path

from workshops.views import room_committing

urlpatterns = [
    path("commitment/", room_committing.write, name="commitment"),
    path("commitment/refusal/", room_committing.decline, name="decline"),
    path("commitment/objective/", room_committing.serve, name="commitment_objective"),
    path("commitment/signature/", room_committing.sign, name="sign"),
    path("commitment/signature/withdrawal/", room_committing.unsign, name="unsign"),
    path("commitments/<int:commitment>/witness/", room_committing.witness, name="witness"),
]
