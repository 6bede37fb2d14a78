from django.urls import path

from changeprog.communications import views

app_name = "communications"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("calendar/", views.calendar_page, name="calendar"),
    path("calendar/link/", views.calendar_link, name="calendar_link"),
    path("calendar/link/renewal/", views.calendar_renewal, name="calendar_renewal"),
    path("calendar/link/removal/", views.calendar_removal, name="calendar_removal"),
    path("calendar/milestones/", views.calendar_choice, name="calendar_choice"),
    path("procedures/<int:pk>/word/", views.word, name="word"),
    path("procedures/<int:pk>/schedule/", views.schedule, name="schedule"),
    path("procedures/<int:pk>/preview/", views.preview, name="preview"),
    path("editions/<int:pk>/", views.edition, name="edition"),
    path("editions/<int:pk>/letter/", views.edition_letter, name="edition_letter"),
    path("deliveries/<int:pk>/", views.delivery, name="delivery"),
    path("deliveries/<int:pk>/letter/", views.delivery_letter, name="delivery_letter"),
]
