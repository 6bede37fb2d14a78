from django.apps import AppConfig


class ClosingConfig(AppConfig):
    name = "changeprog.closing"
    label = "closing"
    verbose_name = "Closing"

    def ready(self) -> None:
        from changeprog.closing import register

        register.everything()
