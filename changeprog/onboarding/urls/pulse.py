"""Addresses of readiness and of the pulses that tell it."""

from django.urls import path

from changeprog.onboarding.views import pulse

urlpatterns = [
    path("readiness/", pulse.readiness_page, name="readiness"),
    path("teams/<int:pk>/pulse/", pulse.pulses_of, name="pulses_of"),
    path("teams/<int:pk>/pulse/new/", pulse.ask_team, name="pulses_new"),
    path("pulses/<int:pk>/slip/", pulse.own_slip, name="pulse_slip"),
    path("pulses/<int:pk>/call-off/", pulse.call_off, name="pulse_call_off"),
    path("pulses/<int:pk>/sharing/", pulse.share, name="pulse_sharing"),
]
