from django.urls import path

from changeprog.communications.views import inbox as views

app_name = "inbox"
urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("read/", views.read_all, name="read_all"),
    path("unread/<int:stamp>/", views.unread_again, name="unread_again"),
    path("muted/", views.muted, name="muted"),
    path("muted/<int:pk>/removal/", views.hear_again, name="hear_again"),
    path("muted/<int:pk>/return/", views.mute_again, name="mute_again"),
    path("<int:pk>/", views.opened, name="opened"),
    path("<int:pk>/read/", views.read, name="read"),
    path("<int:pk>/unread/", views.unread, name="unread"),
    path("<int:pk>/mute/", views.mute, name="mute"),
]
