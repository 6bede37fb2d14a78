"""Addresses of what was said in confidence, for those in charge of the workshop."""

from django.urls import path

from workshops.views import parking, rule_parking

urlpatterns = [
    path("points/<int:pk>/state/", parking.move, name="point_state"),
    path("points/<int:pk>/place/", parking.place, name="point_place"),
    path("questions/<uuid:pk>/", parking.question, name="hard_question"),
    path("rules/<int:pk>/parking/", rule_parking.park_rule, name="park_rule"),
    path("rules/<int:pk>/", rule_parking.speak, name="parked_rule"),
    path("<int:pk>/questions/", parking.own_question, name="own_question"),
]
