"""Addresses of consensus for whoever leads, and the history of a proposal."""

from django.urls import path

from workshops.views import rounds, rule

urlpatterns = [
    path("<int:pk>/rule/", rule.rule, name="rule"),
    path("consensus/<int:pk>/proposal/", rounds.propose, name="consensus_proposal"),
    path("proposals/<int:pk>/", rounds.proposal, name="proposal"),
    path("proposals/<int:pk>/words/", rounds.words, name="proposal_words"),
    path("proposals/<int:pk>/rounds/", rounds.open_round, name="proposal_round"),
    path("proposals/<int:pk>/agreement/", rounds.agree, name="proposal_agreement"),
    path("proposals/<int:pk>/no-consensus/", rounds.leave, name="proposal_left"),
    path("rounds/<int:pk>/reveal/", rounds.reveal, name="round_reveal"),
    path("rounds/<int:pk>/reopening/", rounds.reopen, name="round_reopening"),
    path("rounds/<int:pk>/annulment/", rounds.annul, name="round_annulment"),
]
