"""Addresses of what people need to know: gaps, material, mentors, questions."""

from django.urls import path

from changeprog.onboarding.views import gap, knowledge, material, mentorship, question

urlpatterns = [
    path("", knowledge.knowledge, name="knowledge"),
    path("gaps/", gap.gaps, name="gaps"),
    path("gaps/new/", gap.log_gap, name="log_gap"),
    path("gaps/<int:pk>/", gap.gap, name="gap"),
    path("gaps/<int:pk>/editing/", gap.change_gap, name="gap_editing"),
    path("gaps/<int:pk>/resolution/", gap.resolve_gap, name="gap_resolution"),
    path("gaps/<int:pk>/reopening/", gap.reopen_gap, name="gap_reopening"),
    path("gaps/<int:pk>/removal/", gap.remove_gap, name="gap_removal"),
    path("material/", material.materials, name="materials"),
    path("material/new/", material.share_material, name="share_material"),
    path("material/<int:pk>/", material.material, name="material"),
    path("material/<int:pk>/editing/", material.change_material, name="material_editing"),
    path("material/<int:pk>/checking/", material.check_material, name="material_checking"),
    path("material/<int:pk>/withdrawal/", material.withdraw_material, name="material_withdrawal"),
    path("material/<int:pk>/offering/", material.offer_material, name="material_offering"),
    path("material/<int:pk>/removal/", material.remove_material, name="material_removal"),
    path("mentors/", mentorship.mentors, name="mentors"),
    path("mentors/of/<int:pk>/new/", mentorship.name_mentor, name="name_mentor"),
    path("mentors/<int:pk>/", mentorship.change_mentorship, name="mentorship"),
    path("mentors/<int:pk>/ending/", mentorship.end_mentorship, name="mentorship_ending"),
    path("mentors/<int:pk>/removal/", mentorship.remove_mentorship, name="mentorship_removal"),
    path("questions/", question.questions, name="questions"),
    path("questions/in/<int:pk>/new/", question.ask_question, name="ask_question"),
    path("questions/<int:pk>/", question.question, name="question"),
    path("questions/<int:pk>/removal/", question.take_question_back, name="question_removal"),
]
