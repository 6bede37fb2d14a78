from django.urls import path

from changeprog.communications import views
from changeprog.communications.views import desk, preferences, reminders, webhooks

app_name = "communications"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("preferences/", preferences.preferences, name="preferences"),
    path("reminders/", reminders.reminder_rules, name="reminders"),
    path("reminders/<str:name>/", reminders.reminder_rule, name="reminder"),
    path("webhooks/", webhooks.webhook_list, name="webhooks"),
    path("webhooks/new/", webhooks.new_webhook, name="new_webhook"),
    path("webhooks/<int:pk>/", webhooks.webhook, name="webhook"),
    path("webhooks/<int:pk>/change/", webhooks.change_webhook, name="webhook_change"),
    path(
        "webhooks/<int:pk>/change/undo/", webhooks.put_webhook_back, name="webhook_change_undoing"
    ),
    path("webhooks/<int:pk>/test/", webhooks.test_webhook, name="webhook_test"),
    path("webhooks/<int:pk>/secret/", webhooks.renew_secret, name="webhook_secret"),
    path("webhooks/<int:pk>/removal/", webhooks.remove_webhook, name="webhook_removal"),
    path("webhooks/<int:pk>/return/", webhooks.return_webhook, name="webhook_return"),
    path("calendar/", views.calendar_page, name="calendar"),
    path("calendar/link/", views.calendar_link, name="calendar_link"),
    path("calendar/link/renewal/", views.calendar_renewal, name="calendar_renewal"),
    path("calendar/link/removal/", views.calendar_removal, name="calendar_removal"),
    path("calendar/milestones/", views.calendar_choice, name="calendar_choice"),
    path("procedures/<int:pk>/", views.procedure, name="procedure"),
    path("procedures/<int:pk>/preparation/", views.prepare, name="prepare"),
    path("procedures/<int:pk>/word/", views.word, name="word"),
    path("procedures/<int:pk>/schedule/", views.schedule, name="schedule"),
    path("procedures/<int:pk>/preview/", views.preview, name="preview"),
    path("editions/<int:pk>/", views.edition, name="edition"),
    path("editions/<int:pk>/letter/", views.edition_letter, name="edition_letter"),
    path("editions/<int:pk>/desk/", desk.desk, name="desk"),
    path("editions/<int:pk>/desk/preview/", desk.desk_preview, name="desk_preview"),
    path("editions/<int:pk>/desk/arrangement/", desk.arrange, name="arrange"),
    path("editions/<int:pk>/desk/word/", desk.edition_word, name="edition_word"),
    path("editions/<int:pk>/desk/renewal/", desk.renew, name="renew"),
    path("editions/<int:pk>/desk/approval/", desk.approve, name="approve"),
    path("editions/<int:pk>/desk/skipping/", desk.skip, name="skip"),
    path("editions/<int:pk>/desk/postponement/", desk.postpone, name="postpone"),
    path("editions/<int:pk>/desk/proof/", desk.proof, name="proof"),
    path("editions/<int:pk>/sending/", desk.sending, name="sending"),
    path("editions/<int:pk>/sending/stop/", desk.stop, name="stop"),
    path("editions/<int:pk>/sending/rest/", desk.go_on, name="go_on"),
    path("editions/<int:pk>/desk/undoing/<int:event>/", desk.desk_undo, name="desk_undo"),
    path("ledger/", views.ledger_page, name="ledger"),
    path("ledger/<str:kind>/<int:pk>/", views.posting, name="posting"),
    path("ledger/<str:kind>/<int:pk>/letter/", views.posting_letter, name="posting_letter"),
    path("ledger/<str:kind>/<int:pk>/again/", views.posting_again, name="posting_again"),
    path("addresses/<int:pk>/again/", views.address_again, name="address_again"),
]
