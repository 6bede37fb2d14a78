"""The one address of a reality check that asks for no account: the personal link."""

from django.urls import path

from changeprog.onboarding.views import reality_answering

urlpatterns = [path("<str:token>/", reality_answering.answer, name="answer_reality_check")]
