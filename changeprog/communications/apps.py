from django.apps import AppConfig


class CommunicationsConfig(AppConfig):
    name = "changeprog.communications"
    label = "communications"
    verbose_name = "Communications"

    def ready(self) -> None:
        from changeprog.communications import register

        register.everything()
