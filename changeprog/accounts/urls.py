from django.urls import include, path

from changeprog.accounts import views

urlpatterns = [
    path("accounts/login/", views.login, name="account_login"),
    path("accounts/", include("allauth.account.urls")),
    path("invitations/<str:token>/", views.invitation, name="invitation"),
    path("outbox/", views.outbox, name="outbox"),
    path("outbox/<int:pk>/", views.letter, name="letter"),
    path("demo/<str:token>/", views.demo_sign_in, name="demo_sign_in"),
]
