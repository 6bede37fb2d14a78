from django.apps import AppConfig


class StakeholdersConfig(AppConfig):
    name = "stakeholders"
    label = "stakeholders"
    verbose_name = "Stakeholders"

    def ready(self) -> None:
        from stakeholders import register

        register.everything()
