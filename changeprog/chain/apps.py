from django.apps import AppConfig


class ChainConfig(AppConfig):
    name = "changeprog.chain"
    label = "chain"
    verbose_name = "Chain"

    def ready(self) -> None:
        from changeprog.chain import register

        register.everything()
