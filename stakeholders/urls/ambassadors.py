"""Addresses about ambassadors."""

from django.urls import path

from stakeholders.views import ambassador, ambassadors

urlpatterns = [
    path("", ambassadors.ambassadors, name="ambassadors"),
    path("rule/", ambassadors.proposal_rule, name="proposal_rule"),
    path("exclusions/<int:pk>/", ambassadors.exclusion, name="exclusion"),
    path("exclusions/<int:pk>/end/", ambassadors.admission, name="admission"),
    path("asks/<int:pk>/", ambassador.ask_somebody, name="ask_somebody"),
    path("<int:pk>/", ambassador.ambassador, name="ambassador"),
    path("<int:pk>/support/", ambassador.ambassador_support, name="ambassador_support"),
    path("<int:pk>/answer/", ambassador.ambassador_answer, name="ambassador_answer"),
    path("<int:pk>/people/", ambassador.my_people, name="my_people"),
]
