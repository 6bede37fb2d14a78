from django.urls import path

from teams import views

app_name = "teams"
urlpatterns = [
    path("", views.board, name="board"),
    path("log/", views.log, name="log"),
    path("barriers/", views.barriers, name="barriers"),
    path("barriers/<int:pk>/", views.barrier, name="barrier"),
    path("barriers/<int:pk>/taking/", views.take, name="take"),
    path("barriers/<int:pk>/owner/", views.hand_over, name="hand_over"),
    path("barriers/<int:pk>/knock-down/", views.knock_down, name="knock_down"),
    path("barriers/<int:pk>/return/", views.stand_again, name="stand_again"),
    path("victories/", views.victories, name="victories"),
    path("victories/<int:pk>/", views.victory, name="victory"),
    path("victories/<int:pk>/promotion/", views.promote, name="promote"),
    path("victories/<int:pk>/promotion/end/", views.take_down, name="take_down"),
]
