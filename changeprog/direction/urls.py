from django.urls import path

from changeprog.direction import views

app_name = "direction"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("vision/", views.vision, name="vision"),
    path("vision/editing/", views.write_vision, name="write_vision"),
    path("vision/difference/", views.vision_difference, name="vision_difference"),
    path("vision/<int:version>/", views.vision_version, name="vision_version"),
    path("principles/", views.principles, name="principles"),
    path("objectives/new/", views.new_objective, name="new_objective"),
    path("objectives/<int:pk>/", views.objective, name="objective"),
    path("objectives/<int:pk>/editing/", views.change_objective, name="objective_editing"),
    path("objectives/<int:pk>/readings/", views.read, name="objective_readings"),
    path("milestones/new/", views.new_milestone, name="new_milestone"),
    path("milestones/<int:pk>/", views.milestone, name="milestone"),
    path("milestones/<int:pk>/editing/", views.change_milestone, name="milestone_editing"),
    path("milestones/<int:pk>/completion/", views.reach, name="milestone_completion"),
    path("milestones/<int:pk>/reopening/", views.reopen, name="milestone_reopening"),
    path("milestones/<int:pk>/waiting/", views.wait, name="milestone_waiting"),
    path("waiting/<int:pk>/removal/", views.wait_no_longer, name="dependency_removal"),
]
