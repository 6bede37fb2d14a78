"""Addresses of the chain: the answers, the picture, one objective, and what hangs on nothing."""

from django.urls import path

from changeprog.chain import views

app_name = "chain"
urlpatterns = [
    path("", views.answers_page, name="answers"),
    path("picture/", views.picture, name="picture"),
    path("picture/<int:pk>/", views.objective, name="objective"),
    path("loose/", views.loose, name="loose"),
]
