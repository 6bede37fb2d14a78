"""Addresses of what has to be true until it is business as usual, and of who says so."""

from django.urls import path

from changeprog.onboarding.views import acceptance, criterion, evidence, usual

urlpatterns = [
    path("usual/", usual.usual, name="usual"),
    path("usual/new/", criterion.new, name="usual_new"),
    path("usual/beginning/", usual.begin_everywhere, name="usual_beginning"),
    path("teams/<int:pk>/criteria/new/", criterion.new_for_team, name="team_criterion"),
    path("teams/<int:pk>/criteria/beginning/", usual.begin, name="team_criteria"),
    path("criteria/<int:pk>/", criterion.criterion, name="criterion"),
    path("criteria/<int:pk>/editing/", criterion.change, name="criterion_editing"),
    path("criteria/<int:pk>/removal/", criterion.remove, name="criterion_removal"),
    path("criteria/<int:pk>/acceptance/", acceptance.accept, name="criterion_acceptance"),
    path("criteria/<int:pk>/taking-back/", acceptance.take_back, name="criterion_taking_back"),
    path("criteria/<int:pk>/evidence/", evidence.give, name="criterion_evidence"),
    path("evidence/<int:pk>/removal/", evidence.remove, name="evidence_removal"),
]
