from django.apps import AppConfig


class WorkshopsConfig(AppConfig):
    name = "workshops"
    label = "workshops"
    verbose_name = "Workshops"

    def ready(self) -> None:
        from workshops import register

        register.everything()
