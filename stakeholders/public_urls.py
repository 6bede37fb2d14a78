"""Addresses of the map that ask for no account: the personal links of surveys."""

from django.urls import path

from stakeholders.views import answering

urlpatterns = [
    path("<str:token>/", answering.answer, name="answer_survey"),
    path("<str:token>/names/", answering.names, name="survey_names"),
]
