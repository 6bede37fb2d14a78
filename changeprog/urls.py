"""All addresses; apps are named by string."""

from django.conf import settings
from django.urls import include, path

from changeprog import machines, specimens
from changeprog.programme import views

urlpatterns = [
    path("", views.start, name="start"),
    path("health/", machines.ready, name="health"),
    path("health/live/", machines.alive, name="alive"),
    path("metrics/", machines.numbers, name="metrics"),
    path("", include("changeprog.accounts.urls")),
    path("style/", specimens.style, name="style"),
    path("new/", views.new_programme, name="new_programme"),
    path("p/<str:programme>/", include("changeprog.programme.urls")),
    path("p/<str:programme>/people/map/", include("stakeholders.urls")),
    path("p/<str:programme>/direction/", include("changeprog.direction.urls")),
    path("p/<str:programme>/", include("teams.urls")),
    path("p/<str:programme>/workshops/", include("workshops.urls")),
    path("p/<str:programme>/onboarding/", include("changeprog.onboarding.urls")),
    path("p/<str:programme>/closing/", include("changeprog.closing.urls")),
    path("p/<str:programme>/chain/", include("changeprog.chain.urls")),
    path("", include("workshops.urls.room")),
    path("p/<str:programme>/inbox/", include("changeprog.communications.inbox_urls")),
    path("p/<str:programme>/communications/", include("changeprog.communications.urls")),
    path("survey/", include("stakeholders.public_urls")),
    path("reality-check/", include("changeprog.onboarding.urls.reality_door")),
    path("pulse/", include("changeprog.onboarding.urls.pulse_door")),
    path("calendar/", include("changeprog.communications.calendar_urls")),
    path("unsubscribe/", include("changeprog.communications.public_urls")),
]
if settings.MAIL_PROVIDER:
    urlpatterns.append(path("bounces/", include("anymail.urls")))
