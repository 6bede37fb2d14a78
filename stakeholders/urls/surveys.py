"""Addresses about surveys."""

from django.urls import path

from stakeholders.views import survey_acts, surveys

urlpatterns = [
    path("", surveys.surveys, name="surveys"),
    path("new/", surveys.new_survey, name="new_survey"),
    path("<int:pk>/", surveys.one_survey, name="survey"),
    path("<int:pk>/change/", surveys.edit_survey, name="survey_change"),
    path("<int:pk>/sending/", survey_acts.send, name="survey_sending"),
    path("<int:pk>/closing/", survey_acts.close, name="survey_closing"),
    path("<int:pk>/until/", survey_acts.run_until, name="survey_until"),
    path("<int:pk>/cancelling/", survey_acts.cancel, name="survey_cancelling"),
    path("<int:pk>/reminding/", survey_acts.remind, name="survey_reminding"),
    path("<int:pk>/removal/", survey_acts.remove, name="survey_removal"),
    path("<int:pk>/answers/", surveys.answers, name="survey_answers"),
    path("<int:pk>/putting/", survey_acts.put_on_map, name="survey_putting"),
    path("names/<int:pk>/", survey_acts.match, name="naming"),
]
