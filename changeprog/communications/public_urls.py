from django.urls import path

from changeprog.communications import views

urlpatterns = [
    path("<str:token>/", views.unsubscribe, name="unsubscribe"),
    path("<str:token>/undo/", views.resume, name="resume_digest"),
]
