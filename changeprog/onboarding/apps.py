from django.apps import AppConfig


class OnboardingConfig(AppConfig):
    name = "changeprog.onboarding"
    label = "onboarding"
    verbose_name = "Bringing on board"

    def ready(self) -> None:
        from changeprog.onboarding import register

        register.everything()
