"""The way to the end of a programme, its review, and what happens to what is open."""

from django.urls import path

from changeprog.closing.views import ending, handover, overview

urlpatterns = [
    path("", overview.overview, name="overview"),
    path("review/", overview.review_page, name="review"),
    path("review/<slug:name>/", overview.chapter, name="chapter"),
    path("open/", handover.handovers, name="handovers"),
    path("open/owners/", handover.leave_with_owners, name="leave_with_owners"),
    path("open/<slug:kind>/<int:pk>/", handover.hand_over, name="hand_over"),
    path("handed-over/<int:pk>/", handover.handover, name="handover"),
    path("handed-over/<int:pk>/taking-back/", handover.take_back, name="take_back"),
    path("last-edition/", ending.prepare_edition, name="prepare_edition"),
    path("last-edition/none/", ending.no_edition, name="no_edition"),
    path("end/", ending.close, name="close"),
    path("reopening/", ending.reopening, name="reopening"),
]
