from django.urls import path

from changeprog.programme import views

app_name = "programme"
urlpatterns = [
    path("", views.home_page, name="home"),
    path("home/", views.whole_programme, name="whole"),
    path("people/", views.people, name="people"),
    path("people/invitation/", views.invite, name="invite"),
    path("people/<int:pk>/", views.person, name="person"),
    path("people/<int:pk>/invitation/", views.invite_again, name="invite_again"),
    path("people/<int:pk>/removal/", views.remove_person, name="remove_person"),
    path("people/<int:pk>/return/", views.return_person, name="return_person"),
    path("manifest.webmanifest", views.web_manifest, name="manifest"),
    path("journal/", views.journal_page, name="journal"),
    path("me/", views.me, name="me"),
    path("search/", views.search_page, name="search"),
    path("search/suggestions/", views.suggestions, name="suggestions"),
    path("settings/", views.settings_page, name="settings"),
    path("settings/functions/", views.add_function, name="add_function"),
]
