from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "changeprog.accounts"
    label = "accounts"
    verbose_name = "Accounts"

    def ready(self) -> None:
        from changeprog import liveness
        from changeprog.accounts.models import Invitation

        liveness.register("invitations", Invitation.left_lying)
