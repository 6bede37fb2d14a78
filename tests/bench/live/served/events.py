"""django-eventstream: its view under Django's ASGI handler, without any middleware."""

from django.core.asgi import get_asgi_application
from django.urls import include, path

application = get_asgi_application()
urlpatterns = [path("events/", include("django_eventstream.urls"), {"channels": ["tally"]})]
