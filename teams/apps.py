from django.apps import AppConfig


class TeamsConfig(AppConfig):
    name = "teams"
    label = "teams"
    verbose_name = "Teams"

    def ready(self) -> None:
        from teams import register

        register.everything()
