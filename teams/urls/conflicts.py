"""Addresses of the diagnosis of conflicts."""

from django.urls import path

from teams.views import conflicts as views

urlpatterns = [
    path("barriers/<int:pk>/conflict/", views.begin_conflict, name="barrier_conflict"),
    path("conflicts/<int:pk>/", views.conflict, name="conflict"),
    path("conflicts/<int:pk>/view/", views.conflict_view, name="conflict_view"),
    path("conflicts/<int:pk>/handing-in/", views.conflict_handing_in, name="conflict_handing_in"),
    path("conflicts/<int:pk>/sharing/", views.conflict_sharing, name="conflict_sharing"),
    path("conflicts/<int:pk>/keeping/", views.conflict_keeping, name="conflict_keeping"),
    path("conflicts/<int:pk>/idea/", views.conflict_idea, name="conflict_idea"),
    path("conflicts/<int:pk>/issue/", views.conflict_issue, name="conflict_issue"),
    path("conflicts/<int:pk>/agreement/", views.conflict_agreement, name="conflict_agreement"),
    path("conflicts/<int:pk>/acceptance/", views.conflict_acceptance, name="conflict_acceptance"),
    path("conflicts/<int:pk>/check/", views.conflict_check, name="conflict_check"),
    path("conflicts/<int:pk>/mediator/", views.conflict_mediator, name="conflict_mediator"),
    path("conflicts/<int:pk>/settling/", views.conflict_settling, name="conflict_settling"),
    path("conflicts/<int:pk>/resuming/", views.conflict_resuming, name="conflict_resuming"),
    path(
        "conflicts/<int:pk>/questions/<str:question>/",
        views.conflict_question,
        name="conflict_question",
    ),
]
