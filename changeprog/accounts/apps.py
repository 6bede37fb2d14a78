from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "changeprog.accounts"
    label = "accounts"
    verbose_name = "Accounts"
