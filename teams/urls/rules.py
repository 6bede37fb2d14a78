"""Addresses of the working rules."""

from django.urls import path

from teams.views import rules as views

urlpatterns = [
    path("", views.rules, name="rules"),
    path("new/", views.new_rule, name="new_rule"),
    path("starters/", views.starter_rule, name="starter_rule"),
    path("<int:pk>/", views.rule, name="rule"),
    path("<int:pk>/words/", views.rewrite_rule, name="rule_rewriting"),
    path("versions/<int:pk>/answer/", views.answer_rule, name="rule_version_answer"),
    path("versions/<int:pk>/remarks/", views.comment_rule, name="rule_version_remark"),
    path("versions/<int:pk>/adoption/", views.adopt_rule, name="rule_version_adoption"),
    path("versions/<int:pk>/withdrawal/", views.withdraw_rule, name="rule_version_withdrawal"),
]
