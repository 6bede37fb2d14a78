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
    path("timeline/", views.timeline, name="timeline"),
    path("milestones/", views.milestones, name="milestones"),
    path("milestones/new/", views.new_milestone, name="new_milestone"),
    path("milestones/<int:pk>/", views.milestone, name="milestone"),
    path("milestones/<int:pk>/editing/", views.change_milestone, name="milestone_editing"),
    path("milestones/<int:pk>/completion/", views.reach, name="milestone_completion"),
    path("milestones/<int:pk>/reopening/", views.reopen, name="milestone_reopening"),
    path("milestones/<int:pk>/waiting/", views.wait, name="milestone_waiting"),
    path("waiting/<int:pk>/removal/", views.wait_no_longer, name="dependency_removal"),
    path("resources/", views.resources, name="resources"),
    path("resources/new/", views.new_resource, name="new_resource"),
    path("resources/<int:pk>/", views.resource, name="resource"),
    path("resources/<int:pk>/editing/", views.change_resource, name="resource_editing"),
    path("resources/<int:pk>/dropping/", views.drop_resource, name="resource_dropping"),
    path("resources/<int:pk>/taking-up/", views.take_up_resource, name="resource_taking_up"),
    path("resources/<int:pk>/promises/", views.promise, name="resource_promises"),
    path("promises/<int:pk>/withdrawal/", views.withdraw_promise, name="promise_withdrawal"),
    path("promises/<int:pk>/renewal/", views.renew_promise, name="promise_renewal"),
    path("side-effects/", views.side_effects, name="side_effects"),
    path("side-effects/new/", views.new_side_effect, name="new_side_effect"),
    path("side-effects/<int:pk>/", views.side_effect, name="side_effect"),
    path("side-effects/<int:pk>/editing/", views.change_side_effect, name="side_effect_editing"),
    path("side-effects/<int:pk>/settling/", views.settle_side_effect, name="side_effect_settling"),
    path(
        "side-effects/<int:pk>/reopening/", views.reopen_side_effect, name="side_effect_reopening"
    ),
    path("size/", views.size, name="size"),
    path("size/functions/<int:pk>/", views.function_size, name="function_size"),
    path(
        "size/functions/<int:pk>/judgement/", views.judge_function, name="function_size_judgement"
    ),
    path("size/teams/<int:pk>/", views.team_size, name="team_size"),
    path("size/teams/<int:pk>/judgement/", views.judge_team, name="team_size_judgement"),
    path("load/", views.load, name="load"),
]
