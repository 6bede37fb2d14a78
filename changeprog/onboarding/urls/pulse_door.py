"""The one address of a pulse that asks for no account: the personal link."""

from django.urls import path

from changeprog.onboarding.views import pulse_answering

urlpatterns = [path("<str:token>/", pulse_answering.answer, name="answer_pulse")]
