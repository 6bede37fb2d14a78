from django.apps import AppConfig


class DirectionConfig(AppConfig):
    name = "changeprog.direction"
    label = "direction"
    verbose_name = "Direction"

    def ready(self) -> None:
        from changeprog.direction import register

        register.everything()
