"""Addresses of barriers: list, board, picture, settings; one of them, what is done about it."""

from django.urls import path

from teams import views

urlpatterns = [
    path("", views.barriers, name="barriers"),
    path("board/", views.barrier_board_page, name="barrier_board"),
    path("picture/", views.barrier_picture, name="barrier_picture"),
    path("escalation/", views.escalation_rule, name="escalation_rule"),
    path("<int:pk>/", views.barrier, name="barrier"),
    path("<int:pk>/editing/", views.change_barrier, name="barrier_editing"),
    path("<int:pk>/editing/undo/", views.undo_barrier_change, name="barrier_editing_undo"),
    path("<int:pk>/me-too/", views.say_me_too, name="barrier_me_too"),
    path("<int:pk>/me-too/end/", views.say_me_too_no_more, name="barrier_me_too_end"),
    path("<int:pk>/taking/", views.take, name="barrier_taking"),
    path("<int:pk>/owner/", views.hand_over, name="barrier_owner"),
    path("<int:pk>/owner/undo/", views.hand_back, name="barrier_owner_undo"),
    path("<int:pk>/taking-back/", views.take_barrier_back, name="barrier_taking_back"),
    path("<int:pk>/taking-back/undo/", views.bring_barrier_back, name="barrier_taking_back_undo"),
    path("<int:pk>/knock-down/", views.knock_down, name="barrier_knock_down"),
    path("<int:pk>/return/", views.stand_again, name="barrier_return"),
    path("<int:pk>/victory/", views.celebrate, name="barrier_victory"),
    path("<int:pk>/victory/end/", views.celebrate_no_more, name="barrier_victory_end"),
]
