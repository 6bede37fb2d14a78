"""Addresses of victories: the wall, one of them, its picture, and what is done about it."""

from django.urls import path

from teams import views

urlpatterns = [
    path("", views.victories, name="victories"),
    path("<int:pk>/", views.victory, name="victory"),
    path("<int:pk>/editing/", views.change_victory, name="victory_editing"),
    path("<int:pk>/editing/undo/", views.undo_change, name="victory_editing_undo"),
    path("<int:pk>/thanks/", views.thank, name="victory_thanks"),
    path("<int:pk>/thanks/end/", views.thank_no_more, name="victory_thanks_end"),
    path("<int:pk>/promotion/", views.promote, name="victory_promotion"),
    path("<int:pk>/promotion/end/", views.take_down, name="victory_promotion_end"),
    path("<int:pk>/taking-back/", views.take_back, name="victory_taking_back"),
    path("<int:pk>/return/", views.bring_back, name="victory_return"),
    path("pictures/<str:digest>/", views.picture, name="picture"),
    path("pictures/<str:digest>/small/", views.picture_small, name="picture_small"),
]
