from django.urls import path

from changeprog.communications import views

urlpatterns = [path("<str:token>.ics", views.calendar_feed, name="calendar_feed")]
