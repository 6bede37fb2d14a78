from django.urls import path

from changeprog.communications import views

app_name = "communications"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("procedures/<int:pk>/word/", views.word, name="word"),
    path("procedures/<int:pk>/schedule/", views.schedule, name="schedule"),
    path("procedures/<int:pk>/preview/", views.preview, name="preview"),
    path("editions/<int:pk>/", views.edition, name="edition"),
    path("editions/<int:pk>/letter/", views.edition_letter, name="edition_letter"),
    path("deliveries/<int:pk>/", views.delivery, name="delivery"),
    path("deliveries/<int:pk>/letter/", views.delivery_letter, name="delivery_letter"),
]
